namespace ContentHub.Syndication.Webhooks;

/// <summary>What is sent.</summary>
/// <param name="Id">The same in every attempt, without a full stop.</param>
/// <param name="Body">JSON.</param>
internal sealed record WebhookMessage(string Id, byte[] Body);

/// <summary>What came of sending it.</summary>
/// <param name="Status">Null when no whole answer came.</param>
/// <param name="Fault">In words that may be shown to the partner; null when it was taken.</param>
/// <param name="RetryAfter">As the answer asked; null when it did not.</param>
/// <param name="Body">Of the answer; empty where it was longer than <see cref="WebhookClient.AnswerMaxBytes"/> or was not waited for.</param>
internal sealed record WebhookExchange(int? Status, string? Fault, TimeSpan? RetryAfter, byte[] Body)
{
    public bool IsTaken => Fault is null;

    /// <summary>What the answer says of its own signature; null where it says nothing.</summary>
    public ReplySignature? Signed { get; init; }
}

/// <summary>Headers of an answer, named as those of an event. Not checked yet.</summary>
internal sealed record ReplySignature(string Id, string Timestamp, string Signature);
