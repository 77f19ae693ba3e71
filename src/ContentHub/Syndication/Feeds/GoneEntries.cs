using System.Collections.Immutable;
using System.Text.Json;
using ContentHub.Api.Execution;
using ContentHub.Delivery;
using ContentHub.Delivery.Licences;
using ContentHub.Storage;
using ContentHub.Syndication.Changes;
using Microsoft.EntityFrameworkCore;
using ChangeKind = ContentHub.Syndication.Changes.ChangeKind;
using LogKind = ContentHub.Storage.ChangeKind;

namespace ContentHub.Syndication.Feeds;

/// <summary>Something that was public in one locale and was taken down without a fault in it.</summary>
/// <param name="Topics">What it was about: whoever follows a topic hears that it left.</param>
internal sealed record GoneEntry(Guid VariantId, string Type, string Locale, IReadOnlyCollection<Guid> Topics, DateTimeOffset At)
{
    /// <summary>What licences decide by; null where nobody can tell.</summary>
    public LicenceSubject? Subject { get; init; }
}

/// <summary>
/// What was taken down, for the tombstones of feeds: the view has no trace of it. Kept in memory and moved by the change feed, so that
/// no reader's request asks the database. It may know of something a moment before the view does; what the view shows counts.
/// </summary>
internal sealed class GoneEntries(
    IDbContextFactory<ContentHubDb> databases, ChangeFeed feed, DeliveryTypes types, TimeProvider time, ILogger<GoneEntries> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>A server that has just started is soon ready; for longer, asking again is better.</summary>
    private static readonly TimeSpan WaitMost = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableDictionary<Guid, GoneEntry> _all = ImmutableDictionary<Guid, GoneEntry>.Empty;
    private long _reached = -1;

    /// <summary>By variant, as of a view or a moment later: whoever was told that something is gone finds it here.</summary>
    /// <param name="sequence">The view's.</param>
    /// <exception cref="RequestRefusedException">This server has only just started, or is behind.</exception>
    public async ValueTask<IReadOnlyDictionary<Guid, GoneEntry>> AllAsync(long sequence, CancellationToken cancellation)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_reached >= sequence)
                {
                    return _all;
                }

                moved = _moved.Task;
            }

            try
            {
                await moved.WaitAsync(WaitMost, time, cancellation);
            }
            catch (TimeoutException)
            {
                throw DeliveryStart.NotReady("what was taken down");
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var from = await feed.EndAsync(stoppingToken);
                Show(await LoadAsync(stoppingToken), from.Sequence);
                await FollowAsync(from, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The database was restored under us, or is away; the tombstones of before stay until then.
                logger.LogError(failure, "What was taken down could not be followed; trying again in {Seconds} s.", RetryAfter.TotalSeconds);
                await Task.Delay(RetryAfter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FollowAsync(ChangeCursor place, CancellationToken cancellation)
    {
        var partners = LicensedPartners.None;
        while (true)
        {
            var view = await feed.MoreAsync(place, partners, cancellation);
            partners = view.Partners;
            while (place.Sequence < view.Sequence)
            {
                var batch = await feed.ReadAsync(view.LogId, place.Sequence, view.Sequence, isCompact: false, cancellation);
                place = place with { Sequence = batch.Through };
                Show(batch.Changes.Aggregate(_all, After), place.Sequence);
            }
        }
    }

    private void Show(ImmutableDictionary<Guid, GoneEntry> all, long reached)
    {
        lock (_gate)
        {
            (_all, _reached) = (all, reached);
            _moved.SetResult();
            _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static ImmutableDictionary<Guid, GoneEntry> After(ImmutableDictionary<Guid, GoneEntry> all, PublicChange change) => change.Kind switch
    {
        ChangeKind.Unpublished => all.SetItem(change.VariantId, new(change.VariantId, change.Type.Name, change.Locale, change.Topics, change.At) { Subject = change.History.LastOrDefault(m => m.IsPublication)?.Subject }),
        _ => all.Remove(change.VariantId),
    };

    private async Task<ImmutableDictionary<Guid, GoneEntry>> LoadAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var ends =
            from variant in db.Variants
            where variant.PublishedVersion == null && variant.RetractedVersion == null && variant.FirstPublishedAt != null
            let last = db.Changes.Where(c => c.VariantId == variant.Id && c.Kind == LogKind.Unpublished).Max(c => (long?)c.Sequence)
            join act in db.Changes on last equals act.Sequence
            join revision in db.Revisions on new { act.VariantId, act.Version } equals new { revision.VariantId, revision.Version }
            select new { variant.Id, variant.EntryId, variant.Type, variant.Locale, act.At, revision.Document };
        var gone = ImmutableDictionary.CreateBuilder<Guid, GoneEntry>();
        foreach (var end in await ends.AsNoTracking().ToListAsync(cancellation))
        {
            var subject = SubjectOf(end.EntryId, end.Type, end.Locale, end.Document);
            gone[end.Id] = new(end.Id, end.Type, end.Locale, subject?.Topics ?? [], end.At) { Subject = subject };
        }

        return gone.ToImmutable();
    }

    /// <summary>Of a document that nobody can read any more: none, so that it is told in the feeds of all topics but no single one.</summary>
    private LicenceSubject? SubjectOf(Guid entryId, string type, string locale, string document)
    {
        try
        {
            return types.Find(type)?.Read(new PublishedRow
            {
                VariantId = Guid.Empty, EntryId = entryId, Type = type, Locale = locale, Version = 0, IsRetracted = true, Document = document, References = [],
                FirstPublishedAt = default, PublishedAt = default, ContentModifiedAt = default,
            }) is { } entry ? LicenceSubject.Of(entry) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            logger.LogError(fault, "A document of {Type} that was taken down cannot be read.", type);
            return null;
        }
    }
}
