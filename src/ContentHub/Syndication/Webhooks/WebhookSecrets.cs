using System.Security.Cryptography;
using ContentHub.Storage;
using NSec.Cryptography;

namespace ContentHub.Syndication.Webhooks;

/// <summary>Secrets and keys as the Standard Webhooks specification writes them: <c>whsec_</c> and <c>whpk_</c>, then base64.</summary>
internal static class WebhookSecrets
{
    public const string SecretPrefix = "whsec_";
    public const string PublicKeyPrefix = "whpk_";

    /// <summary>The specification asks for 24 to 64.</summary>
    private const int SecretBytes = 32;

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static string TextOf(byte[] secret) => SecretPrefix + Convert.ToBase64String(secret);

    public static string PublicKeyText(byte[] key) => PublicKeyPrefix + Convert.ToBase64String(key);

    /// <summary>A pair for one endpoint alone, so that what was signed for it convinces nobody else.</summary>
    public static (byte[] Seed, byte[] PublicKey) NewKeyPair()
    {
        var seed = RandomNumberGenerator.GetBytes(SignatureAlgorithm.Ed25519.PrivateKeySize);
        using var key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        return (seed, key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>What signs for an endpoint at a moment: while a secret takes the other's place, both.</summary>
    public static WebhookSigner SignerOf(Webhook webhook, DateTimeOffset now) => new(
        webhook.PreviousSecret is { } previous && webhook.PreviousSecretUntil > now ? [webhook.Secret, previous] : [webhook.Secret], webhook.SigningKey);
}
