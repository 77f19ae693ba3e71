using GraphQL.DataLoader;

namespace ContentHub.Api.Execution;

/// <summary>
/// Gathers the keys that one level of an answer asks for and fetches them together: one statement however long the list.
/// Lives for one request; each fetched key list is a task of its own, so that a slow one never mixes with the next.
/// </summary>
public sealed class BatchLoader<TKey, T>(Func<IReadOnlyList<TKey>, CancellationToken, Task<Func<TKey, T>>> fetch)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private Batch _next = new();

    public IDataLoaderResult<T> Load(TKey key)
    {
        lock (_lock)
        {
            _next.Keys.Add(key);
            return new Result(this, _next, key);
        }
    }

    private Task<Func<TKey, T>> RunAsync(Batch batch, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (ReferenceEquals(batch, _next))
            {
                _next = new();
            }

            return batch.Run ??= fetch([.. batch.Keys.Distinct()], cancellation);
        }
    }

    private sealed class Batch
    {
        public List<TKey> Keys { get; } = [];

        public Task<Func<TKey, T>>? Run { get; set; }
    }

    private sealed class Result(BatchLoader<TKey, T> loader, Batch batch, TKey key) : IDataLoaderResult<T>
    {
        public async Task<T> GetResultAsync(CancellationToken cancellationToken = default) => (await loader.RunAsync(batch, cancellationToken))(key);

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
    }
}
