using ContentHub.Content.Articles;
using ContentHub.Importing.Pages.Reading;
using ContentHub.Importing.Pages.Shaping;

namespace ContentHub.Importing.Pages;

/// <summary>From a page to drafts. Pure: the same page, with the same things in place, always becomes the same.</summary>
internal static class PageImport
{
    private const string TooLong = "This document is too long for one article: it has many thousands of paragraphs. Split it, and import the parts.";

    /// <param name="seed">Becomes the id of the article's draft; all other ids follow from it.</param>
    public static ImportResult Run(Page page, ImportKnowledge knowledge, Guid seed)
    {
        var notes = new PageNotes();
        var reading = PageReader.Read(page, notes);
        if (reading.Pieces.Count > PageReader.PiecesMax)
        {
            return Refused(TooLong, notes);
        }

        var source = reading.Pieces.SelectMany(PieceTexts.Of).ToList();
        if (!source.Exists(t => t.Any(char.IsLetter)))
        {
            return Refused("No text was found in this document. If it is a page that a script fills, copy its text and import that as PLAIN.", notes);
        }

        if (source.Find(Furniture.IsReprinted) is { } reprinted)
        {
            return Refused($"This text says that it is somebody else's: “{BlockWriter.Short(reprinted)}”. Once you have the right to use it, take that line out and import again.", notes);
        }

        var outline = PageOutline.Of(reading, notes);
        var (drafts, topics, special) = (new ImportDrafts(seed, notes), PageTopics.Of(outline, knowledge, notes), new SpecialSections(notes));
        var sections = special.Shape([.. outline.Sections.Select(s => s with { Pieces = LostItems.Restore(s.Pieces) })]);
        var symptoms = new SymptomSections(outline.Title, topics.First, topics.Ids, page.Language, drafts, notes);
        sections = symptoms.Shape(sections);
        var programs = new ProgramDrafts(page.Language, knowledge, drafts, notes);
        sections = new CallSections(page.Language, $"{outline.Title} {string.Join(' ', topics.All.Select(t => t.Title))}", knowledge.Places, programs, notes).Shape(sections);
        var questions = new QuestionSections(topics.Ids, knowledge, drafts, notes);
        sections = questions.Shape(sections, reading.StructuredQuestions);
        new TermDrafts(topics.Ids, knowledge, drafts).Offer(outline.Sections);
        if (ArticleWriter.Write(outline, sections, reading, notes) is not { } article)
        {
            return Refused(TooLong, notes);
        }

        article = article with { Topics = topics.Ids, References = special.References, KeyPoints = special.KeyPoints, SymptomLists = symptoms.Made, Faqs = questions.Ids, Programs = programs.Ids };
        IReadOnlyList<ImportedDraft> all = [drafts.Article(article), .. drafts.All];
        Remark(outline, notes);
        SentenceAccount.Close(source, all, notes);
        return new(all, notes.Findings, notes.LeftOut, null);
    }

    /// <summary>The same place in many headings is written for search engines.</summary>
    private static void Remark(PageOutline outline, PageNotes notes)
    {
        const int HeadingsMin = 4;
        var stuffed = outline.Sections.Select(s => ProgramFacts.PlaceIn(s.Heading ?? "")).OfType<string>().CountBy(p => p).FirstOrDefault(p => p.Value >= HeadingsMin);
        if (stuffed.Key is { } place)
        {
            notes.Find("keyword-repeat", $"{stuffed.Value} headings name {place}. That is written for search engines, not for people.", $"Say {place} once, where it matters.", ImportDrafts.ArticlePath);
        }
    }

    private static ImportResult Refused(string why, PageNotes notes) => new([], notes.Findings, notes.LeftOut, why);
}
