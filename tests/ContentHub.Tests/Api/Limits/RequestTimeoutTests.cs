using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Api.Streams;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using GraphQL;
using GraphQL.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace ContentHub.Tests.Api.Limits;

public sealed class RequestTimeoutTests(PostgreSqlServer server)
{
    const string Create = """mutation { createTopic(input: { content: { title: "Late" } }) { draft { id } errors { message } } }""";

    readonly HeldDeadline _clock = new();
    readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // ---- the API alone

    [Theory]
    [InlineData("{ wait }")]
    [InlineData("{ quote wait }")]
    [InlineData("mutation { wait }")]
    public async Task What_takes_too_long_is_given_up_and_told_so(string query)
    {
        await using var api = await StartAsync();
        var asking = api.PostAsync(query);
        await _started.Task;

        _clock.End();

        var answer = await asking;
        Assert.Equal((504, "TIMED_OUT"), (answer.Status, answer.Code));
        Assert.False(answer.Json.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task Acts_that_were_done_in_time_are_told_beside_the_one_that_was_not()
    {
        await using var api = await StartAsync();
        var asking = api.PostAsync("""mutation { a: rename(name: "Ada") b: wait c: rename(name: "Lin") }""");
        await _started.Task;

        _clock.End();

        var answer = await asking;
        Assert.Equal((200, "Ada"), (answer.Status, answer.Data.GetProperty("a").GetString()));
        Assert.Equal(["b", "c"], answer.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path")[0].GetString()));
        Assert.Equal("TIMED_OUT", answer.Code);
    }

    [Fact]
    public async Task An_act_that_was_done_after_all_is_answered_as_done()
    {
        await using var api = await StartAsync();
        var asking = api.PostAsync("mutation { finish }");
        await _started.Task;

        _clock.End();
        _end.SetResult();

        Assert.Equal("done", (await asking).Data.GetProperty("finish").GetString());
    }

    [Fact]
    public async Task A_subscription_runs_on_and_its_first_answer_tells_the_cost()
    {
        await using var api = await StartAsync();
        await using var scope = api.Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var operations = api.Services.GetRequiredService<OperationRunner>();
        var result = await operations.RunAsync(
            http, new GraphQLRequest { Query = "subscription { lateTicks }" }, await operations.PrepareAsync(http), TransportRule.Stream, TestContext.Current.CancellationToken);

        _clock.End();
        _end.SetResult();

        var answers = await PulledResults.Of(result)!.ToListAsync();
        Assert.Equal(2, answers.Count);
        Assert.All(answers, answer => Assert.Null(answer.Errors));
        Assert.Equal([true, false], answers.Select(answer => answer.Extensions?.ContainsKey("cost") == true));
    }

    // ---- down to the database

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_statement_that_waits_in_PostgreSQL_is_cancelled_there_when_the_time_ends_or_the_client_leaves(bool isTime)
    {
        Assert.SkipWhen(PostgreSqlServer.Programs is null, PostgreSqlServer.HowToInstall);
        await using var app = await StartAppAsync(TestDatabase.PostgreSql);
        await app.QueryAsync("{ viewer { name } }", token: app.Token("Edith", Role.Editor));
        await using var other = await LockLogAsync(app);
        using var client = new CancellationTokenSource();
        var asking = CreateTopicAsync(app, client.Token);
        await WaitUntilAsync(async () => asking.IsCompleted || await WaitingAsync(other) == 1);
        Assert.False(asking.IsCompleted);

        if (isTime)
        {
            _clock.End();
            Assert.Equal((504, "TIMED_OUT"), await asking);
        }
        else
        {
            await client.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        }

        // The lock is still held: what waited for it is gone because it was cancelled.
        await WaitUntilAsync(async () => await WaitingAsync(other) == 0);
        await other.CloseAsync();
        Assert.Equal(0, await EntriesAsync(app));
    }

    [Fact]
    public async Task A_wait_for_another_process_that_writes_to_SQLite_ends_with_the_time()
    {
        await using var app = await StartAppAsync(TestDatabase.Sqlite);
        await app.QueryAsync("{ viewer { name } }", token: app.Token("Edith", Role.Editor));
        await using (var other = new SqliteConnection($"Data Source={app.Database.Options.SqliteFile};Pooling=false"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var writing = other.BeginTransaction();
            var asking = CreateTopicAsync(app, TestContext.Current.CancellationToken);
            // Nothing tells from outside that it waits to write. Long enough for it to get there.
            await Task.Delay(3_000, TestContext.Current.CancellationToken);

            _clock.End();

            Assert.Equal((504, "TIMED_OUT"), await asking);
        }

        Assert.Equal(0, await EntriesAsync(app));
        Assert.Equal((200, null), await CreateTopicAsync(app, TestContext.Current.CancellationToken));
        Assert.Equal(1, await EntriesAsync(app));
    }

    Task<ApiServer> StartAsync() => ApiServer.StartAsync(services => services
        .AddSingleton<TimeProvider>(_clock)
        .AddSingleton<IRequestStart>(new Signals(_started, _end)));

    async Task<ContentHubApp> StartAppAsync(string database) =>
        await ContentHubApp.StartAsync(await TestDatabase.CreateAsync(database, server), clock: _clock);

    static async Task<(int Status, string? Code)> CreateTopicAsync(ContentHubApp app, CancellationToken client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Create }) };
        request.Headers.Authorization = new("Bearer", app.Token("Edith", Role.Editor));
        using var response = await app.Http.SendAsync(request, client);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(client))!;
        return ((int)response.StatusCode, (string?)answer["errors"]?[0]!["extensions"]!["code"]);
    }

    /// <summary>Another session in the middle of an act.</summary>
    static async Task<NpgsqlConnection> LockLogAsync(ContentHubApp app)
    {
        var other = new NpgsqlConnection($"{app.Database.Options.Database};Pooling=false");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"select pg_advisory_lock({PostgreSqlDb.LogLock})", other);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return other;
    }

    /// <summary>How many sessions wait for a lock in the same database.</summary>
    static async Task<long> WaitingAsync(NpgsqlConnection other)
    {
        await using var command = new NpgsqlCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'", other);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    static async Task<int> EntriesAsync(ContentHubApp app)
    {
        await using var db = app.Database.Open();
        return await db.Variants.CountAsync(TestContext.Current.CancellationToken);
    }

    static async Task WaitUntilAsync(Func<Task<bool>> isSo)
    {
        using var most = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await isSo())
        {
            await Task.Delay(20, most.Token);
        }
    }

    sealed class Signals(TaskCompletionSource started, TaskCompletionSource end) : IRequestStart
    {
        public ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext)
        {
            (userContext["started"], userContext["end"]) = (started, end);
            return default;
        }
    }

    /// <summary>A clock that goes as the machine's does, but for the deadlines of requests: these end when they are told to.</summary>
    sealed class HeldDeadline : TimeProvider
    {
        static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

        readonly ConcurrentQueue<Held> _held = new();

        public void End()
        {
            while (_held.TryDequeue(out var timer))
            {
                timer.End();
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Deadline)
            {
                return base.CreateTimer(callback, state, dueTime, period);
            }

            var held = new Held(() => callback(state));
            _held.Enqueue(held);
            return held;
        }

        sealed class Held(Action end) : ITimer
        {
            public bool IsDisposed { get; private set; }

            public void End()
            {
                if (!IsDisposed)
                {
                    end();
                }
            }

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => IsDisposed = true;

            public ValueTask DisposeAsync()
            {
                IsDisposed = true;
                return default;
            }
        }
    }
}
