using ContentHub.Api.Fields;
using ContentHub.Delivery.Search;

namespace ContentHub.Content.Parts;

/// <summary>Sections, blocks and what else types share, as readers search them. Paths are those of the editorial checks.</summary>
internal static class PartPassages
{
    /// <returns>Nothing where there is no text.</returns>
    public static IEnumerable<Passage> Plain(PassageKind kind, IReadOnlyList<string> path, Text? text) => text is { IsEmpty: false } given ? [new(kind, path, given)] : [];

    public static IEnumerable<Passage> Plain(PassageKind kind, string field, Text? text) => Plain(kind, [field], text);

    public static IEnumerable<Passage> Plain(PassageKind kind, string field, IReadOnlyList<Text> texts) => texts.Index().SelectMany(t => Plain(kind, [field, $"{t.Index}"], t.Item));

    /// <returns>Nothing where there is no text.</returns>
    public static IEnumerable<Passage> Markdown(PassageKind kind, IReadOnlyList<string> path, Text? text) => text is { IsEmpty: false } given ? [new(kind, path, given, Inlines.ToPlain)] : [];

    public static IEnumerable<Passage> Markdown(PassageKind kind, string field, Text? text) => Markdown(kind, [field], text);

    public static IEnumerable<Passage> Of(IReadOnlyList<Section> sections) => sections.SelectMany(section =>
    {
        IReadOnlyList<string> path = ["sections", section.Key.ToString()];
        return Plain(PassageKind.Heading, [.. path, "heading"], section.Heading).Concat(Of(section.Blocks, [.. path, "blocks"]));
    });

    /// <param name="path">Of the blocks.</param>
    public static IEnumerable<Passage> Of(IReadOnlyList<Block> blocks, params IReadOnlyList<string> path) => blocks.SelectMany(block => block.PassagesAt([.. path, block.Key.ToString()]));
}
