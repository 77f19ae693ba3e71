using System.Text.RegularExpressions;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>
/// A medical code without its system's form: ICD-10-CM Official Guidelines (3 to 7 characters, a dot after the third), RxNorm and SNOMED CT
/// identifiers (check digit after Verhoeff), MeSH unique ids, LOINC numbers (check digit modulo 10). The form says nothing of the meaning.
/// </summary>
internal sealed partial class CodeForm : EditorialCheck
{
    public override string Rule => "code-form";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override string About => "a medical code that does not have its system's form or check digit, or lacks its name";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        foreach (var code in document.Outline.Codes)
        {
            if (string.IsNullOrWhiteSpace(code.Display))
            {
                yield return At([.. code.Path, "display"], $"The code {code.Code} has no name, so nobody can see whether it is the right one.", $"Write the name that {code.System} itself gives it.");
            }

            if (FaultOf(code) is { } example)
            {
                yield return At([.. code.Path, "code"], $"“{code.Code}” is not a valid {code.System} code.", $"Copy it again from where you looked it up; one looks like {example}.");
            }
        }
    }

    /// <returns>What one looks like; null for a code with its system's form.</returns>
    private static string? FaultOf(OutlineCode code) => code.System switch
    {
        "ICD10CM" => Icd10cm().IsMatch(code.Code) ? null : "F13.20",
        "RXNORM" => Rxnorm().IsMatch(code.Code) ? null : "2598",
        "SNOMEDCT" => Snomedct().IsMatch(code.Code) && CheckDigits.IsVerhoeff(code.Code) ? null : "73211009",
        "MESH" => Mesh().IsMatch(code.Code) ? null : "D002998",
        "LOINC" => Loinc().IsMatch(code.Code) && CheckDigits.IsModulo10(code.Code[..^2], code.Code[^1]) ? null : "44261-6",
        _ => string.IsNullOrWhiteSpace(code.Code) ? "the one that the system gives" : null,
    };

    [GeneratedRegex(@"\A[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Icd10cm();

    [GeneratedRegex(@"\A[1-9][0-9]{0,7}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Rxnorm();

    [GeneratedRegex(@"\A[1-9][0-9]{5,17}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Snomedct();

    [GeneratedRegex(@"\A[DC][0-9]{6}(?:[0-9]{3})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Mesh();

    [GeneratedRegex(@"\A[1-9][0-9]{0,6}-[0-9]\z", RegexOptions.NonBacktracking)]
    private static partial Regex Loinc();
}

/// <summary>Check digits of code systems.</summary>
internal static class CheckDigits
{
    // J. Verhoeff, “Error Detecting Decimal Codes”, 1969: multiplication in the dihedral group D5, and its permutation.
    private static readonly string[] Product = ["0123456789", "1234067895", "2340178956", "3401289567", "4012395678", "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"];
    private static readonly string[] Permutation = ["0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"];

    public static bool IsVerhoeff(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum = Product[sum][Permutation[i % 8][digit] - '0'] - '0';
        }

        return sum == 0;
    }

    /// <summary>Doubles every second digit from the right (Luhn).</summary>
    public static bool IsModulo10(string digits, char check)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var value = (digits[^(i + 1)] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += value > 9 ? value - 9 : value;
        }

        return (10 - (sum % 10)) % 10 == check - '0';
    }
}
