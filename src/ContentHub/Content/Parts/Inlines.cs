using ContentHub.Editorial.Texts;

namespace ContentHub.Content.Parts;

/// <summary>Inline Markdown in the formats that readers ask for.</summary>
internal static class Inlines
{
    public static string ToPlain(string markdown) => InlineText.Parse(markdown).ToPlain();

    public static string ToHtml(string markdown, Func<Guid, string?, string?> linkUrl) => InlineText.Parse(markdown).ToHtml(linkUrl);

    public static string ToMarkdown(string markdown, Func<Guid, bool> isLinkable) => InlineText.Parse(markdown).ToMarkdown(isLinkable);

    /// <summary>With every link to an entry led to an address; one that has none gives way to its text.</summary>
    public static string ToMarkdown(string markdown, Func<Guid, string?, string?> linkUrl) => InlineText.Parse(markdown).ToMarkdown(linkUrl);

    /// <summary>Text without marks, as Markdown.</summary>
    public static string Escape(string text)
    {
        var escaped = new System.Text.StringBuilder(text.Length + 8);
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        for (var i = 0; i < text.Length; i++)
        {
            // What begins a list or underlines a heading does so at the start of a line only.
            var begins = (i == 0 && text[i] is ('-' or '+' or '=' or '~')) || (i == digits && i > 0 && text[i] is ('.' or ')'));
            if (begins || text[i] is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '&' or '!' or '#')
            {
                escaped.Append('\\');
            }

            escaped.Append(text[i]);
        }

        return escaped.ToString();
    }
}
