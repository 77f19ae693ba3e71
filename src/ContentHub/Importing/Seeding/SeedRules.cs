using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ContentHub.Api.Records;
using ContentHub.Delivery;
using ContentHub.Editorial;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Entries;

namespace ContentHub.Importing.Seeding;

/// <summary>What must hold of every file before the first is written, so that a fault in the last one leaves nothing behind. Pure.</summary>
internal static class SeedRules
{
    private static readonly JsonSerializerOptions Strict = new(RecordJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <returns>The slug that each file is going to have.</returns>
    /// <exception cref="SeedFaultException">The first fault, with its file and field.</exception>
    public static IReadOnlyList<(SeedFile File, string Slug)> Check(IReadOnlyList<SeedFile> files, SiteLocales locales)
    {
        var types = files.DistinctBy(f => f.EntryId).ToDictionary(f => f.EntryId, f => f.Type.Name);
        foreach (var file in files)
        {
            CheckLocale(file, locales);
            CheckFields(file);
        }

        RefuseTwice(files, f => f.VariantId, (file, first) => new(file.File, "", $"{first.File} is the same entry in the same locale."));
        var originals = files.Where(f => f.Locale == locales.Default.Tag).ToDictionary(f => f.EntryId);
        var inOrder = files.OrderBy(f => f.Locale != locales.Default.Tag);
        var documents = inOrder.Select(file => (File: file, Document: DocumentOf(file, originals))).ToList();
        foreach (var (file, document) in documents)
        {
            CheckDocument(file, document, types);
        }

        var slugs = documents.Select(d => (d.File, Slug: d.Document.Content.Slug!)).ToList();
        RefuseTwice(slugs, s => (s.File.Type.Name, s.File.Locale, s.Slug), (taken, first) => new(taken.File.File, "content.slug", $"{first.File.File} has the slug “{taken.Slug}” already."));
        return slugs;
    }

    private static void CheckLocale(SeedFile file, SiteLocales locales)
    {
        if (locales.All.All(l => l.Tag != file.Locale))
        {
            throw new SeedFaultException(file.File, "", $"The site has no locale “{file.Locale}”; it has {string.Join(", ", locales.All.Select(l => l.Tag))}.");
        }
    }

    /// <summary>A misspelt field would be passed over in silence.</summary>
    private static void CheckFields(SeedFile file)
    {
        try
        {
            file.Content.Deserialize(file.Type.RecordType, Strict);
        }
        catch (JsonException fault)
        {
            throw new SeedFaultException(file.File, $"content{fault.Path?.TrimStart('$')}", "This field is unknown here, or its value has the wrong form.");
        }
    }

    /// <summary>As creating it is going to make it: a further locale starts from the original.</summary>
    private static EntryDocument DocumentOf(SeedFile file, Dictionary<Guid, SeedFile> originals)
    {
        var source = originals.TryGetValue(file.EntryId, out var original) && original != file ? (JsonObject)original.Content.DeepClone() : null;
        source?.Remove("slug");
        return EntryDocument.Prepare(file.Type, CreateEntry.Merged(source, file.Content));
    }

    private static void CheckDocument(SeedFile file, EntryDocument document, Dictionary<Guid, string> types)
    {
        var fault = document.Faults.Concat(DocumentRules.Missing(document.Content)).FirstOrDefault();
        if (fault is not null)
        {
            throw new SeedFaultException(file.File, FieldOf(fault.Path), fault.Message);
        }

        foreach (var reference in document.References)
        {
            if (!types.TryGetValue(reference.EntryId, out var type))
            {
                throw new SeedFaultException(file.File, FieldOf(reference.Path), $"No file of the seed is the entry {reference.EntryId}.");
            }

            if (reference.Types.Count > 0 && !reference.Types.Contains(type))
            {
                throw new SeedFaultException(file.File, FieldOf(reference.Path), $"This must name {ContentType.ANounOf(reference.Types[0])}; it names {ContentType.ANounOf(type)}.");
            }
        }
    }

    private static void RefuseTwice<T, TKey>(IEnumerable<T> all, Func<T, TKey> key, Func<T, T, SeedFaultException> fault)
        where TKey : notnull
    {
        var seen = new Dictionary<TKey, T>();
        foreach (var item in all)
        {
            if (!seen.TryAdd(key(item), item))
            {
                throw fault(item, seen[key(item)]);
            }
        }
    }

    private static string FieldOf(IReadOnlyList<string> path) => string.Join('.', path.Prepend("content"));
}
