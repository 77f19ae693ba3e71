using System.ComponentModel;

namespace ContentHub.Storage;

/// <summary>Where a revision stands. State is per revision; the variant says which revision is public.</summary>
[Description("Where a revision stands on its way to readers.")]
public enum WorkflowState
{
    [Description("Being written.")] Draft,
    [Description("Submitted; waits for an approval or a request for changes.")] InReview,
    [Description("Sent back to the author with a note.")] ChangesRequested,
    [Description("Approved by a second person; may be published.")] Approved,
    [Description("Goes out at a time to come; whatever may be published is checked again then.")] Scheduled,
    [Description("What readers see.")] Published,
    [Description("Was published or discarded, and another revision took its place.")] Superseded,
    [Description("Taken away from readers without a fault in it; may be published again.")] Unpublished,
    [Description("Taken away for a stated safety reason; final for this revision.")] Retracted,
}
