using System.ComponentModel;

namespace ContentHub.Importing.Pages;

[Description("What a document is written in.")]
public enum DocumentFormat
{
    [Description("A whole page with navigation and all, or a piece of one.")] Html,
    [Description("CommonMark, with pipe tables.")] Markdown,
    [Description("Text as it is copied from a page, without marks.")] Plain,
}

/// <summary>A page that is to be imported.</summary>
/// <param name="Locale">BCP 47, one of the site's.</param>
/// <param name="SourceUrl">Where it stands today; relative links are taken from there. Null when nobody said.</param>
internal sealed record Page(string Text, DocumentFormat Format, string Locale, Uri? SourceUrl = null)
{
    /// <summary>Of the locale, in lower case; the word lists know <c>en</c> and <c>es</c>.</summary>
    public string Language => Locale.Split('-')[0].ToLowerInvariant() is "es" ? "es" : "en";
}
