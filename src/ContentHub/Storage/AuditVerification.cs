using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>The end of the log at some time, kept by somebody to check later that the log still contains it.</summary>
public sealed record LogHead(long Sequence, byte[] Hash)
{
    /// <summary>As people keep it and <see cref="Parse"/> reads it: <c>17 4f0c…</c>.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Sequence} {Convert.ToHexStringLower(Hash)}");

    /// <returns>Null for what is no head.</returns>
    public static LogHead? Parse(string text)
    {
        try
        {
            return text.Trim().Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries) is [var number, { Length: 64 } hash]
                && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && sequence > 0
                    ? new(sequence, Convert.FromHexString(hash))
                    : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>What is wrong with one row of the log, or with the revision that it records.</summary>
/// <param name="Sequence">Of the first row that is wrong, missing or unreadable.</param>
/// <param name="Reason">A sentence for people.</param>
public sealed record AuditFault(long Sequence, string Reason);

/// <param name="Rows">How many rows were found right, from the first.</param>
/// <param name="Head">The last of them; null in an empty log.</param>
/// <param name="Fault">The first thing that is wrong; null when everything is as it was written.</param>
public sealed record AuditResult(long Rows, LogHead? Head, AuditFault? Fault);

/// <summary>
/// Recomputes the whole chain and the hash of every document in it. It finds what was changed, taken out or put in;
/// that rows were cut off at the end it finds only by a head that somebody kept elsewhere.
/// </summary>
public static class AuditVerification
{
    private const int PageRows = 500;

    /// <param name="db">The database to check. Acts that are committed meanwhile may or may not be included.</param>
    /// <param name="kept">A head from an earlier run or from the server's log; null to do without.</param>
    public static async Task<AuditResult> RunAsync(ContentHubDb db, LogHead? kept = null, CancellationToken cancellation = default)
    {
        var head = new LogHead(0, ChangeChain.Start);
        while (true)
        {
            var page = await ReadAsync(db, head.Sequence, cancellation);
            foreach (var row in page)
            {
                if (FindFault(row, head, kept) is { } reason)
                {
                    return Result(head, new(head.Sequence + 1, reason));
                }

                head = new(row.Sequence, row.Hash);
            }

            if (page.Count == 0)
            {
                break;
            }
        }

        if (kept?.Sequence > head.Sequence)
        {
            return Result(head, new(head.Sequence + 1, $"Row {head.Sequence + 1} is missing: the log ends before row {kept.Sequence}, which was kept."));
        }

        return Result(head, await FindUnrecordedAsync(db, cancellation));
    }

    private static AuditResult Result(LogHead head, AuditFault? fault) => new(head.Sequence, head.Sequence == 0 ? null : head, fault);

    private static string? FindFault(Row row, LogHead before, LogHead? kept)
    {
        if (row.Sequence != before.Sequence + 1)
        {
            return $"Row {before.Sequence + 1} is missing: after row {before.Sequence} comes row {row.Sequence}.";
        }

        if (row.Change is not { } change)
        {
            return $"Row {row.Sequence} cannot be read: {row.Unreadable}";
        }

        if (!Same(change.PreviousHash, before.Hash))
        {
            return $"Row {row.Sequence} does not follow row {before.Sequence}: the hash of the row before is another.";
        }

        if (!Same(change.Hash, ChangeChain.HashOf(change)))
        {
            return $"Row {row.Sequence} was changed: its hash does not fit what it says.";
        }

        if (kept?.Sequence == row.Sequence && !Same(change.Hash, kept.Hash))
        {
            return $"Row {row.Sequence} is another than the one that was kept: the log was written anew.";
        }

        var revision = $"revision {change.Version} of variant {change.VariantId}";
        if (row.Document is null)
        {
            return $"Row {row.Sequence} records {revision}, which is missing.";
        }

        return Same(ChangeChain.HashOf(row.Document), change.DocumentHash) && Same(row.DocumentHash, change.DocumentHash)
            ? null
            : $"The document of {revision} was changed: row {row.Sequence} records another hash.";
    }

    private static bool Same(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

    /// <summary>A page of rows; when one of them holds what cannot be read at all, single rows up to that one.</summary>
    private static async Task<List<Row>> ReadAsync(ContentHubDb db, long after, CancellationToken cancellation)
    {
        try
        {
            return await Rows(db, after).Take(PageRows).ToListAsync(cancellation);
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            return [await ReadOneAsync(db, after, cancellation)];
        }
    }

    private static async Task<Row> ReadOneAsync(ContentHubDb db, long after, CancellationToken cancellation)
    {
        try
        {
            return await Rows(db, after).FirstAsync(cancellation);
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            var sequence = await db.Changes.Where(c => c.Sequence > after).MinAsync(c => c.Sequence, cancellation);
            return new() { Sequence = sequence, Unreadable = failure.Message };
        }
    }

    private static bool IsUnreadable(Exception failure) => failure is FormatException or InvalidOperationException or InvalidCastException or ArgumentException;

    private static IQueryable<Row> Rows(ContentHubDb db, long after) =>
        from change in db.Changes.AsNoTracking()
        where change.Sequence > after
        orderby change.Sequence
        join stored in db.Revisions on new { change.VariantId, change.Version } equals new { stored.VariantId, stored.Version } into found
        from revision in found.DefaultIfEmpty()
        select new Row
        {
            Sequence = change.Sequence,
            Change = change,
            Document = revision.Document,
            DocumentHash = revision.DocumentHash,
        };

    /// <summary>A revision that no row records was not written by an act.</summary>
    private static async Task<AuditFault?> FindUnrecordedAsync(ContentHubDb db, CancellationToken cancellation)
    {
        var unrecorded = await db.Revisions
            .Where(r => !db.Changes.Any(c => c.VariantId == r.VariantId && c.Version == r.Version))
            .OrderBy(r => r.VariantId).ThenBy(r => r.Version)
            .Select(r => new { r.VariantId, r.Version })
            .FirstOrDefaultAsync(cancellation);
        return unrecorded is null
            ? null
            : new(0, $"No row records revision {unrecorded.Version} of variant {unrecorded.VariantId}.");
    }

    private sealed record Row
    {
        public required long Sequence { get; init; }
        public Change? Change { get; init; }
        public string? Unreadable { get; init; }
        public string? Document { get; init; }
        public byte[]? DocumentHash { get; init; }
        public byte[] Hash => Change?.Hash ?? [];
    }
}
