using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Storage;
using GraphQL;

namespace ContentHub.Delivery.Fields;

/// <summary>What a request brings to every delivery field.</summary>
/// <param name="View">What is public, as of the start of the request; one view for the whole operation.</param>
/// <param name="Origin">Scheme and host that the site's pages are addressed by.</param>
/// <param name="Past">What readers saw earlier, for those who may ask.</param>
public sealed record Request(Published View, Uri Origin, SiteOptions Site, SiteCalendar Calendar, Caller Caller, PastViews Past)
{
    private const string Key = "request";

    /// <summary>Scheme and host by which this server itself is reached: feeds, sitemaps, embeds.</summary>
    public Uri ServerOrigin { get; init; } = Origin;

    /// <summary>Where a field that cannot be answered yet says when to come back; null for what is no HTTP request of its own.</summary>
    internal HttpResponse? Response { get; init; }

    /// <summary>The calendar day in the site's time zone.</summary>
    public DateOnly Today => Calendar.Today;

    /// <summary>What stands behind the relations of entries.</summary>
    public Relations Relations => new(View);

    /// <inheritdoc cref="Relations.ViewOf"/>
    public Published ViewOf(PublishedEntry entry) => Relations.ViewOf(entry);

    /// <summary>Today's view, or that of a past moment: for editors all of it, for partners with the archive right what today's licence covers.</summary>
    /// <exception cref="RequestError">Somebody else asked for the past.</exception>
    public ValueTask<Published> ViewAtAsync(DateTimeOffset? at) => at switch
    {
        null => new(View),
        { } moment when Caller.IsEditorial => Past.AtAsync(moment, View),
        { } moment when Caller.PartnerId is not null && View.Licence is { HasArchive: true } => Past.AtAsync(moment, View),
        _ => throw new RequestError("FORBIDDEN", "`asOf` is for signed-in editors, and for partners whose licence has the archive."),
    };

    /// <summary>Where the page of an entry stands.</summary>
    public Uri PageOf(PublishedEntry entry) => entry.PageAt(Origin, Site) ?? entry.KeepPage(Origin, Site, PageMade(entry));

    private Uri PageMade(PublishedEntry entry) => new(Origin, Site.PagePath
        .Replace("{locale}", entry.Locale, StringComparison.Ordinal)
        .Replace("{type}", entry.Type.Kebab, StringComparison.Ordinal)
        .Replace("{slug}", entry.Slug.ToString(), StringComparison.Ordinal));

    /// <summary>How the review of an entry stands today; of a past one, on that day.</summary>
    public ReviewStatus StatusOf(PublishedEntry entry, ReviewRow review) =>
        ReviewStatusRules.Of(review.NextReviewDue, ViewOf(entry).AsOf is { } at && Calendar.DayOf(at) is var day && day < Today ? day : Today);

    public static Request Of(IResolveFieldContext context) => Of(context.UserContext);

    public static Request Of(IDictionary<string, object?> userContext) =>
        userContext.TryGetValue(Key, out var request) && request is Request found ? found : throw new InvalidOperationException("The request was not prepared.");

    public void AddTo(IDictionary<string, object?> userContext) => userContext[Key] = this;
}
