namespace ContentHub.Api.Streams;

/// <summary>
/// How many answers of one socket are made, or wait for the client to take them, at once. Who asks much and reads slowly would
/// otherwise have all its answers in memory.
/// </summary>
internal sealed class AnswerTurns : IDisposable
{
    /// <summary>As many requests as a browser has under way over HTTP/1.1, roughly: one slow mutation holds up nobody.</summary>
    const int AtOnce = 4;

    const string Key = "answerTurns";

    readonly SemaphoreSlim _turns = new(AtOnce);

    /// <returns>Null where the connection has one operation only.</returns>
    public static AnswerTurns? Of(IDictionary<string, object?> userContext) =>
        userContext.TryGetValue(Key, out var value) ? (AnswerTurns?)value : null;

    /// <summary>So that events of a subscription take turns too.</summary>
    public void HandTo(Dictionary<string, object?> userContext) => userContext[Key] = this;

    /// <returns>To be disposed of once the client has taken the answer.</returns>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        return new Turn(_turns);
    }

    public void Dispose() => _turns.Dispose();

    sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        int _isGiven;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGiven, 1) == 0)
            {
                turns.Release();
            }
        }
    }
}
