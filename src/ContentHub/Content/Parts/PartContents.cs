using System.ComponentModel;
using ContentHub.Api.Records;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.Parts;

[Description("A source that backs what the entry says.")]
public sealed record Reference
{
    [Description("What remarks and editors call it by, unique in the document.")]
    public string Key { get; init; } = "";

    [Description("Of the work, as its publisher gives it."), MaxCharacters(500)]
    public required string Title { get; init; }

    [Description("Who stands behind it, e.g. FDA or a journal."), MaxCharacters(300)]
    public required string Publisher { get; init; }

    [Description("Where it can be read; null for print, or while nobody has checked the address.")]
    public Uri? Url { get; init; }

    [Description("The day it came out; null if it does not say.")]
    public DateOnly? Published { get; init; }

    [Description("The day that one of us last read it; null if nobody noted it.")]
    public DateOnly? Accessed { get; init; }
}

[Description("The medical terminology that a code comes from.")]
public enum CodeSystem
{
    [Description("ICD-10-CM diagnoses, e.g. F41.0.")] Icd10cm,
    [Description("RxNorm medicines, digits only, e.g. 2598.")] Rxnorm,
    [Description("SNOMED CT concepts, digits only; needs a licence.")] Snomedct,
    [Description("MeSH headings of the National Library of Medicine, e.g. D002998.")] Mesh,
    [Description("LOINC observations, e.g. 44249-1.")] Loinc,
}

[Description("A code of a medical terminology, so that record systems find the entry.")]
public sealed record MedicalCode
{
    [Description("Which terminology.")]
    public required CodeSystem System { get; init; }

    [Description("As the terminology writes it, e.g. F13.20."), MaxCharacters(40)]
    public required string Code { get; init; }

    [Description("The terminology's own name for the code."), MaxCharacters(300)]
    public required string Display { get; init; }
}

[Description("How to reach a place or a program; what is null is not offered.")]
public sealed record Contact
{
    [Description("As a person would dial it."), MaxCharacters(40)]
    public string? Phone { get; init; }

    [Description("An address that somebody reads."), MaxCharacters(254)]
    public string? Email { get; init; }

    [Description("A page or form.")]
    public Uri? Url { get; init; }

    [Description("E.g. when somebody answers."), MaxCharacters(500)]
    public string? Note { get; init; }
}

[Description("A part of a page under one heading, as it is stored.")]
public sealed record SectionContent
{
    [Description("Names it in edits, comments and comparisons: [a-z][a-z0-9]{0,31}, unique in the document, kept through moves; made by the server when absent.")]
    public string Key { get; init; } = "";

    [Description("Fragment of its URL, kept when the heading changes; made from the heading when absent."), MaxCharacters(120)]
    public string? Anchor { get; init; }

    [Description("Null for the text before the first heading."), MaxCharacters(200)]
    public string? Heading { get; init; }

    [Description("Rank of the heading, 2 to 4, as in HTML.")]
    public int Level { get; init; } = 2;

    [Description("Which question about health it answers; null if none fits.")]
    public HealthAspect? Aspect { get; init; }

    [Description("Cleared to be shown without the rest of the page; only where its warnings stand inside.")]
    public bool StandsAlone { get; init; }

    [Description("Keys of sections that must be shown with it.")]
    public IReadOnlyList<string> Companions { get; init; } = [];

    [Description("What stands under the heading, in order.")]
    public required IReadOnlyList<BlockContent> Blocks { get; init; }
}

[Description("A block of text: exactly one field is not null, named as the type that readers get."), OneField(IsReadBack = true)]
public sealed record BlockContent
{
    [Description("Running text.")] public ParagraphContent? Paragraph { get; init; }

    [Description("A list without order.")] public ListContent? BulletList { get; init; }

    [Description("Steps in order.")] public ListContent? NumberedList { get; init; }

    [Description("A box that stands out.")] public CalloutContent? Callout { get; init; }

    [Description("Somebody's words.")] public QuoteContent? Quote { get; init; }

    [Description("Rows and columns.")] public TableContent? Table { get; init; }

    [Description("A symptom list, shown here.")] public SymptomListBlockContent? SymptomListBlock { get; init; }

    [Description("Questions, shown here.")] public FaqBlockContent? FaqBlock { get; init; }

    [Description("What to do next.")] public CallToActionContent? CallToAction { get; init; }

    [Description("A help line, shown here.")] public HelpLineBlockContent? HelpLineBlock { get; init; }
}

[Description("Running text.")]
public sealed record ParagraphContent
{
    [Description(Keys.Description)] public string Key { get; init; } = "";

    [Description("Inline Markdown."), Markdown] public required string Text { get; init; }
}

[Description("A list; whether its order counts is said by the block's field.")]
public sealed record ListContent
{
    [Description(Keys.Description)] public string Key { get; init; } = "";

    [Description("In reading order; deeper items follow the one they belong to.")] public required IReadOnlyList<ListItemContent> Items { get; init; }

    [Description("Number of the first step; 1 when absent. Numbered lists only.")] public int? Start { get; init; }
}

[Description("One point or step, and how deep it stands.")]
public sealed record ListItemContent
{
    [Description("Inline Markdown."), Markdown] public required string Text { get; init; }

    [Description("Depth, 1 to 3.")] public int Level { get; init; } = 1;
}

[Description("How urgent a callout is.")]
public enum CalloutKind
{
    [Description("Good to know.")] Note,
    [Description("Harm is possible: read before going on.")] Warning,
    [Description("Life is in danger: act now.")] Emergency,
}

[Description("A box that stands out.")]
public sealed record CalloutContent
{
    [Description(Keys.Description)] public string Key { get; init; } = "";

    [Description("How urgent it is.")] public required CalloutKind Kind { get; init; }

    [Description("Null for a box without one."), MaxCharacters(200)] public string? Heading { get; init; }

    [Description("Inline Markdown."), Markdown] public required string Text { get; init; }
}

[Description("Somebody's words.")]
public sealed record QuoteContent
{
    [Description(Keys.Description)] public string Key { get; init; } = "";

    [Description("Inline Markdown, without quotation marks."), Markdown] public required string Text { get; init; }

    [Description("Who said it and where; null if that is not to be told."), MaxCharacters(300)] public string? Source { get; init; }
}

[Description("Rows and columns; every row has as many cells as the header.")]
public sealed record TableContent
{
    [Description(Keys.Description)] public string Key { get; init; } = "";

    [Description("What the table shows, for people who cannot see it; null if the text before says it."), MaxCharacters(300)] public string? Caption { get; init; }

    [Description("Inline Markdown, a text for each column."), Markdown] public required IReadOnlyList<string> Header { get; init; }

    [Description("Inline Markdown, row by row."), Markdown] public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }
}

[Description("A symptom list, shown here and written once.")]
public sealed record SymptomListBlockContent
{
    [Description(Keys.Description)] public string Key { get; init; } = "";

    [Description("Which symptom list stands here."), RefersTo("SYMPTOM_LIST")] public required Guid EntryId { get; init; }
}

[Description("Questions, shown here and written once.")]
public sealed record FaqBlockContent
{
    [Description(Keys.Description)] public string Key { get; init; } = "";

    [Description("Of the questions, in order."), RefersTo("FAQ_ENTRY")] public required IReadOnlyList<Guid> EntryIds { get; init; }
}

[Description("What to do next: exactly one of programId, url and phone.")]
public sealed record CallToActionContent
{
    [Description(Keys.Description)] public string Key { get; init; } = "";

    [Description("Of the button: what happens, in a few words."), MaxCharacters(100)] public required string Label { get; init; }

    [Description("A program of ours."), RefersTo("PROGRAM")] public Guid? ProgramId { get; init; }

    [Description("A page.")] public Uri? Url { get; init; }

    [Description("A number, as a person would dial it."), MaxCharacters(40)] public string? Phone { get; init; }
}

[Description("A help line, shown here and written once.")]
public sealed record HelpLineBlockContent
{
    [Description(Keys.Description)] public string Key { get; init; } = "";

    [Description("Which help line stands here."), RefersTo("HELP_LINE")] public required Guid EntryId { get; init; }
}

internal static class Keys
{
    public const string Description = "Names it in edits and comments: [a-z][a-z0-9]{0,31}, unique in the document; made by the server when absent.";
}
