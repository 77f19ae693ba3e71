using System.Net.WebSockets;
using System.Text;
using GraphQL;
using GraphQL.Transport;

namespace ContentHub.Api.Streams;

/// <summary>
/// Sends one message after the other. Who sends waits until the client has taken what came before; nothing is queued, and a
/// client that does not take a message in time is cut off.
/// </summary>
internal sealed class SocketWriter(WebSocket socket, IGraphQLTextSerializer serializer, TimeSpan sendTimeout, TimeProvider time) : IDisposable
{
    /// <summary>Of the reason in a close frame (RFC 6455, 5.5.1).</summary>
    const int ReasonMaxBytes = 123;

    /// <summary>For the last word to a client; whoever is told to leave is not waited for.</summary>
    static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    readonly SemaphoreSlim _turn = new(1);

    /// <param name="operation">What the message belongs to: once it has ended, nothing more is sent for it.</param>
    /// <exception cref="WebSocketException">The client is gone, or has just been cut off.</exception>
    public async Task SendAsync(OperationMessage message, CancellationToken operation = default)
    {
        await _turn.WaitAsync(operation);
        try
        {
            operation.ThrowIfCancellationRequested();
            using var text = new MemoryStream();
            await serializer.WriteAsync(text, message, operation);

            // The socket itself dies when a send is cancelled, so only slowness may do that.
            using var slowness = new CancellationTokenSource(sendTimeout, time);
            await SendAsync(text.GetBuffer().AsMemory(0, (int)text.Length), slowness.Token);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Says why, waits a little for the client to agree, and lets go of the connection.</summary>
    /// <param name="reading">Ends when the client has closed too.</param>
    public async Task CloseAsync(SocketEnd end, Task reading)
    {
        using var patience = new CancellationTokenSource(CloseTimeout);
        try
        {
            await _turn.WaitAsync(patience.Token);
            try
            {
                if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                {
                    await socket.CloseOutputAsync((WebSocketCloseStatus)end.Code, Shortened(end.Reason), patience.Token);
                }
            }
            finally
            {
                _turn.Release();
            }

            await reading.WaitAsync(patience.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or ObjectDisposedException or IOException)
        {
        }

        socket.Abort();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _turn.Dispose();

    async Task SendAsync(ReadOnlyMemory<byte> text, CancellationToken slowness)
    {
        try
        {
            await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, slowness);
        }
        catch (Exception gone) when (gone is OperationCanceledException or ObjectDisposedException or IOException)
        {
            socket.Abort();
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely, gone);
        }
    }

    static string Shortened(string reason)
    {
        while (Encoding.UTF8.GetByteCount(reason) > ReasonMaxBytes)
        {
            reason = reason[..^1];
        }

        return reason;
    }
}

/// <summary>Why a socket is closed.</summary>
/// <param name="Code">RFC 6455 for 1000 to 1999, graphql-transport-ws for 4400 to 4499.</param>
internal sealed record SocketEnd(int Code, string Reason)
{
    public static readonly SocketEnd ByClient = new(1000, "");
    public static readonly SocketEnd Stopping = new(1001, "The server is going away; connect again.");
    public static readonly SocketEnd OurFault = new(1011, "Something went wrong on our side.");
    public static readonly SocketEnd NotAcknowledged = new(4401, "Unauthorized: send connection_init and wait for connection_ack.");
    public static readonly SocketEnd NoSubprotocol = new(4406, $"Subprotocol not acceptable: use {StreamSocket.Subprotocol}.");
    public static readonly SocketEnd NoInit = new(4408, "Connection initialisation timeout");
    public static readonly SocketEnd TooManyInits = new(4429, "Too many initialisation requests");

    /// <summary>Clients of graphql-ws come back after this code, and ask for a fresh token then.</summary>
    public static readonly SocketEnd Expired = new(4403, "Forbidden: the token has expired; connect again with a fresh one.");

    public static SocketEnd Invalid(string why) => new(4400, why);

    public static SocketEnd Forbidden(string why) => new(4403, $"Forbidden: {why}");

    public static SocketEnd TryLater(string why) => new(1013, why);

    public static SocketEnd InUse(string id) => new(4409, $"Subscriber for {id} already exists");
}
