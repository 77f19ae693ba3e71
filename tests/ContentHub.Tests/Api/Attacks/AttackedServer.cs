using System.Globalization;
using System.Net.Http.Json;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>
/// Attacks share one server and have the machine to themselves: what is measured then is the server's answer, not the
/// neighbours' work.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AttackCollection : ICollectionFixture<AttackedServer>
{
    public const string Name = "Attacks";
}

/// <summary>The whole server with its seed, as it stands on the internet, in a process of its own so that its memory can be told.</summary>
public sealed class AttackedServer(PostgreSqlServer postgreSql) : IAsyncLifetime
{
    /// <summary>By then an attack is answered, and whoever else asks meanwhile.</summary>
    public static readonly TimeSpan AnswerMost = TimeSpan.FromSeconds(2);

    private const double MemoryGrowthMaxMegabytes = 50;

    /// <summary>So much more need not be looked into: it has passed already, garbage included.</summary>
    private const double NoiseMegabytes = 5;

    private TestDatabase? _data;
    private ServerProcess? _server;
    private HttpClient? _http;

    /// <summary>Memory after the attacks before; nothing happens in between.</summary>
    private double? _settled;

    public Uri Url => Http.BaseAddress!;

    internal ServerProcess Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    private HttpClient Http => _http ?? throw new InvalidOperationException("The server has not been started.");

    public async ValueTask InitializeAsync()
    {
        _data = await TestDatabase.CreateSeededAsync(TestDatabase.Sqlite, postgreSql);
        (_server, _http) = await ServerProcess.StartAsync(new Dictionary<string, string?>(_data.Settings)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_gcConcurrent"] = "1",
            ["ContentHub:Seed"] = "none",
            ["ContentHub:Site:Url"] = "https://www.example.org",
            // The shortest there is, so that the tests need not wait for the default.
            ["ContentHub:FrontDoor:HeadersReadMost"] = "00:00:01",
            ["ContentHub:Streams:InitTimeout"] = "00:00:01",
            ["ContentHub:Streams:SendTimeout"] = "00:00:01",
            ["ContentHub:Streams:KeepAlive"] = "00:00:01",
            // Whoever only reads asks far more often here than any address may; attackers come from other addresses.
            ["ContentHub:RateLimits:Exempt:0"] = "127.0.0.1",
        });
        // A server that has been busy before: its pools are full, and its code is compiled.
        for (var round = 0; round < 300; round++)
        {
            await Bystander.AskAsync(_http, Url, TestContext.Current.CancellationToken);
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, 500), new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (_, cancellation) =>
            await _http.PostAsJsonAsync("/graphql", new { query = "{ articles(first: 20) { nodes { title summary jsonLd } } }" }, cancellation));
    }

    /// <summary>
    /// Runs an attack and demands what must hold of every one: the server lives, others are served meanwhile in good time, and
    /// no memory stays behind.
    /// </summary>
    /// <param name="attack">Ends once it has its answer, or once all that it opened is closed.</param>
    internal async Task<T> EndureAsync<T>(Func<Task<T>> attack)
    {
        var before = _settled ?? await ProcessMemory.SettledAsync(Server.Id, enough: 0, tooMuch: double.MaxValue, TestContext.Current.CancellationToken);
        _settled = null;
        var others = Bystander.Start(Http);
        T result;
        try
        {
            result = await attack();
        }
        finally
        {
            await others.StopAsync();
        }

        var after = await ProcessMemory.SettledAsync(Server.Id, enough: before + NoiseMegabytes, tooMuch: before + MemoryGrowthMaxMegabytes, TestContext.Current.CancellationToken);

        // A little more than before may be garbage: it counts against the next attack, or many littles would pass.
        _settled = after <= before + NoiseMegabytes ? Math.Min(before, after) : after;

        var figures = string.Create(CultureInfo.InvariantCulture, $"{others.Served} others served, the slowest in {others.Slowest.TotalMilliseconds:f0} ms; memory {before:f0} MB before, {after:f0} MB after");
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Assert.False(Server.HasExited, $"The server died:\n{Server.Output}");
        Assert.True(others.Failures.Count == 0, $"Others were not served: {string.Join("; ", others.Failures)}");
        Assert.True(others.Slowest < AnswerMost, figures);
        Assert.True(after - before < MemoryGrowthMaxMegabytes, figures);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_data is not null)
        {
            await _data.DisposeAsync();
        }
    }
}
