using ContentHub.Importing.Bulk;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Importing.Bulk;

/// <summary>The program itself, killed where it can tidy up nothing.</summary>
public sealed class KilledImportTests(PostgreSqlServer server, ExportedFile file) : IClassFixture<ExportedFile>
{
    [Theory, EachDatabase]
    public async Task An_import_that_is_killed_in_the_middle_of_a_transaction_goes_on(string database)
    {
        var path = await file.WriteAsync();
        await using var data = await TestDatabase.CreateAsync(database, server);
        await using (await BlockAsync(data))
        await using (var process = ServerProcess.Begin(data.Settings, "import", "everything", path))
        {
            // Two transactions are done, and the third cannot end.
            await ReachedAsync(data, process);
            await process.KillAsync();
        }

        var served = await Operator.StartAsync(data);
        var finished = await new ImportEverything(data.Factory).RunAsync(path);

        Assert.Contains("An import into this database has begun and is not finished", served);
        Assert.Equal(ExportedFile.Rows - 1000, finished.Written);
        Assert.Equal(await ExportedFile.TextAsync, await Operator.ExportAsync(data));
        Assert.Null(await Operator.StartAsync(data));
    }

    private static async Task ReachedAsync(TestDatabase data, ServerProcess process)
    {
        await using var db = data.Open();
        while (await db.Revisions.CountAsync() < ExportedFile.Entries)
        {
            Assert.False(process.HasExited, process.Output);
            await Task.Delay(20);
        }
    }

    /// <summary>From now on nothing can be written to the log: whoever tries does not come back.</summary>
    private static async Task<IAsyncDisposable> BlockAsync(TestDatabase data)
    {
        var db = data.Open();
        await db.Database.OpenConnectionAsync();
        if (db is PostgreSqlDb)
        {
            var held = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlRawAsync("""lock table "Changes" in share mode""");
            return new Release(async () =>
            {
                await held.RollbackAsync();
                await db.DisposeAsync();
            });
        }

        // SQLite cannot wait, but it can count.
        await db.Database.ExecuteSqlRawAsync("""create trigger "Block" before insert on "Changes" begin select (with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n); end""");
        return new Release(async () =>
        {
            await db.Database.ExecuteSqlRawAsync("""drop trigger "Block" """);
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
            await db.DisposeAsync();
        });
    }

    private sealed class Release(Func<Task> release) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await release();
    }
}
