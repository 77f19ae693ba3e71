using System.Net.WebSockets;
using System.Text.Json;
using ContentHub.Api.Execution;
using ContentHub.Api.Http;
using GraphQL;
using GraphQL.Transport;

namespace ContentHub.Api.Streams;

/// <summary>
/// One client over graphql-transport-ws (PROTOCOL.md of the npm package graphql-ws): any number of operations of any kind, each
/// under an id that the client gives.
/// </summary>
/// <remarks>Sockets from pages of other origins are welcome: a token is the only thing that authorises, and no browser adds one by itself.</remarks>
internal sealed class StreamSocket : IDisposable
{
    public const string Subprotocol = "graphql-transport-ws";

    readonly HttpContext _http;
    readonly StreamSockets.Parts _parts;
    readonly SocketReader _reader;
    readonly SocketWriter _writer;
    readonly SocketOperations _operations;
    readonly AnswerTurns _turns = new();
    readonly CancellationTokenSource _closing = new();
    readonly TaskCompletionSource<SocketEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    string? _authorization;
    IDisposable? _expiry;
    bool _isInitialised;
    bool _isAcknowledged;

    public StreamSocket(WebSocket socket, HttpContext http, StreamSockets.Parts parts)
    {
        (_http, _parts) = (http, parts);
        _reader = new(socket);
        _writer = new(socket, parts.Serializer, parts.Options.SendTimeout, parts.Time);
        _operations = new(parts.Options.OperationsPerSocketMax);
    }

    /// <summary>Ends when the socket is closed and nothing runs any more.</summary>
    /// <param name="stopping">The server is about to stop.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var stop = stopping.Register(() => End(SocketEnd.Stopping));
        await using var init = _parts.Time.CreateTimer(_ => EndUnlessInitialised(), null, _parts.Options.InitTimeout, Timeout.InfiniteTimeSpan);
        var reading = ReadAsync();
        var end = await _end.Task;
        _expiry?.Dispose();
        await _closing.CancelAsync();
        await _writer.CloseAsync(end, reading);
        await _operations.AllDoneAsync();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _turns.Dispose();
        _closing.Dispose();
    }

    /// <summary>The first reason counts.</summary>
    void End(SocketEnd end) => _end.TrySetResult(end);

    void EndUnlessInitialised()
    {
        if (!Volatile.Read(ref _isInitialised))
        {
            End(SocketEnd.NoInit);
        }
    }

    async Task ReadAsync()
    {
        await _reader.RunAsync(TakeAsync, why => End(SocketEnd.Invalid(why)));
        End(SocketEnd.ByClient);
    }

    async Task TakeAsync(ReadOnlyMemory<byte> text)
    {
        if (_end.Task.IsCompleted)
        {
            return;
        }

        try
        {
            using var json = _parts.Reading.Parse(text, "The message");
            await TakeAsync(SocketMessage.Of(json.RootElement));
        }
        catch (RequestRefusedException refusal)
        {
            End(SocketEnd.Invalid(refusal.Message));
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
        }
        catch (Exception fault)
        {
            _parts.Unexpected.Mask(fault);
            End(SocketEnd.OurFault);
        }
    }

    Task TakeAsync(SocketMessage message)
    {
        switch (message.Type)
        {
            case "connection_init":
                return InitialiseAsync(message);
            case "ping":
                return _writer.SendAsync(new() { Type = "pong" }, _closing.Token);
            case "pong":
                return Task.CompletedTask;
            case "subscribe":
                return SubscribeAsync(message);
            case "complete":
                _operations.Complete(message.Id!);
                return Task.CompletedTask;
            default:
                throw RequestReading.Malformed("The protocol has no message of this type.");
        }
    }

    async Task InitialiseAsync(SocketMessage message)
    {
        if (_isInitialised)
        {
            End(SocketEnd.TooManyInits);
            return;
        }

        Volatile.Write(ref _isInitialised, true);
        _authorization = message.Authorization;
        try
        {
            await using var scope = _parts.Scopes.CreateAsyncScope();
            var caller = CallerContext.Of(await _parts.Operations.PrepareAsync(OperationHttp.Of(_http, _authorization, scope.ServiceProvider, _closing.Token)));
            _expiry = ExpiryTimer.Start(_parts.Time, caller.ExpiresAt, () => End(SocketEnd.Expired));
        }
        catch (RequestRefusedException refusal)
        {
            End(refusal.Status < StatusCodes.Status500InternalServerError && refusal.Status != StatusCodes.Status429TooManyRequests
                ? SocketEnd.Forbidden(refusal.Message)
                : SocketEnd.TryLater(refusal.Message));
            return;
        }

        await _writer.SendAsync(new() { Type = "connection_ack" }, _closing.Token);
        _isAcknowledged = true;
    }

    async Task SubscribeAsync(SocketMessage message)
    {
        if (!_isAcknowledged)
        {
            End(SocketEnd.NotAcknowledged);
            return;
        }

        var request = _parts.Reading.FromObject(message.Payload ?? throw RequestReading.Malformed("`payload` is missing."));
        if (_operations.Begin(message.Id!, _closing.Token) is not { } operation)
        {
            End(SocketEnd.InUse(message.Id!));
        }
        else if (_operations.IsFull)
        {
            _operations.End(operation);
            operation.Dispose();
            var refusal = new RequestRefusedException(
                StatusCodes.Status429TooManyRequests, "TOO_MANY_OPERATIONS", $"At most {_parts.Options.OperationsPerSocketMax} operations run at once on one socket; complete some first.");
            await _writer.SendAsync(new() { Id = message.Id, Type = "error", Payload = new ExecutionErrors { refusal } }, _closing.Token);
        }
        else
        {
            _operations.Run(operation, o => RunAsync(o, request));
        }
    }

    async Task RunAsync(SocketOperation operation, GraphQLRequest request)
    {
        try
        {
            await AnswerAsync(operation, request);
        }
        catch (Exception gone) when (gone is WebSocketException || (gone is OperationCanceledException && operation.Cancellation.IsCancellationRequested))
        {
        }
        catch (RequestRefusedException refusal)
        {
            _parts.Metrics.Refused(refusal.Code);
            await FailAsync(operation, [refusal]);
        }
        catch (Exception fault)
        {
            await FailAsync(operation, [_parts.Unexpected.Mask(fault)]);
        }
    }

    async Task AnswerAsync(SocketOperation operation, GraphQLRequest request)
    {
        await using var scope = _parts.Scopes.CreateAsyncScope();
        var http = OperationHttp.Of(_http, _authorization, scope.ServiceProvider, operation.Cancellation);
        using var turn = await _turns.TakeAsync(operation.Cancellation);
        var userContext = await _parts.Operations.PrepareAsync(http);
        _turns.HandTo(userContext);
        var result = await _parts.Operations.RunAsync(http, request, userContext, TransportRule.Stream, operation.Cancellation);
        if (PulledResults.Of(result) is { } results)
        {
            // It waits for events now; each takes a turn of its own.
            turn.Dispose();
            await foreach (var each in results.WithCancellation(operation.Cancellation))
            {
                await SendAsync(operation, "next", each);
            }
        }
        else if (StreamAnswer.IsRefused(result))
        {
            await FailAsync(operation, result.Errors!);
            return;
        }
        else
        {
            await SendAsync(operation, "next", result);
        }

        if (_operations.End(operation))
        {
            await _writer.SendAsync(new() { Id = operation.Id, Type = "complete" }, _closing.Token);
        }
    }

    async Task FailAsync(SocketOperation operation, ExecutionErrors errors)
    {
        try
        {
            if (_operations.End(operation))
            {
                await _writer.SendAsync(new() { Id = operation.Id, Type = "error", Payload = errors }, _closing.Token);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
        }
    }

    Task SendAsync(SocketOperation operation, string type, object payload) =>
        _writer.SendAsync(new() { Id = operation.Id, Type = type, Payload = payload }, operation.Cancellation);
}
