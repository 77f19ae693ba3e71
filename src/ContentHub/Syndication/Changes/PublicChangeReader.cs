using System.Collections.Concurrent;
using System.Text.Json;
using ContentHub.Delivery;
using ContentHub.Delivery.Licences;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;
using LogKind = ContentHub.Storage.ChangeKind;

namespace ContentHub.Syndication.Changes;

/// <summary>A stretch of the log.</summary>
/// <param name="Changes">What readers noticed of it, in order.</param>
/// <param name="Through">Up to here nothing is missing.</param>
public sealed record ChangeBatch(IReadOnlyList<PublicChange> Changes, long Through)
{
    /// <summary>Without what comes after a sequence.</summary>
    public ChangeBatch Up(long through) => Through <= through ? this : new([.. Changes.TakeWhile(c => c.Cursor.Sequence <= through)], through);
}

/// <summary>Reads the change log as readers may know it, from the database. Each call is one transaction and a handful of queries.</summary>
public sealed class PublicChangeReader(IDbContextFactory<ContentHubDb> databases, DeliveryTypes types, ILogger<PublicChangeReader> logger)
{
    /// <summary>Changes read at once.</summary>
    public const int BatchMax = 100;

    /// <summary>Revisions kept as read, of a few hundred bytes each.</summary>
    private const int KeptMax = 20_000;

    private readonly ConcurrentDictionary<(Guid VariantId, int Version), PublicMove> _kept = new();

    private static readonly LogKind[] OfReviews = [LogKind.Reviewed, LogKind.ReviewExtended, LogKind.ReviewDue, LogKind.ReviewOverdue];

    /// <param name="after">Exclusive.</param>
    /// <param name="through">Inclusive: how far this node's readers are.</param>
    /// <param name="isCompact">Only the newest change of each text.</param>
    public Task<ChangeBatch> ReadAsync(Guid logId, long after, long through, CancellationToken cancellation, bool isCompact = false) =>
        ReadAsync(logId, after, through, PublishedReader.Visibly, isCompact, cancellation);

    private async Task<ChangeBatch> ReadAsync(Guid logId, long after, long through, LogKind[] kinds, bool isCompact, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.BeginReadAsync(cancellation);
        var acts = await ActsAsync(db, after, through, kinds, isCompact, cancellation);
        var histories = await HistoriesAsync(db, [.. acts.Select(a => a.VariantId).Distinct()], through, cancellation);
        var notices = await NoticesAsync(db, acts, cancellation);
        var changes = new List<PublicChange>(acts.Count);
        foreach (var act in acts)
        {
            // The snapshot does not show what no module reads, and neither do we.
            if (types.Find(act.Type) is { } type)
            {
                changes.Add(Change(new(logId, act.Sequence), act, type, [.. histories[act.VariantId]], NoticeOf(act, notices[(act.VariantId, act.Version)])));
            }
        }

        return new(changes, acts.Count < BatchMax ? Math.Max(after, through) : acts[^1].Sequence);
    }

    /// <summary>The retractions of a stretch of the log, in order.</summary>
    /// <param name="after">Exclusive.</param>
    /// <param name="through">Inclusive.</param>
    public async Task<IReadOnlyList<PublicChange>> RetractionsAsync(Guid logId, long after, long through, CancellationToken cancellation)
    {
        var found = new List<PublicChange>();
        for (var from = after; from < through;)
        {
            var batch = await ReadAsync(logId, from, through, [LogKind.Retracted], isCompact: false, cancellation);
            found.AddRange(batch.Changes);
            from = batch.Through;
        }

        return found;
    }

    /// <summary>Every text that was public right after an act, by variant, as if it had just become so.</summary>
    public async Task<IReadOnlyList<PublicChange>> PublicAtAsync(Guid logId, long sequence, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.BeginReadAsync(cancellation);
        var at = await db.Changes.Where(c => c.Sequence == sequence).Select(c => c.At).SingleAsync(cancellation);
        var last =
            from change in db.Changes
            where change.Sequence <= sequence && PublishedReader.Moves.Contains(change.Kind)
            group change by change.VariantId into moves
            select moves.Max(c => c.Sequence);
        var rows =
            from change in db.Changes
            where change.Kind == LogKind.Published && last.Contains(change.Sequence)
            join variant in db.Variants on change.VariantId equals variant.Id
            join revision in db.Revisions on new { change.VariantId, change.Version } equals new { revision.VariantId, revision.Version }
            select new { Variant = new Named(variant.Id, variant.EntryId, variant.Type, variant.Locale), change.Sequence, change.Kind, change.Version, revision.Document };
        var found = new List<PublicChange>();
        await foreach (var row in rows.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (types.Find(row.Variant.Type) is { } type)
            {
                var move = Move(row.Variant, type, row.Sequence, row.Kind, row.Version, row.Document);
                found.Add(new(
                    new(logId, sequence), ChangeKind.Published, at, type, row.Variant.EntryId, row.Variant.Id, row.Variant.Locale, row.Version, null, null, ChangeUrgency.Normal, null,
                    move.Name, move.Subject.Topics) { History = [move] });
            }
        }

        return [.. found.OrderBy(c => c.VariantId)];
    }

    /// <summary>Where the log ends, on whichever node that was written.</summary>
    public async Task<long> HeadAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Changes.MaxAsync(c => (long?)c.Sequence, cancellation) ?? 0;
    }

    private static PublicChange Change(ChangeCursor cursor, PublicAct act, DeliveryType type, IReadOnlyList<PublicMove> history, Notice? notice)
    {
        var publications = history.Where(m => m.IsPublication).ToList();
        var own = publications.Last(m => m.Sequence <= act.Sequence);
        var before = publications.LastOrDefault(m => m.Sequence < act.Sequence) ?? own;
        var kind = KindOf(act.Kind, history.LastOrDefault(m => m.Sequence < act.Sequence)?.IsPublication == true, notice);
        var isMoved = act.Kind == LogKind.Published && before.Name.Slug != own.Name.Slug;
        return new(
            cursor, kind, act.At, type, act.EntryId, act.VariantId, act.Locale, act.Version, isMoved ? before.Name.Slug : null, ReasonOf(act, kind, notice), UrgencyOf(act.Kind, kind, notice),
            kind is ChangeKind.Retracted ? notice?.ReplacedBy : null, publications[^1].Name, [.. own.Subject.Topics.Union(before.Subject.Topics)]) { History = history };
    }

    private static ChangeKind KindOf(LogKind act, bool wasPublic, Notice? notice) => act switch
    {
        LogKind.Published when !wasPublic => ChangeKind.Published,
        LogKind.Published when notice is not null => ChangeKind.Corrected,
        LogKind.Published or LogKind.ConcernExpressed => ChangeKind.Updated,
        LogKind.Unpublished => ChangeKind.Unpublished,
        LogKind.Retracted or LogKind.Replaced => ChangeKind.Retracted,
        LogKind.Corrected => ChangeKind.Corrected,
        LogKind.Reviewed => ChangeKind.Reviewed,

        // More time is no review: what readers see of it is that one is due.
        LogKind.ReviewDue or LogKind.ReviewExtended => ChangeKind.ReviewDue,
        LogKind.ReviewOverdue => ChangeKind.ReviewOverdue,
        var unknown => throw new InvalidOperationException($"Readers do not notice {unknown}."),
    };

    /// <summary>Never a remark for colleagues.</summary>
    private static string? ReasonOf(PublicAct act, ChangeKind kind, Notice? notice) => (act.Kind, kind) switch
    {
        (LogKind.Retracted or LogKind.Replaced or LogKind.Corrected or LogKind.ConcernExpressed, _) => act.Reason,
        (LogKind.Published, ChangeKind.Corrected) => notice?.Text,
        _ => null,
    };

    private static ChangeUrgency UrgencyOf(LogKind act, ChangeKind kind, Notice? notice) => (act, kind) switch
    {
        (LogKind.Retracted or LogKind.ConcernExpressed, _) => ChangeUrgency.High,
        (_, ChangeKind.Corrected) when notice?.Class is CorrectionClass.Safety => ChangeUrgency.High,
        _ => ChangeUrgency.Normal,
    };

    /// <summary>The notice that an act put up, or that went out with it: none that came later.</summary>
    private static Notice? NoticeOf(PublicAct act, IEnumerable<Notice> ofVersion) => act.Kind switch
    {
        LogKind.Published => ofVersion.LastOrDefault(n => n.Kind is NoticeKind.Correction && n.At <= act.At),
        LogKind.Corrected => ofVersion.LastOrDefault(n => n.Kind is NoticeKind.Correction && n.At <= act.At),
        LogKind.Retracted => ofVersion.LastOrDefault(n => n.Kind is NoticeKind.Retracted && n.At <= act.At),
        LogKind.Replaced => ofVersion.LastOrDefault(n => n.Kind is NoticeKind.Replaced && n.At <= act.At),
        _ => null,
    };

    /// <summary>What a document is called and is about, whatever its type.</summary>
    private PublicMove Move(Named variant, DeliveryType type, long sequence, LogKind kind, int version, string document)
    {
        try
        {
            // A retracted reading has just these, and costs little.
            var entry = type.Read(new PublishedRow
            {
                VariantId = variant.Id, EntryId = variant.EntryId, Type = variant.Type, Locale = variant.Locale, Version = version, IsRetracted = true,
                Document = document, References = [], FirstPublishedAt = default, PublishedAt = default, ContentModifiedAt = default,
            });
            return new(sequence, kind == LogKind.Published, LicenceSubject.Of(entry), new(entry.Slug.ToString(), entry.Title.ToString()));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            logger.LogError(fault, "A document of variant {VariantId} of {Type} cannot be read; its changes are told without a name.", variant.Id, variant.Type);
            return new(sequence, kind == LogKind.Published, new(type, variant.EntryId, variant.Locale, [], []), new("", ""));
        }
    }

    private Task<List<PublicAct>> ActsAsync(ContentHubDb db, long after, long through, LogKind[] kinds, bool isCompact, CancellationToken cancellation)
    {
        // Readers are shown no review of what needs none.
        var reviewed = types.All.Where(t => t.IsClinical).Select(t => t.Name).ToArray();
        var visible =
            from change in db.Changes
            where kinds.Contains(change.Kind) && change.Sequence <= through
            join variant in db.Variants on change.VariantId equals variant.Id
            where reviewed.Contains(variant.Type) || !OfReviews.Contains(change.Kind)
            select change;
        var acts =
            from act in visible
            where act.Sequence > after && (!isCompact || !visible.Any(later => later.VariantId == act.VariantId && later.Sequence > act.Sequence))
            join variant in db.Variants on act.VariantId equals variant.Id
            orderby act.Sequence
            select new PublicAct
            {
                Sequence = act.Sequence,
                Kind = act.Kind,
                At = act.At,
                Type = variant.Type,
                EntryId = act.EntryId,
                VariantId = act.VariantId,
                Locale = act.Locale,
                Version = act.Version,
                Reason = act.Reason,
            };
        return acts.Take(BatchMax).ToListAsync(cancellation);
    }

    /// <summary>When each of the variants became public and stopped being so, oldest first.</summary>
    private async Task<ILookup<Guid, PublicMove>> HistoriesAsync(ContentHubDb db, Guid[] variants, long through, CancellationToken cancellation)
    {
        var rows = await (
            from change in db.Changes
            where variants.Contains(change.VariantId) && PublishedReader.Moves.Contains(change.Kind) && change.Sequence <= through
            join variant in db.Variants on change.VariantId equals variant.Id
            orderby change.Sequence
            select new { Variant = new Named(variant.Id, variant.EntryId, variant.Type, variant.Locale), change.Sequence, change.Kind, change.Version }).ToListAsync(cancellation);
        var revisions = await ReadAsync(db, [.. rows.Where(r => types.Find(r.Variant.Type) is not null).Select(r => (r.Variant, r.Version)).Distinct()], cancellation);
        return rows.Where(r => revisions.ContainsKey((r.Variant.Id, r.Version)))
            .ToLookup(r => r.Variant.Id, r => revisions[(r.Variant.Id, r.Version)] with { Sequence = r.Sequence, IsPublication = r.Kind == LogKind.Published });
    }

    /// <summary>A revision never changes, so each is read once: an entry that is published a thousand times has a thousand of them in its history.</summary>
    private async Task<Dictionary<(Guid VariantId, int Version), PublicMove>> ReadAsync(ContentHubDb db, List<(Named Variant, int Version)> wanted, CancellationToken cancellation)
    {
        var (read, missing) = (new Dictionary<(Guid VariantId, int Version), PublicMove>(), new Dictionary<(Guid VariantId, int Version), Named>());
        foreach (var (variant, version) in wanted)
        {
            if (_kept.TryGetValue((variant.Id, version), out var move))
            {
                read[(variant.Id, version)] = move;
            }
            else
            {
                missing[(variant.Id, version)] = variant;
            }
        }

        if (missing.Count > 0)
        {
            var (ids, versions) = (missing.Keys.Select(k => k.VariantId).Distinct().ToArray(), missing.Keys.Select(k => k.Version).Distinct().ToArray());
            if (_kept.Count > KeptMax)
            {
                _kept.Clear();
            }

            var documents = db.Revisions.AsNoTracking().Where(r => ids.Contains(r.VariantId) && versions.Contains(r.Version)).Select(r => new { r.VariantId, r.Version, r.Document });
            await foreach (var found in documents.AsAsyncEnumerable().WithCancellation(cancellation))
            {
                if (missing.TryGetValue((found.VariantId, found.Version), out var variant))
                {
                    read[(found.VariantId, found.Version)] = _kept[(found.VariantId, found.Version)] = Move(variant, types[variant.Type], 0, LogKind.Published, found.Version, found.Document);
                }
            }
        }

        return read;
    }

    /// <summary>Of the variants, by version, oldest first.</summary>
    private static async Task<ILookup<(Guid, int), Notice>> NoticesAsync(ContentHubDb db, List<PublicAct> acts, CancellationToken cancellation)
    {
        var variants = acts.Select(a => a.VariantId).Distinct().ToList();
        var notices = await db.Notices.AsNoTracking().Where(n => variants.Contains(n.VariantId)).OrderBy(n => n.At).ThenBy(n => n.Id).ToListAsync(cancellation);
        return notices.ToLookup(n => (n.VariantId, n.Version));
    }

    private sealed record Named(Guid Id, Guid EntryId, string Type, string Locale);

    /// <summary>A row of the log that readers noticed.</summary>
    private sealed record PublicAct
    {
        public required long Sequence { get; init; }
        public required LogKind Kind { get; init; }
        public required DateTimeOffset At { get; init; }
        public required string Type { get; init; }
        public required Guid EntryId { get; init; }
        public required Guid VariantId { get; init; }
        public required string Locale { get; init; }
        public required int Version { get; init; }
        public required string? Reason { get; init; }
    }
}
