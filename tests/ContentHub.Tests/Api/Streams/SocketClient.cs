using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace ContentHub.Tests.Api.Streams;

/// <summary>A client of graphql-transport-ws that does just what a test says, right or wrong.</summary>
internal sealed class SocketClient : IDisposable
{
    /// <summary>For what must come; only a failure takes so long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly byte[] _buffer = new byte[64 * 1024];

    SocketClient(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    /// <summary>Code and reason of the server's close frame.</summary>
    public (int? Code, string? Reason) Closed => ((int?)Socket.CloseStatus, Socket.CloseStatusDescription);

    /// <param name="subprotocol">Null: asks for none.</param>
    public static async Task<SocketClient> ConnectAsync(Uri graphQL, string? subprotocol = "graphql-transport-ws", string? authorization = null)
    {
        var socket = new ClientWebSocket();
        if (subprotocol is not null)
        {
            socket.Options.AddSubProtocol(subprotocol);
        }

        if (authorization is not null)
        {
            socket.Options.SetRequestHeader("Authorization", authorization);
        }

        socket.Options.CollectHttpResponseDetails = true;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await socket.ConnectAsync(new UriBuilder(graphQL) { Scheme = "ws" }.Uri, patience.Token);
        }
        catch (WebSocketException refused)
        {
            throw new HandshakeRefusedException((int)socket.HttpStatusCode, socket.HttpResponseHeaders, refused);
        }

        return new(socket);
    }

    /// <summary>Connected and acknowledged.</summary>
    public static async Task<SocketClient> OpenAsync(Uri graphQL, object? payload = null, string? authorization = null)
    {
        var client = await ConnectAsync(graphQL, authorization: authorization);
        await client.SendAsync(new { type = "connection_init", payload });
        Assert.Equal("connection_ack", (string?)(await client.ReceiveAsync())?["type"]);
        return client;
    }

    public Task SendAsync(object message) => SendTextAsync(JsonSerializer.Serialize(message));

    public Task SendTextAsync(string text) => SendBytesAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendBytesAsync(byte[] bytes, WebSocketMessageType type) => Socket.SendAsync(bytes, type, endOfMessage: true, CancellationToken.None);

    public Task SubscribeAsync(string id, string query, object? variables = null) => SendAsync(new { id, type = "subscribe", payload = new { query, variables } });

    /// <summary>The next message; null when the server has closed, or is gone.</summary>
    public async Task<JsonNode?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var text = new MemoryStream();
        while (true)
        {
            WebSocketReceiveResult frame;
            try
            {
                frame = await Socket.ReceiveAsync(_buffer, patience.Token);
            }
            catch (WebSocketException)
            {
                return null;
            }

            if (frame.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            text.Write(_buffer, 0, frame.Count);
            if (frame.EndOfMessage)
            {
                var message = JsonNode.Parse(text.ToArray())!;

                // What it cost is told with every first answer, and tested elsewhere.
                (message["payload"] as JsonObject)?.Remove("extensions");
                return message;
            }
        }
    }

    /// <summary>Reads to the end and gives the server's close code.</summary>
    public async Task<int?> CloseCodeAsync()
    {
        while (await ReceiveAsync() is not null)
        {
        }

        return Closed.Code;
    }

    public async Task<IReadOnlyList<string>> ReceiveTextsAsync(int count)
    {
        var texts = new List<string>();
        for (var i = 0; i < count; i++)
        {
            texts.Add((await ReceiveAsync())!.ToJsonString());
        }

        return texts;
    }

    public void Dispose() => Socket.Dispose();
}

/// <summary>The upgrade was answered with an HTTP status.</summary>
internal sealed class HandshakeRefusedException(int status, IReadOnlyDictionary<string, IEnumerable<string>>? headers, Exception cause) : Exception($"HTTP {status}", cause)
{
    public int Status => status;

    public string? Header(string name) => headers?.GetValueOrDefault(name)?.Single();
}
