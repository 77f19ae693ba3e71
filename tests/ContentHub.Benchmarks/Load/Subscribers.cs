using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContentHub.Benchmarks.Load;

/// <summary>Clients that wait for changes, over both kinds of streams; one that is cut off comes back.</summary>
internal sealed class Subscribers(Uri endpoint, Tally tally) : IDisposable
{
    private const string Subscription = "subscription { contentChanged { __typename } }";

    /// <summary>They stay for about so long, so that streams are opened and closed all the time.</summary>
    private static readonly TimeSpan StayMost = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private long _events;

    public long Events => Interlocked.Read(ref _events);

    public void Dispose() => _http.Dispose();

    /// <summary>Until they are told to stop.</summary>
    /// <param name="count">Of each kind.</param>
    public Task RunAsync(int count, CancellationToken cancellation) => Task.WhenAll(
        Enumerable.Range(0, count).SelectMany(_ => (Task[])[KeepAsync("events", FollowEventsAsync, cancellation), KeepAsync("socket", FollowSocketAsync, cancellation)]));

    private async Task KeepAsync(string kind, Func<CancellationToken, Task> follow, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            leaving.CancelAfter(StayMost * (0.5 + Random.Shared.NextDouble()));
            try
            {
                await follow(leaving.Token);
                tally.Failed(kind, "the stream ended", "");
                await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
            }
            catch (OperationCanceledException)
            {
                // Left by itself.
            }
            catch (Exception fault) when (fault is HttpRequestException or WebSocketException or IOException or InvalidOperationException)
            {
                if (!leaving.IsCancellationRequested)
                {
                    tally.Failed(kind, fault.GetType().Name, fault.Message);
                    await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
                }
            }
        }
    }

    private async Task FollowEventsAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = JsonContent.Create(new { query = Subscription }) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal))
            {
                Take(JsonNode.Parse(line["data: ".Length..])!);
            }
        }
    }

    private async Task FollowSocketAsync(CancellationToken cancellation)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(endpoint) { Scheme = "ws" }.Uri, cancellation);
        await SendAsync(socket, new { type = "connection_init" }, cancellation);
        var buffer = new byte[64 * 1024];
        var message = new StringBuilder();
        while (await socket.ReceiveAsync(buffer.AsMemory(), cancellation) is { MessageType: WebSocketMessageType.Text } piece)
        {
            message.Append(Encoding.UTF8.GetString(buffer, 0, piece.Count));
            if (piece.EndOfMessage)
            {
                var received = JsonNode.Parse(message.ToString())!;
                message.Clear();
                await AnswerAsync(socket, received, cancellation);
            }
        }
    }

    private async Task AnswerAsync(ClientWebSocket socket, JsonNode received, CancellationToken cancellation)
    {
        switch ((string?)received["type"])
        {
            case "connection_ack":
                await SendAsync(socket, new { id = "1", type = "subscribe", payload = new { query = Subscription } }, cancellation);
                break;
            case "ping":
                await SendAsync(socket, new { type = "pong" }, cancellation);
                break;
            case "next":
                Take(received["payload"]!);
                break;
            case "error":
                throw new InvalidOperationException(received.ToJsonString());
        }
    }

    private void Take(JsonNode result)
    {
        if (result["errors"] is { } errors)
        {
            throw new InvalidOperationException(errors.ToJsonString());
        }

        Interlocked.Increment(ref _events);
    }

    private static Task SendAsync(ClientWebSocket socket, object message, CancellationToken cancellation) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellation);
}
