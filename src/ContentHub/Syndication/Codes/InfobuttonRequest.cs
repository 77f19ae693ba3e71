using ContentHub.Api.Errors;
using ContentHub.Content.Parts;

namespace ContentHub.Syndication.Codes;

/// <summary>One thing that a record system wants to know about.</summary>
/// <param name="Code">Empty when only a name is given.</param>
/// <param name="System">The terminology's OID, as it came; empty when it is not given.</param>
/// <param name="Name">What the record calls it; empty when that is not given.</param>
internal sealed record InfobuttonCriterion(string Code, string System, string Name)
{
    /// <summary>OIDs of the terminologies that our entries have codes of. LOINC has two in use with MedlinePlus Connect.</summary>
    public CodeSystem? KnownSystem => System switch
    {
        "2.16.840.1.113883.6.90" => CodeSystem.Icd10cm,
        "2.16.840.1.113883.6.88" => CodeSystem.Rxnorm,
        "2.16.840.1.113883.6.96" => CodeSystem.Snomedct,
        "2.16.840.1.113883.6.177" => CodeSystem.Mesh,
        "2.16.840.1.113883.6.1" or "2.16.840.1.113883.11.79" => CodeSystem.Loinc,
        _ => null,
    };

    /// <summary>As MedlinePlus Connect echoes them; an OID that we do not know as it came.</summary>
    public string SystemName => KnownSystem switch
    {
        CodeSystem.Icd10cm => "ICD10CM",
        CodeSystem.Rxnorm => "RXNORM",
        CodeSystem.Snomedct => "SNOMEDCT",
        CodeSystem.Mesh => "MESH",
        CodeSystem.Loinc => "LOINC",
        _ => System,
    };
}

/// <summary>In which form the answer is wanted.</summary>
internal enum InfobuttonForm
{
    Atom,
    Json,
}

/// <summary>
/// A request of the HL7 Context-Aware Knowledge Retrieval (Infobutton) standard, URL-based implementation guide, with the parameters of
/// MedlinePlus Connect (medlineplus.gov/medlineplus-connect/web-service): <c>mainSearchCriteria.v.cs</c>, <c>.v.c</c> and <c>.v.dn</c>,
/// further ones with a number behind each name or by repetition; <c>informationRecipient.languageCode.c</c>, <c>informationRecipient</c>
/// and <c>knowledgeResponseType</c>. Whatever else the standard has is read over, as it is there.
/// </summary>
/// <param name="Language">As it came; null when absent: the site's default.</param>
/// <param name="IsForProvider">A clinician reads the answer, not a patient.</param>
internal sealed record InfobuttonRequest(IReadOnlyList<InfobuttonCriterion> Criteria, string? Language, bool IsForProvider, InfobuttonForm Form)
{
    /// <summary>A problem list is longer, but is asked about one line at a time.</summary>
    public const int CriteriaMax = 20;

    private const int TextMax = 500;
    private const string Criterion = "mainSearchCriteria.v.";

    /// <exception cref="RequestError">There is nothing to look for, too much, or in a form that we do not write.</exception>
    public static InfobuttonRequest Of(IQueryCollection query)
    {
        var form = FormOf(Single(query, "knowledgeResponseType"));
        var criteria = CriteriaOf(query).ToList();
        if (criteria.Count is 0 or > CriteriaMax)
        {
            throw new RequestError("INVALID", $"Give a code in {Criterion}c with its system's OID in {Criterion}cs, or a name in {Criterion}dn; at most {CriteriaMax} of them.");
        }

        return new(criteria, LanguageOf(query), Single(query, "informationRecipient").Equals("PROV", StringComparison.OrdinalIgnoreCase), form);
    }

    private static IEnumerable<InfobuttonCriterion> CriteriaOf(IQueryCollection query)
    {
        foreach (var suffix in Enumerable.Range(-1, CriteriaMax + 2).Select(n => n < 0 ? "" : $"{n}"))
        {
            var (codes, systems, names) = (query[$"{Criterion}c{suffix}"], query[$"{Criterion}cs{suffix}"], query[$"{Criterion}dn{suffix}"]);
            for (var i = 0; i < Math.Min(CriteriaMax + 1, Math.Max(codes.Count, names.Count)); i++)
            {
                var criterion = new InfobuttonCriterion(At(codes, i), At(systems, i), At(names, i));
                if (criterion.Code.Length > 0 || criterion.Name.Length > 0)
                {
                    yield return criterion;
                }
            }
        }
    }

    private static string At(Microsoft.Extensions.Primitives.StringValues values, int i) => i < values.Count && values[i] is { } text ? text.Trim()[..Math.Min(TextMax, text.Trim().Length)] : "";

    private static string Single(IQueryCollection query, string name) => query[name].FirstOrDefault() ?? "";

    // MedlinePlus Connect takes `sp` for Spanish as well.
    private static string? LanguageOf(IQueryCollection query) => Single(query, "informationRecipient.languageCode.c") switch
    {
        "" => null,
        var sp when sp.Equals("sp", StringComparison.OrdinalIgnoreCase) => "es",
        var language => language,
    };

    private static InfobuttonForm FormOf(string type) => type.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "" or "text/xml" or "application/xml" or "application/atom+xml" => InfobuttonForm.Atom,
        "application/json" => InfobuttonForm.Json,
        "application/javascript" or "text/javascript" => throw new RequestError(
            "JSONP_REFUSED", "JSONP would run this answer as a script in your page, with all that the page may do. Ask for application/json and read it by CORS, or from your server."),
        _ => throw new RequestError("INVALID", "knowledgeResponseType is text/xml or application/json."),
    };
}
