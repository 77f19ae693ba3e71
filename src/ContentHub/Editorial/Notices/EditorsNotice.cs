using System.ComponentModel;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Fields;
using ContentHub.Storage;
using GraphQL;

namespace ContentHub.Editorial.Notices;

[Description("A notice as editors see it, also one that readers do not see yet or any more.")]
public sealed record EditorsNotice(
    [property: Description("Why it stands.")] NoticeKind Kind,
    [property: Description("What readers are told.")] string Text,
    [property: Description("When it was written.")] DateTimeOffset At,
    [property: Description("The revision that it is about; one that is not out yet takes it along.")] int Version,
    [property: Description("The reason as a code; null on old notices.")] NoticeReason? Reason,
    [property: Description("Of a correction; null for other kinds.")] CorrectionClass? CorrectionClass,
    [property: Description("Entry id of what to read instead; null where nothing is named."), Id] string? ReplacedBy,
    [property: Description("Until when it stands above the text; null: no such time.")] DateTimeOffset? OnTopUntil,
    [property: Description("When the doubt was settled; null while it stands, and for other kinds.")] DateTimeOffset? EndedAt)
{
    internal static object Of(IResolveFieldContext<Draft> context) => EditorialLoaders.Of(context).NoticesOf.Load(context.Source.Variant.Id).Then(all =>
        (IReadOnlyList<EditorsNotice>)[.. all.Select(n => new EditorsNotice(n.Kind, n.Text, n.At, n.Version, n.Reason, n.Class, n.ReplacedBy?.ToString(), n.OnTopUntil, n.EndedAt))]);
}
