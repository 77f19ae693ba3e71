using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Api.Execution;
using ContentHub.Api.Limits;
using ContentHub.Api.Paging;
using ContentHub.Delivery.Fields;
using GraphQL.Types;

namespace ContentHub.Delivery.Queries;

/// <summary>The fields by which readers find entries of any type, and what they need to know of the site.</summary>
public static class SiteQueries
{
    private static readonly Arguments<string> Id = new(
        a => a.Get<string>("id"),
        new QueryArgument<NonNullGraphType<IdGraphType>> { Name = "id", Description = "The `id` of what was read before." });

    private static readonly Arguments<string[]> Ids = new(
        a => a.Get<string[]>("ids"),
        PageSize.Limit(new QueryArgument<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>> { Name = "ids", Description = "At most 100." }, PageArguments.SizeMax));

    private static readonly Arguments<OneArguments> ByEntryId = new(
        a => new(a.Get<string>("entryId"), null, "", a.Get<string?>("locale"), a.Get<LocaleFallback>("fallback"), a.Get<DateTimeOffset?>("asOf")),
        new QueryArgument<NonNullGraphType<IdGraphType>> { Name = "entryId", Description = "As in entry: links." },
        EntryQueries.LocaleArgument, EntryQueries.FallbackArgument, EntryQueries.AsOfArgument);

    private static readonly Arguments<OneArguments> BySlug = new(
        a => new("", a.Get<DeliveryType>("type"), a.Get<string>("slug"), a.Get<string?>("locale"), a.Get<LocaleFallback>("fallback"), a.Get<DateTimeOffset?>("asOf")),
        new QueryArgument<NonNullGraphType<EntryTypeEnum>> { Name = "type", Description = "Slugs are unique within a type and locale." },
        new QueryArgument<NonNullGraphType<StringGraphType>> { Name = "slug", Description = "Current or former." },
        EntryQueries.LocaleArgument, EntryQueries.FallbackArgument, EntryQueries.AsOfArgument);

    private static readonly Arguments<(PageArguments Page, DeliveryType[]? Types, string? Locale)> Sitemap = new(
        a => (PagingArguments.ReadForward(a), a.Get<DeliveryType[]?>("types"), a.Get<string?>("locale")),
        PageSize.Limit(new QueryArgument<IntGraphType> { Name = "first", Description = "How many, 0 to 1000; 20 when absent." }, SitemapPage.SizeMax),
        new QueryArgument<StringGraphType> { Name = "after", Description = "A cursor: start behind it." },
        new QueryArgument<ListGraphType<NonNullGraphType<EntryTypeEnum>>> { Name = "types", Description = "Only of these; all when absent." },
        new QueryArgument<StringGraphType> { Name = "locale", Description = "Only in this locale; all when absent." });

    private static readonly Arguments<(PageArguments Page, string? Locale)> Redirects = new(
        a => (PagingArguments.ReadForward(a), a.Get<string?>("locale")),
        [.. PagingArguments.Forward, new QueryArgument<StringGraphType> { Name = "locale", Description = "Only in this locale; all when absent." }]);

    public static void AddTo(ComplexGraphType<object> root)
    {
        root.Field("node", "Fetch again by `id`; null for what is unknown, gone or not to be seen, INVALID_ID for what is no id.", Id, (_, id, request) => new OptionalEntry(Node(Checked(id), request)));
        root.Field("nodes", "Several at once, in the order asked, null where missing; at most 100.", Ids, (_, ids, request) => Nodes(ids, request));
        root.OptionalAsync("entry", "By the id that is the same in every locale; INVALID_ID for what is no id.", ByEntryId, async (a, request) =>
            Guid.TryParse(a.EntryId, out var id) ? (await request.ViewAtAsync(a.AsOf)).ByEntry(id, a.Locale, a.Fallback) : throw Invalid("entryId"), isAtHand: a => a.AsOf is null);
        root.OptionalAsync("entryBySlug", "For one catch-all route: an entry of any type.", BySlug, async (a, request) =>
            (await request.ViewAtAsync(a.AsOf)).BySlug(a.Type!.Name, a.Slug, a.Locale, a.Fallback), isAtHand: a => a.AsOf is null);
        root.Field("sitemap", "Every public page, light enough for static builds and sitemaps; up to 1000 a page, in an order that never changes.", Sitemap, (_, a, request) => SitemapPage.All(a.Page, a.Types, a.Locale, request));
        root.Field("redirects", "Former slugs, for a frontend's redirect table.", Redirects, (_, a, request) => RedirectEntry.All(a.Page, a.Locale, request));
        // Both look at every entry there is.
        root.Costs(100, "sitemap", "redirects");
        root.Field("site", "Name, locales and their fallback chains, time zone.", (_, request) => Site.Of(request));
    }

    private static PublishedEntry? Node(string id, Request request) =>
        NodeId.TryParse(id, out var node) && node.Kind == NodeKind.Entry && request.View.ByVariant(node.Id) is { } entry && (node.Version is null || node.Version == entry.Version) ? entry : null;

    /// <summary>An id that this server cannot have made is a fault of the client's, which a null would hide. In a list it stays null: an error would take the others with it.</summary>
    private static string Checked(string id) => NodeId.TryParse(id, out _) ? id : throw Invalid("id");

    private static RequestError Invalid(string argument) =>
        new("INVALID_ID", $"`{argument}` is not an id of this API. Ids are opaque: take them from an answer, as they are.");

    private static IReadOnlyList<OptionalEntry> Nodes(string[] ids, Request request) =>
        [.. ids.Select(id => new OptionalEntry(Node(id, request)))];

    private sealed record OneArguments(string EntryId, DeliveryType? Type, string Slug, string? Locale, LocaleFallback Fallback, DateTimeOffset? AsOf);
}

/// <summary>An entry that was asked for by a global id, or nothing in its place.</summary>
public readonly record struct OptionalEntry(PublishedEntry? Entry);

/// <summary>Stands for the interface <c>Node</c>, because an entry's own CLR type stands for <c>Entry</c>.</summary>
public sealed class NodeMarker;

/// <summary>A page and its language versions.</summary>
[ItemName("Sitemap")]
public sealed record SitemapPage(PublishedEntry Entry, EntryRef Ref, IReadOnlyList<EntryRef> Alternates)
{
    /// <summary>Far above an ordinary list's: a page is a handful of short fields.</summary>
    public const int SizeMax = 1000;

    public static Connection<SitemapPage> All(PageArguments page, DeliveryType[]? types, string? locale, Request request)
    {
        var locales = locale is null ? request.View.Locales.All.Select(l => l.Tag) : [request.View.Locales.Resolve(locale)];
        var names = types?.Select(t => t.Name).ToHashSet();
        var all = locales.SelectMany(tag => request.View.List(null, tag, LocaleFallback.None))
            .Where(e => names is null || names.Contains(e.Type.Name))
            .OrderBy(e => e.VariantId)
            .ToList();
        var found = ListPages.Of(all, page, EntryIds.Of);
        return new([.. found.Edges.Select(e => new Edge<SitemapPage>(e.Cursor, Of(e.Node, request)))], found.PageInfo, found.TotalCount);
    }

    private static SitemapPage Of(PublishedEntry entry, Request request) => new(
        entry, EntryRef.Of(entry, request), [.. request.View.Translations(entry.EntryId).Where(t => t.VariantId != entry.VariantId).Select(t => EntryRef.Of(t, request))]);
}

internal sealed class SitemapPageType : ObjectGraphType<SitemapPage>
{
    public SitemapPageType()
    {
        Name = "SitemapPage";
        Description = "A public page and its language versions (hreflang).";
        this.Field("nodeId", "The entry's `id`; not named id, so that caches keep the two apart.", p => new GlobalId(p.Ref.NodeId));
        this.Field("entryId", "The same in every locale.", p => p.Entry.EntryId);
        this.Field("type", "The kind of entry.", p => p.Entry.Type);
        this.Field("slug", "Last part of its URL.", p => p.Entry.Slug);
        this.Field("locale", "BCP 47.", p => p.Entry.Locale);
        this.Field("canonicalUrl", "Where it stands.", (p, request) => request.PageOf(p.Entry));
        this.Field("contentModifiedAt", "Last change of substance: for `lastmod`.", p => p.Entry.ContentModifiedAt);
        this.Field("alternates", "The same page in its other locales.", p => p.Alternates);
    }
}

/// <summary>A former slug and its entry of today.</summary>
[ItemName("Redirect")]
public sealed record RedirectEntry(DeliveryType Type, string Locale, string Slug, EntryRef To)
{
    public static Connection<RedirectEntry> All(PageArguments page, string? locale, Request request)
    {
        var locales = locale is null ? request.View.Locales.All.Select(l => l.Tag) : [request.View.Locales.Resolve(locale)];
        var all = locales.SelectMany(request.View.Redirects).ToList();
        var found = ListPages.Of(all, page, r => Cursor($"{r.Type}/{r.Locale}/{r.Slug}"));
        return new([.. found.Edges.Select(e => new Edge<RedirectEntry>(e.Cursor, new(e.Node.To.Type, e.Node.Locale, e.Node.Slug, EntryRef.Of(e.Node.To, request))))], found.PageInfo, found.TotalCount);
    }

    private static string Cursor(string text) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));
}

internal sealed class RedirectType : ObjectGraphType<RedirectEntry>
{
    public RedirectType()
    {
        Name = "Redirect";
        Description = "A former slug and its entry of today.";
        this.Field("type", "Of the entry.", r => r.Type);
        this.Field("locale", "In which the slug was used.", r => r.Locale);
        this.Field("slug", "The former one.", r => r.Slug);
        this.Field("to", "Where it leads.", r => r.To);
    }
}

/// <summary>The site, as its readers' programs need to know it.</summary>
public sealed record Site(string Name, Uri Url, string DefaultLocale, string TimeZone, IReadOnlyList<SiteLocale> Locales)
{
    public static Site Of(Request request) =>
        new(request.Site.Name, request.Origin, request.View.Locales.Default.Tag, request.Site.TimeZone, request.View.Locales.All);
}

internal sealed class SiteType : ObjectGraphType<Site>
{
    public SiteType()
    {
        Name = "Site";
        Description = "The site that the content is written for.";
        this.Field("name", "As readers know it.", s => s.Name);
        this.Field("url", "Where its pages stand.", s => s.Url);
        this.Field("defaultLocale", "Served where no locale is asked for.", s => s.DefaultLocale);
        this.Field("timeZone", "IANA name; calendar days are days in it.", s => s.TimeZone);
        this.Field("locales", "Its languages, in order.", s => s.Locales);
    }
}

internal sealed class SiteLocaleType : ObjectGraphType<SiteLocale>
{
    public SiteLocaleType()
    {
        Name = "SiteLocale";
        Description = "A language of the site.";
        this.Field("tag", "BCP 47.", l => l.Tag);
        this.Field("name", "In its own language.", l => l.Name);
        this.Field("fallbacks", "What is served, in order, where an entry lacks this locale; the default locale follows by itself.", l => l.Fallbacks);
        this.Field("isRightToLeft", "For the dir attribute.", l => l.IsRightToLeft);
    }
}
