using System.ComponentModel;
using System.Globalization;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Delivery;
using ContentHub.Editorial;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using ContentHub.Syndication.Changes;
using ContentHub.Syndication.Partners;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Syndication.Retractions;

[Description("Says that the copies of something retracted are gone, or marked as retracted.")]
public sealed record AcknowledgeRetractionInput
{
    [Description("Of the RETRACTED change, as it was received.")] public required string Cursor { get; init; }

    [Description("What was done, for the editors; at most 1000 characters.")] public string? Note { get; init; }
}

[Description("What acknowledgeRetraction answers.")]
public sealed record AcknowledgeRetractionPayload(
    [property: Description("When we took note of it; the first time, however often it is sent. Null when refused.")] DateTimeOffset? AcknowledgedAt,
    [property: Description("Why it was refused; empty when it was done.")] IReadOnlyList<IUserError> Errors) : IRefusable<AcknowledgeRetractionPayload>
{
    public static AcknowledgeRetractionPayload Refused(IUserError error) => new(null, [error]);
}

/// <summary>Takes note, in the log, that a partner has acted on a retraction. Sent again it changes nothing.</summary>
internal sealed class AcknowledgeRetraction(Acts acts, People people, ChangeFeed feed, Retractions retractions, SnapshotFollower follower)
{
    private const int NoteMaxCharacters = 1000;

    private static readonly string[] CursorPath = ["input", "cursor"];

    /// <param name="caller">A partner's program.</param>
    public async Task<AcknowledgeRetractionPayload> RunAsync(AcknowledgeRetractionInput input, Caller caller, CancellationToken cancellation)
    {
        if (input.Note?.Length > NoteMaxCharacters)
        {
            return AcknowledgeRetractionPayload.Refused(new ValidationError($"A note has at most {NoteMaxCharacters} characters; this one has {input.Note.Length}.", ErrorCode.TooLong, ["input", "note"]));
        }

        var partnerId = caller.PartnerId ?? throw new InvalidOperationException("Only partners acknowledge.");
        if (await PlaceOfAsync(input.Cursor, cancellation) is not { } place || await FindAsync(partnerId, place, cancellation) is not { } retraction)
        {
            return AcknowledgeRetractionPayload.Refused(new NotFoundError("No retraction that concerns you stands at this cursor: pass the `cursor` of a RETRACTED change as you received it.", CursorPath));
        }

        // A partner is somebody in the log, too.
        var actor = await people.EnsureAsync($"partner:{partnerId}", caller.Name, email: null, roles: "", isSystem: true, cancellation);
        DateTimeOffset? at = null;
        var outcome = await acts.RunAsync(caller with { ActorId = actor }, async act =>
        {
            if (await act.Db.RetractionAcknowledgements.SingleOrDefaultAsync(a => a.PartnerId == partnerId && a.Sequence == retraction, act.Cancellation) is { } known)
            {
                at = known.At;
                return new(null, [], []);
            }

            at = act.Now;
            var subject = await PartnerActs.FindAsync(act, partnerId.ToString()) ?? throw new InvalidOperationException("A key has no partner.");
            act.Db.RetractionAcknowledgements.Add(new() { PartnerId = partnerId, Sequence = retraction, At = act.Now, Note = input.Note });
            return Decision.Write(subject.Variant.Id, act.Change(Storage.ChangeKind.RetractionAcknowledged, subject.Variant, subject.Revision, ReasonOf(retraction, input.Note)));
        }, cancellation);
        return new(outcome.Errors.Count > 0 ? null : at, outcome.Errors);
    }

    /// <summary>The log must say what was acknowledged: its row is the partner's own.</summary>
    private static string ReasonOf(long retraction, string? note) => string.Create(CultureInfo.InvariantCulture, $"The retraction of change {retraction}{(string.IsNullOrWhiteSpace(note) ? "." : $": {note}")}");

    /// <returns>Null for what is no cursor of this log.</returns>
    private async Task<ChangeCursor?> PlaceOfAsync(string text, CancellationToken cancellation)
    {
        try
        {
            var place = await feed.PlaceOfAsync(text, cancellation);

            // Another node may have told it, and be ahead of this one.
            await follower.WaitForAsync(place.Sequence, cancellation);
            return place;
        }
        catch (RequestError)
        {
            return null;
        }
    }

    /// <summary>That something came in the place of a text is told as RETRACTED too, and acknowledges its retraction.</summary>
    /// <returns>Sequence of the retraction; null when none that concerns the partner stands there.</returns>
    private async Task<long?> FindAsync(Guid partnerId, ChangeCursor place, CancellationToken cancellation)
    {
        var concerning = (await retractions.KnownAsync(cancellation)).Of(partnerId);
        if (place.Position != 0 || concerning.Count == 0)
        {
            return null;
        }

        if (concerning.Any(c => c.Cursor == place))
        {
            return place.Sequence;
        }

        var told = (await feed.ReadAsync(place.LogId, place.Sequence - 1, place.Sequence, isCompact: false, cancellation)).Changes;
        return told is [{ Kind: Changes.ChangeKind.Retracted } change] ? concerning.LastOrDefault(c => c.VariantId == change.VariantId && c.Cursor.Sequence < place.Sequence)?.Cursor.Sequence : null;
    }
}
