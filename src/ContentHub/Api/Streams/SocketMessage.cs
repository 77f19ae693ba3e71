using System.Text.Json;
using ContentHub.Api.Execution;
using ContentHub.Api.Http;

namespace ContentHub.Api.Streams;

/// <summary>What a client says over graphql-transport-ws.</summary>
/// <param name="Id">Of the operation; null for messages that are about the connection.</param>
/// <param name="Payload">Null when absent or null.</param>
internal readonly record struct SocketMessage(string Type, string? Id, JsonElement? Payload)
{
    /// <exception cref="RequestRefusedException">It is none of the protocol; the message says why.</exception>
    public static SocketMessage Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw RequestReading.Malformed("A message must be a JSON object.");
        }

        var type = RequestReading.Text(root, "type") ?? throw RequestReading.Malformed("`type` is missing.");
        var payload = root.TryGetProperty("payload", out var given) && given.ValueKind != JsonValueKind.Null ? given : (JsonElement?)null;
        if (payload is { ValueKind: not JsonValueKind.Object })
        {
            throw RequestReading.Malformed("`payload` must be an object.");
        }

        var id = RequestReading.Text(root, "id");
        return type is "subscribe" or "complete" && string.IsNullOrEmpty(id)
            ? throw RequestReading.Malformed("`id` is missing.")
            : new(type, id, payload);
    }

    /// <summary>The token of <c>connection_init</c>, as a header has it.</summary>
    /// <returns>Null when it has none.</returns>
    public string? Authorization => Payload is { } payload
        ? RequestReading.Text(payload, "Authorization") ?? RequestReading.Text(payload, "authorization")
        : null;
}
