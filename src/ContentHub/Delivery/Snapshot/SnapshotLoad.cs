using ContentHub.Storage;

namespace ContentHub.Delivery.Snapshot;

/// <summary>Reads everything that is public once: on all cores, while the database still sends, holding few rows at a time; and says how far it is.</summary>
/// <param name="count">Of the rows.</param>
internal sealed class SnapshotLoad(int count, Func<PublishedRow, PublishedEntry?> read, TimeProvider time, ILogger logger)
{
    private const int BatchRows = 64;

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);

    private readonly List<(Guid VariantId, PublishedEntry? Entry)> _entries = new(count);
    private long _toldAt = time.GetTimestamp();
    private int _done;

    /// <summary>For people.</summary>
    public string Progress => FormattableString.Invariant($"{Volatile.Read(ref _done):N0} of {count:N0} entries");

    public async Task<IReadOnlyList<(Guid VariantId, PublishedEntry? Entry)>> RunAsync(IAsyncEnumerable<PublishedRow> rows, CancellationToken cancellation)
    {
        var reading = new Queue<Task<(Guid, PublishedEntry?)[]>>();
        await foreach (var batch in rows.Chunk(BatchRows).WithCancellation(cancellation))
        {
            reading.Enqueue(Task.Run(() => Array.ConvertAll(batch, row => (row.VariantId, read(row))), cancellation));
            if (reading.Count > Environment.ProcessorCount)
            {
                Take(await reading.Dequeue());
            }
        }

        while (reading.TryDequeue(out var batch))
        {
            Take(await batch);
        }

        return _entries;
    }

    private void Take((Guid, PublishedEntry?)[] batch)
    {
        _entries.AddRange(batch);
        Volatile.Write(ref _done, _entries.Count);
        if (time.GetElapsedTime(_toldAt) >= TellEvery)
        {
            _toldAt = time.GetTimestamp();
            logger.LogInformation("Loading what is public: {Progress}.", Progress);
        }
    }
}
