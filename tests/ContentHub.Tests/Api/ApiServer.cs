using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ContentHub.Api;
using GraphQL;
using GraphQL.DI;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContentHub.Tests.Api;

/// <summary>The API over real Kestrel on a free port of the loopback address, with a small schema of the tests' own.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    /// <summary>All of a test's clients come from one address.</summary>
    static readonly Dictionary<string, string?> Unlimited = new()
    {
        ["ContentHub:RateLimits:AddressPerMinute"] = "0",
        ["ContentHub:RateLimits:EditorPerMinute"] = "0",
        ["ContentHub:RateLimits:AddressConnectionsMax"] = "0",
        ["ContentHub:RateLimits:AddressRequestsMax"] = "0",
        ["ContentHub:RateLimits:AddressStreamsMax"] = "0",
    };

    readonly WebApplication _app;

    ApiServer(WebApplication app, RecordedLog log)
    {
        _app = app;
        Log = log;
        Url = new Uri(app.Urls.Single() + "/graphql");
        Client = new HttpClient { BaseAddress = Url };
    }

    public Uri Url { get; }

    public HttpClient Client { get; }

    public RecordedLog Log { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="host">Settings and services that depend on them.</param>
    public static async Task<ApiServer> StartAsync(
        Action<IServiceCollection>? services = null,
        Action<IGraphQLBuilder>? graphQL = null,
        string environment = "Production",
        Action<WebApplicationBuilder>? host = null)
    {
        var log = new RecordedLog();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(Unlimited);
        builder.Services.AddApi(api =>
        {
            api.AddAutoSchema<SampleQuery>(schema => schema.WithMutation<SampleMutation>());
            api.ConfigureSchema((schema, provider) => schema.Subscription = new SampleSubscription(provider.GetRequiredService<SampleEvents>()));
            graphQL?.Invoke(api);
        });
        builder.Services.AddSingleton<UnwritableGraphType>();
        builder.Services.AddSingleton<SampleEvents>();
        services?.Invoke(builder.Services);
        host?.Invoke(builder);
        var app = builder.Build();
        app.MapApi();
        await app.StartAsync();
        return new ApiServer(app, log);
    }

    /// <summary>Posts an operation as application/json and reads the answer.</summary>
    public Task<ApiAnswer> PostAsync(string query, object? variables = null, string? accept = null) =>
        PostTextAsync(JsonSerializer.Serialize(new { query, variables }), accept: accept);

    public Task<ApiAnswer> PostTextAsync(string body, string? contentType = "application/json", string? accept = null) =>
        PostBytesAsync(Encoding.UTF8.GetBytes(body), contentType, accept);

    public Task<ApiAnswer> PostBytesAsync(byte[] body, string? contentType = "application/json", string? accept = null)
    {
        var content = new ByteArrayContent(body);
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return SendAsync(new HttpRequestMessage(HttpMethod.Post, "") { Content = content }, accept);
    }

    /// <summary>Gets <c>/graphql</c> with a query string that is sent as it stands.</summary>
    public Task<ApiAnswer> GetAsync(string queryString, string? accept = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, queryString), accept);

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request, string? accept = null)
    {
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await Client.SendAsync(request);
        return new ApiAnswer(
            (int)response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Asks who one is, with a value of the header Authorization that is sent as it stands.</summary>
    public Task<ApiAnswer> AskWhoIAmAsync(string? authorization, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "?query=%7Bviewer%7D");
        foreach (var (name, value) in authorization is null ? headers : [("Authorization", authorization), .. headers])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return SendAsync(request);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

public sealed record ApiAnswer(int Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Text)
{
    /// <summary>The text without what it cost, which every answer tells at its end.</summary>
    public string TextWithoutCost => System.Text.RegularExpressions.Regex.Replace(
        Text, @",?""extensions"":\{""cost"":\{""used"":\d+,""limit"":\d+,""heaviest"":(null|\{[^{}]*\})\}\}\}$", "}");

    public JsonElement Cost => Json.GetProperty("extensions").GetProperty("cost");

    public string? MediaType => ContentHeaders.ContentType?.MediaType;

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public JsonElement Data => Json.GetProperty("data");

    public JsonElement Error => Json.GetProperty("errors")[0];

    public string? Message => Error.GetProperty("message").GetString();

    public string? Code => Error.GetProperty("extensions").GetProperty("code").GetString();

    public string? CacheControl => Headers.CacheControl?.ToString();
}

/// <summary>What the server logged.</summary>
public sealed class RecordedLog : ILoggerProvider
{
    readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = new();

    public IReadOnlyList<(LogLevel Level, string Text)> Entries => [.. _entries];

    public ILogger CreateLogger(string categoryName) => new Logger(_entries);

    public void Dispose()
    {
    }

    sealed class Logger(ConcurrentQueue<(LogLevel, string)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue((logLevel, formatter(state, exception) + exception));
    }
}
