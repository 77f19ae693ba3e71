using System.ComponentModel.DataAnnotations;

namespace ContentHub.Api.FrontDoor;

/// <summary>Section <c>ContentHub:FrontDoor</c>: how much the server takes on at once, from everybody together.</summary>
public sealed record FrontDoorOptions
{
    public const string Section = "ContentHub:FrontDoor";

    /// <summary>
    /// Addresses and networks (CIDR) of the proxies in front. Only what they say in <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> counts; from anyone else the two change nothing.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Connections open at once; more are closed unanswered. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsMax { get; init; } = 10_000;

    /// <summary>Requests answered at once; as many more wait for up to a second, the rest is told to come again. 1 to 100,000.</summary>
    /// <remarks>Each may hold a body of 1 MiB, so the default is also a bound of 256 MiB.</remarks>
    [Range(1, 100_000)]
    public int RequestsMax { get; init; } = 256;

    /// <summary>Streams (WebSocket, text/event-stream) open at once. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int StreamsMax { get; init; } = 5_000;

    /// <summary>How long a request's line and headers may take to arrive. 1 second to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan HeadersReadMost { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a request's body may take to arrive; also cut off when slower than 240 bytes a second. 1 second to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan BodyReadMost { get; init; } = TimeSpan.FromSeconds(30);
}
