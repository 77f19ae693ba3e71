using ContentHub.Api.Execution;
using ContentHub.Api.Http;
using ContentHub.Api.Telemetry;
using GraphQL;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.Streams;

/// <summary>Takes WebSockets in.</summary>
internal sealed class StreamSockets(StreamSockets.Parts parts, OpenStreams open, IHostApplicationLifetime lifetime)
{
    /// <summary>Ends when the socket does.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        using var place = open.Enter();
        var isKnown = http.WebSockets.WebSocketRequestedProtocols.Contains(StreamSocket.Subprotocol);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(isKnown ? StreamSocket.Subprotocol : null);
        if (isKnown)
        {
            using var client = new StreamSocket(socket, http, parts);
            await client.RunAsync(lifetime.ApplicationStopping);
        }
        else
        {
            // Browsers tell a page nothing of a handshake that was refused; a code they do tell.
            using var writer = new SocketWriter(socket, parts.Serializer, parts.Options.SendTimeout, parts.Time);
            await writer.CloseAsync(SocketEnd.NoSubprotocol, new SocketReader(socket).RunAsync(_ => Task.CompletedTask, _ => { }));
        }
    }

    /// <summary>What every socket needs.</summary>
    internal sealed record Parts(
        OperationRunner Operations,
        RequestReading Reading,
        IGraphQLTextSerializer Serializer,
        UnexpectedErrors Unexpected,
        ApiMetrics Metrics,
        IServiceScopeFactory Scopes,
        TimeProvider Time,
        IOptions<StreamOptions> Settings)
    {
        public StreamOptions Options => Settings.Value;
    }
}
