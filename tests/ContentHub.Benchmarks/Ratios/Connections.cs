using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContentHub.Benchmarks.Ratios;

/// <summary>
/// Requests as bytes, sent over a few connections that each wait for an answer before they send the next. Written on sockets: a client
/// that costs more than the server would measure itself.
/// </summary>
internal sealed class Connections(Uri server, int count)
{
    private static readonly byte[] LengthHeader = Encoding.ASCII.GetBytes("content-length:");
    private static readonly byte[] EndOfHeaders = "\r\n\r\n"u8.ToArray();

    /// <returns>How many were answered. An answer with another status than the first one's ends the run.</returns>
    public async Task<long> AskAsync(IReadOnlyList<byte[]> requests, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        var answered = await Task.WhenAll(Enumerable.Range(0, count).Select(number => AskAsync(requests, number * requests.Count / count, () => clock.Elapsed < duration)));
        return answered.Sum();
    }

    /// <summary>One request, and its answer: status line and headers, and body.</summary>
    public async Task<(string Head, byte[] Body)> AskAsync(byte[] request)
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(request);
        var buffer = new byte[1 << 20];
        var (head, length, _) = await ReceiveAsync(socket, buffer);
        return (Encoding.ASCII.GetString(buffer, 0, head), buffer[head..(head + length)]);
    }

    private async Task<long> AskAsync(IReadOnlyList<byte[]> requests, int first, Func<bool> goOn)
    {
        using var socket = await ConnectAsync();
        var buffer = new byte[1 << 18];
        var (answers, status) = (0L, 0);
        for (var next = first; goOn(); next = (next + 1) % requests.Count)
        {
            await socket.SendAsync(requests[next]);
            var (_, _, came) = await ReceiveAsync(socket, buffer);
            status = status == 0 ? came : status;
            if (came != status)
            {
                throw new InvalidOperationException($"An answer had the status {came} after {status}.");
            }

            answers++;
        }

        return answers;
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        return socket;
    }

    /// <returns>Bytes of the head and of the body, and the status.</returns>
    private static async ValueTask<(int Head, int Length, int Status)> ReceiveAsync(Socket socket, byte[] buffer)
    {
        var (received, head, whole) = (0, 0, int.MaxValue);
        while (received < whole)
        {
            var some = await socket.ReceiveAsync(buffer.AsMemory(received));
            received += some > 0 ? some : throw new InvalidOperationException("The server hung up.");
            if (head == 0 && buffer.AsSpan(0, received).IndexOf(EndOfHeaders) is >= 0 and var end)
            {
                head = end + EndOfHeaders.Length;
                whole = head + LengthOf(buffer.AsSpan(0, head));
            }
        }

        return (head, whole - head, ((buffer[9] - '0') * 100) + ((buffer[10] - '0') * 10) + buffer[11] - '0');
    }

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        for (var line = head; line.Length > 0; line = line[(line.IndexOf((byte)'\n') + 1)..])
        {
            if (line.Length > LengthHeader.Length && (line[0] | 0x20) == 'c' && Ascii.EqualsIgnoreCase(line[..LengthHeader.Length], LengthHeader))
            {
                var length = 0;
                foreach (var digit in line[LengthHeader.Length..line.IndexOf((byte)'\r')])
                {
                    length = digit == ' ' ? length : (length * 10) + digit - '0';
                }

                return length;
            }

            if (line.IndexOf((byte)'\n') < 0)
            {
                break;
            }
        }

        return 0;
    }
}
