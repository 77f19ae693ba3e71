using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ContentHub.Api;
using ContentHub.Api.Records;
using ContentHub.Delivery;
using ContentHub.Syndication.Changes;

namespace ContentHub.Syndication.Webhooks;

/// <summary>
/// What events say: that something changed, not what it says now. Who hears of it reads the entry, or follows the change feed, with its key. The
/// form is that of the Standard Webhooks specification: type, timestamp, data.
/// </summary>
internal static class WebhookMessages
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = RecordJson.Options.Encoder };

    /// <param name="licensed">What the partner may read now: an entry goes by the name that it has there, else by the last one that the partner knew.</param>
    public static WebhookMessage OfChange(PublicChange change, Published licensed) => new($"evt_{change.Cursor}", Write($"content.{EnumNames.Of(change.Kind).ToLowerInvariant()}", change.At, json =>
    {
        json.WriteString("id", new NodeId(NodeKind.Entry, change.VariantId).ToString());
        json.WriteString("entryId", change.EntryId);
        json.WriteString("type", change.Type.Name);
        json.WriteString("locale", change.Locale);
        json.WriteString("slug", licensed.ByVariant(change.VariantId)?.Slug.ToString() ?? change.Last.Slug);
        json.WriteNumber("version", change.Version);
        json.WriteString("kind", EnumNames.Of(change.Kind));
        json.WriteString("urgency", EnumNames.Of(change.Urgency));
        json.WriteString("cursor", change.Cursor.ToString());
        json.WriteString("sequence", change.Cursor.Sequence.ToString(CultureInfo.InvariantCulture));
        if (change.Reason is { } reason)
        {
            json.WriteString("reason", reason);
        }
    }));

    public static WebhookMessage Ping(DateTimeOffset now) => new($"ping_{Guid.NewGuid():n}", Write("webhook.ping", now, _ => { }));

    /// <param name="value">What the endpoint must send back.</param>
    public static WebhookMessage Challenge(string value, DateTimeOffset now) => new($"chal_{Guid.NewGuid():n}", Write("webhook.challenge", now, json => json.WriteString("challenge", value)));

    private static byte[] Write(string type, DateTimeOffset at, Action<Utf8JsonWriter> data)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("timestamp", at.UtcDateTime);
            json.WriteStartObject("data");
            data(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
