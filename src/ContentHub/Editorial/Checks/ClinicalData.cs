using System.Text.Json;

namespace ContentHub.Editorial.Checks;

/// <summary>The word lists of the checks: JSON files beside the code, part of the program. A clinician can read and change them.</summary>
internal static class ClinicalData
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <param name="name">Of a file in <c>Data</c>, without its ending.</param>
    public static T Read<T>(string name)
    {
        using var file = typeof(ClinicalData).Assembly.GetManifestResourceStream($"ContentHub.Editorial.Checks.Data.{name}.json")
            ?? throw new InvalidOperationException($"The program lacks its word list {name}.");
        return JsonSerializer.Deserialize<T>(file, Options) ?? throw new JsonException($"The word list {name} is empty.");
    }
}

/// <summary>Words in the two languages that the lists have. Another language is checked with none.</summary>
internal sealed record ByLanguage
{
    public IReadOnlyList<string> En { get; init; } = [];

    public IReadOnlyList<string> Es { get; init; } = [];

    public IReadOnlyList<string> Of(string language) => language switch
    {
        "en" => En,
        "es" => Es,
        _ => [],
    };
}
