using Markdig;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ContentHub.Editorial.Texts;

/// <summary>Markdig, held to what stands inside a paragraph.</summary>
internal static class InlineMarkdown
{
    /// <summary>Markdig's time grows with the square of some marks; this many cost a few milliseconds in the worst order.</summary>
    public const int MarksMax = 2_000;

    /// <summary>How deep marks may stand in one another. Three is a lot for a reader.</summary>
    public const int DepthMax = 100;

    private static readonly InlineParserList InlineParsers = new(
    [
        new HtmlEntityParser(), new LinkInlineParser(), new EscapeInlineParser(), new EmphasisInlineParser(),
        new CodeInlineParser(), new AutolinkInlineParser(), new LineBreakInlineParser(),
    ]);

    private static readonly MarkdownPipeline Blocks = BlocksOnly();

    /// <summary>The whole text as one paragraph, whatever it starts with, with exact positions.</summary>
    /// <returns>Null when it has too many marks or they stand too deep.</returns>
    public static ContainerInline? Parse(string markdown)
    {
        if (markdown.AsSpan().CountAny("[<*_`!") > MarksMax)
        {
            return null;
        }

        var paragraph = new ParagraphBlock { Lines = new(markdown) };
        try
        {
            new InlineProcessor(new MarkdownDocument(), InlineParsers, preciseSourcelocation: true, context: null).ProcessInlineLeaf(paragraph);
        }
        catch (ArgumentException)
        {
            // Markdig's own limit on depth; nothing else in a text makes it throw.
            return null;
        }

        return paragraph.Inline is { } root && !IsDeeperThan(DepthMax, root) ? root : null;
    }

    /// <summary>What the first line would be to a Markdown renderer: the kind of block that it opens.</summary>
    /// <remarks>Only the first: a line break is a fault in itself, and once it is gone, so are the blocks behind it.</remarks>
    /// <returns>Null for a plain paragraph.</returns>
    public static Block? OpeningBlock(string line)
    {
        try
        {
            return Markdown.Parse(line, Blocks).FirstOrDefault(block => block is not ParagraphBlock);
        }
        catch (ArgumentException)
        {
            // Quotes and lists inside one another, deeper than Markdig goes.
            return new QuoteBlock(new QuoteBlockParser());
        }
    }

    private static bool IsDeeperThan(int depth, ContainerInline container) =>
        depth == 0 || container.Any(inline => inline is ContainerInline inner && IsDeeperThan(depth - 1, inner));

    private static MarkdownPipeline BlocksOnly()
    {
        var builder = new MarkdownPipelineBuilder();
        builder.InlineParsers.Clear();
        return builder.Build();
    }
}
