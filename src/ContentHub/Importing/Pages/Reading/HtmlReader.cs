using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>Reads HTML, whole pages and fragments, however it was made.</summary>
internal sealed class HtmlReader(Page page, ElementWeights weights, int total, PageNotes notes)
{
    private readonly HtmlPieces _pieces = new(notes);
    private readonly LinkCleaning _links = new(page.SourceUrl, notes);
    private readonly HashSet<string> _offered = [];
    private InlineBuilder _line = new();
    private List<PageText> _lines = [];

    public static PageReading Read(Page page, PageNotes notes)
    {
        var bounded = BoundedHtml.Of(page.Text);
        var document = new HtmlParser().ParseDocument(bounded.Html);
        var body = document.Body ?? document.DocumentElement;
        var weights = new ElementWeights(body);
        var reader = new HtmlReader(page, weights, Math.Max(1, weights.Of(body)), notes);
        var main = MainText.Find(body, weights, notes);
        reader.Walk(main, default);
        reader.Flush();
        var pieces = reader._pieces.All;
        if (main.QuerySelector("h1") is null && body.QuerySelector("h1") is { } title && ElementText.Of(title) is { Length: > 0 } outside)
        {
            pieces = [new HeadingPiece(PageText.Of(outside.Replace('\n', ' ')), 1, Confidence.High), .. pieces];
        }

        return new(pieces)
        {
            WindowTitle = bounded.Title,
            Description = document.QuerySelector("meta[name=description], meta[property='og:description']")?.GetAttribute("content")?.Trim(),
            StructuredQuestions = StructuredQuestions.In(bounded.StructuredData, html => Read(page with { Text = html }, new PageNotes()).Pieces),
        };
    }

    private readonly record struct Style(bool IsStrong, bool IsEmphasis, string? Href);

    private void Walk(INode parent, Style style)
    {
        foreach (var child in parent.ChildNodes)
        {
            if (child is IText text)
            {
                _line.Add(text.Data, style.IsStrong, style.IsEmphasis, style.Href);
            }
            else if (child is IElement element)
            {
                Visit(element, style);
            }
        }
    }

    private void Visit(IElement element, Style style)
    {
        if (ReasonOf(element) is { } reason)
        {
            Flush();
            notes.Leave(ElementText.Of(element), reason);
            return;
        }

        switch (element.LocalName)
        {
            case "br":
                EndLine();
                break;
            case "x-strong":
                Walk(element, style with { IsStrong = true });
                break;
            case "x-em":
                Walk(element, style with { IsEmphasis = true });
                break;
            case "x-a":
                Link(element, style);
                break;
            case "img":
                Image(element);
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                Heading(element, element.LocalName[1] - '0');
                break;
            case "p" when Furniture.IsTitle(element):
                Heading(element, 1);
                break;
            case "button":
                Button(element);
                break;
            case var name when ElementText.IsBlock(name):
                Flush();
                Block(element, style);
                Flush();
                break;
            default:
                Walk(element, style);
                break;
        }
    }

    private string? ReasonOf(IElement element) =>
        Furniture.ReasonOf(element) is { } reason && weights.Of(element) * 2 <= total ? reason
        : element.LocalName is "div" or "section" or "ul" or "p" && IsLinks(element) ? "links to other pages"
        : null;

    /// <summary>Three links or more within the site and hardly a word besides.</summary>
    private bool IsLinks(IElement element)
    {
        // Citations and buttons lead elsewhere; a link to a number or a form is a call to act.
        var links = element.LocalName is "ul" || weights.Of(element) < 0 ? element.QuerySelectorAll("x-a") : null;
        return links is { Length: >= 3 } && weights.Of(element) < 0 && links.All(l => _links.IsOnSite(l.GetAttribute("href") ?? "") && !Furniture.IsAction(l));
    }

    private void Block(IElement element, Style style)
    {
        switch (element.LocalName)
        {
            case "ul" or "ol" or "menu" when element.Children.Any(c => c.LocalName == "li"):
                _pieces.Add(new ListPiece(Items(element, 1), element.LocalName == "ol", int.TryParse(element.GetAttribute("start"), out var start) && start is > 0 and < 1000 ? start : 1));
                break;
            case "dl":
                Definitions(element);
                break;
            case "blockquote":
                Quote(element);
                break;
            case "table" when HtmlTable.Of(element, TextOf) is { } table:
                _pieces.Add(table);
                break;
            case "details":
                Details(element);
                break;
            case "figcaption" or "caption":
                notes.Leave(ElementText.Of(element), "caption of a picture or table that was not taken over");
                break;
            case not ("td" or "tr") when Furniture.IsAccordionQuestion(element) && ElementText.Of(element) is { Length: > 0 and <= 300 } question && !question.Contains('\n', StringComparison.Ordinal):
                Heading(element, 0);
                break;
            default:
                Walk(element, style);
                break;
        }
    }

    private void Heading(IElement element, int level)
    {
        Flush();
        foreach (var image in element.QuerySelectorAll("img"))
        {
            Image(image);
        }

        if (TextOf(element, ignoresStrong: true) is { IsEmpty: false } text)
        {
            _pieces.Add(new HeadingPiece(text, level, Confidence.High));
        }
    }

    private void Button(IElement element)
    {
        Flush();
        var text = TextOf(element);
        if (text.Plain.EndsWith('?') || Furniture.IsAccordionQuestion(element))
        {
            Heading(element, 0);
        }
        else if (!text.IsEmpty)
        {
            _pieces.Add(new ActionPiece(text, null));
        }
    }

    private void Link(IElement element, Style style)
    {
        var href = _links.Clean(element.GetAttribute("href"), ElementText.Of(element));
        var isButton = Furniture.IsAction(element) && _line.IsBlank && NextWord(element) is null && element.QuerySelector("p, div, h1, h2, h3, h4, ul, ol, table") is null;
        if (isButton)
        {
            Flush();
            _pieces.Add(new ActionPiece(TextOf(element), href));
            return;
        }

        Walk(element, style with { Href = href });
    }

    /// <summary>What follows in the same line.</summary>
    private static string? NextWord(INode node)
    {
        for (var next = node.NextSibling; next is not null; next = next.NextSibling)
        {
            if (next is IElement { LocalName: "br" or "x-a" or "p" or "div" } || (next is IElement block && ElementText.IsBlock(block.LocalName)))
            {
                return null;
            }

            if (!string.IsNullOrWhiteSpace(next.TextContent))
            {
                return next.TextContent;
            }
        }

        return null;
    }

    private void Image(IElement image)
    {
        var (alt, source) = (image.GetAttribute("alt")?.Trim() ?? "", image.GetAttribute("src") ?? "");
        var file = Uri.TryCreate(source, UriKind.Absolute, out var uri) && uri.Scheme is "data" ? "a picture inside the page" : source.Split('/', '?')[^1] is { Length: > 0 } name ? name : "a picture";
        notes.Leave(alt, "alt text of a picture; add the picture by hand");
        notes.Find("image-not-imported", $"The page has the picture “{(file.Length > 80 ? file[..80] : file)}”{(alt.Length == 0 ? ", without alt text" : "")}. Pictures are not taken over.", "Upload it if readers need it, and say in its alt text what it shows.");
    }

    private void Details(IElement element)
    {
        var summary = element.Children.FirstOrDefault(c => c.LocalName == "summary");
        var question = summary is null ? "" : ElementText.Of(summary).Replace('\n', ' ');
        summary?.Remove();
        if (question.Length == 0)
        {
            Walk(element, default);
        }
        else
        {
            _pieces.Add(new QuestionPiece(question, Inside(() => Walk(element, default))));
        }
    }

    private void Definitions(IElement list)
    {
        var items = new List<(string Term, PageText TermText, IReadOnlyList<IElement> Says)>();
        foreach (var part in list.QuerySelectorAll("dt, dd"))
        {
            if (part.LocalName == "dt")
            {
                items.Add((ElementText.Of(part).Replace('\n', ' '), TextOf(part), []));
            }
            else
            {
                items = items.Count == 0 ? [("", PageText.Empty, [part])] : [.. items.SkipLast(1), items[^1] with { Says = [.. items[^1].Says, part] }];
            }
        }

        if (items.Exists(i => i.Term.EndsWith('?')))
        {
            foreach (var (term, _, says) in items)
            {
                _pieces.Add(new QuestionPiece(term, Inside(() => says.ToList().ForEach(s => Block(s, default)))));
            }
        }
        else if (items.Count > 0)
        {
            _pieces.Add(new ListPiece([.. items.Select(i => new ItemPiece(Defined(i.TermText, PageText.Join(i.Says.Select(s => TextOf(s)))), 1))], IsNumbered: false));
        }
    }

    private static PageText Defined(PageText term, PageText says) => term.IsEmpty ? says : says.IsEmpty ? term
        : new($"**{InlineBuilder.Escape(term.Plain.TrimEnd(':'))}**: {says.Markdown}", $"{term.Plain.TrimEnd(':')}: {says.Plain}");

    private void Quote(IElement element)
    {
        var source = element.QuerySelector("footer, x-em[class~=source]");
        var by = source is null ? null : ElementText.Of(source).Replace('\n', ' ').TrimStart('—', '–', '-', ' ');
        source?.Remove();
        var inside = Inside(() => Walk(element, default));
        if (inside.All(p => p is ParagraphPiece) && PageText.Join(inside.Cast<ParagraphPiece>().Select(p => p.Text)) is { IsEmpty: false, Plain.Length: <= InlineBuilder.CharactersMax } text)
        {
            _pieces.Add(new QuotePiece(text, by is { Length: > 0 and <= 300 } ? by : null));
        }
        else
        {
            inside.ToList().ForEach(_pieces.Add);
            notes.Leave(by ?? "", "source of a quotation that is more than text");
        }
    }

    private List<ItemPiece> Items(IElement list, int level)
    {
        var items = new List<ItemPiece>();
        foreach (var child in list.Children)
        {
            if (child.LocalName is "ul" or "ol")
            {
                items.AddRange(Items(child, Math.Min(3, items.Count == 0 ? level : level + 1)));
                continue;
            }

            var nested = ListsIn(child);
            var below = nested.SelectMany(n => Items(n, Math.Min(3, level + 1))).ToList();
            nested.ForEach(n => n.Remove());
            var text = TextOf(child);
            if (!text.IsEmpty)
            {
                items.Add(new(text, level));
            }

            items.AddRange(text.IsEmpty ? below.Select(b => b with { Level = level }) : below);
        }

        return items;
    }

    /// <summary>The lists in an item, without those in them.</summary>
    private static List<IElement> ListsIn(IElement item) => [.. item.Children.SelectMany(c => c.LocalName is "ul" or "ol" ? [c] : ListsIn(c))];

    private PageText TextOf(IElement element) => TextOf(element, ignoresStrong: false);

    /// <summary>All of an element as one text.</summary>
    private PageText TextOf(IElement element, bool ignoresStrong)
    {
        var (line, lines) = (_line, _lines);
        (_line, _lines) = (new(), []);
        Inline(element, default, ignoresStrong);
        var text = _line.Build();
        (_line, _lines) = (line, lines);
        return text;
    }

    private void Inline(INode parent, Style style, bool ignoresStrong)
    {
        foreach (var child in parent.ChildNodes)
        {
            if (child is IText text)
            {
                _line.Add(text.Data, style.IsStrong && !ignoresStrong, style.IsEmphasis, style.Href);
            }
            else if (child is IElement element)
            {
                var isBlock = ElementText.IsBlock(element.LocalName);
                _line.Add(isBlock ? " " : "", false, false, null);
                if (element.LocalName == "img")
                {
                    Image(element);
                }

                Inline(element, element.LocalName switch
                {
                    "x-strong" => style with { IsStrong = true },
                    "x-em" => style with { IsEmphasis = true },
                    "x-a" => style with { Href = _links.Clean(element.GetAttribute("href"), ElementText.Of(element)) },
                    _ => style,
                }, ignoresStrong);
                _line.Add(isBlock ? " " : "", false, false, null);
            }
        }
    }

    private IReadOnlyList<Piece> Inside(Action walk) => _pieces.Inside(() =>
    {
        walk();
        Flush();
    });

    private void EndLine()
    {
        // Strong alone in its paragraph is a heading; strong in one of several lines is not sure to be one.
        if (!_line.IsBlank)
        {
            _lines.Add(_line.Build());
        }

        _line = new();
    }

    private void Flush()
    {
        var isHeading = _lines.Count == 0 && _line.IsAllStrong && HeadingShapes.CouldBe(_line.Build().Plain);
        EndLine();
        if (isHeading)
        {
            var text = PageText.Of(_lines[0].Plain);
            if (_offered.Add(text.Plain))
            {
                notes.Find("heading-offered", $"“{text.Plain}” stands alone in bold and was taken for a heading.", "Make it a paragraph again if it is none.");
            }

            _pieces.Add(new HeadingPiece(text, 0, Confidence.Medium));
        }
        else
        {
            _pieces.AddLines(_lines);
        }

        _lines = [];
    }
}
