using System.Text.Json.Nodes;
using ContentHub.Api.Errors;

namespace ContentHub.Editorial.Texts;

/// <summary>Texts of an input beside its document: notes, reasons, comments.</summary>
internal static class InputTexts
{
    public const int CharactersMax = 5_000;

    /// <returns>The first fault of all texts in the input, whatever their field; null when there is none.</returns>
    public static ValidationError? FaultIn(JsonNode? input, IReadOnlyList<string> path) => input switch
    {
        JsonObject fields => fields.Select(f => FaultIn(f.Value, [.. path, f.Key])).FirstOrDefault(f => f is not null),
        JsonArray items => items.Select((item, i) => FaultIn(item, [.. path, $"{i}"])).FirstOrDefault(f => f is not null),
        JsonValue value when value.TryGetValue<string>(out var text) => FaultOf(text, path),
        _ => null,
    };

    public static ValidationError? FaultOf(string? text, IReadOnlyList<string> path) => text switch
    {
        null => null,
        { Length: > CharactersMax } => new($"At most {CharactersMax} characters here; these are {text.Length}.", ErrorCode.TooLong, path),
        _ when !CanBeStored(text) => new("This text holds a character that cannot be shown: take it out.", ErrorCode.Invalid, path),
        _ => null,
    };

    /// <summary>Half characters turn into something else when JSON is written, so they are looked for before.</summary>
    /// <returns>The first; null when there is none.</returns>
    public static ValidationError? HalfCharacterIn(JsonNode? input, IReadOnlyList<string> path) => input switch
    {
        JsonObject fields => fields.Select(f => HalfCharacterIn(f.Value, [.. path, f.Key])).FirstOrDefault(f => f is not null),
        JsonArray items => items.Select((item, i) => HalfCharacterIn(item, [.. path, $"{i}"])).FirstOrDefault(f => f is not null),
        JsonValue value when value.TryGetValue<string>(out var text) && HasHalfCharacter(text) => new("This text holds half a character: take it out.", ErrorCode.Invalid, path),
        _ => null,
    };

    private static bool HasHalfCharacter(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>False for control characters other than line breaks and tabs, and for half characters: no database holds them all.</summary>
    public static bool CanBeStored(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]) || (char.IsControl(text[i]) && text[i] is not ('\n' or '\r' or '\t')))
            {
                return false;
            }
        }

        return true;
    }
}
