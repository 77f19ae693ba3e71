using System.Security.Cryptography;
using System.Text;

namespace ContentHub.Accounts;

/// <summary>
/// How a partner's key looks: <c>chp_</c>, 40 letters and digits (238 bits by chance), 6 more by which a mistyped key, or a text that only looks like
/// one, is told without looking anything up. Scanners for leaked secrets know it by its beginning and can check its end.
/// </summary>
public static class PartnerKeyText
{
    public const string Start = "chp_";

    /// <summary>What is shown of a key later, to tell keys apart.</summary>
    public const int PrefixCharacters = 10;

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int SecretCharacters = 40;
    private const int ChecksumCharacters = 6;

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create(Alphabet);

    public static string Create()
    {
        var secret = Start + RandomNumberGenerator.GetString(Alphabet, SecretCharacters);
        return secret + ChecksumOf(secret);
    }

    public static bool IsKey(string text) =>
        text.Length == Start.Length + SecretCharacters + ChecksumCharacters
        && text.StartsWith(Start, StringComparison.Ordinal)
        && text.AsSpan(Start.Length).IndexOfAnyExcept(Letters) < 0
        && ChecksumOf(text[..^ChecksumCharacters]) == text[^ChecksumCharacters..];

    /// <summary>What is stored of a key.</summary>
    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>The first six bytes of the SHA-256 of what stands before, each as a letter or digit.</summary>
    private static string ChecksumOf(string secret) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(secret)).Take(ChecksumCharacters).Select(b => Alphabet[b % Alphabet.Length]));
}

/// <summary>Knows which partners' keys hold. Implemented above this module.</summary>
public interface IPartnerKeys
{
    /// <returns>Null for a key that nobody has, that has ended or was revoked.</returns>
    /// <exception cref="Api.Execution.RequestRefusedException">Nobody can tell yet.</exception>
    PartnerIdentity? Find(string key);

    /// <summary>Whether a key that was found holds still.</summary>
    bool Holds(Guid keyId);
}

/// <summary>Whose key was shown.</summary>
/// <param name="ExpiresAt">Of the key; null: no end.</param>
public sealed record PartnerIdentity(Guid PartnerId, Guid KeyId, string Name, DateTimeOffset? ExpiresAt);
