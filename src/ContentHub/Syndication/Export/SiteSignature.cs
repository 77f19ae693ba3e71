using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Storage;
using NSec.Cryptography;

namespace ContentHub.Syndication.Export;

/// <summary>Signs for the site by Ed25519 (RFC 8032).</summary>
internal sealed class SiteSignature(SigningKeys keys)
{
    private static readonly SignatureAlgorithm Algorithm = SignatureAlgorithm.Ed25519;

    /// <returns>The signature, 64 bytes, and the key that checks it.</returns>
    public async Task<(byte[] Signature, SitePublicKey Key)> SignAsync(byte[] content, CancellationToken cancellation)
    {
        using var key = await OpenAsync(cancellation);
        return (Algorithm.Sign(key, content), SitePublicKey.Of(key.PublicKey));
    }

    public async Task<SitePublicKey> PublicKeyAsync(CancellationToken cancellation)
    {
        using var key = await OpenAsync(cancellation);
        return SitePublicKey.Of(key.PublicKey);
    }

    private async Task<Key> OpenAsync(CancellationToken cancellation) => Key.Import(Algorithm, await keys.EnsureAsync(Make, cancellation), KeyBlobFormat.RawPrivateKey);

    private static byte[] Make()
    {
        using var key = Key.Create(Algorithm, new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        return key.Export(KeyBlobFormat.RawPrivateKey);
    }
}

/// <summary>By which anybody can check what the site signed.</summary>
/// <param name="X">32 bytes in base64url: <c>x</c> of the JSON Web Key (RFC 8037).</param>
internal sealed record SitePublicKey(string X)
{
    /// <summary>RFC 7638.</summary>
    public string Id => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"Ed25519","kty":"OKP","x":"{{X}}"}""")));

    /// <summary>RFC 7468. A hyphen alone says nothing: one of 64 keys begins with it.</summary>
    private const string PemStart = "-----BEGIN";

    public static SitePublicKey Of(PublicKey key) => new(Base64Url.EncodeToString(key.Export(KeyBlobFormat.RawPublicKey)));

    /// <summary>As <c>openssl pkeyutl</c> takes it.</summary>
    public string ToPem() => Encoding.ASCII.GetString(Key().Export(KeyBlobFormat.PkixPublicKeyText));

    public JsonObject ToJwk() => new() { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = X, ["kid"] = Id, ["use"] = "sig", ["alg"] = "EdDSA" };

    public bool Verifies(byte[] content, byte[] signature) => SignatureAlgorithm.Ed25519.Verify(Key(), content, signature);

    /// <param name="text">The key itself, as <c>x</c>; or PEM; or a JSON Web Key, or a set with one.</param>
    /// <returns>Null for what is none of these.</returns>
    public static SitePublicKey? Parse(string text)
    {
        var trimmed = text.Trim();
        try
        {
            var key = trimmed.StartsWith('{') ? (JsonNode.Parse(trimmed) is var json && json!["keys"] is { } set ? set[0] : json)!["x"]!.GetValue<string>() is var x ? OfX(x) : null
                : trimmed.StartsWith(PemStart, StringComparison.Ordinal) ? PublicKey.Import(SignatureAlgorithm.Ed25519, Encoding.ASCII.GetBytes(trimmed), KeyBlobFormat.PkixPublicKeyText)
                : OfX(trimmed);
            return key is null ? null : Of(key);
        }
        catch (Exception fault) when (fault is FormatException or System.Text.Json.JsonException or InvalidOperationException or NullReferenceException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static PublicKey OfX(string x) => PublicKey.Import(SignatureAlgorithm.Ed25519, Base64Url.DecodeFromChars(x), KeyBlobFormat.RawPublicKey);

    private PublicKey Key() => OfX(X);
}
