using System.Net.Sockets;
using System.Text;
using Xunit;

namespace ContentHub.Tests.Api.FrontDoor;

/// <summary>Sends whatever it is told, which no HTTP client would.</summary>
sealed class RawConnection : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly TcpClient _client = new();
    readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    NetworkStream _stream = null!;

    RawConnection() => _patience.CancelAfter(Patience);

    public static async Task<RawConnection> OpenAsync(ApiServer server)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(server.Url.Host, server.Url.Port, connection._patience.Token);
        connection._stream = connection._client.GetStream();
        return connection;
    }

    public Task SendAsync(string text) => _stream.WriteAsync(Encoding.Latin1.GetBytes(text), _patience.Token).AsTask();

    /// <summary>Sends a text over and over until the server hangs up.</summary>
    public async Task SendUntilCutOffAsync(string text, TimeSpan every)
    {
        try
        {
            while (true)
            {
                await SendAsync(text);
                await Task.Delay(every, _patience.Token);
            }
        }
        catch (IOException)
        {
            // Cut off.
        }
    }

    /// <summary>All that comes until the server hangs up.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var received = new StringBuilder();
        var buffer = new byte[8192];
        try
        {
            while (await _stream.ReadAsync(buffer, _patience.Token) is var count and > 0)
            {
                received.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // Reset instead of closed: it had more to say than anyone read.
        }

        return received.ToString();
    }

    /// <summary>What comes until a piece of it is there.</summary>
    public async Task<string> ReadUntilAsync(string piece)
    {
        var received = new StringBuilder();
        var buffer = new byte[8192];
        while (!received.ToString().Contains(piece, StringComparison.Ordinal) && await _stream.ReadAsync(buffer, _patience.Token) is var count and > 0)
        {
            received.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return received.ToString();
    }

    public void Dispose()
    {
        _client.Dispose();
        _patience.Dispose();
    }
}
