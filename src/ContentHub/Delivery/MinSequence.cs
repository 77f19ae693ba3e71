using System.Globalization;
using ContentHub.Api.Execution;

namespace ContentHub.Delivery;

/// <summary>
/// Reading what one has just written, on another node: a request may name the <c>sequence</c> of a payload in the header
/// <c>ContentHub-Min-Sequence</c>, and is answered once this node shows what that change did.
/// </summary>
internal sealed class MinSequence(SnapshotFollower follower, TimeProvider time)
{
    public const string Header = "ContentHub-Min-Sequence";

    /// <summary>A node that follows is behind by moments; for longer, asking again is better than holding a connection.</summary>
    private static readonly TimeSpan WaitMost = TimeSpan.FromSeconds(2);

    /// <summary>What waits holds memory and hears nothing; beyond it nobody is made to wait.</summary>
    private const int WaitingMax = 100;

    /// <summary>Changes: more than this ahead is no sequence of this log, and would wait in vain.</summary>
    private const long AheadMax = 10_000;

    private int _waiting;

    /// <exception cref="RequestRefusedException">400 for what is no sequence of this log; 503 while this node does not show it.</exception>
    public async ValueTask WaitAsync(HttpContext http)
    {
        if (http.Request.Headers[Header] is not [{ } text])
        {
            return;
        }

        var shown = follower.Current.Sequence;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) || wanted > shown + AheadMax)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "INVALID_MIN_SEQUENCE", $"{Header} takes the `sequence` of an answer to a mutation of this server, as it is.");
        }

        if (wanted > shown)
        {
            await WaitAsync(wanted, http.RequestAborted);
        }
    }

    private async Task WaitAsync(long wanted, CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > WaitingMax)
            {
                throw Behind();
            }

            using var patience = new CancellationTokenSource(WaitMost, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            await follower.WaitForAsync(wanted, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Behind();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static RequestRefusedException Behind() =>
        new(StatusCodes.Status503ServiceUnavailable, "BEHIND", $"This server does not show yet what {Header} asks for; try again in a second.")
        {
            Headers = new Dictionary<string, string> { ["Retry-After"] = "1" },
        };
}
