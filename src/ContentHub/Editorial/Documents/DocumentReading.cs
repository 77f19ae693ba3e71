using System.Text.Json;
using System.Text.Json.Nodes;
using ContentHub.Api.Records;

namespace ContentHub.Editorial.Documents;

/// <summary>Documents, between JSON and records. Canonical: the same record always gives the same bytes.</summary>
public static class DocumentReading
{
    public static T Read<T>(string document) =>
        JsonSerializer.Deserialize<T>(document, RecordJson.Options) ?? throw new JsonException("A document is empty.");

    /// <summary>Reads a merged document; a list that was cleared with null is empty, in parts of it too.</summary>
    public static T Read<T>(JsonObject document)
    {
        RemoveNulls(document);
        return document.Deserialize<T>(RecordJson.Options) ?? throw new JsonException("A document is empty.");
    }

    public static string Write(IEntryContent content) => JsonSerializer.Serialize(content, content.GetType(), RecordJson.Options);

    private static void RemoveNulls(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToList())
                {
                    if (value is null)
                    {
                        fields.Remove(name);
                    }

                    RemoveNulls(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    RemoveNulls(item);
                }

                break;
        }
    }
}

/// <summary>Something that a document may not say.</summary>
/// <param name="Path">From the document, as lists of field names, keys and indexes.</param>
public sealed record DocumentFault(Api.Errors.ErrorCode Code, string Message, IReadOnlyList<string> Path)
{
    public static DocumentFault Invalid(string message, params string[] path) => new(Api.Errors.ErrorCode.Invalid, message, path);

    public static DocumentFault Required(string message, params string[] path) => new(Api.Errors.ErrorCode.Required, message, path);
}
