using ContentHub.Content.Entries;
using ContentHub.Syndication.Pages;

namespace ContentHub.Syndication.Feeds;

/// <summary>What stands in an item of a feed, as HTML whose links are all absolute. Of a retracted entry: the notice and the help lines.</summary>
internal static class FeedText
{
    /// <summary>For readers that can show no tombstone: the title says that there is none to read any more.</summary>
    public static string TitleOf(EntryPage page) => page.Entry.IsRetracted ? $"{page.Words.Retracted}: {page.Title}" : page.Title;

    public static string Summary(EntryPage page) => In(page, Html.Join(
    [
        page.NoticesOnTopHtml,
        page.Abstract.Length == 0 ? Html.Nothing : Html.Of($"<p>{page.Abstract}</p>"),
        page.Entry.IsRetracted ? page.HelpHtml : Html.Nothing,
        page.AttributionHtml,
    ]));

    public static string Full(EntryPage page) => In(page, Html.Join(
    [
        page.NoticesOnTopHtml,
        page.Lead.Length == 0 ? Html.Nothing : Html.Of($"<p>{page.Lead}</p>"),
        page.TextAsHtml(),
        page.NoticesBelowHtml,
        page.Help.Count == 0 ? Html.Nothing : Html.Of($"<h2>{page.Words.GetHelp}</h2>{page.HelpHtml}"),
        page.ReviewHtml,
        page.AttributionHtml,
    ]));

    // A reader's own page may run the other way.
    private static string In(EntryPage page, Html content) =>
        Html.Of($"""<div lang="{page.Entry.Locale}" dir="{(page.Locale.IsRightToLeft ? "rtl" : "ltr")}">{content}</div>""").ToString();
}
