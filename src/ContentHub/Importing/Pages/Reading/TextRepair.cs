using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>From the bytes of a file to text that can be read and stored. Pure.</summary>
internal static partial class TextRepair
{
    private const int DeclarationBytesMax = 2048;

    /// <summary>Windows-1252 from 0x80 on; what it leaves open stays as it is.</summary>
    private static readonly string Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    /// <summary>By byte order mark, then by what the page declares, then as UTF-8 if it is that, else as Windows-1252.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return Encoding.UTF8.GetString(bytes[3..]);
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        var declared = Charset().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, DeclarationBytesMax)])).Groups[1].Value.ToLowerInvariant();
        var isOther = declared is "windows-1252" or "iso-8859-1" or "latin1" or "cp1252" or "us-ascii";
        try
        {
            // Pages that declare Latin-1 are often UTF-8 all the same; the reverse cannot be.
            return isOther && !HasMultiByte(bytes) ? From1252(bytes) : new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return From1252(bytes);
        }
    }

    /// <summary>Without characters that cannot be seen, composed, and with what was read in the wrong encoding put right.</summary>
    /// <param name="wasRepaired">Whether UTF-8 had been read as Windows-1252.</param>
    public static string Clean(string text, out bool wasRepaired)
    {
        var repaired = MisreadPairs().IsMatch(text) ? MisreadPairs().Replace(text, static m => Reread(m.Value)) : text;
        wasRepaired = !ReferenceEquals(repaired, text) && MisreadPairs().Count(repaired) < MisreadPairs().Count(text);
        return Seen(wasRepaired ? repaired : text);
    }

    private static bool HasMultiByte(ReadOnlySpan<byte> bytes)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes);
            return bytes.ContainsAnyInRange<byte>(0xC2, 0xF4);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static string From1252(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var value in bytes)
        {
            text.Append(value is >= 0x80 and < 0xA0 ? Windows1252[value - 0x80] : (char)value);
        }

        return text.ToString();
    }

    /// <summary>A run that looks misread, read as the UTF-8 that it was; as it is if it was none.</summary>
    private static string Reread(string run)
    {
        var bytes = new byte[run.Length];
        for (var i = 0; i < run.Length; i++)
        {
            var special = Windows1252.IndexOf(run[i], StringComparison.Ordinal);
            bytes[i] = special >= 0 ? (byte)(special + 0x80) : (byte)run[i];
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return run;
        }
    }

    private static string Seen(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t')
            {
                seen.Append((char)rune.Value);
            }
            else if (rune.Value is '\r' or 0x2028 or 0x2029 or 0x85 or '\f' or '\v')
            {
                seen.Append('\n');
            }
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator)
            {
                seen.Append(' ');
            }
            else if (!IsUnseen(rune))
            {
                seen.Append(rune);
            }
        }

        return seen.Replace("\n\n\n\n", "\n\n").ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Marks of direction, zero width, soft hyphens, controls, halves of characters and what Unicode has not given out. A symbol font's bullet stays.</summary>
    private static bool IsUnseen(Rune rune) => rune.Value switch
    {
        0xFFFD or 0xFFFE or 0xFFFF or (>= 0xFDD0 and <= 0xFDEF) => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate,
    };

    [GeneratedRegex("charset\\s*=\\s*[\"']?\\s*([A-Za-z0-9_-]+)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Charset();

    // The first byte of a character of two or three bytes, and the others, as Windows-1252 shows them.
    [GeneratedRegex("(?:[ÂÃÄÅ][\\u0080-\\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[\\u0080-\\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2})", RegexOptions.NonBacktracking)]
    private static partial Regex MisreadPairs();
}
