using ContentHub.Delivery;
using ContentHub.Editorial;
using ContentHub.Storage;

namespace ContentHub.Syndication.Partners;

/// <summary>
/// Writes into the log that a licence has ended, so that what the partner sees hangs on no clock and its feed tells it to delete its copies. Every
/// node looks; the act itself decides, once.
/// </summary>
internal sealed class LicenceExpiry(Acts acts, People people, SnapshotFollower follower, SiteClock clock, TimeProvider time, ILogger<LicenceExpiry> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <returns>How many ended by this call.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var ended = 0;
        foreach (var partner in follower.Current.Partners.All.Where(p => p.Licence?.ExpiresOn < clock.Today).ToList())
        {
            var self = await people.ProgramAsync("licences", "Licence calendar", cancellation);
            var outcome = await acts.RunAsync(self, async act =>
            {
                var subject = await PartnerActs.FindAsync(act, partner.Id.ToString());
                var isOver = subject is not null
                    && Delivery.Licences.Licence.Read(subject.Revision.Document).ExpiresOn < act.Today
                    && !act.Db.Changes.Any(c => c.VariantId == subject.Variant.Id && c.Kind == ChangeKind.LicenceExpired && c.Version == subject.Revision.Version);
                return isOver ? Decision.Write(subject!.Variant.Id, act.Change(ChangeKind.LicenceExpired, subject.Variant, subject.Revision)) : new(null, [], []);
            }, cancellation);
            ended += outcome.Sequence is null ? 0 : 1;
        }

        return ended;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await follower.Loaded.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LogError(failure, "The licences' calendar could not be kept; trying again in {Seconds} s.", Every.TotalSeconds);
            }

            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
