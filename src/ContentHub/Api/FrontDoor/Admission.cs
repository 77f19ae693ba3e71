using ContentHub.Api.Execution;
using ContentHub.Api.Health;
using ContentHub.Api.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.FrontDoor;

/// <summary>
/// Who is let in: by the address's quota, before any body is read, then by how much is going on. Health checks are never turned away,
/// or a busy server would be taken for a dead one. A stream stays for hours, so streams are counted for themselves.
/// </summary>
internal sealed class Admission : IDisposable
{
    const int RetryAfterSeconds = 1;
    const int StreamRetryAfterSeconds = 10;

    readonly RateLimits _limits;
    readonly GraphQLHttp _graphQL;
    readonly ProblemAnswers _problems;
    readonly RequestReading _reading;
    readonly Lane _requests;
    readonly Lane _streams;

    public Admission(IOptions<FrontDoorOptions> frontDoor, IOptions<RateLimitOptions> rateLimits, IHostEnvironment environment, RateLimits limits, GraphQLHttp graphQL, ProblemAnswers problems, RequestReading reading, TimeProvider time)
    {
        (_limits, _graphQL, _problems, _reading) = (limits, graphQL, problems, reading);
        var (all, each) = (frontDoor.Value, rateLimits.Value.In(environment));
        var delay = new ThreadDelay(time);
        _requests = new(all.RequestsMax, waitingMax: all.RequestsMax, each.AddressRequestsMax ?? 0, delay);
        _streams = new(all.StreamsMax, waitingMax: 0, each.AddressStreamsMax ?? 0, delay);
    }

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments(HealthModule.Path, StringComparison.OrdinalIgnoreCase))
        {
            await next(http);
            return;
        }

        try
        {
            if (await RefusalAsync(http, next) is { } refusal)
            {
                await (http.Request.Path.StartsWithSegments(GraphQLHttp.Path) ? _graphQL.RefuseAsync(http, refusal) : _problems.WriteAsync(http, refusal));
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be answered.
        }
    }

    public void Dispose()
    {
        _requests.Dispose();
        _streams.Dispose();
    }

    /// <returns>Null when the request was let in and answered.</returns>
    async ValueTask<RequestRefusedException?> RefusalAsync(HttpContext http, RequestDelegate next)
    {
        if (_limits.TakeForAddress(http) is { } refusal)
        {
            return refusal;
        }

        var isStream = IsStream(http);
        var lane = isStream ? _streams : _requests;
        if (http.Request.Headers.Expect.Count > 0 && lane.IsFull)
        {
            // Who asks before sending a body need not send it in vain.
            return Overloaded(RetryAfterSeconds);
        }

        try
        {
            // Otherwise bodies that come slowly would take up every place there is.
            await _reading.ArriveAsync(http.Request, http.RequestAborted);
        }
        catch (RequestRefusedException slow)
        {
            return slow;
        }

        var remote = http.Connection.RemoteIpAddress;
        ClientAddress? address = _limits.IsExempt(remote) ? null : ClientAddress.Of(remote);
        return await lane.RunAsync(address, static request => AnswerAsync(request.http, request.next), (http, next), http.RequestAborted) switch
        {
            Entry.Granted => null,
            Entry.AddressIsFull => RateLimits.Refusal(
                $"Too many {(isStream ? "streams are open" : "requests are being answered")} for your address; end one first.",
                isStream ? StreamRetryAfterSeconds : RetryAfterSeconds),
            Entry.ServerIsFull => Overloaded(isStream ? StreamRetryAfterSeconds : RetryAfterSeconds),
            var entry => throw new InvalidOperationException($"There is no answer for {entry}."),
        };
    }

    /// <summary>The web server goes on with all that was sent before the client went away.</summary>
    static Task AnswerAsync(HttpContext http, RequestDelegate next) => http.RequestAborted.IsCancellationRequested ? Task.CompletedTask : next(http);

    static RequestRefusedException Overloaded(int retryAfterSeconds) =>
        new(StatusCodes.Status503ServiceUnavailable, "OVERLOADED", "The server has more to do than it can; try again in a moment.")
        {
            Headers = new Dictionary<string, string> { [HeaderNames.RetryAfter] = $"{retryAfterSeconds}" },
        };

    /// <summary>Whether it asks for another protocol than HTTP.</summary>
    public static bool MayBecomeSocket(HttpContext http) =>
        http.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true || http.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true;

    /// <remarks>Some clients offer to take a stream with every request; what they will get is what counts.</remarks>
    static bool IsStream(HttpContext http) => MayBecomeSocket(http) || AnswerMediaType.Negotiate(http.Request.Headers.Accept) == AnswerMediaType.EventStream;
}
