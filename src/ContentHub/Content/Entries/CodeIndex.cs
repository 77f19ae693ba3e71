using ContentHub.Api;
using ContentHub.Content.Parts;
using ContentHub.Delivery;

namespace ContentHub.Content.Entries;

/// <summary>An entry that carries codes of medical terminologies.</summary>
internal interface IHasCodes
{
    IReadOnlyList<MedicalCode> Codes { get; }
}

/// <summary>How codes stand in the index by which entries that carry one are found.</summary>
internal static class CodeIndex
{
    private const string Name = "code";

    /// <summary>Characters of an ICD-10-CM category, behind which the dot stands.</summary>
    private const int CategoryLength = 3;

    public static IndexKey KeyOf(MedicalCode code) => KeyOf(code.System, code.Code);

    /// <summary>Letter case and the dot of ICD-10-CM do not count: record systems leave it out as often as not.</summary>
    public static IndexKey KeyOf(CodeSystem system, string code) => new(Name, $"{EnumNames.Of(system)}/{Normal(system, code)}");

    /// <summary>What somebody may type who looks for the code: it, and of ICD-10-CM also what it stands under (<c>F32</c> for <c>F32.9</c>).</summary>
    public static IEnumerable<string> WordsOf(MedicalCode code)
    {
        var normal = Normal(code.System, code.Code);
        return code.System == CodeSystem.Icd10cm && normal.Length > CategoryLength
            ? Enumerable.Range(CategoryLength, normal.Length - CategoryLength + 1).Select(length => normal[..length])
            : [normal];
    }

    private static string Normal(CodeSystem system, string code)
    {
        var upper = code.Trim().ToUpperInvariant();
        return system == CodeSystem.Icd10cm && upper.Length > CategoryLength && !upper.Contains('.', StringComparison.Ordinal)
            ? $"{upper[..CategoryLength]}.{upper[CategoryLength..]}"
            : upper;
    }
}
