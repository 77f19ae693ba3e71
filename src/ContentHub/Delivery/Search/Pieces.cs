namespace ContentHub.Delivery.Search;

/// <summary>
/// Cuts a text where every language cuts it, at spaces and between sentences, so that most of it need not be taken apart any further. A piece holds a
/// word or several: which, only the language knows.
/// </summary>
internal static class Pieces
{
    /// <summary>The piece around a character, or else the next one; empty, at the end of the text, where none follows.</summary>
    /// <param name="at">At the beginning of a piece, within one or before one.</param>
    public static (int Start, int End) At(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && !IsOfWord(text[at]))
        {
            at++;
        }

        if (at == text.Length)
        {
            return (at, at);
        }

        var (start, end) = (at, at);
        while (start > 0 && (IsOfWord(text[start - 1]) || (IsJoint(text[start - 1]) && start > 1 && IsOfWord(text[start - 2]))))
        {
            start--;
        }

        while (end < text.Length && (IsOfWord(text[end]) || (IsJoint(text[end]) && end + 1 < text.Length && IsOfWord(text[end + 1]))))
        {
            end++;
        }

        return (start, end);
    }

    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c > 0x7f;

    /// <summary>Between two letters or digits these may belong to a word or a number.</summary>
    private static bool IsJoint(char c) => c is '\'' or '.' or ',' or ':' or ';';
}
