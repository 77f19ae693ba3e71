using System.Collections.Concurrent;

namespace ContentHub.Api.Streams;

/// <summary>What runs on one socket, by the client's ids.</summary>
internal sealed class SocketOperations(int max)
{
    readonly ConcurrentDictionary<string, SocketOperation> _byId = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<SocketOperation, Task> _running = new();

    /// <summary>Also those that were ended and are still on their way out: a client cannot start more by ending some.</summary>
    public bool IsFull => _running.Count >= max;

    /// <returns>Null when the id is in use.</returns>
    public SocketOperation? Begin(string id, CancellationToken socket)
    {
        var operation = new SocketOperation(id, CancellationTokenSource.CreateLinkedTokenSource(socket));
        if (_byId.TryAdd(id, operation))
        {
            return operation;
        }

        operation.Dispose();
        return null;
    }

    /// <summary>Runs it beside the others.</summary>
    public void Run(SocketOperation operation, Func<SocketOperation, Task> run)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[operation] = done.Task;
        _ = Task.Run(async () =>
        {
            try
            {
                await run(operation);
            }
            finally
            {
                End(operation);
                _running.TryRemove(operation, out _);
                operation.Dispose();
                done.SetResult();
            }
        });
    }

    /// <summary>The client does not want more of it; its id is free.</summary>
    public void Complete(string id)
    {
        if (_byId.TryRemove(id, out var operation))
        {
            operation.Cancel();
        }
    }

    /// <summary>Frees the id when it is still this operation's.</summary>
    /// <returns>False when the client ended it before, and does not want to hear of it any more.</returns>
    public bool End(SocketOperation operation) => _byId.TryRemove(new(operation.Id, operation));

    /// <summary>Ends when all have ended.</summary>
    public Task AllDoneAsync() => Task.WhenAll(_running.Values);
}

/// <summary>One operation.</summary>
internal sealed class SocketOperation(string id, CancellationTokenSource ending) : IDisposable
{
    public string Id => id;

    /// <summary>Cancelled when the client ends it or the socket closes.</summary>
    public CancellationToken Cancellation { get; } = ending.Token;

    public void Cancel()
    {
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself at the same moment.
        }
    }

    public void Dispose() => ending.Dispose();
}
