using ContentHub.Editorial.Texts;

namespace ContentHub.Content.Parts;

/// <summary>Inline Markdown in the formats that readers ask for.</summary>
internal static class Inlines
{
    public static string ToPlain(string markdown) => InlineText.Parse(markdown).ToPlain();

    public static string ToHtml(string markdown, Func<Guid, string?, string?> linkUrl) => InlineText.Parse(markdown).ToHtml(linkUrl);

    public static string ToMarkdown(string markdown, Func<Guid, bool> isLinkable) => InlineText.Parse(markdown).ToMarkdown(isLinkable);

    /// <summary>Text without marks, as Markdown.</summary>
    public static string Escape(string text)
    {
        var escaped = new System.Text.StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            if (character is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '&' or '!')
            {
                escaped.Append('\\');
            }

            escaped.Append(character);
        }

        return escaped.ToString();
    }
}
