using ContentHub.Api.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.FrontDoor;

/// <summary>What the web server refuses before there is a request: it answers 408, 413, 414 and 431 by itself, or hangs up.</summary>
internal sealed class KestrelLimits(IOptions<FrontDoorOptions> options, ConnectionAdmission connections) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>
    /// The average that a body must keep up once two seconds are over, Kestrel's own default after five. A body that comes a byte
    /// at a time is cut off after 2 to 3 s; somebody on a bad line has sent enough by then to be in credit.
    /// </summary>
    static readonly MinDataRate Slowest = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(2));

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = options.Value.ConnectionsMax;
        limits.MaxConcurrentUpgradedConnections = options.Value.StreamsMax;
        limits.RequestHeadersTimeout = options.Value.HeadersReadMost;
        limits.MinRequestBodyDataRate = Slowest;
        // The exact limit is the reader's: Kestrel counts the frames of a chunked body too.
        limits.MaxRequestBodySize = 2 * RequestReading.BodyMaxBytes;
        // A token of Entra ID with many groups has some 4 KiB, and browsers add what they like; an attacker gets no more than that.
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestLineSize = 8 * 1024;
        // Longer than the 60 s for which proxies commonly keep theirs open: who closes first must be the proxy.
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(90);
        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => connection => connections.OnConnectionAsync(connection, next)));
    }
}
