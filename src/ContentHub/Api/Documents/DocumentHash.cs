using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ContentHub.Api.Documents;

/// <summary>
/// How a document is named: the SHA-256 of its text in UTF-8, as 64 lower-case hexadecimal digits
/// (GraphQL over HTTP, appendix A, "SHA256 Hex Document Identifier").
/// </summary>
internal static class DocumentHash
{
    /// <summary>What stands before the hash in a <c>documentId</c>.</summary>
    public const string Prefix = "sha256:";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether it can be a hash at all. Upper case is none: one document has one name, for caches.</summary>
    public static bool IsOne(string text) => text.Length == 2 * SHA256.HashSizeInBytes && !text.AsSpan().ContainsAnyExcept(Digits);
}
