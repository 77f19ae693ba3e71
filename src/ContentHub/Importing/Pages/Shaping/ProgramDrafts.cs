using ContentHub.Content.Parts;
using ContentHub.Content.Programs;
using ContentHub.Editorial.Texts;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>Makes programs of what a page says of them: each once, however often the page, or an earlier one, says it.</summary>
internal sealed class ProgramDrafts(string language, ImportKnowledge knowledge, ImportDrafts drafts, PageNotes notes)
{
    private const double AlikeMin = 0.9;
    private const int SummaryCharactersMax = 600;
    private readonly List<(Guid Id, string Title, string Text, string? Name)> _made = [];

    /// <summary>Entry ids, in the order of the page; those that were there already among them.</summary>
    public IReadOnlyList<Guid> Ids => [.. _made.Select(m => m.Id).Distinct()];

    /// <summary>The program that the page is about when it names none: its only one.</summary>
    public Guid? Only => Ids is [var only] ? only : null;

    public string TitleOf(Guid id) => _made.First(m => m.Id == id).Title;

    /// <summary>The page's program of this level, if it has described one.</summary>
    public Guid? Named(string text) => ProgramFacts.Of(text, language).Name is { } name && _made.Find(m => m.Name == name) is { Title: not null } found ? found.Id : null;

    /// <param name="pieces">What the page says of the program.</param>
    /// <returns>The program's entry id, new or not; null when the text describes none.</returns>
    public Guid? Take(IReadOnlyList<Piece> pieces, string? heading, Confidence confidence)
    {
        var text = string.Join(' ', pieces.SelectMany(PieceTexts.Of));
        var facts = ProgramFacts.Of($"{heading}. {text}", language);
        if (!facts.IsProgram)
        {
            return null;
        }

        if (_made.Find(m => m.Name == facts.Name) is { Title: not null } same)
        {
            Extend(same, pieces, text);
            return same.Id;
        }

        if (knowledge.Programs.FirstOrDefault(p => Shingles.Alike(p.Text, text) >= AlikeMin) is { } there)
        {
            notes.Leave(text, $"the program “{there.Title}” says it already");
            notes.Find("program-reused", $"The program “{there.Title}” says the same already; the article points to it.", "Change that program if the page knows better.", ImportDrafts.ArticlePath);
            _made.Add((there.EntryId, there.Title, text, facts.Name));
            return there.EntryId;
        }

        Remark(facts);
        var title = facts.Name ?? heading ?? (language == "es" ? "Programa" : "Program");
        var id = drafts.Add("PROGRAM", Content(title, facts, pieces, text), confidence, $"hours, level of care, therapies or place in the text (score {facts.Score})");
        _made.Add((id, title, text, facts.Name));
        return id;
    }

    /// <summary>How one gets in, from a list of steps.</summary>
    public bool TakeSteps(Guid id, ListPiece steps)
    {
        if (steps.Items.Any(i => i.Text.Plain.Length > 500) || steps.Items.Count > 30 || drafts.All.All(d => d.EntryId != id))
        {
            return false;
        }

        drafts.Replace(id, c => (ProgramContent)c with { AdmissionSteps = [.. steps.Items.Select(i => i.Text.Plain)] });
        return true;
    }

    private void Extend((Guid Id, string Title, string Text, string? Name) same, IReadOnlyList<Piece> pieces, string text)
    {
        if (Shingles.Alike(same.Text, text) >= AlikeMin || drafts.All.All(d => d.EntryId != same.Id))
        {
            notes.Leave(text, $"said twice of the program “{same.Title}”");
            return;
        }

        drafts.Replace(same.Id, c => With((ProgramContent)c, pieces));
        ProgramContent With(ProgramContent program, IReadOnlyList<Piece> more)
        {
            var all = string.Join(' ', program.Sections.SelectMany(s => s.Blocks).Select(b => b.Paragraph?.Text ?? "").Append(text));
            var facts = ProgramFacts.Of(all, language);
            return program with
            {
                Sections = [.. program.Sections, new() { Key = $"s{program.Sections.Count + 1}", Blocks = Keyed(program, more) }],
                Schedule = ScheduleOf(facts) ?? program.Schedule,
                Therapies = [.. program.Therapies.Union(facts.Therapies)],
                Formats = [.. program.Formats.Union(FormatsOf(facts))],
                Locations = [.. program.Locations.Union(PlacesOf(facts))],
            };
        }
    }

    /// <summary>Numbers of blocks go on over the whole document.</summary>
    private static IReadOnlyList<BlockContent> Keyed(ProgramContent program, IReadOnlyList<Piece> more)
    {
        var writer = new BlockWriter(new PageNotes(), []);
        writer.Skip(program.Sections.Sum(s => s.Blocks.Count));
        return writer.Write(more, []);
    }

    private ProgramContent Content(string title, ProgramFacts facts, IReadOnlyList<Piece> pieces, string text) => new()
    {
        Title = title.Length <= 200 ? title : title[..200],
        Summary = Summaries.Of(text, SummaryCharactersMax),
        Sections = [new() { Key = "s1", Blocks = new BlockWriter(notes, drafts.NextPath).Write(pieces, ["sections", "s1", "blocks"]) }],
        LevelOfCare = facts.Level,
        Schedule = ScheduleOf(facts),
        Formats = FormatsOf(facts),
        Therapies = facts.Therapies,
        AgeGroups = facts.AgeGroups,
        Locations = PlacesOf(facts),
    };

    private static Schedule? ScheduleOf(ProgramFacts facts) => facts.Hours is null && facts.Weeks is null && facts.Total is null && facts.Days is null ? null : new()
    {
        HoursPerWeek = facts.Hours is <= 168 ? facts.Hours : null,
        SessionsPerWeek = facts.Days,
        DurationWeeks = facts.Weeks is >= 1 ? facts.Weeks : null,
        TotalHours = facts.Total ?? facts.Hours * facts.Weeks,
    };

    private static IReadOnlyList<DeliveryFormat> FormatsOf(ProgramFacts facts) =>
        [.. facts.Place is null ? Array.Empty<DeliveryFormat>() : [DeliveryFormat.InPerson], .. facts.IsRemote ? [DeliveryFormat.Telehealth] : Array.Empty<DeliveryFormat>()];

    private IReadOnlyList<Guid> PlacesOf(ProgramFacts facts) =>
        facts.Place is null ? [] : [.. knowledge.Places.Where(p => string.Equals(p.City, facts.Place, StringComparison.OrdinalIgnoreCase)).Select(p => p.EntryId).Take(50)];

    private void Remark(ProgramFacts facts)
    {
        var path = drafts.NextPath;
        if (facts.IsRange)
        {
            notes.Find("program-range", $"The page gives a range of hours; {facts.Hours} a week was taken.", "Set the hours that hold on average.", [.. path, "schedule", "hoursPerWeek"]);
        }

        if (facts is { Total: { } total, Hours: { } hours, Weeks: { } weeks } && total != hours * weeks)
        {
            notes.Find("program-hours", $"The page says {total} hours in all, but {hours} hours a week for {weeks} weeks are {hours * weeks}.", "Ask which number holds.", [.. path, "schedule", "totalHours"]);
        }

        if (facts.Name is not null && facts.Level is null)
        {
            notes.Find("level-unclear", $"The page calls it “{facts.Name}”, which may be one of several levels of care.", "Choose the level of care.", [.. path, "levelOfCare"]);
        }

        if (facts.Place is { } place && PlacesOf(facts).Count == 0)
        {
            notes.Find("place-unknown", $"The page says that the program is in {place}, which is none of our places.", "Add the place if it is one of ours; else the text may be pasted from another page.", [.. path, "locations"]);
        }
    }
}

/// <summary>A text in short: its first sentences.</summary>
internal static class Summaries
{
    private const int WordsMax = 40;

    /// <returns>One or two whole sentences where they fit; null for an empty text.</returns>
    public static string? Of(string plain, int charactersMax)
    {
        var sentences = Sentences.Of(plain);
        if (sentences.Count == 0)
        {
            return null;
        }

        var two = sentences.Count > 1 && sentences[0].Words.Count + sentences[1].Words.Count <= WordsMax ? $"{sentences[0].Text} {sentences[1].Text}" : sentences[0].Text;
        return two.Length <= charactersMax ? two : $"{two[..(charactersMax - 2)].TrimEnd()} …";
    }
}
