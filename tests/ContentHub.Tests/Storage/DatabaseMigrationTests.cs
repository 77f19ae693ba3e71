using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Storage;

public sealed class DatabaseMigrationTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task Migrations_describe_the_model_as_it_is(string database)
    {
        await using var fresh = await TestDatabase.CreateAsync(database, server);
        await using var db = fresh.Open();

        var hasPendingChanges = db.Database.HasPendingModelChanges();

        Assert.False(hasPendingChanges, "The model has changed: dotnet ef migrations add <Name>, for both contexts.");
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Theory, EachDatabase]
    public async Task A_second_run_keeps_the_identity_of_the_log(string database)
    {
        await using var fresh = await TestDatabase.CreateEmptyAsync(database, server);
        await DatabaseMigration.RunAsync(fresh.Factory);
        var before = await LogIdAsync(fresh);

        await DatabaseMigration.RunAsync(fresh.Factory);

        Assert.NotEqual(Guid.Empty, before);
        Assert.Equal(before, await LogIdAsync(fresh));
    }

    [Theory, EachDatabase]
    public async Task Several_that_start_at_once_migrate_once(string database)
    {
        await using var fresh = await TestDatabase.CreateEmptyAsync(database, server);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => DatabaseMigration.RunAsync(new ContentHubDbFactory(fresh.Options)))));

        await using var db = fresh.Open();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.NotEqual(Guid.Empty, await LogIdAsync(fresh));
    }

    [Fact]
    public async Task A_start_that_was_killed_while_migrating_does_not_stop_the_next()
    {
        await using var fresh = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        await using (var db = fresh.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"""insert into "__EFMigrationsLock" values (1, '2026-01-01 00:00:00')""");
        }

        await DatabaseMigration.RunAsync(fresh.Factory).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.NotEqual(Guid.Empty, await LogIdAsync(fresh));
    }

    [Fact]
    public async Task The_data_folder_is_made_when_it_is_missing()
    {
        await using var fresh = await TestDatabase.CreateEmptyAsync(TestDatabase.Sqlite, server);
        var folder = Path.Combine(fresh.Options.Data, "deeper", "still");

        await DatabaseMigration.RunAsync(new ContentHubDbFactory(new DatabaseOptions { Data = folder }));

        Assert.True(File.Exists(Path.Combine(folder, "contenthub.db")));
    }

    private static async Task<Guid> LogIdAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return (await db.Log.SingleAsync()).LogId;
    }
}
