using System.Text.Json;
using System.Text.Json.Serialization;
using ContentHub.Api.Records;

namespace ContentHub.Delivery.Licences;

/// <summary>How licences narrow a content type.</summary>
public enum LicenceScope
{
    /// <summary>By its topics too: the usual case.</summary>
    ByTopic,

    /// <summary>Not by topics, of which it has none that matter: who wrote, and where.</summary>
    Whole,

    /// <summary>Never left out: help in an emergency.</summary>
    Always,
}

/// <summary>What a licence must know of a text to decide.</summary>
/// <param name="Topics">Its own.</param>
/// <param name="Audiences">Names; none where the type is for everybody.</param>
public sealed record LicenceSubject(DeliveryType Type, Guid EntryId, string Locale, IReadOnlyList<Guid> Topics, IReadOnlyList<string> Audiences)
{
    /// <summary>The index by which lists are told apart by audience; types without it are for everybody.</summary>
    private const string AudienceIndex = "audience";

    public static LicenceSubject Of(PublishedEntry entry) =>
        new(entry.Type, entry.EntryId, entry.Locale, entry.Topics, [.. entry.IndexKeys.Where(k => k.Index == AudienceIndex).Select(k => k.Value)]);
}

/// <summary>
/// What a partner may take; an empty list is no condition. Decided by the text itself and by nothing else, so that anybody who has the
/// log can decide it again: topics are those that the licence names, and those that stood under them when it was given.
/// </summary>
public sealed record Licence
{
    /// <summary>Names of content types.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Entry ids, as they were named.</summary>
    public IReadOnlyList<Guid> Topics { get; init; } = [];

    /// <summary>Entry ids of what stood under them on the day.</summary>
    public IReadOnlyList<Guid> TopicsWithin { get; init; } = [];

    /// <summary>BCP 47.</summary>
    public IReadOnlyList<string> Locales { get; init; } = [];

    /// <summary>Names of audiences.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>Where it may be shown, in words: for people, nothing is decided by it.</summary>
    public string? Territory { get; init; }

    /// <summary>The last day, in the site's time zone; null: no end.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>What stands in attributions in place of the site's name.</summary>
    public string? AttributionText { get; init; }

    public string? AttributionHtml { get; init; }

    /// <summary>What was covered in the past may be read, too. Not written while it is false, so that licences from before are the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasArchive { get; init; }

    /// <summary>As it is stored and hashed.</summary>
    public string ToDocument() => JsonSerializer.Serialize(this, RecordJson.Options);

    /// <exception cref="JsonException">It is no licence.</exception>
    public static Licence Read(string document) => JsonSerializer.Deserialize<Licence>(document, RecordJson.Options) ?? throw new JsonException("A licence is empty.");

    public bool Covers(PublishedEntry entry) => Covers(LicenceSubject.Of(entry));

    public bool Covers(LicenceSubject subject) =>
        Allows(Locales, subject.Locale)
        && (subject.Type.Licensing == LicenceScope.Always
            || (Allows(Types, subject.Type.Name)
                && (Audiences.Count == 0 || subject.Audiences.Count == 0 || subject.Audiences.Any(Audiences.Contains))
                && (Topics.Count == 0 || subject.Type.Licensing == LicenceScope.Whole || IsWithin(subject.EntryId) || subject.Topics.Any(IsWithin))));

    private bool IsWithin(Guid topic) => Topics.Contains(topic) || TopicsWithin.Contains(topic);

    private static bool Allows(IReadOnlyList<string> named, string value) => named.Count == 0 || named.Contains(value);
}
