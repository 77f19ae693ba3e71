namespace ContentHub.Delivery.Filters;

/// <summary>A reading that stands under another, as topics do: filters with <c>withDescendants</c> climb by it.</summary>
public interface IHasParent
{
    /// <summary>Entry id; null at the root.</summary>
    Guid? ParentId { get; }
}

/// <summary>A reading that is of a kind, as topics are.</summary>
public interface IHasKind
{
    /// <summary>A value of the enum that the type declares.</summary>
    Enum Kind { get; }
}

/// <summary>An entry that is written for somebody in particular.</summary>
public interface IHasAudience
{
    /// <summary>A value of the content types' own enum.</summary>
    Enum Audience { get; }
}
