using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Audit;

/// <summary>
/// The whole log as NDJSON, a row a line, oldest first: everything that the hashes cover, so that somebody else's program can check
/// the chain (see <see cref="ChangeChain.CanonicalBytes"/>), and beside it what they do not: name, address and states.
/// </summary>
public static class AuditExport
{
    private const int PageRows = 1_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <param name="db">Acts that are committed meanwhile may or may not be included; what is written is without a gap.</param>
    /// <returns>How many rows were written.</returns>
    public static async Task<long> WriteAsync(ContentHubDb db, Stream output, CancellationToken cancellation)
    {
        var last = 0L;
        while (await PageAsync(db, last, cancellation) is { Count: > 0 } page)
        {
            foreach (var row in page)
            {
                await JsonSerializer.SerializeAsync(output, row, Json, cancellation);
                output.WriteByte((byte)'\n');
            }

            last = page[^1].Sequence;
        }

        await output.FlushAsync(cancellation);
        return last;
    }

    private static async Task<List<Row>> PageAsync(ContentHubDb db, long after, CancellationToken cancellation)
    {
        var rows = await (
            from change in db.Changes.AsNoTracking()
            where change.Sequence > after
            orderby change.Sequence
            join person in db.People on change.ActorId equals person.Id into found
            from actor in found.DefaultIfEmpty()
            select new { Change = change, Name = actor == null ? null : actor.Name }).Take(PageRows).ToListAsync(cancellation);
        return [.. rows.Select(r => Row.Of(r.Change, r.Name))];
    }

    private sealed record Row(
        long Sequence, DateTimeOffset At, ChangeKind Action, Guid EntryId, Guid VariantId, string Locale, int Version, string DocumentHash, Guid ActorId,
        string? Reason, string PreviousHash, string Hash, string? ActorName, string? Address, WorkflowState? FromState, WorkflowState? ToState)
    {
        public static Row Of(Change change, string? actorName) => new(
            change.Sequence, change.At, change.Kind, change.EntryId, change.VariantId, change.Locale, change.Version, Convert.ToHexStringLower(change.DocumentHash), change.ActorId,
            change.Reason, Convert.ToHexStringLower(change.PreviousHash), Convert.ToHexStringLower(change.Hash), actorName, change.Address, change.FromState, change.ToState);
    }
}
