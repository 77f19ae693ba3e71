namespace ContentHub.Importing.Pages;

/// <summary>A topic that is there already.</summary>
/// <param name="Names">Its titles and other names, in the site's languages.</param>
internal sealed record KnownTopic(Guid EntryId, string Title, IReadOnlyList<string> Names);

/// <summary>A question that is there already, in the page's locale.</summary>
internal sealed record KnownQuestion(Guid EntryId, string Question);

/// <summary>A program that is there already, in the page's locale.</summary>
/// <param name="Text">Of its sections, without marks.</param>
internal sealed record KnownProgram(Guid EntryId, string Title, string Text);

/// <summary>A place of ours.</summary>
internal sealed record KnownPlace(Guid EntryId, string City);

/// <summary>What an import finds in place, so that nothing is made twice.</summary>
internal sealed record ImportKnowledge(IReadOnlyList<KnownTopic> Topics, IReadOnlyList<KnownQuestion> Questions, IReadOnlyList<KnownProgram> Programs, IReadOnlyList<KnownPlace> Places)
{
    /// <summary>What the glossary has, in the page's locale, by whatever name.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    public static readonly ImportKnowledge Nothing = new([], [], [], []);
}
