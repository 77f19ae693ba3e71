using System.Text;
using Markdig.Syntax.Inlines;

namespace ContentHub.Editorial.Texts;

/// <summary>A link to an entry as it stands in a text.</summary>
/// <param name="Anchor">Of a section of that entry; null for its top.</param>
/// <param name="Href">As it is written, e.g. <c>entry:ENTRYID#anchor</c>.</param>
/// <param name="Text">What the reader sees of it, without marks.</param>
/// <param name="Start">Where it begins in the Markdown, in UTF-16 units from 0.</param>
/// <param name="End">The first unit after it.</param>
public sealed record EntryLinkInText(Guid EntryId, string? Anchor, string Href, string Text, int Start, int End);

/// <summary>A part of a text as readers see it.</summary>
/// <param name="Start">Where it stands in the Markdown, in UTF-16 units.</param>
/// <param name="IsTypedText">False for code and bare addresses, which are no prose.</param>
internal readonly record struct TextRun(string Text, int Start, bool IsTypedText);

/// <summary>
/// One text of an entry, in our subset of CommonMark: emphasis, strong, code, links, backslash escapes, entities.
/// Any string can be parsed and written out safely; <see cref="Faults"/> says what keeps it from being accepted.
/// </summary>
public sealed class InlineText
{
    private readonly string _markdown;
    private readonly ContainerInline? _root;

    private InlineText(string markdown, ContainerInline? root)
    {
        _markdown = markdown;
        _root = root;
    }

    public static InlineText Parse(string markdown) => new(markdown, InlineMarkdown.Parse(markdown));

    /// <summary>All faults, in the order of their places.</summary>
    public IReadOnlyList<TextFault> Faults() => TextFaults.In(_markdown, _root);

    /// <summary>In the order of the text; links with a fault are not among them.</summary>
    public IReadOnlyList<EntryLinkInText> EntryLinks() =>
        [.. Links().Select(link => new EntryLinkInText(link.Target.EntryId!.Value, link.Target.Anchor, link.Link.Url!, PlainOf(link.Link), link.Link.Span.Start, link.Link.Span.End + 1))];

    /// <summary>Whether a link leads out of it, to an entry or to a page.</summary>
    internal bool HasLinks => _root?.FindDescendants<LinkInline>().Any(link => !link.IsImage) == true || _root?.FindDescendants<AutolinkInline>().Any() == true;

    /// <summary>The text without its marks; tags stay visible as they were typed.</summary>
    public string ToPlain() => _root is null ? _markdown : PlainOf(_root);

    /// <summary>HTML of the elements <c>em</c>, <c>strong</c>, <c>code</c> and <c>a</c> (with <c>href</c> and, for entries, <c>data-entry-id</c>); everything else is text.</summary>
    /// <param name="linkUrl">The URL of an entry and anchor; null where it has none, which leaves the link's text alone.</param>
    public string ToHtml(Func<Guid, string?, string?> linkUrl) =>
        _root is null ? InlineHtml.Encode(_markdown) : new InlineHtml(linkUrl).Write(_root);

    /// <summary>The source byte for byte, but that a link to an entry that is not linkable gives way to its text.</summary>
    public string ToMarkdown(Func<Guid, bool> isLinkable)
    {
        var links = Links().ToList();
        var dropped = links.Where(link => !isLinkable(link.Target.EntryId!.Value)).Select(link => (Inline)link.Link).ToHashSet();
        if (dropped.Count == 0)
        {
            return _markdown;
        }

        var text = WithoutLinks(links.Select(link => link.Link).Where(dropped.Contains));

        // Marks that the brackets kept apart may now pair up: *[a](entry:…)*b. That is rare, so it is looked for rather than reasoned about.
        var written = Parse(text);
        var isSame = written.ToPlain() == ToPlain() && written.EntryLinks().Count == links.Count - dropped.Count
            && CountOf<LinkInline>(written._root) == CountOf<LinkInline>(_root) - dropped.Count;
        return isSame ? text : PlainWithLinks(dropped);
    }

    /// <summary>The source, but that links to entries lead to addresses that any reader can follow.</summary>
    /// <param name="linkUrl">The absolute URL of an entry and anchor; null where it has none, which leaves the link's text alone.</param>
    public string ToMarkdown(Func<Guid, string?, string?> linkUrl)
    {
        var text = ToMarkdown(id => linkUrl(id, null) is not null);
        var written = new StringBuilder();
        var position = 0;
        foreach (var (link, target) in Parse(text).Links())
        {
            written.Append(text, position, link.UrlSpan.Start - position).Append('<').Append(linkUrl(target.EntryId!.Value, target.Anchor)).Append('>');
            position = link.UrlSpan.End + 1;
        }

        return written.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>The parts of what <see cref="ToPlain"/> says, in order, with where each stands in the source.</summary>
    internal IEnumerable<TextRun> Runs() => _root is null ? [new(_markdown, 0, IsTypedText: true)] : Runs(_root);

    internal static string PlainOf(ContainerInline container)
    {
        var plain = new StringBuilder();
        AppendPlain(plain, container, static (_, _) => false);
        return plain.ToString();
    }

    /// <summary>What an inline that holds no others says to a reader.</summary>
    internal static string LeafText(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        HtmlInline html => html.Tag,
        AutolinkInline link => link.Url,
        LineBreakInline => "\n",
        DelimiterInline delimiter => delimiter.ToLiteral(),
        ContainerInline => "",
        _ => throw new InvalidOperationException($"The parsers in use make no {inline.GetType().Name}."),
    };

    private static IEnumerable<TextRun> Runs(ContainerInline container)
    {
        foreach (var inline in container)
        {
            if (LeafText(inline) is { Length: > 0 } text)
            {
                // An escaped character stands behind its backslash, so it is the end that is sure.
                var start = inline is LiteralInline ? inline.Span.End + 1 - text.Length : inline.Span.Start;
                yield return new(text, Math.Max(0, start), IsTypedText: inline is not (CodeInline or AutolinkInline));
            }

            foreach (var run in inline is ContainerInline inner ? Runs(inner) : [])
            {
                yield return run;
            }
        }
    }

    private static void AppendPlain(StringBuilder plain, ContainerInline container, Func<StringBuilder, Inline, bool> isWritten)
    {
        foreach (var inline in container)
        {
            if (!isWritten(plain, inline))
            {
                plain.Append(LeafText(inline));
                if (inline is ContainerInline inner)
                {
                    AppendPlain(plain, inner, isWritten);
                }
            }
        }
    }

    private static int CountOf<T>(ContainerInline? root)
        where T : Inline => root?.FindDescendants<T>().Count() ?? 0;

    private IEnumerable<(LinkInline Link, LinkTarget Target)> Links() => _root is null
        ? []
        : _root.FindDescendants<LinkInline>()
            .Where(link => !link.IsImage && !IsInsideLink(link))
            .Select(link => (Link: link, Target: LinkTarget.Of(link.Url ?? "")))
            .Where(link => link.Target.EntryId is not null);

    /// <summary>Through a picture, Markdown lets a link stand in a link or in an alternative text, where it is none.</summary>
    private static bool IsInsideLink(Inline inline) => inline.Parent is { } parent && (parent is LinkInline || IsInsideLink(parent));

    /// <summary>Whether nothing of its link is left once these are gone. A link to an entry that stood in another link never was one, and does not become one.</summary>
    private static bool IsLostWith(Inline inline, HashSet<Inline> dropped)
    {
        var isEntryLink = inline is LinkInline { Url: var url } && LinkTarget.Of(url ?? "").EntryId is not null;
        for (Inline? around = inline.Parent; around is not null; around = around.Parent)
        {
            if (around is LinkInline && (isEntryLink || !dropped.Contains(around)))
            {
                return true;
            }
        }

        return false;
    }

    private string WithoutLinks(IEnumerable<LinkInline> dropped)
    {
        var text = new StringBuilder();
        var position = 0;
        foreach (var link in dropped)
        {
            text.Append(_markdown, position, link.Span.Start - position);
            text.Append(_markdown, link.Span.Start + 1, EndOfText(link) - link.Span.Start - 1);
            position = link.Span.End + 1;
        }

        return text.Append(_markdown, position, _markdown.Length - position).ToString();
    }

    /// <summary>Where the closing bracket of the link's text stands: the one before the last opening parenthesis ahead of its URL.</summary>
    private int EndOfText(LinkInline link) => _markdown.LastIndexOf('(', link.UrlSpan.Start) - 1;

    /// <summary>The same words and links, with every other mark escaped.</summary>
    private string PlainWithLinks(HashSet<Inline> dropped)
    {
        var text = new StringBuilder();
        var plain = new StringBuilder();
        AppendPlain(plain, _root!, (soFar, inline) =>
        {
            if (inline is not (LinkInline { IsImage: false } or AutolinkInline) || dropped.Contains(inline) || IsLostWith(inline, dropped))
            {
                return false;
            }

            // Nothing around a link can pair with what is inside it.
            text.Append(Escape(soFar.ToString())).Append(_markdown, inline.Span.Start, inline.Span.Length);
            soFar.Clear();
            return true;
        });
        return text.Append(Escape(plain.ToString())).ToString();
    }

    private static string Escape(string plain)
    {
        var escaped = new StringBuilder(plain.Length);
        for (var i = 0; i < plain.Length; i++)
        {
            var isBesideBreak = (i > 0 && plain[i - 1] == '\n') || (i + 1 < plain.Length && plain[i + 1] == '\n');
            escaped.Append(plain[i] switch
            {
                // Markdown drops spaces around a line break.
                ' ' when isBesideBreak => "&#32;",
                var mark when char.IsAscii(mark) && (char.IsPunctuation(mark) || char.IsSymbol(mark)) => $"\\{mark}",
                var other => other.ToString(),
            });
        }

        return escaped.ToString();
    }
}
