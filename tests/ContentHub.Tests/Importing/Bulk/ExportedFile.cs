using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Importing.Bulk;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Storage;

namespace ContentHub.Tests.Importing.Bulk;

/// <summary>One export that takes several transactions to import, made once, and the ways to damage it.</summary>
public sealed class ExportedFile : IDisposable
{
    /// <summary>A person, and for each entry itself, its variant, revision, slug and change.</summary>
    public const int Entries = 300;

    public const int Rows = (5 * Entries) + 1;

    private static readonly Lazy<Task<string>> Text = new(MakeAsync);
    private static readonly System.Text.Json.JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _folder = Directory.CreateTempSubdirectory("contenthub-export-").FullName;
    private int _count;

    public static Task<string> TextAsync => Text.Value;

    /// <summary>The file, or what became of it.</summary>
    public async Task<string> WriteAsync(Func<string, string>? change = null)
    {
        var path = Path.Combine(_folder, $"{++_count}.ndjson");
        await File.WriteAllTextAsync(path, (change ?? (text => text))(await TextAsync));
        return path;
    }

    /// <summary>Changes the lines by somebody who knows how sums are made: all of them fit, and only the whole can tell.</summary>
    public static string Forge(string text, Action<List<(string Kind, JsonObject Row)>> change)
    {
        var rows = text.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!).Select(n => ((string)n["kind"]!, (JsonObject)n["row"]!)).ToList();
        change(rows);
        var all = new ArrayBufferWriter<byte>();
        var number = 0L;
        foreach (var (kind, row) in rows)
        {
            var bytes = kind == "end" ? BulkEnd.Write(number, SHA256.HashData(all.WrittenSpan)) : Encoding.UTF8.GetBytes(row.ToJsonString(Json));
            BulkLine.Write(all, ++number, kind, bytes);
        }

        return Encoding.UTF8.GetString(all.WrittenSpan);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<string> MakeAsync()
    {
        // No PostgreSQL is needed for this one.
        await using var desk = await Desk.OpenAsync(TestDatabase.Sqlite, null!);
        await using (var db = desk.Database.Open())
        {
            await desk.Log.CommitAsync(db, [.. Enumerable.Range(0, Entries).Select(i => desk.Draft(db, $"slug-{i}"))]);
        }

        return await Operator.ExportAsync(desk.Database);
    }
}
