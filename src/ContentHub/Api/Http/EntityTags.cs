using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.Http;

/// <summary>What a client may compare its copy by.</summary>
/// <param name="Scheme">Addresses in an answer may begin with it and the host.</param>
/// <param name="Query">The words of the request, as they came.</param>
internal readonly record struct AskedByUrl(string Scheme, string Host, string Query, string MediaType)
{
    public static AskedByUrl Of(HttpContext http, string mediaType) => new(http.Request.Scheme, http.Request.Host.Value ?? "", http.Request.QueryString.Value ?? "", mediaType);

    public int Characters => Host.Length + Query.Length;
}

/// <summary>What is known of an answer that was made.</summary>
/// <param name="Tag">Without an encoding's suffix.</param>
/// <param name="Keys">What it was made of; null where nobody is told.</param>
internal readonly record struct KnownAnswer(string Tag, string? Keys);

/// <summary>
/// Strong entity tags over the bytes of answers (RFC 9110, 8.8.3). While nothing that an answer depends on has changed its tag is remembered, never the
/// answer: whoever has it already is told so without making it again.
/// </summary>
internal sealed class EntityTags
{
    /// <summary>Of all requests remembered, with what their answers were made of.</summary>
    private const int CharactersMax = 4 * 1024 * 1024;

    private readonly WeighedCache<AskedByUrl, (AnswerState State, KnownAnswer Answer)> _known = new(CharactersMax);

    /// <returns>Null when the answer has to be made to know.</returns>
    public KnownAnswer? Find(in AskedByUrl asked, AnswerState state) => _known.TryFind(asked, out var known) && known.State == state ? known.Answer : null;

    /// <param name="keys">What the answer was made of; null where nobody is told.</param>
    public KnownAnswer Remember(in AskedByUrl asked, AnswerState state, ReadOnlySpan<byte> body, string? keys)
    {
        var answer = new KnownAnswer(Of(body), keys);
        _known.Keep(asked, (state, answer), asked.Characters + (keys?.Length ?? 0));
        return answer;
    }

    /// <summary>Of these very bytes.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>As it stands in the header.</summary>
    /// <param name="encoding">Null: as it is.</param>
    public static string Text(string tag, string? encoding) => encoding is null ? $"\"{tag}\"" : $"\"{tag}-{encoding}\"";

    /// <summary>Whether the client names this tag, by the weak comparison that <c>If-None-Match</c> asks for (13.1.2).</summary>
    public static bool IsNamed(HttpRequest request, string text)
    {
        var asked = request.Headers.IfNoneMatch;
        return asked.Count != 0 && ((asked.Count == 1 && asked[0] == text)
            || request.GetTypedHeaders().IfNoneMatch.Any(wanted => wanted.Equals(EntityTagHeaderValue.Any) || wanted.Tag.Equals(text, StringComparison.Ordinal)));
    }
}
