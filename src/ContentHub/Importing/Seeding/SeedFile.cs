using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContentHub.Editorial;

namespace ContentHub.Importing.Seeding;

/// <summary>Something in a seed file that cannot be loaded.</summary>
public sealed class SeedFaultException(string file, string field, string message) : Exception($"{file}: {(field.Length == 0 ? "" : $"{field}: ")}{message}")
{
    public string File { get; } = file;

    public string Field { get; } = field;
}

/// <summary>One entry in one locale, as a file of the seed has it.</summary>
/// <param name="File">Below the seed folder, e.g. <c>articles/insomnia.es-US.json</c>.</param>
/// <param name="Reviewer">Who approves it; null for types that need no approval.</param>
public sealed partial record SeedFile(string File, ContentType Type, Guid EntryId, Guid VariantId, string Locale, string Author, string? Reviewer, JsonObject Content)
{
    private static readonly HashSet<string> IdFields =
        ["topics", "authors", "symptomLists", "faqs", "programs", "treats", "locations", "featured", "parent", "entryId", "entryIds", "programId"];

    /// <summary>Always the same id for the same place, so that files can name each other and loading twice finds what is there.</summary>
    public static Guid IdOf(string place)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"contenthub-seed:{place}"))[..16];
        // RFC 9562, version 8: made by the application.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <exception cref="SeedFaultException">With the file and the field.</exception>
    public static IReadOnlyList<SeedFile> ReadAll(string folder, IEnumerable<ContentType> types, string defaultLocale)
    {
        if (!Directory.Exists(folder))
        {
            throw new SeedFaultException(folder, "", "There is no such folder.");
        }

        var references = ReadReferences(Path.Combine(folder, "references.json"));
        var byFolder = types.ToDictionary(FolderOf);
        var files = Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
            .SelectMany(d => Directory.GetFiles(d, "*.json").Order(StringComparer.Ordinal))
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).ToList();
        var places = files.Select(f => PlaceOf(f).Place).ToHashSet();
        return [.. files.Select(file => byFolder.TryGetValue(file.Split('/')[0], out var type)
            ? Read(folder, file, type, defaultLocale, places, references)
            : throw new SeedFaultException(file, "", $"No content type has a folder of this name; there are {string.Join(", ", byFolder.Keys.Order())}."))];
    }

    /// <summary>As the query field for many, in kebab case.</summary>
    public static string FolderOf(ContentType type) => JsonNamingPolicy.KebabCaseLower.ConvertName(type.Plural);

    private static SeedFile Read(string folder, string file, ContentType type, string defaultLocale, HashSet<string> places, Dictionary<string, JsonObject> references)
    {
        var root = Parse(Path.Combine(folder, file), file);
        var (place, locale) = PlaceOf(file);
        var content = root["content"] as JsonObject ?? throw new SeedFaultException(file, "content", "The entry's fields are missing.");
        Resolve(content, "content", file, places, references);
        var author = Text(root, "author") ?? throw new SeedFaultException(file, "author", "Say who wrote it.");
        var reviewer = Text(root, "reviewer");
        if (type.IsClinical && (reviewer is null || reviewer == author))
        {
            throw new SeedFaultException(file, "reviewer", $"Name who approves it: {type.ANoun} needs a reviewer who is not its author.");
        }

        foreach (var (name, _) in root.Where(p => p.Key is not ("author" or "reviewer" or "content")))
        {
            throw new SeedFaultException(file, name, "Unknown; a file has author, reviewer and content.");
        }

        return new(file, type, IdOf(place), IdOf($"{place}@{locale ?? defaultLocale}"), locale ?? defaultLocale, author, type.IsClinical ? reviewer : null, content);
    }

    /// <summary>From places in the seed to ids, and from keys of sources to the sources.</summary>
    private static void Resolve(JsonObject part, string path, string file, HashSet<string> places, Dictionary<string, JsonObject> references)
    {
        foreach (var (name, value) in part.ToList())
        {
            var below = $"{path}.{name}";
            part[name] = name switch
            {
                "references" when value is JsonArray keys => new JsonArray([.. keys.Select((key, i) => Source(key, $"{below}[{i}]"))]),
                _ when IdFields.Contains(name) && value is JsonArray ids => new JsonArray([.. ids.Select((id, i) => (JsonNode)Id(id, $"{below}[{i}]"))]),
                _ when IdFields.Contains(name) && value is JsonValue id => Id(id, below),
                _ => Below(value?.DeepClone(), below),
            };
        }

        JsonNode Source(JsonNode? key, string at) => key?.GetValueKind() == JsonValueKind.String && references.TryGetValue(key.GetValue<string>(), out var source)
            ? source.DeepClone()
            : throw new SeedFaultException(file, at, $"references.json has no source “{key}”.");

        JsonNode Id(JsonNode? id, string at) => id?.GetValueKind() == JsonValueKind.String && places.Contains(id.GetValue<string>())
            ? IdOf(id.GetValue<string>()).ToString()
            : throw new SeedFaultException(file, at, $"There is no seed file for “{id}”.");

        JsonNode? Below(JsonNode? value, string at)
        {
            switch (value)
            {
                case JsonObject inner:
                    Resolve(inner, at, file, places, references);
                    return inner;
                case JsonArray items:
                    return new JsonArray([.. items.Select((item, i) => Below(item?.DeepClone(), $"{at}[{i}]"))]);
                case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                    return EntryLink().Replace(text.GetValue<string>(), match => places.Contains(match.Groups[1].Value)
                        ? $"entry:{IdOf(match.Groups[1].Value)}"
                        : throw new SeedFaultException(file, at, $"There is no seed file for “{match.Groups[1].Value}”, which this text links to."));
                default:
                    return value;
            }
        }
    }

    private static Dictionary<string, JsonObject> ReadReferences(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            return [];
        }

        return Parse(path, "references.json").ToDictionary(p => p.Key, p =>
        {
            var source = p.Value as JsonObject ?? throw new SeedFaultException("references.json", p.Key, "A source is an object.");
            var copy = (JsonObject)source.DeepClone();
            copy["key"] = p.Key;
            return copy;
        });
    }

    private static JsonObject Parse(string path, string file)
    {
        try
        {
            return JsonNode.Parse(System.IO.File.ReadAllText(path), documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject ?? throw new SeedFaultException(file, "", "The file must hold a JSON object.");
        }
        catch (JsonException fault)
        {
            throw new SeedFaultException(file, fault.LineNumber is { } line ? $"line {line + 1}" : "", $"This is not JSON: {fault.Message}");
        }
    }

    private static string? Text(JsonObject root, string name) => root[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static (string Place, string? Locale) PlaceOf(string file)
    {
        var parts = file[..^".json".Length].Split('.');
        return (parts[0], parts.Length > 1 ? parts[1] : null);
    }

    [GeneratedRegex("entry:([a-z-]+/[a-z0-9-]+)")]
    private static partial Regex EntryLink();
}
