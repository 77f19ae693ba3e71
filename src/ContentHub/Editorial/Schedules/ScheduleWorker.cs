using ContentHub.Delivery;
using ContentHub.Storage;
using Microsoft.Extensions.Options;

namespace ContentHub.Editorial.Schedules;

/// <summary>
/// Looks for what is due and does it, one act after the other in the order of their times; what came due while no node ran comes
/// first. On every node: the lease in the act's row says which one acts.
/// </summary>
public sealed class ScheduleWorker(ScheduleLeases leases, RunScheduledAct run, SnapshotFollower follower, IOptions<ScheduleOptions> options, TimeProvider time, ILogger<ScheduleWorker> logger)
    : BackgroundService
{
    private readonly Guid _node = Guid.NewGuid();
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Does all that is due now.</summary>
    /// <exception cref="System.Data.Common.DbException">The database is away.</exception>
    public async Task RunDueAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            Guid? before = null;
            while (await leases.TakeAsync(_node, time.GetUtcNow(), options.Value.LeaseFor, cancellation) is { } id)
            {
                await RunOneAsync(id, isAgain: id == before, cancellation);
                before = id;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isFailing = false;
        try
        {
            // The checks look at what readers see.
            await follower.Loaded.WaitAsync(stoppingToken);
            while (true)
            {
                try
                {
                    await RunDueAsync(stoppingToken);
                    isFailing = false;
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    if (!isFailing)
                    {
                        logger.LogError(failure, "What is scheduled cannot be done now; trying again every {Seconds} s, and catching up then.", options.Value.LookEvery.TotalSeconds);
                    }

                    isFailing = true;
                }

                await Task.Delay(options.Value.LookEvery, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // An act that was begun is on the disk or has changed nothing.
        }
    }

    private async Task RunOneAsync(Guid id, bool isAgain, CancellationToken cancellation)
    {
        try
        {
            if (isAgain)
            {
                throw new InvalidOperationException("The act was neither done nor refused.");
            }

            await run.RunAsync(id, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            logger.LogError(failure, "Scheduled act {Id} failed; trying again in {Seconds} s.", id, options.Value.LeaseFor.TotalSeconds);
            await leases.PutOffAsync(id, _node, time.GetUtcNow() + options.Value.LeaseFor, cancellation);
        }
    }
}
