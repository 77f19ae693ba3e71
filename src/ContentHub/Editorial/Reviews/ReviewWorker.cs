using ContentHub.Delivery;
using Microsoft.Extensions.Options;

namespace ContentHub.Editorial.Reviews;

/// <summary>Looks at the calendar from time to time, on every node.</summary>
internal sealed class ReviewWorker(TellReviews reviews, SnapshotFollower follower, IOptions<ReviewOptions> options, TimeProvider time, ILogger<ReviewWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await follower.Loaded.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await reviews.RunAsync(stoppingToken) is > 0 and var told)
                {
                    logger.LogInformation("{Count} reviews have become due or overdue.", told);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // The database may be away for a while; what was missed is told next time.
                logger.LogError(failure, "The review calendar could not be kept; trying again in {Seconds} s.", options.Value.Every.TotalSeconds);
            }

            await Task.Delay(options.Value.Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
