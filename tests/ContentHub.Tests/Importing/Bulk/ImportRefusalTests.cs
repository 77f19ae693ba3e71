using System.Text.Json.Nodes;
using ContentHub.Importing.Bulk;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Importing.Bulk;

/// <summary>A file that is not as it was written is refused, with the line and the reason, before anything is made.</summary>
public sealed class ImportRefusalTests(PostgreSqlServer server, ExportedFile file) : IClassFixture<ExportedFile>
{
    private static readonly Dictionary<string, Func<string, string>> Damages = new()
    {
        ["a letter changed"] = text => text.Replace("slug-7\\\"", "slug-8\\\"", StringComparison.Ordinal),
        ["cut within a line"] = text => text[..^40],
        ["cut between lines"] = text => text[..(text[..^1].LastIndexOf('\n') + 1)],
        ["cut in the middle"] = text => Join(Lines(text).Take(500)),
        ["empty"] = _ => "",
        ["a line missing"] = text => Join(Lines(text).Where((_, i) => i != 41)),
        ["a line twice"] = text => Join(Lines(text).SelectMany((line, i) => i == 41 ? new[] { line, line } : [line])),
        ["two lines exchanged"] = text => Join(Lines(text).Select((line, i) => i == 41 ? Lines(text)[42] : i == 42 ? Lines(text)[41] : line)),
        ["something behind the end"] = text => text + text.Split('\n')[1] + "\n",
        ["spaces"] = text => text.Replace("{\"line\":9,", "{ \"line\":9,", StringComparison.Ordinal),
        ["line ends of Windows"] = text => text.Replace("\n", "\r\n", StringComparison.Ordinal),
        ["no text"] = text => text.Insert(text.IndexOf("{\"line\":30,", StringComparison.Ordinal) + 5, "\0"),
        ["another file"] = _ => "# A page\n\nWith text.\n",
        ["the log's export"] = _ => "{\"sequence\":1,\"action\":\"Created\"}\n",
        ["a newer format"] = text => ExportedFile.Forge(text, rows => rows[0].Row["format"] = 2),
        ["a newer schema"] = text => ExportedFile.Forge(text, rows => rows[0].Row["schema"] = "Holograms"),
        ["an older schema"] = text => ExportedFile.Forge(text, rows => rows[0].Row["schema"] = "ScheduledActs"),
        ["a field too many in the first line"] = text => ExportedFile.Forge(text, rows => rows[0].Row["extra"] = 1),
        ["an unknown kind"] = text => ExportedFile.Forge(text, rows => rows[5] = ("Hologram", rows[5].Row)),
        ["an unknown field"] = text => ExportedFile.Forge(text, rows => rows[5].Row["Colour"] = "red"),
        ["a field missing"] = text => ExportedFile.Forge(text, rows => rows[5].Row.Remove("Type")),
        ["a value of another form"] = text => ExportedFile.Forge(text, rows => rows[5].Row["CreatedAt"] = "yesterday"),
        ["a value absent"] = text => ExportedFile.Forge(text, rows => rows[5].Row["Type"] = null),
        ["a number for a name"] = text => ExportedFile.Forge(text, rows => rows.First(r => r.Kind == "Change").Row["Kind"] = "0"),
        ["kinds in another order"] = text => ExportedFile.Forge(text, rows => (rows[5], rows[303]) = (rows[303], rows[5])),
        ["a row taken out by a forger"] = text => ExportedFile.Forge(text, rows => rows.RemoveAt(5)),
        ["a document changed by a forger"] = text => ExportedFile.Forge(text, rows => rows.First(r => r.Kind == "Revision").Row["Document"] = "{\"title\":\"Forged\"}"),
        ["an act changed by a forger"] = text => ExportedFile.Forge(text, rows => rows.First(r => r.Kind == "Change").Row["Reason"] = "Forged."),
        ["an act taken out by a forger"] = text => ExportedFile.Forge(text, rows =>
        {
            rows.Remove(rows.First(r => r.Kind == "Change"));
            rows[0].Row["rows"]!["Change"] = ExportedFile.Entries - 1;
        }),
        ["the end of the log cut off by a forger"] = text => ExportedFile.Forge(text, rows =>
        {
            rows.Remove(rows.Last(r => r.Kind == "Change"));
            rows[0].Row["rows"]!["Change"] = ExportedFile.Entries - 1;
        }),
    };

    [Theory]
    [InlineData("a letter changed", "It was changed or damaged: its sum does not fit what it says.")]
    [InlineData("cut within a line", "Line 1503: The file ends within this line: it was cut off.")]
    [InlineData("cut between lines", "Line 1503: The file ends here: its last lines are missing.")]
    [InlineData("cut in the middle", "Line 501: The file ends here: its last lines are missing.")]
    [InlineData("empty", "Line 1: The file ends here: its last lines are missing.")]
    [InlineData("a line missing", "Line 42: It says that it is line 43: lines are missing, doubled or in another order.")]
    [InlineData("a line twice", "Line 43: It says that it is line 42: lines are missing, doubled or in another order.")]
    [InlineData("two lines exchanged", "Line 42: It says that it is line 43: lines are missing, doubled or in another order.")]
    [InlineData("something behind the end", "Line 1504: There is something behind the last line.")]
    [InlineData("spaces", "Line 9: It was changed: it is not as `export everything` writes it.")]
    [InlineData("line ends of Windows", "Line 1: It was changed: it is not as `export everything` writes it.")]
    [InlineData("no text", "Line 30: It was damaged: it cannot be read.")]
    [InlineData("another file", "Line 1: This is no file of an export.")]
    [InlineData("the log's export", "Line 1: This is no line of an export.")]
    [InlineData("a newer format", "Line 1: The file has the form of a newer version of the program: import it with that version.")]
    [InlineData("a newer schema", "Line 1: The file is of a newer version of the program (schema Holograms): import it with that version.")]
    [InlineData("an older schema", "Line 1: The file is of an older version of the program (schema ScheduledActs): import it with that version, into a database that this one then brings up to date.")]
    [InlineData("a field too many in the first line", "Line 1: It was changed: it is not as `export everything` writes it.")]
    [InlineData("an unknown kind", "Line 6: “Hologram” is no kind of row that this version knows.")]
    [InlineData("an unknown field", "Line 6: In a row of kind Entry the field “Colour” is unknown here.")]
    [InlineData("a field missing", "Line 6: In a row of kind Entry a field is missing or stands there twice.")]
    [InlineData("a value of another form", "Line 6: In a row of kind Entry the value of “CreatedAt” has the wrong form.")]
    [InlineData("a value absent", "Line 6: In a row of kind Entry the value of “Type” has the wrong form.")]
    [InlineData("a number for a name", "Line 1203: It was changed: the row is not as `export everything` writes it.")]
    [InlineData("kinds in another order", "Line 6: Here end the rows of kind Entry: there are 4, and the first line says 300.")]
    [InlineData("a row taken out by a forger", "Line 301: Here end the rows of kind Entry: there are 299, and the first line says 300.")]
    [InlineData("a document changed by a forger", "Line 603: The document of revision 1 of variant ")]
    [InlineData("an act changed by a forger", "Line 1203: Row 1 of the change log was changed: its hash does not fit what it says.")]
    [InlineData("an act taken out by a forger", "Line 1203: Row 2 of the change log does not follow row 0.")]
    [InlineData("the end of the log cut off by a forger", "Line 1502: The change log does not end where the first line says.")]
    public async Task A_damaged_file_is_refused_with_line_and_reason(string damage, string reason)
    {
        var path = await file.WriteAsync(Damages[damage]);
        await using var data = await TestDatabase.CreateEmptyAsync(TestDatabase.Sqlite, server);

        var refused = await Assert.ThrowsAsync<BulkRefusedException>(() => new ImportEverything(data.Factory).RunAsync(path));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{path}: Line ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was imported.", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(data.Options.Data));
    }

    [Fact]
    public void Every_damage_is_tried() => Assert.Equal(
        Damages.Keys.Order(),
        typeof(ImportRefusalTests).GetMethod(nameof(A_damaged_file_is_refused_with_line_and_reason))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Select(a => (string)((InlineDataAttribute)a).Data[0]!).Order());

    [Fact]
    public async Task A_text_that_PostgreSQL_cannot_keep_is_told_before_anything_is_written()
    {
        var path = await file.WriteAsync(text => ExportedFile.Forge(text, rows => rows.First(r => r.Kind == "Variant").Row["Title"] = "a\0b"));
        await using var data = await TestDatabase.CreateEmptyAsync(TestDatabase.PostgreSql, server);

        var refused = await Assert.ThrowsAsync<BulkRefusedException>(() => new ImportEverything(data.Factory).RunAsync(path));

        Assert.Contains("Line 303: A text in it has the character U+0000, which PostgreSQL cannot keep", refused.Message);
    }

    [Theory, EachDatabase]
    public async Task Rows_that_do_not_belong_together_are_refused_by_the_database_and_it_is_not_served(string database)
    {
        var path = await file.WriteAsync(text => ExportedFile.Forge(text, rows => rows.First(r => r.Kind == "SlugClaim").Row["VariantId"] = Guid.NewGuid().ToString()));
        await using var data = await TestDatabase.CreateAsync(database, server);

        var refused = await Assert.ThrowsAsync<BulkRefusedException>(() => new ImportEverything(data.Factory).RunAsync(path));

        Assert.Contains($"The database does not take lines 502 to 1001 of {path}: ", refused.Message);
        var started = await Assert.ThrowsAsync<BulkRefusedException>(() => DatabaseMigration.RunAsync(data.Factory));
        Assert.Contains("is not finished", started.Message);
    }

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');

    private static string Join(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";
}
