using ContentHub.Storage;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ContentHub.Importing.Bulk;

/// <summary>What is exported, by the model itself: a new table is in it, or its absence is given a reason here.</summary>
internal static class BulkTables
{
    /// <summary>What stays behind, with the reason: tables, and columns as <c>Table.Column</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string> LeftOut = new Dictionary<string, string>
    {
        [nameof(LogIdentity)] = "Every database has a log of its own: cursors of one mean nothing in another.",
        [nameof(PartnerKey)] = "Who holds one may read as the partner: they end with the database that gave them out, and rotatePartnerKey makes new ones.",
        [nameof(FeedPlace)] = "A place in the log of this database, which means nothing in another.",
        [nameof(PartnerUse)] = "What is asked of the other database is counted from anew.",
        [nameof(PreviewToken)] = "Who holds one may see a draft: they end with the database that gave them out.",
        [nameof(SigningKey)] = "Who holds it signs as the site: the other database makes one of its own.",
        [nameof(Webhook)] = "It holds secrets and a place in this log: endpoints are made anew by createWebhook, from where the other database stands.",
        [nameof(WebhookDelivery)] = "It tells what this database sent to endpoints that the other does not have.",
        [nameof(WebhookReplay)] = "It asks for what this database is to send again.",
        [$"{nameof(ScheduledAct)}.{nameof(ScheduledAct.LeaseBy)}"] = "Which node is at it; no node of the other database is.",
        [$"{nameof(ScheduledAct)}.{nameof(ScheduledAct.LeaseUntil)}"] = "Until when that node is at it.",
        [$"{nameof(ScheduledAct)}.{nameof(ScheduledAct.RetryAt)}"] = "After a fault of the node that tried.",
    };

    public static bool IsLeftOut(IProperty property) => LeftOut.ContainsKey($"{property.DeclaringType.ClrType.Name}.{property.Name}");

    /// <summary>Every table, after those that its rows refer to; the change log last of all, so that who follows it finds the rest.</summary>
    public static IReadOnlyList<BulkTable> Of(IModel model)
    {
        var left = model.GetEntityTypes().Where(t => !LeftOut.ContainsKey(t.ClrType.Name)).OrderBy(t => t.ClrType == typeof(Change)).ThenBy(t => t.ClrType.Name, StringComparer.Ordinal).ToList();
        var ordered = new List<BulkTable>();
        while (left.Count > 0)
        {
            var next = left.First(t => t.GetForeignKeys().All(f => f.PrincipalEntityType == t || !left.Contains(f.PrincipalEntityType)));
            left.Remove(next);
            ordered.Add(BulkTable.Of(next));
        }

        return ordered;
    }
}
