using System.Buffers;
using System.Net.WebSockets;
using ContentHub.Api.Http;

namespace ContentHub.Api.Streams;

/// <summary>Puts a client's messages together from their frames.</summary>
/// <remarks>A pending read is never cancelled, since that would cut the connection before anything can be said: the socket is aborted instead.</remarks>
internal sealed class SocketReader(WebSocket socket)
{
    /// <summary>The same as a request's body by HTTP.</summary>
    public const int MessageMaxBytes = RequestReading.BodyMaxBytes;

    const int ReadBytes = 4096;

    /// <summary>Of a buffer that is kept for the next message; sockets are many and mostly silent.</summary>
    const int KeptMaxBytes = 64 * 1024;

    ArrayBufferWriter<byte> _buffer = new(256);

    /// <summary>Hands over each message of text until the client closes or is gone.</summary>
    /// <param name="take">The memory is only good until it returns.</param>
    /// <param name="refuse">Told why when a message is too large or binary; what follows is still read, so that the closing handshake is heard.</param>
    public async Task RunAsync(Func<ReadOnlyMemory<byte>, Task> take, Action<string> refuse)
    {
        while (await ReadAsync() is { } received)
        {
            if (received == WebSocketMessageType.Close)
            {
                return;
            }

            if (received == WebSocketMessageType.Binary)
            {
                refuse("Messages are JSON in text frames, not binary.");
            }
            else if (_buffer.WrittenCount > MessageMaxBytes)
            {
                refuse($"A message has at most {MessageMaxBytes} bytes.");
            }
            else
            {
                await take(_buffer.WrittenMemory);
            }

            _buffer = _buffer.Capacity > KeptMaxBytes ? new(256) : Emptied();
        }
    }

    /// <returns>Null when the client is gone.</returns>
    async Task<WebSocketMessageType?> ReadAsync()
    {
        try
        {
            while (true)
            {
                // Of what is too large, only that it is too large must be known.
                var isTooLarge = _buffer.WrittenCount > MessageMaxBytes;
                var frame = await socket.ReceiveAsync(_buffer.GetMemory(ReadBytes), CancellationToken.None);
                _buffer.Advance(isTooLarge ? 0 : frame.Count);
                if (frame.EndOfMessage || frame.MessageType != WebSocketMessageType.Text || _buffer.WrittenCount > MessageMaxBytes)
                {
                    return frame.MessageType;
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    ArrayBufferWriter<byte> Emptied()
    {
        _buffer.ResetWrittenCount();
        return _buffer;
    }
}
