using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Importing.Bulk;

public sealed class BackupTests(PostgreSqlServer server)
{
    [Fact]
    public async Task A_backup_under_writes_has_all_that_was_acknowledged_before_it_and_is_the_beginning_of_what_came_after()
    {
        await using var desk = await Desk.OpenAsync(TestDatabase.Sqlite, server);
        using var enough = new CancellationTokenSource();
        var acknowledged = 0L;
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                await desk.CreateAsync($"slug-{i}");
                Interlocked.Increment(ref acknowledged);
            }
        });
        var heads = new List<LogHead>();
        for (var i = 0; i < 8; i++)
        {
            var before = Interlocked.Read(ref acknowledged);
            var file = FileOf(desk, $"copy-{i}.db");
            var head = await new SqliteBackup(desk.Database.Options).RunAsync(file);
            if (head is not null)
            {
                heads.Add(head);
            }

            Assert.True((head?.Sequence ?? 0) >= before, $"{before} acts were acknowledged, and the backup ends with {head?.Sequence}.");
            await using var copy = ContentHubDbFactory.OfFile(file);
            Assert.Equal((head?.Sequence ?? 0, null), ((await AuditVerification.RunAsync(copy, head)).Rows, (await AuditVerification.RunAsync(copy, head)).Fault));
        }

        await enough.CancelAsync();
        await writing;
        await using var db = desk.Database.Open();
        Assert.True(heads[^1].Sequence > heads[0].Sequence, "Nobody wrote meanwhile.");
        foreach (var head in heads)
        {
            Assert.Null((await AuditVerification.RunAsync(db, head)).Fault);
        }

        Assert.Equal(8, Directory.GetFiles(desk.Database.Options.Data, "copy-*").Length);
    }

    [Fact]
    public async Task The_verb_prints_the_head_and_keeps_it_beside_a_single_file_of_its_owner()
    {
        await using var desk = await Desk.OpenAsync(TestDatabase.Sqlite, server);
        await desk.CreateAsync("first");
        var file = FileOf(desk, "copy.db");

        var made = await Operator.RunAsync(desk.Database, "backup", file);
        await desk.CreateAsync("second");
        var refused = await Operator.RunAsync(desk.Database, "backup", file);
        var head = LogHead.Parse(await File.ReadAllTextAsync($"{file}.head"));
        var forced = await Operator.RunAsync(desk.Database, "backup", file, "--force");

        Assert.Equal((0, "", 1L), (made.ExitCode, made.Error, head?.Sequence));
        Assert.Equal($"The backup was made and checked: {file}. Head: {head!.Text}{Environment.NewLine}", made.Output);
        Assert.Equal((1, $"There is something with the name {file} already: choose another name, or write over it with --force."), (refused.ExitCode, refused.Error));
        Assert.Equal((0, 2L), (forced.ExitCode, LogHead.Parse(await File.ReadAllTextAsync($"{file}.head"))?.Sequence));
        Assert.All([file, $"{file}.head"], path => Assert.True(Operator.IsItsOwnersAlone(path), path));
        Assert.Equal(["copy.db", "copy.db.head"], Directory.GetFiles(desk.Database.Options.Data, "copy*").Select(Path.GetFileName).Order());
        // No write-ahead log: the file can be moved by itself.
        Assert.Equal([1, 1], (await File.ReadAllBytesAsync(file))[18..20]);
    }

    [Fact]
    public async Task A_database_that_is_damaged_or_forged_or_half_there_is_not_backed_up()
    {
        await using var desk = await Desk.OpenAsync(TestDatabase.Sqlite, server);
        await desk.CreateAsync("first");
        var file = FileOf(desk, "copy.db");
        await using (var db = desk.Database.Open())
        {
            await db.Log.ExecuteUpdateAsync(l => l.SetProperty(x => x.UnfinishedImport, "abc"));
            var half = await Operator.RunAsync(desk.Database, "backup", file);
            await db.Log.ExecuteUpdateAsync(l => l.SetProperty(x => x.UnfinishedImport, (string?)null));
            await db.Changes.ExecuteUpdateAsync(c => c.SetProperty(x => x.Reason, "forged"));
            var forged = await Operator.RunAsync(desk.Database, "backup", file);

            Assert.Contains("An import into this database has begun and is not finished", half.Error);
            Assert.Equal("The change log is not as it was written: Row 1 was changed: its hash does not fit what it says. No backup was made; `audit verify` says more.", forged.Error);
        }

        await DamageAsync(desk.Database);
        var damaged = await Operator.RunAsync(desk.Database, "backup", file);
        await File.WriteAllTextAsync(Path.Combine(desk.Database.Options.Data, "contenthub.db"), new string('x', 8192));
        var none = await Operator.RunAsync(desk.Database, "backup", file);

        Assert.All([damaged, none], result => Assert.StartsWith("The database is damaged: ", result.Error));
        Assert.Empty(Directory.GetFiles(desk.Database.Options.Data, "copy*"));
    }

    [Fact]
    public async Task Without_a_database_file_there_is_one_line_that_says_what_to_do()
    {
        await using var none = await TestDatabase.CreateEmptyAsync(TestDatabase.Sqlite, server);
        await using var other = await TestDatabase.CreateEmptyAsync(TestDatabase.PostgreSql, server);
        var file = Path.Combine(none.Options.Data, "copy.db");

        var missing = await Operator.RunAsync(none, "backup", file);
        var backup = await Operator.RunAsync(other, "backup", file);
        var restore = await Operator.RunAsync(other, "restore", file);

        Assert.Equal((1, $"There is no database to back up: {Path.Combine(none.Options.Data, "contenthub.db")}. ContentHub:Data names its folder."), (missing.ExitCode, missing.Error));
        Assert.Equal((1, "The database is on PostgreSQL, which makes its own backups: use pg_dump and pg_restore, or `export everything`, which any database can import."), (backup.ExitCode, backup.Error));
        Assert.Equal((1, "The database is on PostgreSQL, which restores its own backups: use pg_restore, or `import everything` for what `export everything` wrote."), (restore.ExitCode, restore.Error));
        Assert.Empty(Directory.GetFiles(none.Options.Data));
    }

    private static string FileOf(Desk desk, string name) => Path.Combine(desk.Database.Options.Data, name);

    /// <summary>Overwrites a page in the middle.</summary>
    private static async Task DamageAsync(TestDatabase database)
    {
        await using (var db = database.Open())
        {
            await db.Database.ExecuteSqlRawAsync("pragma wal_checkpoint(truncate)");
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }

        await using var file = new FileStream(Path.Combine(database.Options.Data, "contenthub.db"), FileMode.Open);
        file.Position = file.Length - 4096;
        await file.WriteAsync(Enumerable.Repeat((byte)0xAA, 4096).ToArray());
    }
}
