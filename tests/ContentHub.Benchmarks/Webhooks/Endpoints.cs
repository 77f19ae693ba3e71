using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ContentHub.Benchmarks.Webhooks;

/// <summary>How an endpoint is dead.</summary>
internal enum Death
{
    Refuses,
    NeverAnswers,
    Answers500,
}

/// <summary>Partners' endpoints on this machine, which answer their challenge and then count, or die.</summary>
internal sealed class Endpoints : IAsyncDisposable
{
    private readonly WebApplication _lively;
    private readonly WebApplication? _refusing;
    private readonly Seen[] _seen;
    private readonly Death[] _dead;
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _events;
    private bool _isDying;
    private int _done;

    private Endpoints(int lively, Death[] dead, int events)
    {
        (_events, _dead) = (events, dead);
        _seen = [.. Enumerable.Range(0, lively).Select(_ => new Seen())];
        _lively = Build();
        _refusing = dead.Contains(Death.Refuses) ? Build() : null;
    }

    /// <summary>Once each lively one has every event.</summary>
    public Task All => _all.Task;

    /// <summary>Events that came once more.</summary>
    public int Again => _seen.Sum(s => s.Again);

    public int OutOfOrder => _seen.Sum(s => s.OutOfOrder);

    public IEnumerable<string> Urls => Enumerable.Range(0, _seen.Length).Select(n => $"{_lively.Urls.First()}/{n}")
        .Concat(_dead.Select(d => d is Death.Refuses ? _refusing!.Urls.First() : $"{_lively.Urls.First()}/{d}"));

    public static async Task<Endpoints> StartAsync(int lively, Death[] dead, int events)
    {
        var endpoints = new Endpoints(lively, dead, events);
        await endpoints._lively.StartAsync();
        await (endpoints._refusing?.StartAsync() ?? Task.CompletedTask);
        return endpoints;
    }

    public async Task DieAsync()
    {
        Volatile.Write(ref _isDying, true);
        await (_refusing?.StopAsync() ?? Task.CompletedTask);
    }

    public async ValueTask DisposeAsync()
    {
        await _lively.StopAsync(new CancellationToken(canceled: true));
        await _lively.DisposeAsync();
        await (_refusing?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(TakeAsync);
        return app;
    }

    private async Task TakeAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.TrimStart('/');
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var data = body.RootElement.GetProperty("data");
        if (data.TryGetProperty("challenge", out var challenge))
        {
            await http.Response.WriteAsync(challenge.GetString()!);
        }
        else if (int.TryParse(path, out var number))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            if (_seen[number].Take(long.Parse(data.GetProperty("sequence").GetString()!, System.Globalization.CultureInfo.InvariantCulture)) == _events && Interlocked.Increment(ref _done) == _seen.Length)
            {
                _all.TrySetResult();
            }
        }
        else if (path == nameof(Death.NeverAnswers) && Volatile.Read(ref _isDying))
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    /// <summary>What one has: each event is sent to it by itself, so nothing here happens twice at once.</summary>
    private sealed class Seen
    {
        private long _last;
        private int _count;

        public int Again { get; private set; }

        public int OutOfOrder { get; private set; }

        /// <returns>How many different ones it has, when this is a new one; else 0.</returns>
        public int Take(long sequence)
        {
            if (sequence > _last)
            {
                // Every act of this log is an event, so the next one has the next number.
                OutOfOrder += _last > 0 && sequence != _last + 1 ? 1 : 0;
                _last = sequence;
                return ++_count;
            }

            Again++;
            return 0;
        }
    }
}
