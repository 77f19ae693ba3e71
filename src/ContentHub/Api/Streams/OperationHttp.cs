using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.Streams;

/// <summary>
/// An operation that comes by a WebSocket as a request of its own, which it is for everything but the transport: many run at once,
/// each with services of its own, and none may touch the answer of the upgrade, which has gone out.
/// </summary>
internal static class OperationHttp
{
    /// <param name="upgrade">The request that opened the socket; its headers count for every operation.</param>
    /// <param name="authorization">From <c>connection_init</c>, in place of the header; null when it had none.</param>
    public static HttpContext Of(HttpContext upgrade, string? authorization, IServiceProvider services, CancellationToken cancellation)
    {
        var http = new DefaultHttpContext { RequestServices = services, RequestAborted = cancellation, TraceIdentifier = upgrade.TraceIdentifier };
        var (from, to) = (upgrade.Request, http.Request);
        (to.Method, to.Protocol, to.Scheme, to.Host, to.PathBase, to.Path) = (HttpMethods.Post, from.Protocol, from.Scheme, from.Host, from.PathBase, from.Path);
        foreach (var (name, value) in from.Headers)
        {
            to.Headers[name] = value;
        }

        if (authorization is not null)
        {
            to.Headers[HeaderNames.Authorization] = authorization;
        }

        (http.Connection.RemoteIpAddress, http.Connection.RemotePort) = (upgrade.Connection.RemoteIpAddress, upgrade.Connection.RemotePort);
        http.Features.Set<IHttpWebSocketFeature>(UpgradedSocket.Instance);
        (http.Connection.LocalIpAddress, http.Connection.LocalPort) = (upgrade.Connection.LocalIpAddress, upgrade.Connection.LocalPort);
        return http;
    }

    /// <summary>Says by what way it came.</summary>
    sealed class UpgradedSocket : IHttpWebSocketFeature
    {
        public static readonly UpgradedSocket Instance = new();

        public bool IsWebSocketRequest => true;

        public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) => throw new InvalidOperationException("The socket is open already.");
    }
}
