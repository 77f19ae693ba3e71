using System.Security.Cryptography;
using System.Text;

namespace ContentHub.Api.Http;

/// <summary>
/// What an answer was made of, by names under which a content delivery network forgets it: the keys of a <c>Surrogate-Key</c> header. Each change of what is
/// public has such names too, and no answer changes without sharing one of them with the change. For one thread.
/// </summary>
public sealed class AnswerKeys
{
    /// <summary>Among the names of every change: of answers that may depend on anything.</summary>
    public const string Any = "any";

    /// <summary>Of the header's value. Fastly takes 16,384 bytes, and proxies' headers have their limits.</summary>
    public const int CharactersMax = 6_000;

    private const string Key = "answerKeys";

    private readonly HashSet<string> _names = [];
    private int _characters;

    /// <returns>Null where nobody asked for them.</returns>
    public static AnswerKeys? Of(IDictionary<string, object?> userContext) => userContext.TryGetValue(Key, out var keys) ? keys as AnswerKeys : null;

    public void AddTo(IDictionary<string, object?> userContext) => userContext[Key] = this;

    /// <summary>In whichever locale.</summary>
    public static string OfEntry(Guid entryId) => entryId.ToString();

    /// <summary>Of all entries of a content type.</summary>
    public static string OfType(string type) => $"type-{type}";

    /// <summary>Of a slug of today or of former days. Whoever asked may have written anything, so it is a hash: 64 bits of SHA-256.</summary>
    public static string OfSlug(string type, string slug) => $"slug-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{type}/{slug}")).AsSpan(0, sizeof(ulong)))}";

    public void AddAny() => _names.Add(Any);

    public void AddEntry(Guid entryId) => Add(OfEntry(entryId));

    public void AddSlug(string type, string slug) => Add(OfSlug(type, slug));

    /// <param name="type">Null: of any type.</param>
    public void AddType(string? type) => Add(type is null ? Any : OfType(type));

    /// <param name="types">Null: of any type.</param>
    public void AddTypes(IEnumerable<string>? types)
    {
        foreach (var name in types?.Select(OfType) ?? [Any])
        {
            Add(name);
        }
    }

    /// <summary>As it stands in the header.</summary>
    public override string ToString() => string.Join(' ', _names);

    private void Add(string name)
    {
        if (_characters + name.Length >= CharactersMax)
        {
            AddAny();
        }
        else if (_names.Add(name))
        {
            _characters += name.Length + 1;
        }
    }
}
