namespace ContentHub.Editorial.Checks.Matching;

/// <summary>Numbers as people type them, compared by their digits.</summary>
internal static class PhoneNumbers
{
    /// <summary>The digits of every number in a text: digits that stand together, or apart by one space, hyphen, stop or bracket.</summary>
    public static IEnumerable<(string Digits, int Start, int Length)> In(string text)
    {
        var digits = new System.Text.StringBuilder();
        var (start, end) = (-1, -1);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                start = digits.Length == 0 ? i : start;
                digits.Append(text[i]);
                end = i + 1;
            }
            else if (digits.Length > 0 && (i == text.Length || i - end >= GapMax || text[i] is not (' ' or '-' or '.' or '(' or ')' or '‑' or '–')))
            {
                yield return (digits.ToString(), start, end - start);
                digits.Clear();
            }
        }
    }

    public static string DigitsOf(string number) => string.Concat(number.Where(char.IsAsciiDigit));

    /// <summary>With or without the country code of the US and Canada.</summary>
    public static bool AreSame(string digits, string number) => digits == number || (number.Length == 11 && number[0] == '1' && digits == number[1..]);

    private const int GapMax = 2;
}
