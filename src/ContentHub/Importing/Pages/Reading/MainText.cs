using AngleSharp.Dom;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>Finds the part of a page that holds its text; the rest is left out, with the reason.</summary>
internal static class MainText
{
    public static IElement Find(IElement body, ElementWeights weights, PageNotes notes)
    {
        var total = Math.Max(1, weights.Of(body));
        var main = Marked(body, weights, total) ?? Heaviest(body, weights);
        for (var (inner, parent) = (main, main.ParentElement); parent is not null && inner != body; (inner, parent) = (parent, parent.ParentElement))
        {
            foreach (var beside in parent.ChildNodes.Where(n => n != inner))
            {
                var reason = beside is IElement element ? Furniture.ReasonOf(element) ?? (element.LocalName == "header" ? "page header" : null) : null;
                notes.Leave(beside is IElement ? ElementText.Of(beside) : string.Join(' ', beside.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), reason ?? "outside of the main text");
            }
        }

        return main;
    }

    /// <summary>What the page itself marks as its text, as long as a good part of its words is there.</summary>
    private static IElement? Marked(IElement body, ElementWeights weights, int total)
    {
        foreach (var selector in new[] { "main, [role=main]", "article" })
        {
            var found = body.QuerySelectorAll(selector).Select(e => (Element: e, Weight: weights.Of(e))).OrderByDescending(e => e.Weight).FirstOrDefault();
            if (found.Element is not null && found.Weight * 2 >= total)
            {
                return found.Element;
            }
        }

        return null;
    }

    /// <summary>Goes into wrappers for as long as nothing but furniture stands beside what is in them.</summary>
    private static IElement Heaviest(IElement body, ElementWeights weights)
    {
        var main = body;
        while (main.Children is { Length: > 0 } children && !main.ChildNodes.OfType<IText>().Any(t => !string.IsNullOrWhiteSpace(t.Data)))
        {
            var inner = children.MaxBy(c => weights.Of(c))!;
            if (inner.LocalName is not ("div" or "section" or "td" or "table" or "tbody" or "tr" or "article" or "form") || children.Any(c => c != inner && !IsBeside(c)))
            {
                break;
            }

            main = inner;
        }

        return main;
    }

    private static bool IsBeside(IElement element) => ElementText.Of(element).Length == 0 || (Furniture.ReasonOf(element) is not null && element.QuerySelector("h1") is null);
}
