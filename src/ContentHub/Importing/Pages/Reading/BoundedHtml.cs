using System.Text;
using System.Text.RegularExpressions;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>
/// The same page with nothing in it that makes a parser slow: at most 60 elements within one another, no formatting elements (which HTML
/// opens again and again), and only the attributes that the import reads. What a page needs an hour for in a browser takes its length here.
/// </summary>
internal sealed partial class BoundedHtml
{
    public const int DepthMax = 60;
    private const int AttributesMax = 40;
    private const int ValueCharactersMax = 4_000;

    private static readonly HashSet<string> Void = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
    private static readonly HashSet<string> Dropped = ["html", "head", "body", "base", "input", "embed", "param", "source", "track", "area", "col", "colgroup", "font", "big", "nobr", "small", "s", "strike", "tt", "u", "frameset", "frame", "plaintext", "option", "optgroup"];
    private static readonly HashSet<string> Kept = ["href", "src", "alt", "class", "id", "role", "itemtype", "itemprop", "name", "content", "property", "start", "type", "cite"];
    private static readonly HashSet<string> ClosesParagraph = ["address", "article", "aside", "blockquote", "center", "details", "dialog", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "table", "ul"];

    private readonly StringBuilder _html = new();
    private readonly List<string> _open = [];
    private readonly Dictionary<string, int> _notOpened = [];
    private readonly List<string> _structuredData = [];
    private string? _structuredDataOf;

    /// <summary>Scripts of the type <c>application/ld+json</c>: the page's data for search engines.</summary>
    public IReadOnlyList<string> StructuredData => _structuredData;

    /// <summary>Of the window; null if the page has none.</summary>
    public string? Title { get; private set; }

    public string Html { get; private set; } = "";

    public static BoundedHtml Of(string html)
    {
        var bounded = new BoundedHtml();
        foreach (var markup in new TagScanner(html).Scan())
        {
            bounded.Add(markup);
        }

        bounded.Html = bounded._html.ToString();
        return bounded;
    }

    private void Add(Markup markup)
    {
        switch (markup)
        {
            case { Name: null }:
                _html.Append(markup.Text.Replace("<", "&lt;", StringComparison.Ordinal));
                break;
            case { Name: "script-text" } when _structuredDataOf is not null:
                _structuredData.Add(markup.Text);
                break;
            case { Name: "title-text" }:
                Title ??= System.Net.WebUtility.HtmlDecode(markup.Text).Trim();
                break;
            case { Name: { } name } when name.EndsWith("-text", StringComparison.Ordinal):
                break;
            case { Name: "script" }:
                _structuredDataOf = !markup.IsEnd && markup.Text.Contains("ld+json", StringComparison.OrdinalIgnoreCase) ? markup.Name : null;
                break;
            case { IsEnd: true }:
                Close(NameOf(markup.Name));
                break;
            default:
                Open(NameOf(markup.Name), markup.Text);
                break;
        }
    }

    private static string NameOf(string name) => name switch
    {
        "b" or "strong" => "x-strong",
        "i" or "em" or "cite" => "x-em",
        "a" => "x-a",
        "code" => "x-code",
        "center" => "div",
        "image" => "img",
        _ when name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-') => "span",
        _ => name,
    };

    private void Open(string name, string attributes)
    {
        if (Dropped.Contains(name) || name is "style" or "textarea" or "iframe" or "xmp" or "noembed" or "noframes" or "title" or "xml" or "template" or "svg" or "math" or "noscript" or "canvas" or "object" or "video" or "audio" or "select")
        {
            return;
        }

        Prepare(name);
        if (Void.Contains(name))
        {
            Write(name, attributes);
        }
        else if (_open.Count >= DepthMax)
        {
            _notOpened[name] = _notOpened.GetValueOrDefault(name) + 1;

            // The words on both sides stay apart.
            _html.Append(ClosesParagraph.Contains(name) ? "<br>" : "");
        }
        else
        {
            _open.Add(name);
            Write(name, attributes);
        }
    }

    /// <summary>Closes what HTML closes by itself when an element of this name begins.</summary>
    private void Prepare(string name)
    {
        if (ClosesParagraph.Contains(name))
        {
            CloseTo("p", "table", "td", "th", "button");
        }

        switch (name)
        {
            case "li":
                CloseTo("li", "ul", "ol", "menu");
                break;
            case "dt" or "dd":
                CloseTo("dt", "dl");
                CloseTo("dd", "dl");
                break;
            case "tr":
                CloseTo("tr", "table");
                break;
            case "td" or "th":
                CloseTo("td", "tr", "table");
                CloseTo("th", "tr", "table");
                break;
            case "x-a":
                CloseTo("x-a", "td", "th", "li", "div", "section");
                break;
        }
    }

    private void Close(string name)
    {
        if (_notOpened.GetValueOrDefault(name) is > 0 and var count)
        {
            _notOpened[name] = count - 1;
            _html.Append(ClosesParagraph.Contains(name) ? "<br>" : "");
        }
        else
        {
            CloseTo(name);
        }
    }

    /// <summary>Closes the innermost element of a name, with what is open in it, unless one of the others stands between.</summary>
    private void CloseTo(string name, params ReadOnlySpan<string> unless)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i] == name)
            {
                for (var inner = _open.Count - 1; inner >= i; inner--)
                {
                    _html.Append("</").Append(_open[inner]).Append('>');
                }

                _open.RemoveRange(i, _open.Count - i);
                return;
            }

            if (unless.Contains(_open[i]))
            {
                return;
            }
        }
    }

    private void Write(string name, string attributes)
    {
        _html.Append('<').Append(name);
        if (attributes.Contains('=', StringComparison.Ordinal))
        {
            var written = new HashSet<string>();
            foreach (var match in Attribute().Matches(attributes).Take(AttributesMax).Where(m => Kept.Contains(m.Groups[1].Value.ToLowerInvariant()) && written.Add(m.Groups[1].Value.ToLowerInvariant())))
            {
                var value = match.Groups[2].Value.Trim('"', '\'');
                if (value.Length <= ValueCharactersMax)
                {
                    _html.Append(' ').Append(match.Groups[1].Value.ToLowerInvariant()).Append("=\"").Append(value.Replace("\"", "&quot;", StringComparison.Ordinal)).Append('"');
                }
            }
        }

        _html.Append('>');
    }

    [GeneratedRegex("""([A-Za-z][A-Za-z:-]*)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Attribute();
}
