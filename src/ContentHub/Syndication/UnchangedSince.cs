using ContentHub.Delivery.Fields;

namespace ContentHub.Syndication;

/// <summary>
/// Since when nothing that a request is answered from can have changed: not since this node's view was last moved, nor since the day
/// began, by which reviews become due. An entry's own dates would not do: its page shows other entries too.
/// </summary>
internal static class UnchangedSince
{
    /// <returns>Null for a view that is not what everybody sees.</returns>
    public static DateTimeOffset? Of(Request request)
    {
        if (request.View.ShownSince is not { } shown)
        {
            return null;
        }

        var midnight = request.Today.ToDateTime(TimeOnly.MinValue);
        var began = new DateTimeOffset(midnight, request.Calendar.Zone.GetUtcOffset(midnight)).ToUniversalTime();
        return began > shown ? began : shown;
    }
}
