using System.Text;
using Markdig.Syntax.Inlines;

namespace ContentHub.Editorial.Texts;

/// <summary>Writes parsed text as HTML. Our own, because Markdig's renderer passes on tags and any link.</summary>
internal sealed class InlineHtml(Func<Guid, string?, string?> linkUrl)
{
    private readonly StringBuilder _html = new();
    private bool _isInLink;

    public string Write(ContainerInline root)
    {
        Children(root);
        return _html.ToString();
    }

    /// <summary>Safe as text and within double quotes; letters of any language stay as they are.</summary>
    public static string Encode(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;");

    private void Children(ContainerInline container)
    {
        foreach (var inline in container)
        {
            One(inline);
        }
    }

    private void One(Inline inline)
    {
        switch (inline)
        {
            case EmphasisInline emphasis:
                Element(emphasis.DelimiterCount == 2 ? "strong" : "em", emphasis);
                break;
            case LinkInline { IsImage: true } picture:
                _html.Append(Encode(InlineText.PlainOf(picture)));
                break;
            case LinkInline link:
                Link(link);
                break;
            case AutolinkInline autolink:
                Autolink(autolink);
                break;
            case CodeInline code:
                _html.Append("<code>").Append(Encode(code.Content)).Append("</code>");
                break;
            default:
                Text(inline);
                break;
        }
    }

    private void Text(Inline inline)
    {
        _html.Append(Encode(InlineText.LeafText(inline)));
        if (inline is ContainerInline container)
        {
            Children(container);
        }
    }

    private void Element(string name, ContainerInline content)
    {
        _html.Append('<').Append(name).Append('>');
        Children(content);
        _html.Append("</").Append(name).Append('>');
    }

    private void Link(LinkInline link)
    {
        var target = LinkTarget.Of(link.Url ?? "");
        var isOpen = Open(target, link.Url);
        Children(link);
        Close(isOpen);
    }

    private void Autolink(AutolinkInline link)
    {
        var url = link.IsEmail ? "mailto:" + link.Url : link.Url;
        var isOpen = Open(LinkTarget.Of(url), url);
        Text(link);
        Close(isOpen);
    }

    private bool Open(LinkTarget target, string? url)
    {
        var href = target.EntryId is { } entryId ? linkUrl(entryId, target.Anchor) : target.Refusal is null ? url : null;
        // Through what looks like a picture, Markdown lets a link stand in a link; HTML does not.
        if (href is null || _isInLink)
        {
            return false;
        }

        _isInLink = true;
        _html.Append("<a href=\"").Append(Encode(href)).Append('"');
        if (target.EntryId is { } id)
        {
            _html.Append(" data-entry-id=\"").Append(id.ToString("D")).Append('"');
        }

        _html.Append('>');
        return true;
    }

    private void Close(bool isOpen)
    {
        if (isOpen)
        {
            _html.Append("</a>");
            _isInLink = false;
        }
    }
}
