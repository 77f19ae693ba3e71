using System.Globalization;
using System.Text;

namespace ContentHub.Delivery.Filters;

/// <summary>Text without case and accents, for <c>contains</c> and <c>startsWith</c>: "Ñandú" and "nandu" are the same.</summary>
internal static class FoldedText
{
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToUpperInvariant();
        }

        // Half a surrogate pair cannot be normalised; on its way through UTF-8 it becomes U+FFFD.
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var bare = whole.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark);
        return string.Concat(bare).ToUpperInvariant();
    }
}
