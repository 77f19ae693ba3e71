using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Documents;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Entries;

/// <summary>A document that was made ready to be stored: keys, slug and anchors filled in, read as its record, checked.</summary>
internal sealed record EntryDocument(IEntryContent Content, string Json, IReadOnlyList<DocumentReference> References, IReadOnlyList<DocumentFault> Faults)
{
    /// <summary>More are not told: whoever sends a page full of tags need not read about each.</summary>
    public const int FaultsMax = 200;

    /// <summary>Where the caller finds what a fault's path names.</summary>
    public InputPlaces Places { get; private init; } = InputPlaces.None;

    /// <param name="before">The version that was changed: keys of parts that are gone are not given again.</param>
    public static EntryDocument Prepare(ContentType type, JsonObject document, JsonObject? before = null)
    {
        var withoutKey = PartKeys.WithoutKey(document).Concat(Parts(document, "references").Select((r, i) => (r, $"{i}")).Where(r => string.IsNullOrEmpty(Text(r.r["key"])))).ToList();
        var faults = new List<DocumentFault>(PartKeys.Fill(document, before).Select(f => new DocumentFault(CodeOf(f.Code), f.Message, f.Path)));
        faults.AddRange(DocumentIds.Clear(document, type.RecordType));
        FillIn(document);
        var content = type.ReadContent(document);
        faults.AddRange(DocumentRules.Check(type, content));
        return new(content, DocumentReading.Write(content), [.. DocumentShape.References(content)], faults) { Places = InputPlaces.Of(withoutKey, []) };
    }

    /// <summary>Links and lists may only name what exists, of a type that fits. One statement for all.</summary>
    public static async Task<IEnumerable<DocumentFault>> CheckReferencesAsync(EntryDocument document, ContentHubDb db, CancellationToken cancellation)
    {
        // An empty id stands where one could not be read, which has been said already.
        var references = document.References.Where(r => r.EntryId != Guid.Empty).ToList();
        var ids = references.Select(r => r.EntryId).Distinct().ToList();
        var types = ids.Count == 0 ? [] : await db.Entries.AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Type, cancellation);
        // What the same transaction brings counts as well: entries of one import may name each other.
        foreach (var entry in db.Entries.Local.Where(e => ids.Contains(e.Id)))
        {
            types[entry.Id] = entry.Type;
        }

        return references.Select(reference => types.TryGetValue(reference.EntryId, out var type)
            ? reference.Types.Count == 0 || reference.Types.Contains(type)
                ? null
                : new DocumentFault(ErrorCode.UnknownReference, $"This must be {ContentType.ANounOf(reference.Types[0])}; the id is of {ContentType.ANounOf(type)}.", reference.Path)
            : new DocumentFault(ErrorCode.UnknownReference, $"There is no entry with the id {reference.EntryId}.", reference.Path))
            .OfType<DocumentFault>();
    }

    public Revision ToRevision(Guid variantId, int version, Guid by, DateTimeOffset at, string? note, int? sourceVersion) => new()
    {
        VariantId = variantId,
        Version = version,
        Document = Json,
        DocumentHash = SHA256.HashData(Encoding.UTF8.GetBytes(Json)),
        CreatedBy = by,
        CreatedAt = at,
        Note = note,
        SourceVersion = sourceVersion,
        References = [.. References.Select((r, i) => new Reference { Position = i, EntryId = r.EntryId, Path = string.Join('/', r.Path) })],
    };

    /// <summary>What lists of editors show and search, taken from the newest revision.</summary>
    public void ShowIn(Variant variant)
    {
        variant.Slug = Content.Slug;
        variant.Title = Content.Heading ?? "";
        variant.SearchText = DocumentShape.PlainText(Content).ToLowerInvariant();
    }

    /// <summary>A slug from the title, anchors from headings, keys for sources: what a writer need not think of.</summary>
    private static void FillIn(JsonObject document)
    {
        if (document["slug"] is null && Slugs.From(Text(document["title"]) ?? Text(document["question"])) is { } slug)
        {
            document["slug"] = slug;
        }

        var anchors = new HashSet<string>();
        foreach (var section in Parts(document, "sections"))
        {
            if (section["anchor"] is null && Slugs.From(Text(section["heading"])) is { } anchor)
            {
                section["anchor"] = Free(anchor, anchors);
            }

            if (Text(section["anchor"]) is { } taken)
            {
                anchors.Add(taken);
            }
        }

        var keys = Parts(document, "references").Select(r => Text(r["key"])).OfType<string>().ToHashSet();
        foreach (var reference in Parts(document, "references").Where(r => string.IsNullOrEmpty(Text(r["key"]))))
        {
            var number = 1;
            while (!keys.Add($"r{number}"))
            {
                number++;
            }

            reference["key"] = $"r{number}";
        }
    }

    internal static ErrorCode CodeOf(PartFaultCode code) => code switch
    {
        PartFaultCode.UnknownKey => ErrorCode.UnknownKey,
        PartFaultCode.DuplicateKey => ErrorCode.DuplicateKey,
        PartFaultCode.Invalid => ErrorCode.Invalid,
        PartFaultCode.Required => ErrorCode.Required,
        _ => throw new InvalidOperationException($"Unknown fault {code}."),
    };

    private static string Free(string anchor, HashSet<string> taken)
    {
        var free = anchor;
        for (var i = 2; taken.Contains(free); i++)
        {
            free = $"{anchor}-{i}";
        }

        return free;
    }

    private static IEnumerable<JsonObject> Parts(JsonObject document, string name) => document[name] is JsonArray parts ? parts.OfType<JsonObject>() : [];

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
