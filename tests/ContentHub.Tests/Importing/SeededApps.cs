using ContentHub.Tests.Databases;

namespace ContentHub.Tests.Importing;

/// <summary>One server per database with the seed loaded, for tests that only read.</summary>
public sealed class SeededApps(PostgreSqlServer server) : IAsyncDisposable
{
    private readonly Dictionary<string, Lazy<Task<ContentHubApp>>> _apps = new[] { TestDatabase.Sqlite, TestDatabase.PostgreSql }
        .ToDictionary(database => database, database => new Lazy<Task<ContentHubApp>>(() => ContentHubApp.StartAsync(database, server, seed: true)));

    public Task<ContentHubApp> On(string database) => _apps[database].Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Values.Where(app => app.IsValueCreated))
        {
            await (await app.Value).DisposeAsync();
        }
    }
}
