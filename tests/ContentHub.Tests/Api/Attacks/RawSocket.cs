using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>A WebSocket whose frames are made by hand, for what no library would send (RFC 6455).</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly RawConnection _connection;

    private RawSocket(RawConnection connection) => _connection = connection;

    /// <returns>Null, with the answer, when the server does not want one.</returns>
    public static async Task<(RawSocket? Socket, RawAnswer? Answer)> OpenAsync(Uri server, IPAddress from, CancellationToken cancellation)
    {
        var connection = await RawConnection.OpenAsync(server, from, cancellation);
        await connection.SendAsync(
            "GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n",
            cancellation);
        var answer = await connection.ReadAnswerAsync(cancellation);
        if (answer is { Status: 101 })
        {
            return (new(connection), answer);
        }

        connection.Dispose();
        return (null, answer);
    }

    /// <summary>Opens one and gets as far as operations.</summary>
    public static async Task<RawSocket> BeginAsync(Uri server, IPAddress from, CancellationToken cancellation)
    {
        var (socket, answer) = await OpenAsync(server, from, cancellation);
        if (socket is null)
        {
            throw new InvalidOperationException($"No socket: {answer?.Status} {answer?.Text}");
        }

        await socket.SendAsync("""{"type":"connection_init"}""", cancellation);
        return await socket.ReadAsync(cancellation) is { IsClose: false } ? socket : throw new InvalidOperationException("The connection was not acknowledged.");
    }

    public Task SendAsync(string text, CancellationToken cancellation) => SendBytesAsync(Frame(0x81, Encoding.UTF8.GetBytes(text)), cancellation);

    public Task SendBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => _connection.SendAsync(bytes, cancellation);

    /// <param name="first">The bit of the last frame, three reserved ones, and the opcode.</param>
    /// <param name="claimedBytes">The length that it says it has; null: the true one.</param>
    public static byte[] Frame(byte first, byte[] payload, ulong? claimedBytes = null, bool isMasked = true)
    {
        var length = claimedBytes ?? (ulong)payload.Length;
        var mask = (byte)(isMasked ? 0x80 : 0);
        var wide = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(wide, length);
        byte[] head = length switch
        {
            < 126 => [first, (byte)(mask | (byte)length)],
            <= ushort.MaxValue => [first, (byte)(mask | 126), wide[6], wide[7]],
            _ => [first, (byte)(mask | 127), .. wide],
        };
        // A key of zeros leaves the payload as it is.
        return isMasked ? [.. head, 0, 0, 0, 0, .. payload] : [.. head, .. payload];
    }

    /// <summary>The next message or close of the server.</summary>
    /// <returns>Null when the connection was cut without a word.</returns>
    public async Task<(bool IsClose, int? Code, string Text)?> ReadAsync(CancellationToken cancellation)
    {
        while (await _connection.ReadBytesAsync(2, cancellation) is { } head)
        {
            var length = (head[1] & 0x7F) switch
            {
                126 when await _connection.ReadBytesAsync(2, cancellation) is { } wide => BinaryPrimitives.ReadUInt16BigEndian(wide),
                127 when await _connection.ReadBytesAsync(8, cancellation) is { } wide => (int)BinaryPrimitives.ReadInt64BigEndian(wide),
                var small => small,
            };
            if (await _connection.ReadBytesAsync(length, cancellation) is not { } payload)
            {
                return null;
            }

            switch (head[0] & 0x0F)
            {
                case 8:
                    return (true, payload.Length < 2 ? null : BinaryPrimitives.ReadUInt16BigEndian(payload), payload.Length < 2 ? "" : Encoding.UTF8.GetString(payload.AsSpan(2)));
                case 9 or 10:
                    continue;
                default:
                    return (false, null, Encoding.UTF8.GetString(payload));
            }
        }

        return null;
    }

    /// <summary>Reads on until the server closes.</summary>
    /// <returns>The code it closes with; null when it only hangs up.</returns>
    public async Task<int?> ReadCloseAsync(CancellationToken cancellation)
    {
        while (await ReadAsync(cancellation) is { } message)
        {
            if (message.IsClose)
            {
                return message.Code;
            }
        }

        return null;
    }

    public void Dispose() => _connection.Dispose();
}
