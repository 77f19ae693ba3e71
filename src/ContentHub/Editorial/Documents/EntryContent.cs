namespace ContentHub.Editorial.Documents;

/// <summary>
/// What every type's document has. The record is the stored JSON, the input of its mutations and what editors read back: one shape,
/// so that a script can read, change and send back.
/// </summary>
public interface IEntryContent
{
    string? Slug { get; }

    /// <summary>What it is called in lists; null while the draft has none.</summary>
    string? Heading { get; }

    /// <summary>Entry ids of topics; empty for types that have none.</summary>
    IReadOnlyList<Guid> AllTopics { get; }
}
