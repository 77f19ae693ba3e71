using System.Globalization;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ContentHub.Editorial.Texts;

/// <summary>Finds what a text holds beside our subset of Markdown.</summary>
internal static class TextFaults
{
    private const int QuotedCharactersMax = 40;

    /// <param name="root">The text as parsed; null when it was too complex to.</param>
    public static IReadOnlyList<TextFault> In(string markdown, ContainerInline? root)
    {
        var faults = new List<TextFault>();
        faults.AddRange(CharactersOf(markdown));
        if (root is null)
        {
            faults.Add(new(
                TextFaultKind.TooComplex, 0, markdown.Length,
                $"This text has so many marks (stars, brackets and the like), or so many inside one another, that it cannot be read. Use fewer: at most {InlineMarkdown.MarksMax} in one text."));
        }
        else
        {
            faults.AddRange(root.FindDescendants<Inline>().SelectMany(inline => OfInline(markdown, inline)));
        }

        if (OfFirstLine(markdown) is { } fault && !faults.Exists(other => other.Kind == TextFaultKind.RawHtml && other.Start == fault.Start))
        {
            faults.Add(fault);
        }

        return [.. faults.OrderBy(f => f.Start).ThenBy(f => f.End).ThenBy(f => f.Kind)];
    }

    private static IEnumerable<TextFault> OfInline(string markdown, Inline inline)
    {
        var start = inline.Span.Start;
        var end = inline.Span.End + 1;
        return inline switch
        {
            HtmlInline html => [RawHtml(start, end, html.Tag)],
            LinkInline { IsImage: true } => [new(TextFaultKind.Image, start, end, $"There is a picture {At(start)}: {Quoted(markdown[start..end])}. Text holds no pictures; add a figure block instead.")],
            LinkInline link => OfLink(start, end, link),
            AutolinkInline link => OfAutolink(start, end, link),
            HtmlEntityInline entity when entity.Transcoded.AsSpan().ContainsAnyInRange('\0', '\x1F') || entity.Transcoded.AsSpan().ContainsAnyInRange('\x7F', '\x9F')
                => [new(TextFaultKind.ControlCharacter, start, end, $"The entity {Quoted(markdown[start..end])} {At(start)} stands for a character that cannot be seen. Delete it.")],
            _ => [],
        };
    }

    private static IEnumerable<TextFault> OfLink(int start, int end, LinkInline link)
    {
        var url = link.Url ?? "";
        if (LinkTarget.Of(url) is { Refusal: { } refusal, RefusalKind: var kind })
        {
            yield return new(kind, start, end, $"The link {At(start)} to {Quoted(url)} {refusal}.");
        }

        if (string.IsNullOrWhiteSpace(InlineText.PlainOf(link)))
        {
            yield return new(TextFaultKind.LinkTarget, start, end, $"The link {At(start)} to {Quoted(url)} has no words, so nobody can see or hear it. Put some between the square brackets.");
        }

        if (!string.IsNullOrEmpty(link.Title))
        {
            yield return new(TextFaultKind.LinkTarget, start, end, $"The link {At(start)} has a hint in quotes, {Quoted(link.Title)}, which many readers never see. Move it into the text.");
        }
    }

    private static IEnumerable<TextFault> OfAutolink(int start, int end, AutolinkInline link)
    {
        var target = LinkTarget.Of(link.IsEmail ? "mailto:" + link.Url : link.Url);
        if (target.Refusal is { } refusal)
        {
            yield return new(target.RefusalKind, start, end, $"The link {At(start)} to {Quoted(link.Url)} {refusal}.");
        }
        else if (target.EntryId is not null)
        {
            yield return new(TextFaultKind.EntryLink, start, end, $"The link {At(start)} to an entry has no words. Write them in square brackets before it: [words]({link.Url}).");
        }
    }

    private static TextFault? OfFirstLine(string markdown)
    {
        var start = 0;
        foreach (var range in markdown.AsSpan().Split('\n'))
        {
            var line = markdown[range];
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            start = range.Start.GetOffset(markdown.Length);
            return InlineMarkdown.OpeningBlock(line) is { } block ? OfBlock(start + line.Length - line.TrimStart().Length, start + line.Length, line.Trim(), block) : null;
        }

        return null;
    }

    private static TextFault OfBlock(int start, int end, string line, Block block)
    {
        if (block is HtmlBlock)
        {
            return RawHtml(start, end, line);
        }

        var (makes, instead) = block switch
        {
            HeadingBlock => ("a heading", "Give the section a heading instead"),
            ListBlock { IsOrdered: true } => ("a numbered list", "Use a numbered list block instead"),
            ListBlock => ("a bulleted list", "Use a bulleted list block instead"),
            QuoteBlock => ("a quotation", "Use a quote block instead"),
            FencedCodeBlock or CodeBlock => ("a block of code", "Take away the spaces or marks before it"),
            ThematicBreakBlock => ("a line across the page", "Start a new section instead"),
            LinkReferenceDefinitionGroup => ("a definition that readers never see", "Write the link where it belongs: [words](address)"),
            _ => throw new InvalidOperationException($"The parsers in use make no {block.GetType().Name}."),
        };
        return new(TextFaultKind.BlockSyntax, start, end, $"The text starts with {Quoted(line)}, which makes {makes}. {instead}, or put a backslash \\ before the mark to show it as it is.");
    }

    /// <summary>Characters that no text may hold, Markdown or not.</summary>
    public static IEnumerable<TextFault> CharactersOf(string markdown)
    {
        for (var i = 0; i < markdown.Length; i++)
        {
            var start = i;
            if (markdown[i] is '\n' or '\r' or '\u2028' or '\u2029')
            {
                while (i + 1 < markdown.Length && markdown[i + 1] is '\n' or '\r' or '\u2028' or '\u2029' or ' ')
                {
                    i++;
                }

                yield return new(TextFaultKind.BlockSyntax, start, i + 1, $"There is a line break {At(start)}. A text is one paragraph: put what follows into a block of its own, or join the lines.");
            }
            else if (char.IsSurrogatePair(markdown, i))
            {
                i++;
            }
            else if (NameOfControl(markdown[i]) is { } name)
            {
                yield return new(TextFaultKind.ControlCharacter, start, start + 1, $"There is {name} {At(start)} (U+{(int)markdown[start]:X4}). Delete it, or type the words around it again.");
            }
        }
    }

    private static string? NameOfControl(char character) => character switch
    {
        '\t' => "a tab",
        '\uFEFF' => "a byte order mark",
        // Marks and isolates are how Arabic or Hebrew is written well; these are the ones that turn text around to deceive.
        >= '\u202A' and <= '\u202E' => "a character that turns the direction of the text",
        '\uFFFE' or '\uFFFF' or (>= '\uFDD0' and <= '\uFDEF') => "a character that Unicode has not given out",
        _ when char.IsSurrogate(character) => "half a character",
        _ when char.IsControl(character) => "a control character",
        _ => null,
    };

    private static TextFault RawHtml(int start, int end, string tag) => new(
        TextFaultKind.RawHtml, start, end,
        $"There is HTML {At(start)}: {Quoted(tag)}. Take it out; use *stars* for emphasis and [words](address) for a link. To show the sign itself, write \\<.");

    private static string At(int position) => string.Create(CultureInfo.InvariantCulture, $"at character {position + 1}");

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("“");
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (count++ == QuotedCharactersMax)
            {
                quoted.Append('…');
                break;
            }

            quoted.Append(Rune.IsControl(rune) || rune.Value is >= 0x202A and <= 0x202E ? "�" : rune.ToString());
        }

        return quoted.Append('”').ToString();
    }
}
