using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContentHub.Accounts;
using ContentHub.Api;
using ContentHub.Delivery;
using ContentHub.Editorial;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContentHub.Tests;

/// <summary>The real server in this process, over HTTP on a loopback port of its own, on a real database.</summary>
public sealed class ContentHubApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestDatabase _database;
    private readonly Statements _statements;
    private readonly Dictionary<string, string> _tokens = [];

    private ContentHubApp(WebApplication app, TestDatabase database, Statements statements)
    {
        (_app, _database, _statements) = (app, database, statements);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public HttpClient Http { get; }

    public TestDatabase Database => _database;

    public IServiceProvider Services => _app.Services;

    public Published Current => Services.GetRequiredService<SnapshotFollower>().Current;

    /// <summary>How many statements the server has sent to its database so far.</summary>
    public int StatementCount => _statements.Count;

    /// <summary>How many of them while answering a request; the others follow the log, second by second.</summary>
    public int StatementCountOfRequests => _statements.CountOfRequests;

    /// <param name="seed">Whether the seed is there; tests start empty otherwise.</param>
    /// <param name="clock">Null: the machine's.</param>
    public static async Task<ContentHubApp> StartAsync(
        string database, PostgreSqlServer server, bool seed = false, TimeProvider? clock = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        // What was loaded once by another clock would be out of time.
        if (seed && clock is null)
        {
            return await StartAsync(await TestDatabase.CreateSeededAsync(database, server), settings: settings);
        }

        return await StartAsync(await TestDatabase.CreateAsync(database, server), seed, clock, settings);
    }

    /// <summary>On a database that is there already; it is thrown away with the app.</summary>
    /// <param name="seed">Whether the server itself is to load the seed.</param>
    /// <param name="services">Adds to what the server is made of.</param>
    public static async Task<ContentHubApp> StartAsync(
        TestDatabase database, bool seed = false, TimeProvider? clock = null, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var statements = new Statements();
        var app = Server.Build(["--environment=Development", "--urls=http://127.0.0.1:0"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(database.Settings);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ContentHub:Seed"] = seed ? null : "none" });
            builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
            builder.Logging.ClearProviders().AddProvider(statements);
            builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information);
            if (clock is not null)
            {
                builder.Services.AddSingleton(clock);
            }

            services?.Invoke(builder.Services);
        });
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            await app.Services.GetRequiredService<SnapshotFollower>().Loaded.WaitAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            // What of it did start would go on in the test's own folder.
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
            throw;
        }

        return new(app, database, statements);
    }

    /// <summary>Sends a document and gives the whole answer, errors included.</summary>
    public async Task<JsonObject> SendAsync(string query, object? variables = null, string? token = null, string? preview = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (preview is not null)
        {
            request.Headers.Add("ContentHub-Preview", preview);
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Sends a document that must succeed, and gives its data.</summary>
    public async Task<JsonNode> QueryAsync(string query, object? variables = null, string? token = null, string? preview = null)
    {
        var answer = await SendAsync(query, variables, token, preview);
        Assert.True(answer["errors"] is null, $"{answer["errors"]?.ToJsonString()}\n{query}");
        return answer["data"]!;
    }

    /// <summary>Sends a mutation with one field and one input, and gives its payload.</summary>
    /// <param name="selection">Of the payload; an act's usual fields when absent.</param>
    public async Task<JsonNode> MutateAsync(string field, object input, string token, string? selection = null)
    {
        selection ??= field.StartsWith("create", StringComparison.Ordinal) || field.StartsWith("update", StringComparison.Ordinal) || !field.Contains("omment", StringComparison.Ordinal)
            ? Act
            : "comment { id text version path resolvedAt } errors { __typename code path message }";
        var inputType = field switch
        {
            "submitForReview" or "discardDraft" or "cancelSchedule" => "WorkflowInput",
            "confirmReview" => "ApproveInput",
            _ => $"{char.ToUpperInvariant(field[0])}{field[1..]}Input",
        };
        var data = await QueryAsync($"mutation($input: {inputType}!) {{ {field}(input: $input) {{ {selection} }} }}", new { input }, token);
        return data[field]!;
    }

    private const string Act = """
        draft { id entryId slug title version state publishedVersion }
        findings { rule severity message path }
        errors {
          __typename code path message
          ... on ConflictError { currentVersion changedBy { name } changedAt changes { path kind before after } current { version } }
          ... on WorkflowError { state allowed findings { rule path } }
          ... on ForbiddenError { requires }
        }
        sequence
        """;

    /// <summary>A development token; the same name is the same person.</summary>
    public string Token(string name, params Role[] roles)
    {
        var key = $"{name}/{string.Join(',', roles)}";
        if (!_tokens.TryGetValue(key, out var token))
        {
            var now = Services.GetRequiredService<TimeProvider>().GetUtcNow();
            _tokens[key] = token = Services.GetRequiredService<DevelopmentTokens>().Create(name, roles, now);
        }

        return token;
    }

    /// <summary>Takes a new draft all the way to readers: submitted, approved by a second person where that is due, published.</summary>
    /// <param name="id">The draft's id.</param>
    /// <param name="together">Entries that are to count as published with it, as in a release; then no mutation publishes it but the act below.</param>
    public async Task PublishAsync(string id, int version, bool isClinical, IEnumerable<Guid>? together = null)
    {
        if (isClinical)
        {
            await DoneAsync("submitForReview", new { id, version }, Token("Edith", Role.Editor));
            await DoneAsync("approve", new { id, version }, Token("Rhea", Role.MedicalReviewer));
        }

        if (together is null)
        {
            await DoneAsync("publish", new { id, version }, Token("Edith", Role.Editor));
        }
        else
        {
            await PublishTogetherAsync(id, version, together);
        }
    }

    /// <summary>Publishes an approved revision as a part of more: links to those entries hold, out or not.</summary>
    public async Task PublishTogetherAsync(string id, int version, IEnumerable<Guid> together)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var person = await Services.GetRequiredService<People>().EnsureAsync("test:release", "Edith", null, nameof(Role.Editor), isSystem: false, cancellation);
        var editor = new Caller(person, "Edith", null, new HashSet<Role> { Role.Editor });
        var entries = together.ToHashSet();
        var outcome = await Services.GetRequiredService<Acts>().RunAsync(
            editor, act => Publish.DecideAsync(act with { PublishedTogether = entries }, new PublishInput { Id = id, Version = version }), cancellation);
        Assert.True(outcome.Errors.Count == 0, string.Join(' ', outcome.Errors));
    }

    /// <summary>A mutation that must not be refused.</summary>
    public async Task<JsonNode> DoneAsync(string field, object input, string token)
    {
        var payload = await MutateAsync(field, input, token);
        Assert.True(payload["errors"]!.AsArray().Count == 0, payload["errors"]!.ToJsonString());
        return payload;
    }

    /// <summary>Stops the server and leaves its database to whoever made it.</summary>
    public async Task StopAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Counts what EF Core says it executes.</summary>
    private sealed class Statements : ILoggerProvider, ILogger
    {
        private int _count;
        private int _countOfRequests;

        public int Count => Volatile.Read(ref _count);

        public int CountOfRequests => Volatile.Read(ref _countOfRequests);

        public ILogger CreateLogger(string categoryName) => categoryName == "Microsoft.EntityFrameworkCore.Database.Command" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Interlocked.Increment(ref _count);
            // Where another test of this process listens to traces, an operation's span stands between.
            for (var activity = System.Diagnostics.Activity.Current; activity is not null; activity = activity.Parent)
            {
                if (activity.OperationName == "Microsoft.AspNetCore.Hosting.HttpRequestIn")
                {
                    Interlocked.Increment(ref _countOfRequests);
                    break;
                }
            }
        }

        public void Dispose()
        {
        }
    }
}
