using System.Globalization;
using ContentHub.Api.Errors;
using ContentHub.Api.Paging;
using ContentHub.Delivery.Fields;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;
using ChangeKind = ContentHub.Syndication.Changes.ChangeKind;

namespace ContentHub.Syndication.Webhooks;

/// <summary>A delivery as administrators and its partner see it.</summary>
/// <param name="Cursor">Of the change, in the log of now.</param>
[ItemName("WebhookDelivery")]
public sealed record DeliveryOfWebhook(WebhookDelivery Row, string Cursor)
{
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Row.Sequence}-{Row.Position}-{Row.Round}");

    public ChangeKind Kind => Enum.Parse<ChangeKind>(Row.Kind);
}

/// <summary>What was sent to endpoints, and what came of it.</summary>
internal sealed class WebhookLog(IDbContextFactory<ContentHubDb> databases, Delivery.SnapshotFollower follower)
{
    /// <summary>A page, newest first.</summary>
    /// <param name="failed">Only what was not delivered, or only what was; null: all.</param>
    /// <exception cref="RequestError">The cursor is none of this list.</exception>
    public async Task<Connection<DeliveryOfWebhook>> PageAsync(Guid webhookId, PageArguments page, bool? failed, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var all = db.WebhookDeliveries.AsNoTracking().Where(d => d.WebhookId == webhookId && (failed == null || d.DeliveredAt == null == failed));
        var rest = page.After is { } after ? Behind(all, after) : all;
        var rows = await rest.OrderByDescending(d => d.Sequence).ThenByDescending(d => d.Position).ThenByDescending(d => d.Round).Take(page.Size + 1).ToListAsync(cancellation);
        var edges = rows.Take(page.Size).Select(r => new DeliveryOfWebhook(r, new LogPlace(r.Sequence, r.Position).In(follower.Current.LogId).ToString())).Select(d => new Edge<DeliveryOfWebhook>(d.Id, d)).ToList();
        return new(
            edges, new(rows.Count > page.Size, page.After is not null, edges.Count > 0 ? edges[0].Cursor : null, edges.Count > 0 ? edges[^1].Cursor : page.After), await all.CountAsync(cancellation));
    }

    private static IQueryable<WebhookDelivery> Behind(IQueryable<WebhookDelivery> all, string after)
    {
        var parts = after.Split('-');
        if (parts.Length != 3 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position) || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var round))
        {
            throw new RequestError("INVALID_CURSOR", new InvalidCursorException("after").Message);
        }

        return all.Where(d => d.Sequence < sequence || (d.Sequence == sequence && (d.Position < position || (d.Position == position && d.Round < round))));
    }
}
