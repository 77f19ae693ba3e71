namespace ContentHub.Importing.Pages.Reading;

/// <summary>A tag, a comment, or the text up to the next of them.</summary>
/// <param name="Name">In lower case; null for text.</param>
/// <param name="Text">The text as it stands in the source; for a tag, what stands behind its name.</param>
internal readonly record struct Markup(string? Name, bool IsEnd, string Text);

/// <summary>Takes HTML apart into tags and text, in one pass, however broken it is. Comments and declarations are passed over.</summary>
internal sealed class TagScanner(string html)
{
    private const int NameCharactersMax = 40;

    /// <summary>Elements whose inside is no markup, or none of ours.</summary>
    private static readonly HashSet<string> Opaque =
        ["script", "style", "textarea", "iframe", "xmp", "noembed", "noframes", "title", "xml", "template", "svg", "math", "noscript", "canvas", "object", "video", "audio", "select"];

    private readonly HashSet<string> _neverClosed = [];
    private bool _hasNoQuoteLeft;
    private bool _hasNoApostropheLeft;

    public IEnumerable<Markup> Scan()
    {
        for (var i = 0; i < html.Length;)
        {
            var tag = NextTag(i);
            if (tag > i)
            {
                yield return new(null, false, html[i..tag]);
            }

            if (tag == html.Length)
            {
                yield break;
            }

            if (html[tag + 1] is '!' or '?')
            {
                i = EndOfComment(tag);
                continue;
            }

            var markup = Tag(tag, out i);
            yield return markup;
            if (markup is { IsEnd: false, Name: { } name } && Opaque.Contains(name) && Inside(name, i) is var end and >= 0)
            {
                yield return new($"{name}-text", false, html[i..end]);
                i = end;
            }
        }
    }

    /// <summary>Where the next tag, comment or declaration begins.</summary>
    private int NextTag(int from)
    {
        for (var i = html.IndexOf('<', from); i >= 0; i = html.IndexOf('<', i + 1))
        {
            if (i + 1 < html.Length && (char.IsAsciiLetter(html[i + 1]) || html[i + 1] is '!' or '?' || (html[i + 1] == '/' && i + 2 < html.Length && char.IsAsciiLetter(html[i + 2]))))
            {
                return i;
            }
        }

        return html.Length;
    }

    private int EndOfComment(int start)
    {
        var isComment = html.AsSpan(start).StartsWith("<!--");
        var end = isComment ? html.IndexOf("-->", start + 4, StringComparison.Ordinal) : html.IndexOf('>', start);
        return end < 0 ? isComment ? Math.Min(html.Length, start + 4) : html.Length : end + (isComment ? 3 : 1);
    }

    private Markup Tag(int start, out int end)
    {
        var isEnd = html[start + 1] == '/';
        var name = start + (isEnd ? 2 : 1);
        var i = name;
        while (i < html.Length && !char.IsWhiteSpace(html[i]) && html[i] is not ('>' or '/'))
        {
            i++;
        }

        var behind = i;
        for (; i < html.Length && html[i] != '>'; i++)
        {
            if (html[i] == '=')
            {
                i = EndOfValue(i + 1);
            }
        }

        end = Math.Min(html.Length, i + 1);
        return new(html[name..Math.Min(behind, name + NameCharactersMax)].ToLowerInvariant(), isEnd, html[behind..Math.Min(i, html.Length)]);
    }

    /// <summary>The last character of an attribute's value, so that a “&gt;” in quotes does not end the tag.</summary>
    private int EndOfValue(int i)
    {
        while (i < html.Length && char.IsWhiteSpace(html[i]))
        {
            i++;
        }

        if (i >= html.Length || html[i] is not ('"' or '\''))
        {
            return i - 1;
        }

        ref var isGone = ref html[i] == '"' ? ref _hasNoQuoteLeft : ref _hasNoApostropheLeft;
        var close = isGone ? -1 : html.IndexOf(html[i], i + 1);
        isGone |= close < 0;
        return close < 0 ? i : close;
    }

    /// <returns>Where the element's end tag begins; -1 when it is never closed.</returns>
    private int Inside(string name, int from)
    {
        var end = _neverClosed.Contains(name) ? -1 : html.IndexOf($"</{name}", from, StringComparison.OrdinalIgnoreCase);
        if (end < 0)
        {
            _neverClosed.Add(name);
        }

        return end;
    }
}
