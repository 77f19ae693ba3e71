using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>
/// Which node does what is due: a lease in the act's row, for a while only, so that what a killed node had taken is done by
/// another. A lease spares work and keeps the order; that nothing is done twice is the act's own transaction.
/// </summary>
public sealed class ScheduleLeases(IDbContextFactory<ContentHubDb> factory)
{
    /// <summary>Takes the act that has been due longest.</summary>
    /// <param name="node">Whose lease it becomes.</param>
    /// <returns>Its id; null when nothing is due, or when another node is at what comes first.</returns>
    public async Task<Guid?> TakeAsync(Guid node, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        var first = await db.Schedules.AsNoTracking()
            .Where(s => s.State == ScheduledState.Waiting && s.At <= now && (s.RetryAt == null || s.RetryAt <= now))
            .OrderBy(s => s.At).ThenBy(s => s.CreatedAt).ThenBy(s => s.Id)
            .Select(s => new { s.Id, s.LeaseBy, s.LeaseUntil }).FirstOrDefaultAsync(cancellation);
        if (first is null || (first.LeaseUntil > now && first.LeaseBy != node))
        {
            return null;
        }

        var until = now + leaseFor;
        var taken = await db.Schedules
            .Where(s => s.Id == first.Id && s.State == ScheduledState.Waiting && (s.LeaseUntil == null || s.LeaseUntil <= now || s.LeaseBy == node))
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.LeaseBy, node).SetProperty(a => a.LeaseUntil, until), cancellation);
        return taken == 1 ? first.Id : null;
    }

    /// <summary>Lets go of an act that failed through no fault of its own: it is tried again later, and what comes behind it does not wait.</summary>
    public async Task PutOffAsync(Guid id, Guid node, DateTimeOffset retryAt, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        await db.Schedules.Where(s => s.Id == id && s.LeaseBy == node)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.LeaseUntil, (DateTimeOffset?)null).SetProperty(a => a.RetryAt, retryAt), cancellation);
    }
}
