using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace ContentHub.Tests.Storage;

public sealed class StorageModuleTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task The_settings_decide_which_database_it_is(string database)
    {
        await using var fresh = await TestDatabase.CreateAsync(database, server);
        await using var services = Services(fresh.Settings);

        await using var db = services.GetRequiredService<IDbContextFactory<ContentHubDb>>().CreateDbContext();

        Assert.IsType(database is TestDatabase.Sqlite ? typeof(SqliteDb) : typeof(PostgreSqlDb), db);
        Assert.Equal(1, await db.Log.CountAsync());
        Assert.Same(services.GetRequiredService<ChangeLog>(), services.GetRequiredService<ChangeLog>());
    }

    [Fact]
    public async Task Without_settings_it_is_a_file_in_the_folder_data()
    {
        await using var services = Services(new Dictionary<string, string?>());

        await using var db = services.GetRequiredService<IDbContextFactory<ContentHubDb>>().CreateDbContext();

        Assert.Equal(Path.GetFullPath(Path.Combine("data", "contenthub.db")), db.Database.GetDbConnection().DataSource);
    }

    [Theory]
    [InlineData("ContentHub:Database", "nonsense")]
    [InlineData("ContentHub:Database", "Hots=localhost")]
    [InlineData("ContentHub:Database", "Database=contenthub")]
    [InlineData("ContentHub:Data", " ")]
    public async Task A_wrong_setting_is_named(string name, string value)
    {
        await using var services = Services(new Dictionary<string, string?> { [name] = value });

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<DatabaseOptions>>().Value);

        Assert.StartsWith(name, refusal.Message);
    }

    [Fact]
    public async Task SQLite_survives_a_power_cut_waits_its_turn_and_checks_foreign_keys()
    {
        await using var fresh = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        await using var db = fresh.Open();

        Assert.Equal("wal", await db.Database.SqlQuery<string>($"select journal_mode as Value from pragma_journal_mode").SingleAsync());
        Assert.Equal(2, await db.Database.SqlQuery<int>($"select synchronous as Value from pragma_synchronous").SingleAsync());
        Assert.Equal(1, await db.Database.SqlQuery<int>($"select foreign_keys as Value from pragma_foreign_keys").SingleAsync());
        Assert.Equal(30_000, await db.Database.SqlQuery<int>($"select timeout as Value from pragma_busy_timeout").SingleAsync());
    }

    private static ServiceProvider Services(IEnumerable<KeyValuePair<string, string?>> settings) => new ServiceCollection()
        .AddLogging()
        .AddStorage(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .BuildServiceProvider();
}
