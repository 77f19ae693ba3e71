using ContentHub.Editorial.Documents;

namespace ContentHub.Editorial.Checks;

/// <summary>What a text is to a reader; it decides which checks look at it.</summary>
public enum TextRole
{
    /// <summary>What the entry is called.</summary>
    Title,

    /// <summary>Over a section, a box or a group.</summary>
    Heading,

    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>A point or step.</summary>
    ListItem,

    /// <summary>A box that stands out.</summary>
    Callout,

    /// <summary>Somebody's words.</summary>
    Quote,

    /// <summary>Of a table, with its caption.</summary>
    Cell,

    /// <summary>A button, the name of a symptom, a line for search engines.</summary>
    Label,
}

/// <summary>One text of a document.</summary>
/// <param name="Path">From the document: field names, keyed items by key, others by index.</param>
/// <param name="Source">As it is stored.</param>
/// <param name="IsMarkdown">Inline Markdown; plain otherwise.</param>
public sealed record OutlineText(IReadOnlyList<string> Path, TextRole Role, string Source, bool IsMarkdown)
{
    /// <summary>Index into <see cref="Outline.Sections"/>; -1 outside of any.</summary>
    public int Section { get; init; } = -1;

    /// <summary>Part of what a reader reads from top to bottom, and so of how hard it is to read.</summary>
    public bool IsBody { get; init; }

    /// <summary>Tells what to do in an emergency: a box for one, what to do about a symptom, when to get help.</summary>
    public bool IsEmergencyHelp { get; init; }

    /// <summary>Words of somebody who is named: they are not ours to change.</summary>
    public bool IsQuoted { get; init; }
}

/// <summary>What stands under one heading.</summary>
/// <param name="Heading">Null for text without one.</param>
/// <param name="Companions">Keys of sections that are always shown with it.</param>
public sealed record OutlineSection(IReadOnlyList<string> Path, string Key, string? Anchor, string? Heading, int Level, bool StandsAlone, IReadOnlyList<string> Companions);

/// <summary>A paragraph or a list among its neighbours.</summary>
/// <param name="First">Index into <see cref="Outline.Texts"/>.</param>
/// <param name="Count">How many texts; 1 for a paragraph, 0 for a block that is neither.</param>
public sealed record OutlineBlock(int Section, bool IsList, bool IsNumbered, int Start, int First, int Count);

/// <summary>That a document shows or leads to an entry by a block.</summary>
public sealed record OutlineLink(IReadOnlyList<string> Path, Guid EntryId, int Section);

/// <summary>A source that a document names.</summary>
public sealed record OutlineSource(string Title, string Publisher, Uri? Url);

/// <summary>A code of a medical terminology.</summary>
/// <param name="System">As the API writes it, e.g. <c>ICD10CM</c>.</param>
public sealed record OutlineCode(IReadOnlyList<string> Path, string System, string Code, string Display);

/// <summary>A symptom or sign.</summary>
/// <param name="IsLongTerm">In the list of a condition, not of what a substance does.</param>
public sealed record OutlineSymptom(IReadOnlyList<string> Path, string Name, bool IsEmergency, bool IsLongTerm, bool HasAction);

/// <summary>A picture in one use.</summary>
/// <param name="Alt">What it shows, for people who cannot see it.</param>
/// <param name="FileName">Of the uploaded file; null when unknown.</param>
/// <param name="IsDecorative">Says nothing; needs no words.</param>
public sealed record OutlineImage(IReadOnlyList<string> Path, string? Alt, string? FileName, bool IsDecorative);

/// <summary>Levels of care that go by hours a week.</summary>
public enum CareByHours
{
    /// <summary>ASAM 1.</summary>
    Outpatient,

    /// <summary>ASAM 2.1.</summary>
    IntensiveOutpatient,

    /// <summary>ASAM 2.5.</summary>
    PartialHospitalization,
}

/// <summary>How much time a program takes; null where it does not say.</summary>
/// <param name="Level">Null for a level that does not go by hours.</param>
public sealed record OutlineCare(CareByHours? Level, bool IsForAdults, double? HoursPerWeek, int? DurationWeeks, double? TotalHours);

/// <summary>
/// A document as the checks see it: its texts in reading order, with what each is to a reader. Content modules fill it; the checks
/// know no content type.
/// </summary>
public sealed class Outline
{
    private readonly List<OutlineText> _texts = [];
    private readonly List<OutlineSection> _sections = [];
    private readonly List<OutlineBlock> _blocks = [];
    private readonly List<OutlineLink> _links = [];

    public IReadOnlyList<OutlineText> Texts => _texts;

    public IReadOnlyList<OutlineSection> Sections => _sections;

    public IReadOnlyList<OutlineBlock> Blocks => _blocks;

    public IReadOnlyList<OutlineLink> Links => _links;

    public IReadOnlyList<OutlineSource> Sources { get; set; } = [];

    public List<OutlineCode> Codes { get; } = [];

    public List<OutlineSymptom> Symptoms { get; } = [];

    public List<OutlineImage> Images { get; } = [];

    public OutlineCare? Care { get; set; }

    /// <summary>Entry ids of the topics that it is about.</summary>
    public IReadOnlyList<Guid> Topics { get; set; } = [];

    /// <summary>Written for clinicians: terms of art and doses are theirs to read.</summary>
    public bool IsForProfessionals { get; set; }

    /// <summary>Keeps to its topics: another substance in it may be a mistake. Not so for what names many, as topics do.</summary>
    public bool KeepsToItsTopics { get; set; }

    /// <summary>Can hold a box or a link to a help line, so that it can be asked for one.</summary>
    public bool CanHoldHelp { get; set; }

    /// <summary>Adds a section; the texts and blocks that follow belong to it.</summary>
    public void Begin(OutlineSection section) => _sections.Add(section);

    public void Text(TextRole role, string? source, bool isMarkdown, bool isBody, params IReadOnlyList<string> path) =>
        Text(new OutlineText(path, role, source ?? "", isMarkdown) { IsBody = isBody });

    public void Text(OutlineText text)
    {
        if (!string.IsNullOrWhiteSpace(text.Source))
        {
            _texts.Add(text with { Section = _sections.Count - 1 });
        }
    }

    public void Block(bool isList, bool isNumbered, int start, int first) => _blocks.Add(new(_sections.Count - 1, isList, isNumbered, start, first, _texts.Count - first));

    public void Link(Guid entryId, params IReadOnlyList<string> path) => _links.Add(new(path, entryId, _sections.Count - 1));

    /// <summary>Of a type that says nothing of its own: every text that its record holds.</summary>
    internal static Outline Of(IEntryContent content)
    {
        var outline = new Outline { Topics = content.AllTopics };
        foreach (var (path, field, value) in DocumentShape.Walk(content))
        {
            if (value is string text && field.Name is not ("slug" or "key" or "anchor" or "companions"))
            {
                outline.Text(text == content.Heading ? TextRole.Title : TextRole.Paragraph, text, field.IsMarkdown, text != content.Heading, path);
            }
        }

        return outline;
    }
}

/// <summary>What a help line entry offers, as far as it decides whether help is at hand.</summary>
public sealed record HelpOffer(IReadOnlyList<string> Numbers, bool IsEmergency);
