using System.Threading.Channels;

namespace ContentHub.PartnerProgram;

/// <summary>That something has happened, said once however often it is told; the feed says what.</summary>
internal sealed class News
{
    private readonly Channel<bool> _come = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Tell() => _come.Writer.TryWrite(true);

    /// <summary>A webhook may be late: whoever only waited for it would be late too.</summary>
    public async Task WaitAsync(TimeSpan most, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        enough.CancelAfter(most);
        try
        {
            await _come.Reader.ReadAsync(enough.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Look anyway.
        }
    }
}
