namespace ContentHub.Editorial.Entries;

/// <summary>What is wrong with one part of a body, or with one edit of it.</summary>
/// <param name="Message">For the person who edits.</param>
/// <param name="Path">From the document or, for edits, from their list: field names, and the index (from 0) or key of an item.</param>
public sealed record PartFault(PartFaultCode Code, string Message, IReadOnlyList<string> Path);

/// <summary>The codes of a user error that parts can have.</summary>
public enum PartFaultCode
{
    UnknownKey,
    DuplicateKey,
    Invalid,
    Required,
}
