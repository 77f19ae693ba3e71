namespace ContentHub.Storage;

/// <summary>
/// An act that is to be done at a time to come. Written, settled and done in the transaction of the act that does so; only
/// the lease is written beside the log.
/// </summary>
public sealed class ScheduledAct
{
    public required Guid Id { get; init; }
    public required Guid VariantId { get; init; }
    public required int Version { get; init; }
    public required ScheduledKind Kind { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>In whose name it is done.</summary>
    public required Guid By { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>What was said with it; null where nothing was.</summary>
    public string? Note { get; init; }
    /// <summary>The acts of one release are done together or not at all; null for an act by itself.</summary>
    public Guid? ReleaseId { get; init; }
    /// <summary>Where the revision stood before; it goes back there when the schedule ends without the act.</summary>
    public required WorkflowState FromState { get; init; }

    public ScheduledState State { get; set; } = ScheduledState.Waiting;
    /// <summary>When it was done, refused or cancelled; null while it waits.</summary>
    public DateTimeOffset? SettledAt { get; set; }
    /// <summary>Why it could not be done at its time; null unless refused.</summary>
    public string? Refusal { get; set; }

    /// <summary>The node that is doing it; null when none is.</summary>
    public Guid? LeaseBy { get; set; }
    /// <summary>From then on another node may do it.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }
    /// <summary>Something of ours went wrong: not before then, and others need not wait for it. Null otherwise.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>Somebody still counts on it, or has to look at it.</summary>
    public bool IsPending => State is ScheduledState.Waiting or ScheduledState.Refused;

    public void Settle(ScheduledState state, DateTimeOffset now, string? refusal = null) => (State, SettledAt, Refusal) = (state, now, refusal);
}

/// <summary>What is to be done. Names are stored: never rename one.</summary>
public enum ScheduledKind
{
    Publish,
    Unpublish,

    /// <summary>What went out in an emergency goes back when nobody has approved it by then.</summary>
    EndEmergency,
}

/// <summary>How far a scheduled act is. Names are stored: never rename one.</summary>
public enum ScheduledState
{
    Waiting,
    Done,

    /// <summary>At its time something stood against it; somebody has to decide.</summary>
    Refused,
    Cancelled,
}
