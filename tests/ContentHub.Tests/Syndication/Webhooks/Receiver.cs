using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ContentHub.Tests.Syndication.Webhooks;

/// <summary>What an endpoint was sent.</summary>
internal sealed record Taken(string Id, long Timestamp, string Signature, string Body)
{
    public JsonNode Json { get; } = JsonNode.Parse(Body)!;

    public string Type => (string)Json["type"]!;

    public JsonNode Data => Json["data"]!;

    /// <summary>Kind and slug of a change.</summary>
    public string Line => $"{(string?)Data["kind"]} {(string?)Data["slug"]}";
}

/// <summary>A partner's endpoint on this machine.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Taken> _all = new();

    private Receiver(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.First()}/hook";

    public Uri Address => new(_app.Urls.First());

    /// <summary>Everything that came, taken or not.</summary>
    public IReadOnlyList<Taken> All => [.. _all];

    /// <summary>Changes that came, taken or not.</summary>
    public IReadOnlyList<Taken> Changes => [.. _all.Where(t => t.Type.StartsWith("content.", StringComparison.Ordinal))];

    public IEnumerable<string> Lines => Changes.Select(t => t.Line);

    /// <summary>What it says to a challenge.</summary>
    public Func<string, string> AnswerTo { get; set; } = value => value;

    /// <summary>What it says to a change or a ping; null: 204.</summary>
    public Func<Taken, HttpContext, Task>? Answer { get; set; }

    public static async Task<Receiver> StartAsync(string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>From now on it answers so.</summary>
    public void AnswerWith(int status, string? retryAfter = null, string? location = null) => Answer = (_, http) =>
    {
        http.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            http.Response.Headers.RetryAfter = retryAfter;
        }

        if (location is not null)
        {
            http.Response.Headers.Location = location;
        }

        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        var body = await new StreamReader(http.Request.Body).ReadToEndAsync();
        var headers = http.Request.Headers;
        var taken = new Taken(headers["webhook-id"]!, long.Parse(headers["webhook-timestamp"]!, System.Globalization.CultureInfo.InvariantCulture), headers["webhook-signature"]!, body);
        _all.Enqueue(taken);
        if (taken.Type == "webhook.challenge")
        {
            await http.Response.WriteAsync(AnswerTo((string)taken.Data["challenge"]!));
        }
        else if (Answer is { } answer)
        {
            await answer(taken, http);
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }
}
