using ContentHub.Delivery.Search;
using ContentHub.Editorial.Checks;

namespace ContentHub.Content.Parts;

/// <summary>Sections, blocks and what else types share, as readers search them. Paths are those of the editorial checks.</summary>
internal static class PartPassages
{
    /// <returns>Nothing where there is no text.</returns>
    public static IEnumerable<Passage> Plain(PassageKind kind, IReadOnlyList<string> path, string? text) => string.IsNullOrWhiteSpace(text) ? [] : [new(kind, path, text)];

    public static IEnumerable<Passage> Plain(PassageKind kind, string field, string? text) => Plain(kind, [field], text);

    public static IEnumerable<Passage> Plain(PassageKind kind, string field, IReadOnlyList<string> texts) => texts.Index().SelectMany(t => Plain(kind, [field, $"{t.Index}"], t.Item));

    public static IEnumerable<Passage> Markdown(PassageKind kind, string field, string? text) => string.IsNullOrWhiteSpace(text) ? [] : [new(kind, [field], text, Inlines.ToPlain)];

    public static IEnumerable<Passage> Of(IReadOnlyList<SectionContent> sections)
    {
        var outline = new Outline();
        outline.Sections(sections);
        return outline.Texts.Select(Of);
    }

    public static IEnumerable<Passage> Of(IReadOnlyList<BlockContent> blocks, string field)
    {
        var outline = new Outline();
        outline.Blocks(blocks, [field]);
        return outline.Texts.Select(Of);
    }

    private static Passage Of(OutlineText text) => new(text.Role is TextRole.Heading ? PassageKind.Heading : PassageKind.Body, text.Path, text.Source, text.IsMarkdown ? Inlines.ToPlain : null);
}
