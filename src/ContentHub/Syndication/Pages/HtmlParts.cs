using System.Globalization;
using ContentHub.Content.Entries;
using ContentHub.Content.HelpLines;
using ContentHub.Content.Parts;
using ContentHub.Delivery;

namespace ContentHub.Syndication.Pages;

/// <summary>The parts of a page of HTML, for the page itself and for feeds.</summary>
internal static class HtmlParts
{
    extension(EntryPage page)
    {
        public Html NoticesOnTopHtml => Html.Join([.. page.NoticesOnTop.Select(page.Notice), page.TakesPlaceHtml, page.StandingHtml]);

        public Html NoticesBelowHtml => Html.Join(page.NoticesBelow.Select(page.Notice));

        public Html ReviewHtml => page.Review is not { } review ? Html.Nothing : Html.Of(
            $"""<p>{page.Words.ReviewedBy} {review.ReviewerName} {page.Words.ReviewedOn} {page.Day(review.ReviewedOn)}. {page.Words.NextReview} {page.Day(review.NextReviewDue)}.{(review.Status is ReviewStatus.Due ? $" {page.Words.ReviewDue}" : "")}</p>""");

        /// <summary>Lists of ways to reach somebody, emergencies first.</summary>
        public Html HelpHtml => page.Help.Count == 0 ? Html.Nothing : Html.Of($"<ul>{Html.Join(page.Help.Select(page.HelpLine))}</ul>");

        public Html AttributionHtml => Html.Of(
            $"<p>{Html.Written(page.Attribution.Html)} {page.Attribution.Licence}</p>");

        public Html LinksTo(IEnumerable<PublishedEntry> entries) => Html.Of($"<ul>{Html.Join(entries.Select(page.LinkTo))}</ul>");

        public Html Day(DateOnly day) => Html.Of($"""<time datetime="{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}">{PageWords.Day(day, page.Locale.Tag)}</time>""");

        private Html TakesPlaceHtml => page.TakesPlaceOf.Count == 0 ? Html.Nothing : Html.Of(
            $"""<p class="notice">{page.Words.TakesPlaceOf} {string.Join("; ", page.TakesPlaceOf.Select(old => old.Title))}</p>""");

        /// <summary>How much the review is worth today, where that is less than a reader would think.</summary>
        private Html StandingHtml =>
            page.LacksReview ? Html.Of($"""<p class="notice">{page.Words.NotReviewed}</p>""")
            : page.Review is { Status: ReviewStatus.Overdue } ? Html.Of($"""<p class="notice">{page.Words.ReviewOverdue}</p>""")
            : Html.Nothing;

        private Html Notice(PublicNotice notice)
        {
            var instead = notice.ReplacedBy is { CanonicalUrl: { } url } by ? Html.Of($""" {page.Words.ReadInstead} <a href="{url}">{by.Title}</a>""") : Html.Nothing;
            var day = page.Day(page.Request.Calendar.DayOf(notice.Notice.At));
            return Html.Of($"""<p class="notice"><strong>{page.Words.KindOf(notice.Notice.Kind)}.</strong> {day}: {notice.Notice.Text}{instead}</p>""");
        }

        private Html LinkTo(PublishedEntry entry) => Html.Of(
            $"""<li><a href="{page.Request.PageOf(entry)}"{Other(entry.Locale, page.Entry.Locale)}>{entry.Title.ToString()}</a></li>""");

        private Html HelpLine(HelpLine line) => Html.Of(
            $"""<li{Other(line.Locale, page.Entry.Locale)}><strong>{line.Title.ToString()}</strong> {Html.Join(page.Ways(line))} <span>{line.Hours.ToString()}</span> {line.Summary.ToString()}</li>""");

        private IEnumerable<Html> Ways(HelpLine line)
        {
            if (line.Phone is { } phone)
            {
                yield return Html.Of($"""<a href="{Dialled("tel", phone.ToString())}">{page.Words.Call} {phone.ToString()}</a>""");
            }

            if (line.TextMessage is { } text)
            {
                var words = Html.Of($"{page.Words.TextMessage} {text.ToString()}");
                yield return text.ToString().All(char.IsAsciiDigit) ? Html.Of($"""<a href="{Dialled("sms", text.ToString())}">{words}</a>""") : Html.Of($"<span>{words}</span>");
            }

            if (line.ChatUrl is { } chat)
            {
                yield return Html.Of($"""<a href="{chat}">{page.Words.Chat}</a>""");
            }
        }
    }

    public static Html Source(Reference source)
    {
        var title = source.Url is { } url ? Html.Of($"""<a href="{url}">{source.Title}</a>""") : Html.Of($"<cite>{source.Title}</cite>");
        return Html.Of($"<li>{title}. {source.Publisher}{(source.Published is { } day ? $", {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : "")}.</li>");
    }

    private static string Dialled(string scheme, string number) => $"{scheme}:{string.Concat(number.Where(c => char.IsAsciiDigit(c) || c == '+'))}";

    /// <summary>Words in another language than the page's say so, or a screen reader would mispronounce them.</summary>
    private static Html Other(string locale, string pageLocale) => locale == pageLocale ? Html.Nothing : Html.Of($" lang=\"{locale}\"");
}
