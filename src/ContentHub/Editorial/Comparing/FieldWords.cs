using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContentHub.Editorial.Comparing;

/// <summary>Says names and values of any document in words, from the document alone.</summary>
internal static partial class FieldWords
{
    /// <summary>camelCase as words: <c>keyPoints</c> is "key points", <c>seoTitle</c> "SEO title".</summary>
    public static string NameOf(string field)
    {
        var words = new StringBuilder();
        foreach (var c in field)
        {
            words.Append(char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c);
        }

        return string.Join(' ', words.ToString().Split(' ').Select(word => word is "seo" or "faq" or "url" or "id" ? word.ToUpperInvariant() : word is "faqs" ? "FAQs" : word));
    }

    /// <summary>One item of a list: <c>therapies</c> is "therapy".</summary>
    public static string SingularOf(string list)
    {
        var name = NameOf(list);
        return name switch
        {
            "" => "item",
            [.. var stem, 'i', 'e', 's'] => stem + "y",
            [.., 's', 's'] => name,
            [.. var stem, 's'] => stem,
            _ => name,
        };
    }

    /// <summary>“Its heading, title or name”; null when it has none.</summary>
    public static string? CalledBy(JsonElement item)
    {
        foreach (var field in new[] { "heading", "title", "name", "question", "display" })
        {
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            {
                return $"“{text}”";
            }
        }

        return null;
    }

    public static string Under(string label, string part) => label.Length > 0 ? $"{label}, {part}" : part.Length > 0 ? char.ToUpper(part[0], CultureInfo.InvariantCulture) + part[1..] : part;

    /// <summary>A value as a reader would write it down; a part with several texts takes a line for each.</summary>
    public static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(TextOf).Where(text => text.Length > 0)),
        JsonValueKind.Object => string.Join('\n', value.EnumerateObject().Where(field => field.Name is not ("key" or "anchor")).Select(LineOf).Where(text => text.Length > 0)),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };

    /// <summary>Ids, enum values, codes and numbers: compared whole, not word by word.</summary>
    public static bool IsConstant(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
        || (value.ValueKind == JsonValueKind.String && Constant().IsMatch(value.GetString()!));

    private static string LineOf(JsonProperty field) => IsConstant(field.Value)
        ? Under("", $"{NameOf(field.Name)}: {TextOf(field.Value)}")
        : TextOf(field.Value);

    [GeneratedRegex(@"\A([A-Z][A-Z0-9]+(_[A-Z0-9]+)*|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Constant();
}
