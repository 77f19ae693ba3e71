using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Api.Errors;
using ContentHub.Api.Paging;
using ContentHub.Editorial.Texts;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Drafts;

[Description("Orders of the content list; ties by id.")]
public enum DraftOrder
{
    [Description("What was worked on last comes first.")] UpdatedAtDesc,
    [Description("What was left alone longest comes first.")] UpdatedAtAsc,
    [Description("From A to Z.")] TitleAsc,
    [Description("What is to be reviewed first, or is overdue longest, comes first; last what has no such day.")] NextReviewDueAsc,
}

/// <summary>The editors' content list: a count, a page of variants and their newest revisions, three statements in all.</summary>
public sealed class DraftList(IDbContextFactory<ContentHubDb> databases, ContentTypes types, SiteClock clock)
{
    public async Task<Connection<Draft>> PageAsync(IDictionary<string, object?>? where, DraftOrder order, PageArguments page, CancellationToken cancellation)
    {
        var cursor = page.After is { } after ? Cursor.Read(after, order) : null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var matching = db.Variants.Where(v => v.DiscardedAt == null).Where(new DraftFilter(db, clock.Today).Compile(where));
        var total = await matching.CountAsync(cancellation);
        var found = await Order(After(matching, cursor, order), order).Take(page.Size + 1).AsNoTracking().ToListAsync(cancellation);
        var shown = found.Take(page.Size).ToList();
        var drafts = await DraftReader.LoadAsync(db, types, shown, cancellation);
        var edges = drafts.Select(d => new Edge<Draft>(Cursor.Of(d.Variant, order), d)).ToList();
        return new(edges, new(found.Count > page.Size, cursor is not null, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor ?? page.After), total);
    }

    private static IQueryable<Variant> After(IQueryable<Variant> query, Cursor? cursor, DraftOrder order) => (cursor, order) switch
    {
        (null, _) => query,
        ({ } c, DraftOrder.UpdatedAtDesc) => query.Where(v => v.UpdatedAt < c.At || (v.UpdatedAt == c.At && v.Id < c.Id)),
        ({ } c, DraftOrder.UpdatedAtAsc) => query.Where(v => v.UpdatedAt > c.At || (v.UpdatedAt == c.At && v.Id > c.Id)),
        ({ } c, DraftOrder.TitleAsc) => query.Where(v => v.Title.CompareTo(c.Title) > 0 || (v.Title == c.Title && v.Id > c.Id)),
        ({ Due: { } due } c, DraftOrder.NextReviewDueAsc) => query.Where(v => v.NextReviewDue == null || v.NextReviewDue > due || (v.NextReviewDue == due && v.Id > c.Id)),
        ({ } c, DraftOrder.NextReviewDueAsc) => query.Where(v => v.NextReviewDue == null && v.Id > c.Id),
        _ => throw new InvalidOperationException($"Unknown order {order}."),
    };

    private static IQueryable<Variant> Order(IQueryable<Variant> query, DraftOrder order) => order switch
    {
        DraftOrder.UpdatedAtDesc => query.OrderByDescending(v => v.UpdatedAt).ThenByDescending(v => v.Id),
        DraftOrder.UpdatedAtAsc => query.OrderBy(v => v.UpdatedAt).ThenBy(v => v.Id),
        DraftOrder.TitleAsc => query.OrderBy(v => v.Title).ThenBy(v => v.Id),
        DraftOrder.NextReviewDueAsc => query.OrderBy(v => v.NextReviewDue == null).ThenBy(v => v.NextReviewDue).ThenBy(v => v.Id),
        _ => throw new InvalidOperationException($"Unknown order {order}."),
    };

    /// <summary>Where a page ended: the values that the list is sorted by.</summary>
    private sealed record Cursor(DateTimeOffset At, string Title, Guid Id)
    {
        private const string Day = "yyyy-MM-dd";

        /// <summary>In the order by review, what stands in the title's place.</summary>
        public DateOnly? Due => DateOnly.TryParseExact(Title, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var due) ? due : null;

        public static string Of(Variant variant, DraftOrder order) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new JsonArray(
            order.ToString(), variant.UpdatedAt.ToUnixTimeMilliseconds(), TextOf(variant, order), variant.Id.ToString()).ToJsonString()));

        private static string TextOf(Variant variant, DraftOrder order) => order switch
        {
            DraftOrder.TitleAsc => variant.Title,
            DraftOrder.NextReviewDueAsc => variant.NextReviewDue?.ToString(Day, CultureInfo.InvariantCulture) ?? "",
            _ => "",
        };

        public static Cursor Read(string text, DraftOrder order)
        {
            try
            {
                var parts = (JsonArray)JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)))!;
                if (parts.Count == 4 && (string?)parts[0] == order.ToString() && InputTexts.CanBeStored((string?)parts[2] ?? ""))
                {
                    return new(DateTimeOffset.FromUnixTimeMilliseconds((long)parts[1]!), (string?)parts[2] ?? "", Guid.Parse((string)parts[3]!, CultureInfo.InvariantCulture));
                }
            }
            catch (Exception fault) when (fault is FormatException or System.Text.Json.JsonException or InvalidOperationException or InvalidCastException or ArgumentException or NullReferenceException)
            {
                // Said below, in the same words for every kind of wrong.
            }

            throw new RequestError("INVALID_CURSOR", new InvalidCursorException("after").Message);
        }
    }
}
