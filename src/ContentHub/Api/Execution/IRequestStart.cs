namespace ContentHub.Api.Execution;

/// <summary>In which order requests are prepared; within a stage in the order of registration.</summary>
public enum RequestStage
{
    /// <summary>Who is asking.</summary>
    Caller,

    /// <summary>Whether they may ask again already: before anything is looked up for them.</summary>
    Quota,

    /// <summary>What they see.</summary>
    View,
}

/// <summary>What must happen before an operation runs, once per request: who is asking, what they may spend, how fresh it must be.</summary>
public interface IRequestStart
{
    RequestStage Stage => RequestStage.View;

    /// <summary>Puts what it finds into <paramref name="userContext"/>, where resolvers and validation rules read it.</summary>
    /// <exception cref="RequestRefusedException">The request is answered with this error and nothing runs.</exception>
    ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext);

    /// <summary>Called before each event of a subscription, with a copy of what was prepared: finds anew what is only true for a moment.</summary>
    void Renew(IDictionary<string, object?> userContext)
    {
    }
}
