using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContentHub.Storage;

/// <summary>
/// The one way to change content: an act's rows and its rows of the log are written together or not at all. Sequences
/// have no gaps and become visible in their order, so that a follower needs to remember one number.
/// </summary>
public sealed class ChangeLog(
    IDbContextFactory<ContentHubDb> factory, TimeProvider time, ILogger<ChangeLog>? logger = null) : IAsyncDisposable
{
    /// <summary>How many changes one transaction may append: they hold up every other writer.</summary>
    public const int ChangesMax = 500;

    // SQLite has one writer at a time. Queued here they take turns; at the file they would poll and starve one another.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CommitSignal _signal = new();
    private readonly Lock _starting = new();
    private CommitListener? _listener;

    /// <summary>
    /// Writes what was added and changed in the session, together with one row of the log for each of
    /// <paramref name="changes"/>. Raises <see cref="Variant.Act"/> of their variants. After a failure nothing is
    /// written and the session is empty: load again, decide again.
    /// </summary>
    /// <returns>The sequence of the last change.</returns>
    /// <exception cref="ArgumentException">No change, or more than <see cref="ChangesMax"/>, or one that names a revision of another variant or with a wrong hash.</exception>
    /// <exception cref="ConcurrencyConflictException">Somebody else changed one of the variants since it was loaded.</exception>
    /// <exception cref="SlugTakenException">Another variant has claimed one of the slugs.</exception>
    /// <exception cref="DuplicateIdException">One of the new ids is in use.</exception>
    /// <exception cref="LocaleExistsException">The entry already has a variant in that locale.</exception>
    /// <exception cref="BulkRefusedException">An import is on its way into this database.</exception>
    public Task<long> CommitAsync(ContentHubDb db, IReadOnlyList<ChangeDraft> changes, CancellationToken cancellation = default) => CommitAsync(db, changes, ChangesMax, cancellation);

    /// <summary>The same for an act that must not be held up, however much it takes with it.</summary>
    /// <param name="most">How many changes it may append.</param>
    public async Task<long> CommitAsync(ContentHubDb db, IReadOnlyList<ChangeDraft> changes, int most, CancellationToken cancellation)
    {
        Check(changes, most);
        var queues = db is SqliteDb;
        if (queues)
        {
            await _turn.WaitAsync(cancellation);
        }

        long sequence;
        try
        {
            sequence = await WriteAsync(db, changes, cancellation);
        }
        catch (Exception failure)
        {
            if (await ExplainAsync(db, failure, cancellation) is { } refusal)
            {
                throw refusal;
            }

            throw;
        }
        finally
        {
            if (queues)
            {
                _turn.Release();
            }
        }

        _signal.Raise(sequence);
        return sequence;
    }

    /// <summary>
    /// A transaction for what is no act, in turn with the acts: a file has one writer at a time, and who finds it busy loses more by waiting than by
    /// standing in line.
    /// </summary>
    internal async Task<T> BesideAsync<T>(Func<ContentHubDb, Task<T>> write, CancellationToken cancellation)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        var queues = db is SqliteDb;
        if (queues)
        {
            await _turn.WaitAsync(cancellation);
        }

        try
        {
            await using var transaction = await db.BeginWriteAsync(cancellation);
            var result = await write(db);
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            if (queues)
            {
                _turn.Release();
            }
        }
    }

    /// <summary>Returns as soon as the log is known to reach beyond <paramref name="after"/>, on whichever node that was written, and at the latest after <paramref name="most"/>: then look.</summary>
    public Task WaitForCommitAsync(long after, TimeSpan most, CancellationToken cancellation = default)
    {
        StartListening();
        return _signal.WaitAsync(after, most, cancellation);
    }

    /// <summary>The highest sequence that this node has heard of, written here or elsewhere; 0 before the first.</summary>
    public long KnownHead => _signal.Head;

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }

        _turn.Dispose();
    }

    private static void Check(IReadOnlyList<ChangeDraft> changes, int most)
    {
        if (changes.Count == 0 || changes.Count > most)
        {
            throw new ArgumentException($"An act has 1 to {most} changes; this one has {changes.Count}.", nameof(changes));
        }

        foreach (var change in changes)
        {
            if (change.Revision.VariantId != change.Variant.Id)
            {
                throw new ArgumentException($"Revision {change.Revision.Version} is not one of variant {change.Variant.Id}.", nameof(changes));
            }

            if (!ChangeChain.HashOf(change.Revision.Document).AsSpan().SequenceEqual(change.Revision.DocumentHash))
            {
                throw new ArgumentException($"The hash of revision {change.Revision.Version} of variant {change.Variant.Id} is not that of its document.", nameof(changes));
            }
        }
    }

    private async Task<long> WriteAsync(ContentHubDb db, IReadOnlyList<ChangeDraft> changes, CancellationToken cancellation)
    {
        foreach (var variant in changes.Select(c => c.Variant).Distinct())
        {
            var entry = db.Entry(variant);
            if (entry.State is EntityState.Detached)
            {
                throw new ArgumentException($"Variant {variant.Id} is not one of this session.", nameof(changes));
            }

            var act = entry.Property(v => v.Act);
            act.CurrentValue = act.OriginalValue + 1;
        }

        // After a failure nothing is tried again in the same transaction.
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.BeginWriteAsync(cancellation);

        // The act's own locks come first and the log's comes last of all, so that no two acts wait for each other
        // and nobody holds up the log while waiting for a row.
        await db.SaveChangesAsync(cancellation);
        await db.LockLogAsync(cancellation);
        var head = await db.Changes.OrderByDescending(c => c.Sequence)
            .Select(c => new { c.Sequence, c.Hash, IsMarked = db.Log.Any(l => l.UnfinishedImport != null) })
            .FirstOrDefaultAsync(cancellation);
        if (head?.IsMarked ?? await db.Log.AnyAsync(l => l.UnfinishedImport != null, cancellation))
        {
            throw UnfinishedImport.Refusal();
        }

        var (sequence, hash) = (head?.Sequence ?? 0, head?.Hash ?? ChangeChain.Start);
        var now = time.GetUtcNow();
        foreach (var draft in changes)
        {
            var change = ChangeChain.Link(++sequence, hash, draft, now);
            db.Changes.Add(change);
            hash = change.Hash;
        }

        await db.SaveChangesAsync(cancellation);
        await db.NotifyAsync(sequence, cancellation);

        // The last moment to give up. From here on nobody could tell whether it was done.
        cancellation.ThrowIfCancellationRequested();
        await transaction.CommitAsync(CancellationToken.None);
        return sequence;
    }

    /// <summary>Empties the session, and finds the refusal that the operation can act upon; null when the failure is ours.</summary>
    private static async Task<Exception?> ExplainAsync(ContentHubDb db, Exception failure, CancellationToken cancellation)
    {
        var loaded = db.ChangeTracker.Entries<Variant>()
            .Where(v => v.State is EntityState.Modified)
            .Select(v => (v.Entity.Id, Act: v.Property(p => p.Act).OriginalValue))
            .ToList();
        db.ChangeTracker.Clear();
        return Causes(failure).Select(cause => ObstacleOf(db, cause)).FirstOrDefault(o => o is not null) switch
        {
            null => null,
            Obstacle.OtherWriter => new ConcurrencyConflictException(failure),

            // Two acts on one variant may meet at the slug before they meet at the variant; that is no taken slug.
            _ when await IsOutdatedAsync(db, loaded, cancellation) => new ConcurrencyConflictException(failure),
            Obstacle.SameSlug => new SlugTakenException(failure),
            Obstacle.SameId => new DuplicateIdException(failure),
            Obstacle.SameLocale => new LocaleExistsException(failure),
            var unknown => throw new InvalidOperationException($"Unknown obstacle {unknown}.", failure),
        };
    }

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    private static Obstacle? ObstacleOf(ContentHubDb db, Exception cause) => cause switch
    {
        DbUpdateConcurrencyException => Obstacle.OtherWriter,
        DbException refused => db.FindObstacle(refused),
        _ => null,
    };

    private static async Task<bool> IsOutdatedAsync(ContentHubDb db, List<(Guid Id, long Act)> loaded, CancellationToken cancellation)
    {
        foreach (var (id, act) in loaded)
        {
            if (await db.Variants.AnyAsync(v => v.Id == id && v.Act != act, cancellation))
            {
                return true;
            }
        }

        return false;
    }

    private void StartListening()
    {
        lock (_starting)
        {
            if (_listener is not null)
            {
                return;
            }

            using var db = factory.CreateDbContext();
            if (db is PostgreSqlDb && db.Database.GetConnectionString() is { } connection)
            {
                _listener = new CommitListener(connection, _signal, logger ?? NullLogger<ChangeLog>.Instance);
            }
        }
    }
}
