using System.ComponentModel.DataAnnotations;

namespace ContentHub.Api.Streams;

/// <summary>What a stream may be; section <c>ContentHub:Streams</c>. How many there may be is the front door's.</summary>
public sealed record StreamOptions
{
    public const string Section = "ContentHub:Streams";

    /// <summary>Operations that run at once on one WebSocket, 1 to 10,000. More are answered with an error each.</summary>
    [Range(1, 10_000)] public int OperationsPerSocketMax { get; init; } = 100;

    /// <summary>Within which a new WebSocket must send <c>connection_init</c>, 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Within which a client must take a message, 1 s to 10 min; one that does not is cut off.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often something goes over a silent connection, 1 s to 10 min: pings on WebSockets, of which each must be
    /// answered before the next, and comments on event streams.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);
}
