using System.Buffers.Text;
using System.Text.Json;

namespace ContentHub.Accounts;

/// <summary>A JSON Web Token as it was sent (RFC 7519): read, not yet believed.</summary>
/// <param name="ExpiresAt">What it says in <c>exp</c>; null when it says nothing.</param>
internal sealed record BearerToken(string Encoded, JsonElement Payload, DateTimeOffset? ExpiresAt)
{
    /// <summary>In seconds since 1970; later moments count as this one, in the year 9987: no date holds them.</summary>
    const double ExpirySecondsMax = 253_000_000_000;

    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <returns>
    /// Null for what cannot be a token of ours: not three parts, no signature, not JSON objects, a claim named twice, no issuer, or a
    /// header <c>crit</c>, since no extension is understood here (RFC 7515, section 4.1.11).
    /// </returns>
    public static BearerToken? Read(string encoded)
    {
        if (encoded.Split('.', 4) is not [var header, var payload, { Length: > 0 }])
        {
            return null;
        }

        if (ObjectIn(header) is not { } headers || headers.TryGetProperty("crit", out _) || ObjectIn(payload) is not { } claims)
        {
            return null;
        }

        var token = new BearerToken(encoded, claims, ExpiryIn(claims));
        return token.Text("iss") is null ? null : token;
    }

    /// <returns>Null where the token has no such claim, or none that is text.</returns>
    public string? Text(string claim) => Payload.TryGetProperty(claim, out var value) ? TokenClaims.TextOf(value) : null;

    static JsonElement? ObjectIn(string part)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root ? root.Clone() : null;
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static DateTimeOffset? ExpiryIn(JsonElement claims) =>
        claims.TryGetProperty("exp", out var exp) && exp.ValueKind == JsonValueKind.Number
            ? DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(exp.GetDouble(), 0, ExpirySecondsMax))
            : null;
}
