using System.Text.Json.Nodes;
using ContentHub.Importing.Bulk;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Importing.Bulk;

public sealed class ExportEverythingTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task An_export_under_writes_is_of_one_moment_and_can_be_imported(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        for (var i = 0; i < 5; i++)
        {
            await desk.CreateAsync($"before-{i}");
        }

        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                await desk.CreateAsync($"meanwhile-{i}");
            }
        });
        var exports = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            exports.Add(await Operator.ExportAsync(desk.Database));
        }

        await enough.CancelAsync();
        await writing;
        var file = Path.Combine(desk.Database.Options.Data, "last.ndjson");
        await File.WriteAllTextAsync(file, exports[^1]);
        await using var other = await TestDatabase.CreateEmptyAsync(database, server);
        await new ImportEverything(other.Factory).RunAsync(file);

        Assert.Equal(exports[^1], await Operator.ExportAsync(other));
        Assert.True(HeadOf(exports[0]) >= 5);
        Assert.True(HeadOf(exports[^1]) > HeadOf(exports[0]), "Nobody wrote meanwhile.");
    }

    [Fact]
    public async Task The_file_is_its_owners_alone_and_is_never_written_over_unasked()
    {
        await using var desk = await Desk.OpenAsync(TestDatabase.Sqlite, server);
        await desk.CreateAsync("first");
        var file = Path.Combine(desk.Database.Options.Data, "all.ndjson");

        var made = await Operator.RunAsync(desk.Database, "export", "everything", file);
        await desk.CreateAsync("second");
        var refused = await Operator.RunAsync(desk.Database, "export", "everything", file);
        var kept = HeadOf(await File.ReadAllTextAsync(file));
        var forced = await Operator.RunAsync(desk.Database, "export", "everything", file, "--force");

        Assert.Equal(0, made.ExitCode);
        Assert.Contains("6 rows were exported. Head: 1 ", made.Error);
        Assert.Contains("They hold drafts and people's names and addresses: keep them safe.", made.Error);
        Assert.True(Operator.IsItsOwnersAlone(file));
        Assert.Equal((1, $"There is something with the name {file} already: choose another name, or write over it with --force."), (refused.ExitCode, refused.Error));
        Assert.Equal((0, 1L, 2L), (forced.ExitCode, kept, HeadOf(await File.ReadAllTextAsync(file))));
        Assert.Empty(Directory.GetFiles(desk.Database.Options.Data, "*.part*"));
    }

    [Fact]
    public async Task A_log_that_was_tampered_with_is_not_exported_and_leaves_nothing_behind()
    {
        await using var desk = await Desk.OpenAsync(TestDatabase.Sqlite, server);
        await desk.CreateAsync("first");
        await using (var db = desk.Database.Open())
        {
            await db.Changes.ExecuteUpdateAsync(c => c.SetProperty(x => x.Reason, "forged"));
        }

        var refused = await Operator.RunAsync(desk.Database, "export", "everything", Path.Combine(desk.Database.Options.Data, "all.ndjson"));

        Assert.Equal((1, "Row 1 of the change log was changed: its hash does not fit what it says. Nothing was exported; `audit verify` says more."), (refused.ExitCode, refused.Error));
        Assert.Empty(Directory.GetFiles(desk.Database.Options.Data, "all.ndjson*"));
    }

    [Theory]
    [InlineData("/nowhere/all.ndjson", "There is no folder /nowhere.")]
    [InlineData("/proc/all.ndjson", "/proc/all.ndjson")]
    [InlineData("/", "There is something with the name / already: choose another name.")]
    public async Task A_place_that_cannot_be_written_is_said_in_one_line(string file, string said)
    {
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);

        var export = await Operator.RunAsync(data, "export", "everything", file);
        var backup = await Operator.RunAsync(data, "backup", file);

        Assert.All([export, backup], result =>
        {
            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            Assert.Contains(said, result.Error);
            Assert.DoesNotContain('\n', result.Error);
        });
    }

    private static long HeadOf(string text) => (long)JsonNode.Parse(text.Split('\n')[0])!["row"]!["head"]!["sequence"]!;
}
