using System.Net;
using System.Text;
using System.Text.Json;
using ContentHub.Api.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Api.Streams;

/// <summary>graphql-sse, distinct connections mode.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    readonly SteppedTime _time = new(Now);
    ApiServer _server = null!;

    SampleEvents Events => _server.Services.GetRequiredService<SampleEvents>();

    public async ValueTask InitializeAsync() => _server = await StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_posted_subscription_is_answered_event_by_event()
    {
        var answer = await _server.PostAsync("subscription { ticks(count: 2) }", accept: "text/event-stream");

        Assert.Equal((200, "text/event-stream"), (answer.Status, answer.MediaType));
        Assert.Equal("utf-8", answer.ContentHeaders.ContentType!.CharSet);
        Assert.Equal("no-store", answer.CacheControl);
        Assert.Equal(["no"], answer.Headers.GetValues("X-Accel-Buffering"));
        Assert.Contains("Accept", answer.Headers.Vary);
        Assert.Equal(
            ":\n\nevent: next\ndata: {\"data\":{\"ticks\":1}}\n\nevent: next\ndata: {\"data\":{\"ticks\":2}}\n\nevent: complete\ndata: \n\n",
            WithoutCost(answer.Text));
    }

    [Theory]
    [InlineData("subscription{ticks}", "{\"data\":{\"ticks\":1}}")]
    [InlineData("{add(a:1,b:2)}", "{\"data\":{\"add\":3}}")]
    public async Task Subscriptions_and_queries_may_be_got(string query, string data)
    {
        var answer = await _server.GetAsync($"?query={Uri.EscapeDataString(query)}", "text/event-stream");

        Assert.Equal($":\n\nevent: next\ndata: {data}\n\nevent: complete\ndata: \n\n", WithoutCost(answer.Text));
    }

    [Fact]
    public async Task A_mutation_may_be_posted_and_not_be_got()
    {
        var posted = await _server.PostAsync("mutation { rename(name: \"x\") }", accept: "text/event-stream");
        var got = await _server.GetAsync($"?query={Uri.EscapeDataString("mutation{rename(name:\"x\")}")}", "text/event-stream");

        Assert.Contains("data: {\"data\":{\"rename\":\"x\"}}", WithoutCost(posted.Text));
        Assert.Equal((405, "application/json", "METHOD_NOT_ALLOWED"), (got.Status, got.MediaType, got.Code));
        Assert.Equal(["POST"], got.ContentHeaders.Allow);
    }

    [Theory]
    [InlineData("{ nonsense }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{", "SYNTAX_ERROR")]
    [InlineData("subscription { refuses }", "NOT_TODAY")]
    public async Task What_does_not_begin_is_one_next_and_then_complete(string query, string code)
    {
        var answer = await _server.PostAsync(query, accept: "text/event-stream");

        Assert.Equal(200, answer.Status);
        var (data, rest) = FirstEvent(answer.Text);
        Assert.Equal(code, data.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("event: complete\ndata: \n\n", rest);
    }

    [Theory]
    [InlineData("subscription { faults }", 1)]
    [InlineData("subscription { breaks }", 2)]
    [InlineData("{ unwritable }", 1)]
    public async Task Our_own_faults_are_masked_and_the_stream_completes(string query, int count)
    {
        var answer = await _server.PostAsync(query, accept: "text/event-stream");

        Assert.Equal(200, answer.Status);
        Assert.Contains("\"code\":\"INTERNAL\"", answer.Text);
        Assert.DoesNotContain("secret", answer.Text);
        Assert.Equal(count, answer.Text.Split("event: next").Length - 1);
        Assert.EndsWith("event: complete\ndata: \n\n", answer.Text);
    }

    [Fact]
    public async Task What_is_wrong_with_the_request_itself_is_a_plain_answer()
    {
        var notJson = await _server.PostTextAsync("{}", "text/plain", "text/event-stream");
        var malformed = await _server.PostTextAsync("{", accept: "text/event-stream");
        var method = await _server.SendAsync(new(HttpMethod.Put, ""), "text/event-stream");
        var token = new HttpRequestMessage(HttpMethod.Get, "?query=%7Bquote%7D");
        token.Headers.TryAddWithoutValidation("Authorization", "Bearer bad");
        var signIn = await _server.SendAsync(token, "text/event-stream");

        Assert.Equal([415, 400, 405, 401], new[] { notJson, malformed, method, signIn }.Select(a => a.Status));
        Assert.All(new[] { notJson, malformed, method, signIn }, a => Assert.Equal("application/json", a.MediaType));
    }

    [Fact]
    public async Task A_client_that_prefers_json_gets_json()
    {
        var answer = await _server.PostAsync("{ quote }", accept: "application/graphql-response+json, application/json, text/event-stream, multipart/mixed");

        Assert.Equal("application/graphql-response+json", answer.MediaType);
    }

    [Fact]
    public async Task A_silent_stream_is_kept_alive_by_comments()
    {
        using var stream = await OpenAsync("subscription { waits }");
        await Events.OpenBecomesAsync(1);

        var first = await stream.ReadAsync();
        _time.Advance(TimeSpan.FromSeconds(15));
        var second = await stream.ReadAsync();

        Assert.Equal((":\n\n", ":\n\n"), (first, second));
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_subscription()
    {
        using (await OpenAsync("subscription { waits }"))
        {
            await Events.OpenBecomesAsync(1);
        }

        await Events.OpenBecomesAsync(0);
    }

    [Fact]
    public async Task It_ends_without_complete_when_its_token_expires()
    {
        using var stream = await OpenAsync("subscription { waits }", "Bearer good");
        await Events.OpenBecomesAsync(1);

        _time.Advance(TimeSpan.FromHours(8));

        Assert.DoesNotContain("complete", await stream.ReadToEndAsync());
        await Events.OpenBecomesAsync(0);
    }

    [Fact]
    public async Task It_ends_without_complete_when_the_server_stops()
    {
        using var stream = await OpenAsync("subscription { waits }");
        await Events.OpenBecomesAsync(1);

        await _server.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.DoesNotContain("complete", await stream.ReadToEndAsync());
    }

    [Fact]
    public async Task A_reader_that_does_not_read_is_cut_off()
    {
        using var stream = await OpenAsync("subscription { floods(size: 100000) }");
        for (var (before, calm) = (-1, 0); calm < 20; calm = Events.Flooded == before ? calm + 1 : 0)
        {
            before = Events.Flooded;
            await Task.Delay(20);
        }

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.InRange(Events.Flooded, 1, 300);
        await Assert.ThrowsAnyAsync<IOException>(stream.ReadToEndAsync);
    }

    [Fact]
    public async Task More_streams_than_may_be_open_are_refused()
    {
        await using var server = await StartAsync(("RateLimits:AddressStreamsMax", "1"));
        using var first = await OpenAsync("subscription { waits }", server: server);

        var refused = await server.PostAsync("{ quote }", accept: "text/event-stream");
        var plain = await server.PostAsync("{ quote }");

        Assert.Equal((429, "RATE_LIMITED"), (refused.Status, refused.Code));
        Assert.Equal(200, plain.Status);
    }

    /// <summary>What it cost is told with every first answer, and tested elsewhere.</summary>
    static string WithoutCost(string text) => System.Text.RegularExpressions.Regex.Replace(text, @",""extensions"":\{""cost"":\{(?:[^{}]|\{[^{}]*\})*\}\}", "");

    static (JsonElement Data, string Remainder) FirstEvent(string text)
    {
        const string Begin = ":\n\nevent: next\ndata: ";
        Assert.StartsWith(Begin, text);
        var end = text.IndexOf("\n\n", Begin.Length, StringComparison.Ordinal);
        return (JsonDocument.Parse(text[Begin.Length..end]).RootElement, text[(end + 2)..]);
    }

    async Task<OpenEventStream> OpenAsync(string query, string? authorization = null, ApiServer? server = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "") { Content = new StringContent(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        var response = await (server ?? _server).Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    Task<ApiServer> StartAsync(params (string Name, string Value)[] settings) => ApiServer.StartAsync(
        services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            services.AddSingleton<IRequestStart>(new SampleSignIn(Now + TimeSpan.FromHours(8)));
        },
        host: builder => builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => $"ContentHub:{s.Name}", s => (string?)s.Value)));
}

/// <summary>An answer that is still coming.</summary>
internal sealed class OpenEventStream(HttpResponseMessage response, Stream body) : IDisposable
{
    public async Task<string> ReadAsync()
    {
        var buffer = new byte[1024];
        using var patience = new CancellationTokenSource(SocketClient.Patience);
        return Encoding.UTF8.GetString(buffer, 0, await body.ReadAsync(buffer, patience.Token));
    }

    public async Task<string> ReadToEndAsync()
    {
        using var reader = new StreamReader(body);
        return await reader.ReadToEndAsync().WaitAsync(SocketClient.Patience);
    }

    public void Dispose() => response.Dispose();
}
