using ContentHub.Api.Execution;

namespace ContentHub.Api.FrontDoor;

/// <summary>Counts operations: each of a signed-in person, and over an open socket, where no further request comes, each of an address too.</summary>
internal sealed class EditorQuota(RateLimits limits) : IRequestStart
{
    public RequestStage Stage => RequestStage.Quota;

    public ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        var refusal = http.WebSockets.IsWebSocketRequest ? limits.TakeForAddress(http) : null;
        if (refusal is null && CallerContext.Of(userContext).ActorId is { } actorId)
        {
            refusal = limits.TakeForEditor(http, actorId);
        }

        return refusal is null ? ValueTask.CompletedTask : throw refusal;
    }
}
