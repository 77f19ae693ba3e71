using System.Security.Cryptography;
using System.Text;
using ContentHub.Delivery;

namespace ContentHub.Syndication.Pages;

/// <summary>
/// One entry as a page that stands alone and can be framed by any site: no script, no cookie, no form, nothing loaded from anywhere.
/// </summary>
internal static class HtmlPage
{
    public const string MediaType = "text/html";

    private const string Style = """
        body { font: 1.125rem/1.6 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto; max-width: 42rem; padding: 1rem; overflow-wrap: anywhere }
        a { color: #0b4f8a } a:focus { outline: 3px solid #0b4f8a; outline-offset: 2px }
        h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.5em 0 .5em } h1 { font-size: 1.75rem; margin-top: .5em } h2 { font-size: 1.375rem } h3 { font-size: 1.2rem } h4, h5, h6 { font-size: 1.1rem }
        .lead { font-size: 1.2rem } .facts { color: #444; font-size: 1rem } .help-link { display: inline-block; padding: .5rem 0 }
        .notice, aside { border-inline-start: .4rem solid #8a4b00; background: #fff4e5; padding: .75rem 1rem; margin: 1rem 0 }
        aside[data-kind="emergency"], .help { border-inline-start: .4rem solid #a30015; background: #fdecee; padding: .75rem 1rem }
        aside[data-kind="note"] { border-color: #0b4f8a; background: #eaf3fb } aside p { margin: .25rem 0 }
        .help h2 { margin-top: .25rem } .help li { margin-bottom: .75rem } .help a { display: inline-block; font-weight: bold; padding: .25rem 0; margin-inline-end: .75rem }
        table { border-collapse: collapse; width: 100% } th, td { border: 1px solid #767676; padding: .4rem; text-align: start } caption { font-weight: bold; text-align: start }
        footer { border-top: 1px solid #767676; margin-top: 2rem; font-size: 1rem }
        """;

    /// <summary>The one style there is, by its hash; anybody may frame the page, because nothing on it can be clicked for somebody.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors *";

    public static string Of(EntryPage page, PageAddresses addresses, string? askedLocale)
    {
        var (words, entry) = (page.Words, page.Entry);
        return Html.Of($"""
            <!doctype html>
            <html lang="{entry.Locale}" dir="{(page.Locale.IsRightToLeft ? "rtl" : "ltr")}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <base target="_top">
            <title>{page.Title} – {page.Request.Site.Name}</title>
            {Description(page)}
            {Robots(page)}
            {Links(page, addresses)}
            <style>{Html.Written(Style)}</style>
            </head>
            <body>
            {SkipLink(page)}
            <main>
            <article>
            <header>
            <h1>{page.Title}</h1>
            {Fallback(page, askedLocale)}
            {page.NoticesOnTopHtml}
            {(page.Lead.Length == 0 ? Html.Nothing : Html.Of($"<p class=\"lead\">{page.Lead}</p>"))}
            <div class="facts">
            {(page.Byline is { } byline ? Html.Of($"<p>{words.By} {byline}</p>") : Html.Nothing)}
            {page.ReviewHtml}
            {Dates(page)}
            </div>
            </header>
            {page.TextAsHtml()}
            {Section("_notices", words.Notices, page.NoticesBelowHtml)}
            </article>
            {Section("_help", words.GetHelp, page.HelpHtml, "help")}
            {(page.Beside.Count == 0 ? Html.Nothing : Section("_more", words.More, page.LinksTo(page.Beside)))}
            {(page.References.Count == 0 ? Html.Nothing : Section("_sources", words.References, Html.Of($"<ol>{Html.Join(page.References.Select(HtmlParts.Source))}</ol>")))}
            {OtherLanguages(page, addresses)}
            </main>
            <footer>
            {page.AttributionHtml}
            <p>{words.OriginalAt} <a href="{page.Address}">{page.Address}</a></p>
            </footer>
            </body>
            </html>

            """).ToString();
    }

    private static Html Description(EntryPage page) => page.Abstract.Length == 0 ? Html.Nothing : Html.Of($"""<meta name="description" content="{page.Abstract}">""");

    private static Html Robots(EntryPage page) =>
        page.Entry.IsRetracted || page.Entry is Content.Articles.Article { Seo.NoIndex: true } ? Html.Of($"<meta name=\"robots\" content=\"noindex\">") : Html.Nothing;

    private static Html Links(EntryPage page, PageAddresses addresses) => Html.Join(addresses.LinksOf(page).Select(link => Html.Of(
        $"""<link rel="{link.Relation}" href="{link.Address}"{(link.Type is { } type ? Html.Of($" type=\"{type}\"") : Html.Nothing)}{(link.Language is { } language ? Html.Of($" hreflang=\"{language}\"") : Html.Nothing)}{(link.Title is { } title ? Html.Of($" title=\"{title}\"") : Html.Nothing)}>""")));

    // Within a frame the link must stay there; every other one leads out of it.
    private static Html SkipLink(EntryPage page) => page.Help.Count == 0 ? Html.Nothing : Html.Of($"""<nav><a class="help-link" href="#_help" target="_self">{page.Words.GetHelp}</a></nav>""");

    /// <summary>In the language that was asked for, since whoever asked may read no other.</summary>
    private static Html Fallback(EntryPage page, string? askedLocale)
    {
        if (askedLocale is null || askedLocale == page.Entry.Locale)
        {
            return Html.Nothing;
        }

        var asked = page.Request.View.Locales.All.First(l => l.Tag == askedLocale);
        var text = Content.Entries.PageWords.Of(askedLocale).Language == "es"
            ? $"Esta página no está disponible en {asked.Name}; se muestra en {page.Locale.Name}."
            : $"This page is not available in {asked.Name}; it is shown in {page.Locale.Name}.";
        return Html.Of($"""<p class="notice" lang="{Content.Entries.PageWords.Of(askedLocale).Language}">{text}</p>""");
    }

    private static Html Dates(EntryPage page)
    {
        var (first, last) = (page.Request.Calendar.DayOf(page.Entry.FirstPublishedAt), page.Request.Calendar.DayOf(page.Entry.ContentModifiedAt));
        return page.Entry.IsRetracted ? Html.Nothing : Html.Of(
            $"<p>{page.Words.FirstPublished} {page.Day(first)}.{(last == first ? Html.Nothing : Html.Of($" {page.Words.LastChanged} {page.Day(last)}."))}</p>");
    }

    private static Html Section(string id, string heading, Html content, string? style = null) => content.IsEmpty ? Html.Nothing : Html.Of($"""
        <section aria-labelledby="{id}"{(style is null ? Html.Nothing : Html.Of($" class=\"{style}\""))}>
        <h2 id="{id}">{heading}</h2>
        {content}
        </section>
        """);

    private static Html OtherLanguages(EntryPage page, PageAddresses addresses) => page.Translations.Count == 0 ? Html.Nothing : Section("_languages", page.Words.OtherLanguages, Html.Of(
        $"<ul>{Html.Join(page.Translations.Select(t => Html.Of($"""<li><a href="{addresses.Of(t, PageFormat.Html)}" hreflang="{t.Locale}" lang="{t.Locale}" target="_self">{t.Title.ToString()}</a></li>""")))}</ul>"));
}
