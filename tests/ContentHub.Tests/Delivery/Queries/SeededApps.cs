using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Delivery.Queries;

/// <summary>Tests that only read what the seed holds: they share one server per database and take turns.</summary>
[CollectionDefinition(Name)]
public sealed class SeededCollection : ICollectionFixture<SeededApps>
{
    public const string Name = "Reading the seed";
}

/// <summary>One server with the seed per database, started on first use.</summary>
public sealed class SeededApps(PostgreSqlServer server) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ContentHubApp>>> _apps = new();

    public Task<ContentHubApp> On(string database) =>
        _apps.GetOrAdd(database, d => new(() => ContentHubApp.StartAsync(d, server, seed: true))).Value;

    /// <summary>One that may be asked for everything at once.</summary>
    public Task<ContentHubApp> UnboundedOn(string database) =>
        _apps.GetOrAdd(database + " unbounded", _ => new(() => ContentHubApp.StartAsync(database, server, seed: true, settings: SchemaWalk.Limits))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Values)
        {
            await (await app.Value).DisposeAsync();
        }
    }
}

/// <summary>How readers ask.</summary>
internal static class Reading
{
    /// <summary>A query that must succeed without one statement to the database.</summary>
    public static async Task<JsonNode> ReadAsync(this ContentHubApp app, string query, object? variables = null)
    {
        var before = app.StatementCountOfRequests;

        var data = await app.QueryAsync(query, variables);

        Assert.Equal(before, app.StatementCountOfRequests);
        return data;
    }

    /// <summary>The values of one field in a list of objects, joined by spaces.</summary>
    public static string Joined(this JsonNode? list, string field) => string.Join(' ', list!.AsArray().Select(item => (string?)item![field]));
}
