namespace ContentHub.Editorial.Documents;

/// <summary>Inline Markdown: raw HTML is refused, links to entries count as references.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MarkdownAttribute : Attribute;

/// <summary>The most UTF-16 units that the text, or each text of the list, may have. Texts without it may have <see cref="Default"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MaxCharactersAttribute(int count) : Attribute
{
    public const int Default = 10_000;

    public int Count { get; } = count;
}

/// <summary>The most items of a list. Lists without it may have <see cref="Default"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MaxItemsAttribute(int count) : Attribute
{
    public const int Default = 500;

    public int Count { get; } = count;
}

/// <summary>Holds entry ids; when types are named, only of those.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RefersToAttribute(params string[] types) : Attribute
{
    public IReadOnlyList<string> Types { get; } = types;
}

/// <summary>May be missing in a draft, but not in what is submitted for review or published.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NeededAttribute : Attribute;
