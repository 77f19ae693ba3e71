using ContentHub.Storage;

namespace ContentHub.Editorial.Previews;

/// <summary>For how long a version may be shown to whoever holds a link to it. Pure.</summary>
internal static class PreviewRules
{
    /// <returns>Why the version is shown to nobody any more, whatever the time; null while it may be.</returns>
    public static string? WhyEnded(Variant variant, Revision revision) => revision switch
    {
        { State: WorkflowState.Retracted } when !IsWhatReadersSee(variant, revision) => $"Version {revision.Version} was retracted and another is out: it is shown to nobody.",
        _ when revision.Version < variant.RetractedVersion => $"Version {variant.RetractedVersion} was retracted: what came before it is shown to nobody.",
        { PublishedAt: not null } => null,
        { State: WorkflowState.Superseded } => $"Version {revision.Version} was discarded: restore it first.",
        _ when revision.Version < variant.PublishedVersion => $"Version {variant.PublishedVersion} went out, which is newer than version {revision.Version}.",
        _ => null,
    };

    /// <summary>It is out, or was retracted last: then there is nothing to lay over what readers get, least of all a text that was retracted.</summary>
    public static bool IsWhatReadersSee(Variant variant, Revision revision) => revision.Version == (variant.PublishedVersion ?? variant.RetractedVersion);
}
