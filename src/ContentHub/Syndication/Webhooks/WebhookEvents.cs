using ContentHub.Storage;
using ContentHub.Syndication.Changes;
using ChangeKind = ContentHub.Syndication.Changes.ChangeKind;

namespace ContentHub.Syndication.Webhooks;

/// <summary>Which kinds an endpoint wants. A retraction comes whatever it wants: readers could come to harm by the old copy. Pure.</summary>
internal static class WebhookEvents
{
    public const ChangeKind Always = ChangeKind.Retracted;

    public static bool Wants(Webhook webhook, PublicChange change) => webhook.Events.Length == 0 || change.Kind == Always || webhook.Events.Split(',').Contains(change.Kind.ToString());

    /// <param name="kinds">Null or empty: all.</param>
    /// <returns>As it is stored.</returns>
    public static string TextOf(IReadOnlyList<ChangeKind>? kinds) => kinds is not { Count: > 0 } ? "" : string.Join(',', kinds.Append(Always).Distinct().Order());

    public static IReadOnlyList<ChangeKind> Of(Webhook webhook) => [.. webhook.Events.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<ChangeKind>)];
}
