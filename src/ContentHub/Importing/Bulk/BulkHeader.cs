using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContentHub.Storage;

namespace ContentHub.Importing.Bulk;

/// <summary>The first line of an export. It says nothing of when or where: the same contents are the same file.</summary>
/// <param name="Format">See <see cref="FormatNow"/>.</param>
/// <param name="Schema">The newest migration of the database that was exported, without the time in front of its name: the same on both databases.</param>
/// <param name="Site">What the site was called; for people.</param>
/// <param name="Url">Where its public pages stood; null where nobody had said.</param>
/// <param name="Head">The end of the log; null when nothing was ever done.</param>
/// <param name="Rows">How many lines of each kind follow, in their order.</param>
internal sealed record BulkHeader(int Format, string Schema, string Site, string? Url, BulkHead? Head, IReadOnlyDictionary<string, long> Rows)
{
    /// <summary>The form of the file. A new form gets the next number.</summary>
    public const int FormatNow = 1;

    public const string Kind = "contenthub-export";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    };

    [JsonIgnore]
    public long Total => Rows.Values.Sum();

    /// <param name="migrations">Those of the program, oldest first.</param>
    public static string SchemaOf(IEnumerable<string> migrations) => WithoutTime(migrations.Last());

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="BulkFaultException">It is no export, or one that this version cannot take.</exception>
    public static BulkHeader Read(BulkLine line, IReadOnlyList<BulkTable> tables, IEnumerable<string> migrations)
    {
        if (line.Kind != Kind)
        {
            throw new BulkFaultException(1, "This is no file of `export everything`.");
        }

        using (var json = JsonDocument.Parse(line.Row))
        {
            CheckVersions(json.RootElement, [.. migrations.Select(WithoutTime)]);
        }

        var header = Parse(line);
        return header.Rows.Keys.SequenceEqual(tables.Select(t => t.Kind)) && header.Rows.Values.All(count => count >= 0) && header.Write().AsSpan().SequenceEqual(line.Row.Span)
            ? header
            : throw new BulkFaultException(1, "It was changed: it is not as `export everything` writes it.");
    }

    private static void CheckVersions(JsonElement header, IReadOnlyList<string> schemas)
    {
        if (header.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.Number && format.GetDouble() > FormatNow)
        {
            throw new BulkFaultException(1, "The file has the form of a newer version of the program: import it with that version.");
        }

        if (header.TryGetProperty("schema", out var schema) && schema.ValueKind == JsonValueKind.String && schema.GetString() is { } name && name != schemas[^1])
        {
            throw new BulkFaultException(1, schemas.Contains(name)
                ? $"The file is of an older version of the program (schema {name}): import it with that version, into a database that this one then brings up to date."
                : $"The file is of a newer version of the program (schema {name}): import it with that version.");
        }
    }

    private static BulkHeader Parse(BulkLine line)
    {
        try
        {
            return JsonSerializer.Deserialize<BulkHeader>(line.Row.Span, Json) ?? throw new JsonException();
        }
        catch (JsonException fault)
        {
            throw new BulkFaultException(1, "It was changed: it is not as `export everything` writes it.", fault);
        }
    }

    private static string WithoutTime(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];
}

/// <summary>The end of the log, as it stands in a file.</summary>
internal sealed record BulkHead(long Sequence, string Hash)
{
    public LogHead ToLogHead() => new(Sequence, Convert.FromHexString(Hash));

    public static BulkHead? Of(LogHead? head) => head is null ? null : new(head.Sequence, Convert.ToHexStringLower(head.Hash));
}
