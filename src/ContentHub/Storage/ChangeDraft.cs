namespace ContentHub.Storage;

/// <summary>An act before it has its place in the log.</summary>
public sealed record ChangeDraft(ChangeKind Kind, Variant Variant, Revision Revision, Guid ActorId)
{
    public string? Reason { get; init; }
    public WorkflowState? FromState { get; init; }
    public WorkflowState? ToState { get; init; }
    public string? Address { get; init; }
}
