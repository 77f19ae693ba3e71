using System.Text;
using ContentHub.Content.Entries;
using ContentHub.Content.HelpLines;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Storage;
using Reference = ContentHub.Content.Parts.Reference;

namespace ContentHub.Syndication.Pages;

/// <summary>Everything that belongs on a page of one entry, whatever format the page has. Of a retracted one: title, notices and help.</summary>
internal sealed class EntryPage(PublishedEntry entry, Request request)
{
    /// <summary>Under the title of the page.</summary>
    private const int TitleLevel = 1;

    public PublishedEntry Entry => entry;

    public Request Request => request;

    public string Title { get; } = entry.Title.ToString();

    public PageWords Words { get; } = PageWords.Of(entry.Locale);

    public SiteLocale Locale { get; } = request.View.Locales.All.First(l => l.Tag == request.View.Locales.Resolve(entry.Locale));

    public string Abstract { get; } = entry.IsRetracted ? "" : (entry as IHasText)?.Abstract(request) ?? "";

    /// <summary>What stands between the title and the text; empty where the text says it.</summary>
    public string Lead => entry is IHasText { BeginsWithAbstract: true } ? "" : Abstract;

    public Uri Address { get; } = request.PageOf(entry);

    public string? Byline => entry is Content.Articles.Article { Byline.IsEmpty: false } article ? article.Byline.ToString() : null;

    /// <summary>What must be read before the text: see the policy on notices in <see cref="IsOnTop"/>.</summary>
    public IReadOnlyList<PublicNotice> NoticesOnTop => [.. Notices.Where(IsOnTop)];

    public IReadOnlyList<PublicNotice> NoticesBelow => [.. Notices.Where(n => !IsOnTop(n))];

    public MedicalReview? Review { get; } = MedicalReview.Of(entry, request);

    /// <summary>A text that takes a clinician's approval and went out without, in an emergency.</summary>
    public bool LacksReview => entry.Type.IsClinical && !entry.IsRetracted && Review is null;

    public IReadOnlyList<HelpLine> Help { get; } = Crisis.Of(entry, country: null, request);

    public IReadOnlyList<Reference> References { get; } = !entry.IsRetracted && entry is IHasSources sources ? sources.References : [];

    public Attribution Attribution { get; } = Attribution.Of(entry, request);

    public IReadOnlyList<EntryRef> TakesPlaceOf { get; } = entry.IsRetracted ? [] : PublicNotice.PlacesTaken(entry, request);

    public IReadOnlyList<PublishedEntry> Beside { get; } = entry.IsRetracted ? [] : [.. (entry as IHasText)?.Beside(request) ?? []];

    public IReadOnlyList<PublishedEntry> Translations { get; } = [.. request.View.Translations(entry.EntryId).Where(t => t.VariantId != entry.VariantId)];

    private IReadOnlyList<PublicNotice> Notices { get; } = PublicNotice.Of(entry, request);

    /// <param name="above">The level of the heading that the text stands under.</param>
    public Html TextAsHtml(int above = TitleLevel) => Html.Written(Written((text, to) => text.WriteHtml(to, Links()), above));

    public string TextAsMarkdown() => Written((text, to) => text.WriteMarkdown(to, Links()), TitleLevel);

    private LinkAddresses Links() => new(entry, request, template: null) { AreWritten = true };

    private string Written(Action<Flow, StringBuilder> write, int above)
    {
        if (entry.IsRetracted || entry is not IHasText text)
        {
            return "";
        }

        var to = new StringBuilder();
        write(HeadingOrder.Of(text.ToText(request), above), to);
        return to.ToString();
    }

    /// <summary>A doubt as long as it stands; a correction that could have hurt somebody for as long as it says; a retraction always.</summary>
    private bool IsOnTop(PublicNotice notice) => notice.Notice switch
    {
        { Kind: NoticeKind.Correction, OnTopUntil: { } until } => request.Calendar.DayOf(until) >= request.Today,
        { Kind: NoticeKind.Correction } => false,
        _ => true,
    };
}
