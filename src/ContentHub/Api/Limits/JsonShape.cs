using System.Text.Json;
using ContentHub.Api.Execution;

namespace ContentHub.Api.Limits;

/// <summary>Looks over a request's JSON before anything is made of it, in one pass that keeps nothing.</summary>
internal static class JsonShape
{
    /// <summary>A number of a million digits takes seconds to convert; none of ours has more than 20.</summary>
    public const int NumberMaxCharacters = 100;

    /// <param name="what">Names the text in messages, e.g. "The body".</param>
    /// <exception cref="RequestRefusedException">It is over a limit. What is no JSON at all is for the parser to report.</exception>
    public static void Check(ReadOnlySpan<byte> json, LimitOptions limits, string what)
    {
        // One level more than we take, so that the reader is not the one to say so.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = limits.JsonMaxDepth + 2 });
        var values = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= limits.JsonMaxDepth)
                {
                    throw Refusal("JSON_TOO_DEEP", $"{what} has lists and objects nested more than {limits.JsonMaxDepth} deep.");
                }

                if (reader.TokenType == JsonTokenType.Number && reader.ValueSpan.Length > NumberMaxCharacters)
                {
                    throw Refusal("BAD_REQUEST", $"{what} holds a number of more than {NumberMaxCharacters} characters.");
                }

                if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject or JsonTokenType.PropertyName) && ++values > limits.JsonMaxValues)
                {
                    throw Refusal("JSON_TOO_LARGE", $"{what} holds more than {limits.JsonMaxValues} values.");
                }
            }
        }
        catch (JsonException)
        {
            // The parser says what and where.
        }
    }

    static RequestRefusedException Refusal(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);
}
