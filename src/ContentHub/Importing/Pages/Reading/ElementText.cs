using System.Text;
using AngleSharp.Dom;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>What an element says, with its blocks kept apart.</summary>
internal static class ElementText
{
    private static readonly HashSet<string> Blocks =
        ["address", "article", "aside", "blockquote", "body", "br", "button", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "label", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption"];

    public static bool IsBlock(string name) => Blocks.Contains(name);

    /// <summary>With single spaces, a line for each block.</summary>
    public static string Of(INode node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return string.Join('\n', text.ToString().Split('\n').Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Length > 0));
    }

    private static void Append(StringBuilder text, INode node)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IText run)
            {
                text.Append(run.Data.Replace('\n', ' '));
            }
            else if (child is IElement element)
            {
                var isBlock = IsBlock(element.LocalName);
                text.Append(isBlock ? "\n" : "");
                Append(text, element);
                text.Append(isBlock ? "\n" : "");
            }
        }
    }
}

/// <summary>How much of each element is text of its own, counted once for a page.</summary>
internal sealed class ElementWeights
{
    private readonly Dictionary<INode, int> _weights = [];

    public ElementWeights(INode root) => Count(root, isInLink: false);

    /// <summary>Characters that are not in links, less those that are.</summary>
    public int Of(INode node) => _weights.GetValueOrDefault(node);

    private int Count(INode node, bool isInLink)
    {
        var weight = 0;
        foreach (var child in node.ChildNodes)
        {
            weight += child switch
            {
                IText text => (isInLink ? -1 : 1) * text.Data.AsSpan().Trim().Length,
                IElement element => Count(element, isInLink || element.LocalName == "x-a"),
                _ => 0,
            };
        }

        return _weights[node] = weight;
    }
}
