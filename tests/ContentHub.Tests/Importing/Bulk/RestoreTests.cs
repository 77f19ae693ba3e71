using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Importing.Bulk;

public sealed class RestoreTests(PostgreSqlServer server)
{
    [Fact]
    public async Task A_backup_becomes_the_database_with_a_new_log_id()
    {
        await using var desk = await Desk.OpenAsync(TestDatabase.Sqlite, server);
        await desk.CreateAsync("first");
        var file = Path.Combine(desk.Database.Options.Data, "copy.db");
        await Operator.RunAsync(desk.Database, "backup", file);
        await desk.CreateAsync("second");
        await using var target = await TestDatabase.CreateEmptyAsync(TestDatabase.Sqlite, server);
        // What a database that somebody deleted had left; SQLite would take it for the new one's.
        await File.WriteAllTextAsync(Path.Combine(target.Options.Data, "contenthub.db-wal"), "old");

        var restored = await Operator.RunAsync(target, "restore", file);

        Assert.Equal((0, ""), (restored.ExitCode, restored.Error));
        Assert.StartsWith("The backup was restored and checked. Head: 1 ", restored.Output);
        Assert.DoesNotContain("What stood there before", restored.Output);
        await using var source = desk.Database.Open();
        await using var db = target.Open();
        Assert.Equal((1L, null), ((await AuditVerification.RunAsync(db)).Rows, (await AuditVerification.RunAsync(db)).Fault));
        Assert.NotEqual((await source.Log.SingleAsync()).LogId, (await db.Log.SingleAsync()).LogId);
    }

    [Fact]
    public async Task A_database_that_is_there_is_put_aside_whole_and_only_when_asked()
    {
        await using var desk = await Desk.OpenAsync(TestDatabase.Sqlite, server);
        await desk.CreateAsync("first");
        var file = Path.Combine(desk.Database.Options.Data, "copy.db");
        await Operator.RunAsync(desk.Database, "backup", file);
        await desk.CreateAsync("second");
        await CloseAsync(desk.Database);

        var refused = await Operator.RunAsync(desk.Database, "restore", file);
        var forced = await Operator.RunAsync(desk.Database, "restore", file, "--force");

        Assert.Equal(1, refused.ExitCode);
        Assert.EndsWith("With --force it is put aside, under a name of its own, and the backup in its place.", refused.Error);
        Assert.Equal((0, ""), (forced.ExitCode, forced.Error));
        var kept = Assert.Single(Directory.GetFiles(desk.Database.Options.Data, "contenthub.db.replaced-*"));
        Assert.Contains($"What stood there before: {kept}", forced.Output);
        await using var old = ContentHubDbFactory.OfFile(kept);
        await using var db = desk.Database.Open();
        Assert.Equal((2L, 1L), ((await AuditVerification.RunAsync(old)).Rows, (await AuditVerification.RunAsync(db)).Rows));
    }

    [Fact]
    public async Task A_database_in_use_is_left_alone_even_when_forced_and_not_after_a_kill()
    {
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        var file = Path.Combine(data.Options.Data, "copy.db");
        await CloseAsync(data);
        var (process, http) = await ServerProcess.StartAsync(new Dictionary<string, string?>(data.Settings) { ["ContentHub:Seed"] = "none" });
        await using (process)
        using (http)
        {
            var made = await Operator.RunAsync(data, "backup", file);
            var refused = await Operator.RunAsync(data, "restore", file, "--force");

            Assert.Equal((0, ""), (made.ExitCode, made.Error));
            Assert.Equal((1, $"A server or another program has the database {Path.Combine(data.Options.Data, "contenthub.db")} open: stop it first. Nothing was restored."), (refused.ExitCode, refused.Error));
            Assert.Empty(Directory.GetFiles(data.Options.Data, "*.part*"));
            Assert.Empty(Directory.GetFiles(data.Options.Data, "*.replaced-*"));
            using var ready = await http.GetAsync("/health/ready");
            Assert.True(ready.IsSuccessStatusCode);
        }

        // Killed, it holds nothing any more, and what it left beside the file is put aside too.
        Assert.Equal(0, (await Operator.RunAsync(data, "restore", file, "--force")).ExitCode);
    }

    [Fact]
    public async Task A_database_that_cannot_be_read_is_put_aside_as_it_is()
    {
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        var (file, path) = (Path.Combine(data.Options.Data, "copy.db"), Path.Combine(data.Options.Data, "contenthub.db"));
        await Operator.RunAsync(data, "backup", file);
        await CloseAsync(data);
        await File.WriteAllTextAsync(path, new string('x', 8192));

        var restored = await Operator.RunAsync(data, "restore", file, "--force");

        Assert.Equal((0, ""), (restored.ExitCode, restored.Error));
        Assert.Equal(new string('x', 8192), await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(data.Options.Data, "contenthub.db.replaced-*"))));
        await DatabaseMigration.RunAsync(data.Factory);
    }

    [Theory]
    [InlineData("no database", "is damaged, or no backup at all: ")]
    [InlineData("cut off", "is damaged, or no backup at all: ")]
    [InlineData("damaged", "is damaged, or no backup at all: ")]
    [InlineData("empty", "is no backup of ContentHub: it has none of its tables.")]
    [InlineData("newer", "was made by a newer version of the program: restore it with that version.")]
    [InlineData("forged", "is not as it was written: Row 1 was changed: its hash does not fit what it says. Nothing was restored; take another backup.")]
    [InlineData("rows cut off", "is not as it was written: Row 1 is missing: the log ends before row 1, which was kept.")]
    [InlineData("with a program in it", "“Evil” in it would run by itself, and no backup of ours has such a thing.")]
    [InlineData("in use", "is a database that is in use or was left by a kill, and no backup")]
    [InlineData("head damaged", "does not hold the end of a log, as `backup` writes it: take it away to do without.")]
    public async Task A_file_that_is_no_whole_backup_is_refused_and_nothing_changes(string damage, string reason)
    {
        await using var desk = await Desk.OpenAsync(TestDatabase.Sqlite, server);
        await desk.CreateAsync("first");
        var file = Path.Combine(desk.Database.Options.Data, "copy.db");
        var head = await new SqliteBackup(desk.Database.Options).RunAsync(file);
        await File.WriteAllTextAsync($"{file}.head", head!.Text);
        await DamageAsync(file, damage);
        await using var target = await TestDatabase.CreateEmptyAsync(TestDatabase.Sqlite, server);

        var refused = await Operator.RunAsync(target, "restore", file);

        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains(reason, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(target.Options.Data), f => !f.EndsWith(".migrating", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backup_of_an_older_version_is_brought_up_to_date()
    {
        await using var desk = await Desk.OpenAsync(TestDatabase.Sqlite, server);
        await desk.CreateAsync("first");
        var file = Path.Combine(desk.Database.Options.Data, "copy.db");
        await Operator.RunAsync(desk.Database, "backup", file);
        await using (var db = ContentHubDbFactory.OfFile(file))
        {
            await db.GetService<IMigrator>().MigrateAsync(db.Database.GetMigrations().SkipLast(1).Last());
        }

        await using var target = await TestDatabase.CreateEmptyAsync(TestDatabase.Sqlite, server);
        var restored = await Operator.RunAsync(target, "restore", file);

        Assert.Equal((0, ""), (restored.ExitCode, restored.Error));
        await DatabaseMigration.RunAsync(target.Factory);
        Assert.Empty(Directory.GetFiles(desk.Database.Options.Data, "copy.db-*"));
    }

    private static async Task DamageAsync(string file, string damage)
    {
        switch (damage)
        {
            case "no database":
                await File.WriteAllTextAsync(file, new string('x', 8192));
                break;
            case "cut off":
                await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..^8192]);
                break;
            case "damaged":
                var bytes = await File.ReadAllBytesAsync(file);
                bytes.AsSpan(^4096..).Fill(0xAA);
                await File.WriteAllBytesAsync(file, bytes);
                break;
            case "empty":
                await File.WriteAllBytesAsync(file, []);
                break;
            case "newer":
                await ExecuteAsync(file, """insert into "__EFMigrationsHistory" values ('99990101000000_Holograms', '99.0')""");
                break;
            case "forged":
                await ExecuteAsync(file, """update "Changes" set "Reason" = 'forged'""");
                break;
            case "rows cut off":
                await ExecuteAsync(file, """delete from "Changes"; delete from "Revisions" """);
                break;
            case "with a program in it":
                await ExecuteAsync(file, """create trigger "Evil" after insert on "People" begin delete from "Slugs"; end""");
                break;
            case "in use":
                await File.WriteAllTextAsync($"{file}-wal", "");
                break;
            case "head damaged":
                await File.WriteAllTextAsync($"{file}.head", "seventeen");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(damage), damage, "Unknown.");
        }
    }

    private static async Task ExecuteAsync(string file, string sql)
    {
        await using var db = ContentHubDbFactory.OfFile(file);
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    /// <summary>As when the server that used it has ended.</summary>
    private static async Task CloseAsync(TestDatabase database)
    {
        await using var db = database.Open();
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
    }
}
