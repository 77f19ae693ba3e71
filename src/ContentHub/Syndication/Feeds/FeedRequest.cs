using System.Globalization;
using ContentHub.Api.Errors;
using ContentHub.Api.Execution;
using ContentHub.Content.Topics;
using ContentHub.Delivery;

namespace ContentHub.Syndication.Feeds;

/// <summary>Behind which item a page begins.</summary>
internal readonly record struct FeedCursor(DateTimeOffset At, Guid VariantId)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks:x}-{VariantId:N}");

    public static bool TryParse(string text, out FeedCursor cursor)
    {
        cursor = default;
        if (text.Split('-') is not [var time, var id]
            || !long.TryParse(time, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks) || ticks < 0 || ticks > DateTime.MaxValue.Ticks
            || !Guid.TryParseExact(id, "N", out var variant))
        {
            return false;
        }

        cursor = new(new DateTimeOffset(ticks, TimeSpan.Zero), variant);
        return true;
    }
}

/// <summary>Which feed was asked for.</summary>
/// <param name="Types">None: all.</param>
/// <param name="Topic">Null: all.</param>
/// <param name="Locale">Of the site; a feed has one language.</param>
/// <param name="IsFull">Whole texts, not summaries.</param>
internal sealed record FeedRequest(IReadOnlyList<DeliveryType> Types, Topic? Topic, string Locale, bool IsFull, FeedCursor? After)
{
    /// <summary>More than there are types is no question.</summary>
    private const int TypesMax = 50;

    /// <exception cref="RequestError">A parameter says something that there is not.</exception>
    /// <exception cref="RequestRefusedException">404: nothing public has this topic's name.</exception>
    public static FeedRequest Of(IQueryCollection query, Published view, DeliveryTypes types)
    {
        // No `Accept-Language`: whoever reads a feed is a program, and its address must always mean the same.
        var locale = query["locale"] is [{ Length: > 0 } tag] ? view.Locales.Named(tag) : view.Locales.Default.Tag;
        var names = query["type"].OfType<string>().Where(n => n.Length > 0).Take(TypesMax).Distinct(StringComparer.OrdinalIgnoreCase);
        return new([.. names.Select(name => TypeOf(name, types))], TopicOf(query["topic"].ToString(), view, locale), locale, IsFullOf(query["content"].ToString()), AfterOf(query["after"].ToString()));
    }

    public bool Includes(string type, IEnumerable<Guid> topics) =>
        (Types.Count == 0 || Types.Any(t => t.Name == type)) && (Topic is null || topics.Contains(Topic.EntryId));

    private static DeliveryType TypeOf(string name, DeliveryTypes types) =>
        types.All.FirstOrDefault(t => t.Kebab.Equals(name.Replace('_', '-'), StringComparison.OrdinalIgnoreCase))
        ?? throw new RequestError("INVALID", $"`type` is one of {string.Join(", ", types.All.Select(t => t.Kebab))}.");

    private static Topic? TopicOf(string name, Published view, string locale)
    {
        if (name.Length == 0)
        {
            return null;
        }

        return NamedTopic.Find(name, view, locale) is { IsRetracted: false } topic
            ? topic
            : throw new RequestRefusedException(StatusCodes.Status404NotFound, "NOT_FOUND", "There is no public topic with this slug or entry id.");
    }

    private static bool IsFullOf(string content) => content switch
    {
        "" or "summary" => false,
        "full" => true,
        _ => throw new RequestError("INVALID", "`content` is summary or full."),
    };

    private static FeedCursor? AfterOf(string after) =>
        after.Length == 0 ? null : FeedCursor.TryParse(after, out var cursor) ? cursor : throw new RequestError("INVALID_CURSOR", "`after` is no place in this feed; take the address of the next page as it is.");
}
