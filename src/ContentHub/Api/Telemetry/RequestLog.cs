using Microsoft.Extensions.Options;

namespace ContentHub.Api.Telemetry;

/// <summary>
/// A line for each request that the setting asks for: method, path, status, time and trace id. Never its query string,
/// headers or body: they hold tokens and what people ask about their health.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, IOptions<LogOptions> options, RequestTraces traces, TimeProvider time, ILogger<RequestLog> logger)
{
    /// <summary>So that whoever sends nonsense does not fill a disk or keep the log busy.</summary>
    public const int FailedMaxPerSecond = 20;

    public const int PathMaxCharacters = 200;
    private const int MethodMaxCharacters = 20;

    private readonly Lock _lock = new();
    private long _second;
    private int _written;
    private int _leftOut;

    public async Task InvokeAsync(HttpContext http)
    {
        if (options.Value.Requests == LoggedRequests.None || http.Request.Path.StartsWithSegments(Health.HealthModule.Path, StringComparison.Ordinal))
        {
            await next(http);
            return;
        }

        var started = time.GetTimestamp();
        try
        {
            await next(http);
        }
        catch (Exception) when (Note(http, StatusCodes.Status500InternalServerError, started))
        {
            throw;
        }

        Note(http, http.Response.StatusCode, started);
    }

    /// <returns>False, so that it can be called while an exception passes by.</returns>
    private bool Note(HttpContext http, int status, long started)
    {
        var isFailed = status >= StatusCodes.Status400BadRequest;
        if (isFailed && options.Value.Requests == LoggedRequests.Failed ? MayWrite() : options.Value.Requests == LoggedRequests.All)
        {
            LogAnswered(
                LogText.Of(http.Request.Method, MethodMaxCharacters),
                LogText.Of(http.Request.Path.Value, PathMaxCharacters),
                status,
                (long)time.GetElapsedTime(started).TotalMilliseconds,
                traces.IdOf(http));
        }

        return false;
    }

    private bool MayWrite()
    {
        lock (_lock)
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            if (second != _second)
            {
                if (_leftOut > 0)
                {
                    LogLeftOut(_leftOut);
                }

                (_second, _written, _leftOut) = (second, 0, 0);
            }

            if (_written >= FailedMaxPerSecond)
            {
                _leftOut++;
                return false;
            }

            _written++;
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Path} was answered with {Status} in {Milliseconds} ms. Trace {TraceId}")]
    private partial void LogAnswered(string method, string path, int status, long milliseconds, string traceId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} more requests failed within a second and have no line here.")]
    private partial void LogLeftOut(int count);
}
