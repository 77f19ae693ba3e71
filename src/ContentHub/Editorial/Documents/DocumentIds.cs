using System.Text.Json.Nodes;
using ContentHub.Api.Errors;
using ContentHub.Api.Records;

namespace ContentHub.Editorial.Documents;

/// <summary>The entry ids of a document that has not been read yet, found by its record's properties.</summary>
internal static class DocumentIds
{
    /// <summary>Puts an empty id in the place of each that is no UUID, so that the document can be read and its other faults be told too.</summary>
    public static IReadOnlyList<DocumentFault> Clear(JsonObject document, Type record)
    {
        var faults = new List<DocumentFault>();
        Clear(document, record, [], faults);
        return faults;
    }

    private static void Clear(JsonObject part, Type record, IReadOnlyList<string> path, List<DocumentFault> faults)
    {
        foreach (var field in DocumentField.Of(record))
        {
            if (part[field.Name] is not { } value)
            {
                continue;
            }

            var type = Nullable.GetUnderlyingType(field.Property.PropertyType) ?? field.Property.PropertyType;
            var below = record.IsDefined(typeof(OneFieldAttribute), inherit: false) ? path : [.. path, field.Name];
            if (type == typeof(Guid))
            {
                part[field.Name] = Checked(value, below, faults);
            }
            else if (value is JsonArray items && type.IsGenericType)
            {
                ClearItems(items, type.GenericTypeArguments[0], below, faults);
            }
            else if (value is JsonObject inner)
            {
                Clear(inner, type, below, faults);
            }
        }
    }

    private static void ClearItems(JsonArray items, Type type, IReadOnlyList<string> path, List<DocumentFault> faults)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (type == typeof(Guid))
            {
                items[i] = Checked(items[i], [.. path, $"{i}"], faults);
            }
            else if (items[i] is JsonObject item)
            {
                Clear(item, type, [.. path, KeyOf(item, type) ?? $"{i}"], faults);
            }
        }
    }

    private static string? KeyOf(JsonObject item, Type type) =>
        (type.IsDefined(typeof(OneFieldAttribute), inherit: false) ? item.Select(f => f.Value).OfType<JsonObject>().FirstOrDefault() : item)?["key"] is JsonValue key
            && key.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static JsonValue Checked(JsonNode? id, IReadOnlyList<string> path, List<DocumentFault> faults)
    {
        if (id is JsonValue value && value.TryGetValue<string>(out var text) && Guid.TryParseExact(text, "D", out var read) && read != Guid.Empty)
        {
            return JsonValue.Create(text);
        }

        faults.Add(new(ErrorCode.UnknownReference, "This is not the id of an entry: take its entryId, a UUID.", path));
        return JsonValue.Create(Guid.Empty);
    }
}
