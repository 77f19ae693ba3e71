using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Audit;

/// <summary>
/// Writes the end of the log to the server's own log: at the start, every day, and when it stops. Whoever keeps those lines elsewhere can
/// find out later, by <c>audit verify --head</c>, that rows were cut off or the log was written anew.
/// </summary>
internal sealed partial class LogHeadReport(IDbContextFactory<ContentHubDb> databases, TimeProvider time, ILogger<LogHeadReport> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await ReportAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                await ReportAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task ReportAsync(CancellationToken cancellation)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            if (await db.Changes.OrderByDescending(c => c.Sequence).Select(c => new LogHead(c.Sequence, c.Hash)).FirstOrDefaultAsync(cancellation) is { } head)
            {
                Report(head.Sequence, Convert.ToHexStringLower(head.Hash));
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whatever keeps the database away is reported by those who need it.
            NotReported(failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Head of the change log: {Sequence} {Hash}")]
    private partial void Report(long sequence, string hash);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The head of the change log could not be read: {Reason}")]
    private partial void NotReported(string reason);
}
