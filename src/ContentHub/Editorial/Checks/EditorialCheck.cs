using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks;

/// <summary>One editorial check. Pure: it sees a document and what stands around it, and says what is wrong.</summary>
internal abstract class EditorialCheck
{
    /// <summary>Its name, for programs; never changes.</summary>
    public abstract string Rule { get; }

    public abstract FindingSeverity Severity { get; }

    /// <summary>What it looks for, in a few words, for the README's table.</summary>
    public abstract string About { get; }

    /// <summary>Some of what it finds blocks, so that it runs before anything goes out.</summary>
    public virtual bool MayBlock => Severity is FindingSeverity.Error;

    /// <summary>Stands against submitting for review too. Not so for what only the moment of publishing can tell.</summary>
    public virtual bool StandsAgainstReview => MayBlock;

    public abstract IEnumerable<Finding> Find(CheckedDocument document);

    /// <summary>A remark on words of a text.</summary>
    protected Finding At(CheckedText text, int start, int length, string message, string suggestion, string? replacement = null) =>
        new(Rule, Severity, message, text.Path, text.RangeOf(start, length), suggestion, replacement);

    /// <summary>A remark on a place, or on the whole entry.</summary>
    protected Finding At(IReadOnlyList<string> path, string message, string suggestion) => new(Rule, Severity, message, path, null, suggestion, null);
}
