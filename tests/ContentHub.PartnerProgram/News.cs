namespace ContentHub.PartnerProgram;

/// <summary>That something has happened; the feed says what.</summary>
internal sealed class News
{
    private readonly SemaphoreSlim _come = new(0, 1);

    public void Tell()
    {
        try
        {
            _come.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is told already.
        }
    }

    /// <summary>A webhook may be late: whoever only waited for it would be late too.</summary>
    public Task WaitAsync(TimeSpan most, CancellationToken cancellation) => _come.WaitAsync(most, cancellation);
}
