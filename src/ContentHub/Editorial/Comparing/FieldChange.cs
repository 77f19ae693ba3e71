using System.ComponentModel;

namespace ContentHub.Editorial.Comparing;

/// <summary>One difference between two versions of a document.</summary>
[Description("One difference between two versions; values are Markdown or plain text.")]
public sealed record FieldChange(
    [property: Description("From the document down: field names; an item of a keyed list by its key, of any other by its index from 0 (in the newer version, or in the older one for what was removed).")]
    IReadOnlyList<string> Path,
    [property: Description("The path in words, such as: Section “When to seek help”, paragraph 2.")]
    string Label,
    [property: Description("Whether it came, went, reads differently or stands elsewhere.")]
    FieldChangeKind Kind,
    [property: Description("What stood there, parts with several texts line by line; for something moved, its place. Null where it is new.")]
    string? Before,
    [property: Description("What stands there now, in the same form. Null where it was removed.")]
    string? After,
    [property: Description("A changed text word by word; empty for ids, codes and numbers, and for every other kind of change.")]
    IReadOnlyList<WordChange> Words);

[Description("How a field differs from the older version.")]
public enum FieldChangeKind
{
    [Description("Only the newer version has it.")] Added,
    [Description("Only the older version has it.")] Removed,
    [Description("Both have it, with different values.")] Changed,
    [Description("Both have it, in another place among those around it; changes inside it are listed on their own.")] Moved,
}

/// <summary>A run of words with one fate.</summary>
[Description("A run of words that stayed, came or went. Same and added runs, joined, are the newer text; same and removed ones the older.")]
public sealed record WordChange(
    [property: Description("To which of the two texts the run belongs.")]
    WordChangeKind Kind,
    [property: Description("With its spaces and punctuation, as it stands in the text.")]
    string Text);

[Description("To which of two texts a run of words belongs.")]
public enum WordChangeKind
{
    [Description("To both of them.")] Same,
    [Description("To the newer one only.")] Added,
    [Description("To the older one only.")] Removed,
}
