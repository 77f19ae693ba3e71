using ContentHub.Content.Entries;

namespace ContentHub.Syndication.Pages;

/// <summary>One entry in schema.org's words, as a document by itself.</summary>
internal static class JsonLdPage
{
    public const string MediaType = "application/ld+json";

    /// <summary>The same text as in <c>jsonLd</c>.</summary>
    public static string Of(EntryPage page) => JsonLd.Of(page.Entry, page.Request);
}
