using ContentHub.Api.Fields;
using ContentHub.Delivery.Search;

namespace ContentHub.Content.Parts;

/// <summary>Sections, blocks and what else types share, as readers search them. Paths are those of the editorial checks.</summary>
internal static class PartPassages
{
    /// <returns>Nothing where there is no text.</returns>
    public static IEnumerable<Passage> Plain(PassageKind kind, PassagePath path, Text? text) => text is { IsEmpty: false } given ? [new(kind, path, given)] : [];

    public static IEnumerable<Passage> Plain(PassageKind kind, PassagePath path, IReadOnlyList<Text> texts) => texts.Index().SelectMany(t => Plain(kind, path.To(t.Index), t.Item));

    /// <returns>Nothing where there is no text.</returns>
    public static IEnumerable<Passage> Markdown(PassageKind kind, PassagePath path, Text? text) => text is { IsEmpty: false } given ? [new(kind, path, given, Inlines.ToPlain)] : [];

    public static IEnumerable<Passage> Of(IReadOnlyList<Section> sections)
    {
        foreach (var section in sections)
        {
            var path = ((PassagePath)"sections").To(section.Key);
            if (section.Heading is { IsEmpty: false } heading)
            {
                yield return new(PassageKind.Heading, path.To("heading"), heading);
            }

            foreach (var passage in Of(section.Blocks, path.To("blocks")))
            {
                yield return passage;
            }
        }
    }

    /// <param name="path">Of the blocks.</param>
    public static IEnumerable<Passage> Of(IReadOnlyList<Block> blocks, PassagePath path)
    {
        foreach (var block in blocks)
        {
            foreach (var passage in block.PassagesAt(path.To(block.Key)))
            {
                yield return passage;
            }
        }
    }
}
