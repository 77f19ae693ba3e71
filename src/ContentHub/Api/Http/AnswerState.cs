namespace ContentHub.Api.Http;

/// <summary>
/// All that an answer for everybody depends on besides the words of the request: two answers to the same words in the same state are the same bytes.
/// Whoever makes views says it, of requests by GET; it is absent where an answer is for one person or partner.
/// </summary>
/// <param name="LogId">Of the change log.</param>
/// <param name="Sequence">Up to here the log is in what readers see.</param>
/// <param name="Day">As the site counts days: by it reviews become due.</param>
public sealed record AnswerState(Guid LogId, long Sequence, DateOnly Day)
{
    private const string Key = "answerState";

    public static AnswerState? Of(IDictionary<string, object?> userContext) => userContext.TryGetValue(Key, out var state) ? state as AnswerState : null;

    public void AddTo(IDictionary<string, object?> userContext) => userContext[Key] = this;
}
