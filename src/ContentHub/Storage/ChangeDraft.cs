namespace ContentHub.Storage;

/// <summary>An act before it has its place in the log.</summary>
public sealed record ChangeDraft(ChangeKind Kind, Variant Variant, Revision Revision, Guid ActorId)
{
    /// <summary>The moment that the act also wrote into its rows, so that both agree; null: that of the commit.</summary>
    public DateTimeOffset? At { get; init; }
    public string? Reason { get; init; }
    public WorkflowState? FromState { get; init; }
    public WorkflowState? ToState { get; init; }
    public string? Address { get; init; }
}
