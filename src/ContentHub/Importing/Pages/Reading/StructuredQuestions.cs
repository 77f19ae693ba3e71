using System.Text.Json;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>Questions that a page states for search engines (schema.org FAQPage, as JSON-LD): what belongs together is sure there.</summary>
internal static class StructuredQuestions
{
    private const int QuestionsMax = 100;

    /// <param name="scripts">Of the type <c>application/ld+json</c>; broken ones are passed over.</param>
    /// <param name="read">Reads an answer, which is HTML.</param>
    public static IReadOnlyList<QuestionPiece> In(IReadOnlyList<string> scripts, Func<string, IReadOnlyList<Piece>> read)
    {
        var found = new List<QuestionPiece>();
        foreach (var script in scripts)
        {
            try
            {
                using var data = JsonDocument.Parse(script, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
                found.AddRange(Questions(data.RootElement, read));
            }
            catch (JsonException)
            {
                // The page shows its questions as well, so that nothing is lost.
            }
        }

        return [.. found.Take(QuestionsMax)];
    }

    private static IEnumerable<QuestionPiece> Questions(JsonElement element, Func<string, IReadOnlyList<Piece>> read)
    {
        if (element.ValueKind is JsonValueKind.Array)
        {
            return element.EnumerateArray().SelectMany(e => Questions(e, read));
        }

        if (element.ValueKind is not JsonValueKind.Object)
        {
            return [];
        }

        return TypeOf(element) switch
        {
            "Question" when Text(element, "name") is { } name && element.TryGetProperty("acceptedAnswer", out var answer) && Text(answer, "text") is { } text => [new(Plain(name), read(text))],
            "FAQPage" when element.TryGetProperty("mainEntity", out var questions) => Questions(questions, read),
            _ when element.TryGetProperty("@graph", out var graph) => Questions(graph, read),
            _ => [],
        };
    }

    private static string? TypeOf(JsonElement element) => !element.TryGetProperty("@type", out var type) ? null
        : type.ValueKind is JsonValueKind.Array ? type.EnumerateArray().Select(t => t.ToString()).FirstOrDefault(t => t is "FAQPage" or "Question") : type.ToString();

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && TextRepair.Clean(value.GetString()!, out _) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static string Plain(string html) => string.Join(' ', System.Net.WebUtility.HtmlDecode(html).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
