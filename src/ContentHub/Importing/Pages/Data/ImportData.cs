using System.Text.Json;
using System.Text.RegularExpressions;
using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Importing.Pages.Data;

/// <summary>The word lists of the import: JSON files beside this, part of the program.</summary>
internal static class ImportData
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
    };

    /// <param name="name">Of a file in <c>Data</c>, without its ending.</param>
    public static T Read<T>(string name)
    {
        using var file = typeof(ImportData).Assembly.GetManifestResourceStream($"ContentHub.Importing.Pages.Data.{name}.json")
            ?? throw new InvalidOperationException($"The program lacks its word list {name}.");
        return JsonSerializer.Deserialize<T>(file, Options) ?? throw new JsonException($"The word list {name} is empty.");
    }

    /// <summary>One pattern for folded text that never goes back, so that no page makes it slow.</summary>
    public static Regex Any(params IEnumerable<string> patterns) => Patterns.Any([.. patterns]) ?? throw new InvalidOperationException("A word list has no patterns.");
}

/// <summary>Words in the two languages that the lists have.</summary>
internal sealed record TwoLanguages<T>(T En, T Es)
{
    public T Of(string language) => language == "es" ? Es : En;
}
