using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace ContentHub.Tests.Api.Streams;

/// <summary>The handshake by hand (RFC 6455), for what client libraries do not let through.</summary>
internal static class RawSocket
{
    /// <returns>Code and reason of the close frame that comes first.</returns>
    public static async Task<string> FirstFrameAsync(Uri graphQL, string subprotocol)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(graphQL.Host, graphQL.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /graphql HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {subprotocol}\r\n\r\n"));
        var answer = new List<byte>();
        while (!Encoding.ASCII.GetString([.. answer]).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            answer.Add(await ByteAsync(stream));
        }

        var (opcode, length) = (await ByteAsync(stream) & 15, await ByteAsync(stream));
        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload);
        return opcode == 8 ? $"{BinaryPrimitives.ReadUInt16BigEndian(payload)} {Encoding.UTF8.GetString(payload[2..])}" : $"frame {opcode}";
    }

    static async Task<byte> ByteAsync(NetworkStream stream)
    {
        var one = new byte[1];
        await stream.ReadExactlyAsync(one);
        return one[0];
    }
}
