using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace ContentHub.Syndication.Webhooks;

/// <summary>
/// Signs as the Standard Webhooks specification says: over <c>id.timestamp.body</c>, <c>v1</c> by HMAC-SHA256 with each secret, <c>v1a</c> by Ed25519.
/// </summary>
internal sealed class WebhookSigner(IReadOnlyList<byte[]> secrets, byte[] seed) : IDisposable
{
    private readonly Key _key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);

    /// <param name="id">Of the event, the same in every attempt; without a full stop.</param>
    /// <param name="timestamp">Of this attempt, in Unix seconds.</param>
    /// <returns>For the header <c>webhook-signature</c>: any one of them is enough.</returns>
    public string Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. head, .. body];
        var signatures = new StringBuilder();
        foreach (var secret in secrets)
        {
            signatures.Append("v1,").Append(Convert.ToBase64String(HMACSHA256.HashData(secret, signed))).Append(' ');
        }

        return signatures.Append("v1a,").Append(Convert.ToBase64String(SignatureAlgorithm.Ed25519.Sign(_key, signed))).ToString();
    }

    /// <summary>Whether somebody signed who knows a secret of ours.</summary>
    /// <param name="signatures">As in the header; any one of them is enough.</param>
    public bool IsSignedBySecret(string id, long timestamp, ReadOnlySpan<byte> body, string signatures)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. head, .. body];
        var own = secrets.Select(secret => Encoding.ASCII.GetBytes($"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}")).ToList();
        return signatures.Split(' ').Any(one => own.Exists(ours => CryptographicOperations.FixedTimeEquals(ours, Encoding.UTF8.GetBytes(one))));
    }

    public void Dispose() => _key.Dispose();
}
