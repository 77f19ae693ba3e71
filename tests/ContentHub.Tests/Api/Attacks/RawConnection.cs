using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>One answer as it came over the wire.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The server will not read what follows on this connection.</summary>
    public bool IsLast => Headers.TryGetValue("Connection", out var connection) && connection.Equals("close", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A client that sends what no HTTP library would.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private RawConnection(Socket socket) => _socket = socket;

    /// <param name="from">The address to come from; null: whichever.</param>
    public static async Task<RawConnection> OpenAsync(Uri server, IPAddress? from, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null)
            {
                socket.Bind(new IPEndPoint(from, 0));
            }

            await socket.ConnectAsync(server.Host, server.Port, cancellation);
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="SocketException">The server has closed the connection.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, cancellation)..];
        }
    }

    public Task SendAsync(string text, CancellationToken cancellation) => SendAsync(Encoding.Latin1.GetBytes(text), cancellation);

    /// <summary>Says that nothing more will come.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next answer that is not an interim one.</summary>
    /// <returns>Null when the server closed the connection instead.</returns>
    /// <exception cref="FormatException">What came is not HTTP.</exception>
    /// <param name="isHead">To a request by HEAD, which has headers only.</param>
    public async Task<RawAnswer?> ReadAnswerAsync(CancellationToken cancellation, bool isHead = false)
    {
        while (true)
        {
            if (await ReadLineAsync(cancellation) is not { } status)
            {
                return null;
            }

            var code = StatusOf(status);
            var headers = await ReadHeadersAsync(cancellation);
            if (code is >= 200 or 101)
            {
                return new(code, headers, isHead || code is 101 or 204 or 304 ? [] : await ReadBodyAsync(headers, cancellation));
            }
        }
    }

    /// <summary>Everything that still comes, until the server closes the connection.</summary>
    public async Task<IReadOnlyList<RawAnswer>> ReadAnswersAsync(CancellationToken cancellation)
    {
        var answers = new List<RawAnswer>();
        while (await ReadAnswerAsync(cancellation) is { } answer)
        {
            answers.Add(answer);
        }

        return answers;
    }

    /// <summary>Reads until the server closes the connection, however it does so.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        while (await FillAsync(cancellation))
        {
            _start = _end = 0;
        }
    }

    /// <summary>Some bytes as they come; empty at the end.</summary>
    public async Task<byte[]> ReadSomeAsync(CancellationToken cancellation)
    {
        if (_start == _end && !await FillAsync(cancellation))
        {
            return [];
        }

        var some = _buffer[_start.._end];
        _start = _end = 0;
        return some;
    }

    /// <summary>So many bytes as they come.</summary>
    /// <returns>Null when the connection ends before.</returns>
    public async Task<byte[]?> ReadBytesAsync(int count, CancellationToken cancellation)
    {
        try
        {
            return await ReadExactlyAsync(count, cancellation);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>An answer's first line alone; what follows may never end.</summary>
    /// <returns>Null when the server closed the connection instead.</returns>
    public async Task<int?> ReadStatusAsync(CancellationToken cancellation) => await ReadLineAsync(cancellation) is { } line ? StatusOf(line) : null;

    public void Dispose() => _socket.Dispose();

    private static int StatusOf(string line) =>
        line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && line.Length >= 12 && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? code
            : throw new FormatException($"Not a status line: {line}");

    private async Task<Dictionary<string, string>> ReadHeadersAsync(CancellationToken cancellation)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(cancellation) is { } line)
        {
            if (line.Length == 0)
            {
                return headers;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = colon > 0 ? (line[..colon], line[(colon + 1)..].Trim()) : throw new FormatException($"Not a header: {line}");
            headers[name] = headers.TryGetValue(name, out var earlier) ? $"{earlier}, {value}" : value;
        }

        throw new FormatException("The headers end in the middle.");
    }

    private async Task<byte[]> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken cancellation)
    {
        if (headers.TryGetValue("Content-Length", out var length))
        {
            return await ReadExactlyAsync(int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture), cancellation);
        }

        var body = new List<byte>();
        if (headers.ContainsKey("Transfer-Encoding"))
        {
            while (await ReadLineAsync(cancellation) is { Length: > 0 } size && size != "0")
            {
                body.AddRange(await ReadExactlyAsync(int.Parse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), cancellation));
                await ReadLineAsync(cancellation);
            }

            await ReadLineAsync(cancellation);
            return [.. body];
        }

        while (await ReadSomeAsync(cancellation) is { Length: > 0 } some)
        {
            body.AddRange(some);
        }

        return [.. body];
    }

    private async Task<byte[]> ReadExactlyAsync(int count, CancellationToken cancellation)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            if (_start == _end && !await FillAsync(cancellation))
            {
                throw new FormatException($"The body ends after {read} of {count} bytes.");
            }

            var some = Math.Min(count - read, _end - _start);
            _buffer.AsSpan(_start, some).CopyTo(bytes.AsSpan(read));
            _start += some;
            read += some;
        }

        return bytes;
    }

    /// <returns>Without its end; null when the connection ended before it began.</returns>
    private async Task<string?> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellation))
            {
                return line.Length == 0 ? null : throw new FormatException($"A line ends in the middle: {line}");
            }

            var end = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            line.Append(Encoding.Latin1.GetString(_buffer, _start, (end < 0 ? _end : end) - _start));
            _start = end < 0 ? _end : end + 1;
            if (end >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }
        }
    }

    /// <returns>False at the end, be it a polite one or not.</returns>
    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        try
        {
            (_start, _end) = (0, await _socket.ReceiveAsync(_buffer, cancellation));
            return _end > 0;
        }
        catch (SocketException)
        {
            (_start, _end) = (0, 0);
            return false;
        }
    }
}
