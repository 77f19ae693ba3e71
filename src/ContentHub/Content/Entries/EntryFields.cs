using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Limits;
using ContentHub.Api.Scalars;
using ContentHub.Content.HelpLines;
using ContentHub.Content.Parts;
using ContentHub.Content.People;
using ContentHub.Content.Topics;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using GraphQL.Types;

namespace ContentHub.Content.Entries;

/// <summary>What a reader may take from an entry.</summary>
[Description("What a reader may take from an entry.")]
public enum PublicStatus
{
    [Description("It stands.")] Current,
    [Description("Not to be relied on: title, notices and crisis only, every text empty, lists empty; answer 410.")] Retracted,
}

/// <summary>An entry that says where its claims come from.</summary>
internal interface IHasSources
{
    IReadOnlyList<Reference> References { get; }
}

/// <summary>The fields that every type shares, declared once for the interface and for each type that implements it.</summary>
internal static class EntryFieldsOf
{
    private static readonly Arguments<CountryCode?> Country = new(
        a => a.Get<CountryCode?>("country"),
        new QueryArgument<CountryCodeScalar> { Name = "country", Description = "Where the reader is; the country of the entry's locale when absent." });

    private static readonly Arguments<(Api.Paging.PageArguments Page, DeliveryType[]? Types)> UsedBy = new(
        a => (PagingArguments.ReadForward(a), a.Get<DeliveryType[]?>("types")),
        [.. PagingArguments.Forward, new QueryArgument<ListGraphType<NonNullGraphType<EntryTypeEnum>>> { Name = "types", Description = "Only of these types; all when absent." }]);

    extension<T>(ComplexGraphType<T> type)
        where T : PublishedEntry
    {
        public void EntryFields()
        {
            if (type is ObjectGraphType<T> concrete)
            {
                concrete.Interface<EntryInterfaceType>();
                concrete.Interface<NodeInterfaceType>();
            }

            type.Field("id", "Of this entry in this locale, opaque; with `asOf`, of that version.", e => new EntryGlobalId(EntryIds.NodeIdOf(e)));
            type.Field("entryId", "The same in every locale; what `entry:` links and content inputs carry.", e => e.EntryId);
            type.Field("type", "The kind of entry, for routing without __typename.", e => e.Type);
            type.Field("slug", "Last part of its URL, at most 120 characters; differs from the one asked for after a rename: redirect.", e => e.Slug);
            type.Field("locale", "The locale served, a BCP 47 tag fit for the lang attribute; compare it with the one asked for to see a fallback.", e => e.Locale);
            type.Field("title", "Its name for readers.", e => e.Title);
            type.Field("status", "Whether it still stands.", e => e.IsRetracted ? PublicStatus.Retracted : PublicStatus.Current);
            type.Relations("topics", "What it is about, most important first.", (e, relations) => e.IsRetracted ? [] : relations.LinkedAll<Topic>(e, e.Topics));
            type.Field("publishedVersion", "Number of the published revision.", e => e.Version);
            type.Field("firstPublishedAt", "When readers first could see it; never moves.", e => e.FirstPublishedAt);
            type.Field("publishedAt", "When this version went out.", e => e.PublishedAt);
            type.Field("contentModifiedAt", "Last change of substance; a republish alone does not move it.", e => e.ContentModifiedAt);
            type.Optional("review", "Who checked this version; null where the type needs no review, or in an emergency nobody has reviewed it yet.", (e, request) => MedicalReview.Of(e, request));
            type.Field("notices", "Public remarks, newest first.", (e, request) => PublicNotice.Of(e, request));
            type.Field("replaces", "What was retracted and has this in its place, by title; the first 20.", (e, request) => PublicNotice.PlacesTaken(e, request));
            type.Field("crisis", "Help lines by rule, from its topics and the country, emergencies first; a republisher may not leave them out.", Country, (e, country, request) => Crisis.Of(e, country, request));
            type.Field("references", "Sources, in the order of their numbers.", e => e is IHasSources sources ? sources.References : []);
            type.Address("canonicalUrl", "Where the original stands.", (e, request) => request.PageOf(e));
            type.Field("attribution", "What a republisher must show.", (e, request) => Attribution.Of(e, request));
            type.Field("jsonLd", "schema.org JSON-LD as text, with < escaped: print it inside the script element as it is.", (e, request) => Entries.JsonLd.Of(e, request));
            type.Field("translations", "The entry in its other published locales.", (e, request) => Translation.Of(e, request));
            type.Field("usedBy", "Entries that show or link to this one, by title: the pages to rebuild when it changes.", UsedBy, (e, arguments, request) => Delivery.Queries.ListPages.UsedBy(e, arguments.Page, arguments.Types, request));
            type.Costs(5, "crisis", "replaces");
            type.Costs(10, "usedBy");
            type.Costs(50, "jsonLd");
        }
    }
}

/// <summary>What <c>node</c> can fetch again (Relay's Global Object Identification).</summary>
internal sealed class NodeInterfaceType : InterfaceGraphType<PublishedEntry>
{
    public NodeInterfaceType()
    {
        Name = "Node";
        Description = "What `node` can fetch again by its id: published entries.";
        this.Field("id", "Globally unique, opaque.", e => new EntryGlobalId(EntryIds.NodeIdOf(e)));
    }
}

/// <summary>Every content type.</summary>
internal sealed class EntryInterfaceType : InterfaceGraphType<PublishedEntry>
{
    public EntryInterfaceType()
    {
        Name = "Entry";
        Description = "Anything that editors write and the public reads, in one locale.";
        Interface<NodeInterfaceType>();
        this.EntryFields();
    }
}

/// <summary>Who checked a version, and until when it holds.</summary>
/// <param name="Reviewer">The published person of that name, if there is exactly one.</param>
public sealed record MedicalReview(string ReviewerName, Person? Reviewer, DateOnly ReviewedOn, DateOnly NextReviewDue, ReviewStatus Status, int Version)
{
    public static MedicalReview? Of(PublishedEntry entry, Request request)
    {
        if (entry.Review is not { } review)
        {
            return null;
        }

        var day = request.Calendar.DayOf(review.ApprovedAt);
        var reviewer = request.ViewOf(entry).Indexed("PERSON", new IndexKey("name", review.ReviewerName), entry.Locale).OfType<Person>().ToList();
        return new(review.ReviewerName, reviewer.Count == 1 ? reviewer[0] : null, day, review.NextReviewDue, request.StatusOf(entry, review), entry.Version);
    }
}

internal sealed class MedicalReviewType : ObjectGraphType<MedicalReview>
{
    public MedicalReviewType()
    {
        Name = "MedicalReview";
        Description = "Who checked this version, and until when it holds.";
        this.Field("reviewerName", "As it stood when they approved; stays when the person's page is gone.", r => r.ReviewerName);
        this.Optional("reviewer", "Their page; null while they have none.", r => r.Reviewer);
        this.Field("reviewedOn", "The day of the approval, in the site's time zone.", r => r.ReviewedOn);
        this.Field("nextReviewDue", "The day by which it is to be checked again.", r => r.NextReviewDue);
        this.Field("status", "How that day stands to today.", r => r.Status);
        this.Field("version", "The revision that was approved.", r => r.Version);
    }
}

/// <summary>What to show beside a copy.</summary>
public sealed record Attribution(string Text, string Html, Uri Url, string Licence)
{
    public static Attribution Of(PublishedEntry entry, Request request)
    {
        var url = request.PageOf(entry);
        var title = entry.Title.ToString();
        var source = request.View.Licence?.AttributionText ?? request.Site.Name;
        var sourceHtml = request.View.Licence?.AttributionHtml ?? System.Net.WebUtility.HtmlEncode(source);
        return new(
            $"{title}. {source}. {url}",
            $"<a href=\"{System.Net.WebUtility.HtmlEncode(url.ToString())}\">{System.Net.WebUtility.HtmlEncode(title)}</a>. {sourceHtml}.",
            url,
            request.Site.Licence);
    }
}

internal sealed class AttributionType : ObjectGraphType<Attribution>
{
    public AttributionType()
    {
        Name = "Attribution";
        Description = "What to show beside a copy.";
        this.Field("text", "Title, source and address, for plain text.", a => a.Text);
        this.Field("html", "The same with a link, escaped.", a => a.Html);
        this.Field("url", "What it links to: the original.", a => a.Url);
        this.Field("licence", "What a reader may do with it, in words.", a => a.Licence);
    }
}

/// <summary>The entry in another locale.</summary>
public sealed record Translation(string Locale, EntryRef Entry, bool IsOutdated)
{
    public static IReadOnlyList<Translation> Of(PublishedEntry entry, Request request)
    {
        var all = request.ViewOf(entry).Translations(entry.EntryId);
        var original = all.FirstOrDefault(t => t.Locale == request.ViewOf(entry).Locales.Default.Tag);
        return [.. all.Where(t => t.VariantId != entry.VariantId)
            .Select(t => new Translation(t.Locale, EntryRef.Of(t, request), t.SourceVersion is { } source && original is not null && source < original.Version))];
    }
}

internal sealed class TranslationType : ObjectGraphType<Translation>
{
    public TranslationType()
    {
        Name = "Translation";
        Description = "The entry in another locale.";
        this.Field("locale", "BCP 47.", t => t.Locale);
        this.Field("entry", "Where it is found.", t => t.Entry);
        this.Field("isOutdated", "The source moved on after it was made.", t => t.IsOutdated);
    }
}
