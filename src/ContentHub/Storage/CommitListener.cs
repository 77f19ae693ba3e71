using System.Globalization;
using Npgsql;

namespace ContentHub.Storage;

/// <summary>Hears, on PostgreSQL, of the commits of other nodes. Nothing depends on it but speed: whoever waits looks by itself from time to time.</summary>
internal sealed partial class CommitListener : IAsyncDisposable
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly string _connection;
    private readonly CommitSignal _signal;
    private readonly ILogger _logger;
    private readonly Task _listening;

    public CommitListener(string connection, CommitSignal signal, ILogger logger)
    {
        // Outside the pool, since it is kept; asked after now and then, since a silent connection may be a dead one.
        _connection = new NpgsqlConnectionStringBuilder(connection) { Pooling = false, KeepAlive = 30 }.ToString();
        _signal = signal;
        _logger = logger;
        _listening = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or IOException or TimeoutException)
            {
                LogLost(failure);
                await Task.Delay(ReconnectAfter, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(cancellation);
        connection.Notification += (_, heard) =>
        {
            if (long.TryParse(heard.Payload, CultureInfo.InvariantCulture, out var sequence))
            {
                _signal.Raise(sequence);
            }
        };
        await using (var listen = new NpgsqlCommand($"listen {PostgreSqlDb.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellation);
        }

        // What was committed before we listened was not heard.
        _signal.Wake();
        while (true)
        {
            await connection.WaitAsync(cancellation);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes of other nodes are noticed later until PostgreSQL answers again.")]
    private partial void LogLost(Exception failure);
}
