namespace ContentHub.Storage;

/// <summary>A place in a partner's feed: a cursor without its log, which may have another id after a restore.</summary>
/// <param name="Position">See <see cref="ChangeCursor.Position"/>: 0 is behind all of the act.</param>
public readonly record struct LogPlace(long Sequence, int Position) : IComparable<LogPlace>
{
    public static LogPlace Of(ChangeCursor cursor) => new(cursor.Sequence, cursor.Position);

    public ChangeCursor In(Guid logId) => new(logId, Sequence) { Position = Position };

    public int CompareTo(LogPlace other) => (Sequence, Place).CompareTo((other.Sequence, other.Place));

    public static bool operator <(LogPlace left, LogPlace right) => left.CompareTo(right) < 0;

    public static bool operator >(LogPlace left, LogPlace right) => left.CompareTo(right) > 0;

    public static bool operator <=(LogPlace left, LogPlace right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LogPlace left, LogPlace right) => left.CompareTo(right) >= 0;

    private int Place => Position == 0 ? int.MaxValue : Position;
}

/// <summary>
/// Where a partner's events go. Its place in the log is all that says what is still to be sent: one number for each endpoint, not a row for each
/// event. Made, given a new secret and deleted by acts in the log; how far it has come is written beside it.
/// </summary>
public sealed class Webhook
{
    public required Guid Id { get; init; }
    public required Guid PartnerId { get; init; }
    public required string Url { get; init; }
    /// <summary>Names of the kinds that it wants, joined by commas; empty: all.</summary>
    public required string Events { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>The row stays as the proof of what was delivered; its secrets are emptied.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>Of the HMAC.</summary>
    public required byte[] Secret { get; set; }
    /// <summary>The one before, while both sign.</summary>
    public byte[]? PreviousSecret { get; set; }
    public DateTimeOffset? PreviousSecretUntil { get; set; }
    /// <summary>Seed of the Ed25519 key.</summary>
    public required byte[] SigningKey { get; set; }
    public required byte[] PublicKey { get; init; }

    public WebhookState State { get; set; } = WebhookState.Unverified;
    /// <summary>Everything up to this place of the partner's feed was delivered or given up.</summary>
    public required long Sequence { get; set; }
    /// <summary>See <see cref="ChangeCursor.Position"/>.</summary>
    public int Position { get; set; }
    public DateTimeOffset? LastSuccessAt { get; set; }
    /// <summary>Not before then; null: at once.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }
    /// <summary>Why it does not get on; null while it does.</summary>
    public string? Fault { get; set; }
    /// <summary>An event was given up and none was delivered since: the next failure disables the endpoint.</summary>
    public bool HasGivenUp { get; set; }
    /// <summary>How many times something was asked to be sent again.</summary>
    public int Rounds { get; set; }

    public LogPlace Place => new(Sequence, Position);

    /// <summary>The node that is sending to it; null when none is.</summary>
    public Guid? LeaseBy { get; set; }
    /// <summary>From then on another node may.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }
}

/// <summary>How an endpoint is. Names are stored: never rename one.</summary>
[System.ComponentModel.Description("How an endpoint is.")]
public enum WebhookState
{
    [System.ComponentModel.Description("Has not answered its challenge yet: gets nothing; testWebhook sends the challenge again.")] Unverified,
    [System.ComponentModel.Description("Gets events.")] Active,
    [System.ComponentModel.Description("Did not take the last event: it is sent again, and what comes after it waits.")] Failing,
    [System.ComponentModel.Description("Gets nothing more, since it answered 410 or nothing for days; it keeps its place, and testWebhook turns it on again.")] Disabled,
}

/// <summary>One event to one endpoint, once there was an attempt. What waits has no row.</summary>
public sealed class WebhookDelivery
{
    public required Guid WebhookId { get; init; }
    public required long Sequence { get; init; }
    /// <summary>See <see cref="ChangeCursor.Position"/>.</summary>
    public required int Position { get; init; }
    /// <summary>0, or which time it was asked for again.</summary>
    public required int Round { get; init; }
    /// <summary>What the change means to the partner.</summary>
    public required string Kind { get; init; }
    public required DateTimeOffset FirstAttemptAt { get; init; }
    public required DateTimeOffset LastAttemptAt { get; set; }
    public int Attempts { get; set; }
    /// <summary>Of the last answer; null where none came.</summary>
    public int? Status { get; set; }
    /// <summary>What went wrong the last time; null where nothing did.</summary>
    public string? Error { get; set; }
    public DateTimeOffset? NextAttemptAt { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    /// <summary>When it was given up.</summary>
    public DateTimeOffset? FailedAt { get; set; }
}

/// <summary>A stretch of the feed that is to be sent again. Gone when it is done.</summary>
public sealed class WebhookReplay
{
    public required Guid Id { get; init; }
    public required Guid WebhookId { get; init; }
    /// <summary>From 1, for each endpoint.</summary>
    public required int Round { get; init; }
    /// <summary>Done up to here.</summary>
    public required long Sequence { get; set; }
    public required int Position { get; set; }
    /// <summary>The last place of it.</summary>
    public required long UntilSequence { get; init; }
    public required int UntilPosition { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public LogPlace Place => new(Sequence, Position);
    public LogPlace Until => new(UntilSequence, UntilPosition);
}
