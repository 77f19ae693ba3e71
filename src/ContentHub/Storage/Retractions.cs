namespace ContentHub.Storage;

/// <summary>By which way a partner was told of something.</summary>
public enum TellingWay
{
    /// <summary>A page of the change feed.</summary>
    ChangeFeed,

    /// <summary>An event of the subscription.</summary>
    Subscription,

    /// <summary>An event to an endpoint, which shows by its answer that it has got it.</summary>
    Webhook,
}

/// <summary>That a retraction was put into an answer to a partner's program, once for each way. Noted, no act.</summary>
public sealed class RetractionTelling
{
    public required Guid PartnerId { get; init; }
    /// <summary>Of the retraction in the log.</summary>
    public required long Sequence { get; init; }
    public required TellingWay Way { get; init; }
    /// <summary>The first time.</summary>
    public required DateTimeOffset SentAt { get; init; }
    /// <summary>When the program showed that it had got it; null until then.</summary>
    public DateTimeOffset? ToldAt { get; set; }
}

/// <summary>That a partner has acknowledged a retraction: an act, which stands in the log as well.</summary>
public sealed class RetractionAcknowledgement
{
    public required Guid PartnerId { get; init; }
    /// <summary>Of the retraction in the log.</summary>
    public required long Sequence { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>The partner's own words; null without.</summary>
    public string? Note { get; init; }
}

/// <summary>From where a partner's program last went on with the change feed. Noted to some seconds, no act.</summary>
public sealed class FeedPlace
{
    public required Guid PartnerId { get; init; }
    /// <summary>As the program sent it.</summary>
    public required string Cursor { get; set; }
    public required DateTimeOffset At { get; set; }
}
