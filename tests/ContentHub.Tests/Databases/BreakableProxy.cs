using System.Net;
using System.Net.Sockets;

namespace ContentHub.Tests.Databases;

/// <summary>A way to a database that can be cut: a loopback port that passes everything on until then.</summary>
internal sealed class BreakableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _cut = new();
    private readonly Task _accepting;

    public BreakableProxy(int targetPort)
    {
        _target = new(IPAddress.Loopback, targetPort);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on connections are refused, and those that are open are gone.</summary>
    public async Task CutAsync()
    {
        await _cut.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        _cut.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_cut.Token)));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or InvalidOperationException && _cut.IsCancellationRequested)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_target, _cut.Token);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream(), _cut.Token), server.GetStream().CopyToAsync(client.GetStream(), _cut.Token));
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException)
            {
                // Cut, or given up by one of the two.
            }
        }
    }
}
