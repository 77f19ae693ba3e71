using System.Collections;
using System.Diagnostics;

namespace ContentHub.Api.Telemetry;

/// <summary>
/// The trace of a request and the scope of what is logged for it. The web host would begin both for every request, which costs as much as many an
/// answer: requests of readers that a plan answers log nothing, so theirs begin where that turns out otherwise.
/// </summary>
internal sealed class RequestTraces(DistributedContextPropagator propagator, ILogger<RequestTraces> logger)
{
    /// <summary>As the web host calls it.</summary>
    private const string ActivityName = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    /// <summary>In front of everything that answers.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        http.Request.Headers.Authorization.Count == 0 && http.Request.Path == Http.GraphQLHttp.Path ? next(http) : TracedAsync(http, next);

    /// <summary>Begins what has not begun yet. Ends with whoever disposes of it.</summary>
    /// <returns>Null where it had begun.</returns>
    public IDisposable? Begin(HttpContext http)
    {
        if (http.Features.Get<Begun>() is not null)
        {
            return null;
        }

        // Where traces are exported it is the web host that begins them.
        var own = Activity.Current is null ? Started(http) : null;
        var begun = new Begun(own ?? Activity.Current!, own, logger.BeginScope(new Scope(http)));
        http.Features.Set(begun);
        return begun;
    }

    /// <summary>Of a request, whether its trace has begun or not: what came with it, else a new one.</summary>
    public string IdOf(HttpContext http)
    {
        using var begun = Begin(http);
        return http.Features.Get<Begun>()!.Activity.TraceId.ToHexString();
    }

    private async Task TracedAsync(HttpContext http, RequestDelegate next)
    {
        using var trace = Begin(http);
        await next(http);
    }

    private Activity Started(HttpContext http)
    {
        var activity = new Activity(ActivityName);
        propagator.ExtractTraceIdAndState(
            http.Request.Headers,
            static (object? carrier, string name, out string? value, out IEnumerable<string>? values) => (value, values) = (((IHeaderDictionary)carrier!)[name], null),
            out var parent,
            out var state);
        if (ActivityContext.TryParse(parent, state, out _))
        {
            activity.SetParentId(parent!);
            activity.TraceStateString = state;
        }

        return activity.Start();
    }

    private sealed record Begun(Activity Activity, Activity? Own, IDisposable? Scope) : IDisposable
    {
        public void Dispose()
        {
            Scope?.Dispose();
            Own?.Dispose();
        }
    }

    /// <summary>As the web host's: what belongs to one request.</summary>
    private sealed class Scope(HttpContext http) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 2;

        public KeyValuePair<string, object?> this[int index] => index switch
        {
            0 => new("RequestId", http.TraceIdentifier),
            1 => new("RequestPath", LogText.Of(http.Request.Path.Value, RequestLog.PathMaxCharacters)),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
            yield return this[1];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"RequestId:{this[0].Value} RequestPath:{this[1].Value}";
    }
}
