using System.Globalization;
using System.Text.Json.Nodes;
using ContentHub.Api.Fields;
using ContentHub.Api.Scalars;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.Entries;

/// <summary>A thing in schema.org's words. What has nothing to say is left out, so that no property is ever empty.</summary>
internal static class SchemaOrgNode
{
    public static JsonObject New(string type) => new() { ["@type"] = type };

    /// <summary>What stands for an entry wherever it is named: type, address as its id, name.</summary>
    public static JsonObject Of(string type, PublishedEntry entry, Request request)
    {
        var page = request.PageOf(entry);
        return New(type).With("@id", page).With("name", entry.Title).With("url", page);
    }

    extension(JsonObject node)
    {
        public JsonObject With(string property, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                node[property] = value.Trim();
            }

            return node;
        }

        public JsonObject With(string property, Text? value) => node.With(property, value?.ToString());

        public JsonObject With(string property, Uri? value) => node.With(property, value?.AbsoluteUri);

        public JsonObject With(string property, DateOnly? value) => node.With(property, value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

        public JsonObject With(string property, DateTimeOffset value) => node.With(property, DateTimeScalar.Format(value));

        /// <summary>A thing that belongs to this one; left out when it says nothing but its type.</summary>
        public JsonObject With(string property, JsonObject? value)
        {
            if (value is not null && value.SaysSomething())
            {
                node[property] = value;
            }

            return node;
        }

        /// <summary>Always an array, also of one, so that whoever reads it needs one case.</summary>
        public JsonObject WithAll(string property, IEnumerable<JsonObject> values) =>
            node.WithArray(property, values.Where(v => v.SaysSomething()));

        public JsonObject WithAll(string property, IEnumerable<Text> values) =>
            node.WithArray(property, values.Where(v => !v.IsEmpty).Select(v => JsonValue.Create(v.ToString())));

        private JsonObject WithArray(string property, IEnumerable<JsonNode> values)
        {
            var array = new JsonArray([.. values]);
            if (array.Count > 0)
            {
                node[property] = array;
            }

            return node;
        }

        private bool SaysSomething() => node.Any(p => p.Key != "@type");
    }
}
