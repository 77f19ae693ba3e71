using System.Globalization;
using System.Text;
using ContentHub.Content.Entries;
using ContentHub.Content.HelpLines;
using ContentHub.Content.Parts;
using ContentHub.Delivery;

namespace ContentHub.Syndication.Pages;

/// <summary>One entry as CommonMark, its tables as GitHub writes them; every link leads to an absolute address.</summary>
internal static class MarkdownPage
{
    public const string MediaType = "text/markdown";

    public static string Of(EntryPage page)
    {
        var words = page.Words;
        string[] parts =
        [
            $"# {Inlines.Escape(page.Title)}",
            .. page.NoticesOnTop.Select(n => Notice(page, n)),
            .. page.TakesPlaceOf.Select(old => $"> {words.TakesPlaceOf} {Inlines.Escape(old.Title)}"),
            page.LacksReview ? $"> {words.NotReviewed}" : page.Review is { Status: ReviewStatus.Overdue } ? $"> {words.ReviewOverdue}" : "",
            Inlines.Escape(page.Lead),
            page.Byline is { } byline ? $"{words.By} {Inlines.Escape(byline)}" : "",
            page.Review is { } review
                ? $"{words.ReviewedBy} {Inlines.Escape(review.ReviewerName)} {words.ReviewedOn} {PageWords.Day(review.ReviewedOn, page.Locale.Tag)}. {words.NextReview} {PageWords.Day(review.NextReviewDue, page.Locale.Tag)}."
                : "",
            page.TextAsMarkdown(),
            Section(words.Notices, page.NoticesBelow.Select(n => Notice(page, n)), "\n\n"),
            Section(words.GetHelp, page.Help.Select(h => HelpLine(page, h))),
            Section(words.More, page.Beside.Select(e => $"- [{Inlines.Escape(e.Title.ToString())}](<{page.Request.PageOf(e).AbsoluteUri}>)")),
            Section(words.References, page.References.Select((source, i) => Source(source, i + 1))),
            $"{Inlines.Escape(page.Request.Site.Name)}. {Inlines.Escape(page.Attribution.Licence)} {words.OriginalAt} <{page.Address.AbsoluteUri}>",
        ];
        return string.Join("\n\n", parts.Where(p => p.Length > 0)) + "\n";
    }

    private static string Section(string heading, IEnumerable<string> items, string between = "\n")
    {
        var text = new StringBuilder().AppendJoin(between, items);
        return text.Length == 0 ? "" : $"## {heading}\n\n{text}";
    }

    private static string Notice(EntryPage page, PublicNotice notice)
    {
        var instead = notice.ReplacedBy is { CanonicalUrl: { } url } by ? $" {page.Words.ReadInstead} [{Inlines.Escape(by.Title)}](<{url.AbsoluteUri}>)" : "";
        var day = PageWords.Day(page.Request.Calendar.DayOf(notice.Notice.At), page.Locale.Tag);
        return $"> **{page.Words.KindOf(notice.Notice.Kind)}.** {day}: {OneLine(notice.Notice.Text)}{instead}";
    }

    private static string HelpLine(EntryPage page, HelpLine line)
    {
        var ways = new[]
        {
            line.Phone is { } phone ? $"{page.Words.Call} {phone}" : "", line.TextMessage is { } text ? $"{page.Words.TextMessage} {text}" : "", $"{line.Hours}", $"{line.Summary}",
        };
        return $"- **{Inlines.Escape(line.Title.ToString())}** {Inlines.Escape(string.Join(". ", ways.Where(w => w.Length > 0)))}{(line.ChatUrl is { } chat ? $" [{page.Words.Chat}](<{chat.AbsoluteUri}>)" : "")}";
    }

    private static string Source(Reference source, int number)
    {
        var title = source.Url is { } url ? $"[{Inlines.Escape(source.Title)}](<{url.AbsoluteUri}>)" : $"*{Inlines.Escape(source.Title)}*";
        var day = source.Published is { } published ? $", {published.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : "";
        return $"{number.ToString(CultureInfo.InvariantCulture)}. {title}. {Inlines.Escape(source.Publisher)}{day}.";
    }

    // What an editor typed into several lines would end the quotation.
    private static string OneLine(string text) => Inlines.Escape(text.ReplaceLineEndings(" "));
}
