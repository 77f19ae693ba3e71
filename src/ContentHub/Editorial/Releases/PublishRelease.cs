using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Schedules;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Releases;

[Description("Names one revision of an entry.")]
public sealed record ReleaseItemInput
{
    [Description("The reader's or the draft's id; each entry once in each of its locales."), Id] public required string Id { get; init; }

    [Description("The revision: the newest, or an older one that is approved.")] public required int Version { get; init; }
}

[Description("Makes several revisions public at one moment, all or none.")]
public sealed record PublishReleaseInput
{
    [Description("1 to 100, in any order: what others refer to goes out first.")] public required IReadOnlyList<ReleaseItemInput> Items { get; init; }

    [Description("A time to come, at most 366 days ahead; at once when absent.")] public DateTimeOffset? At { get; init; }

    [Description("For colleagues; stands in the log with each of them.")] public string? Note { get; init; }

    [Description("Answers what would stand against it and changes nothing.")] public bool DryRun { get; init; }
}

[Description("All that went out, or the reasons why nothing did.")]
public sealed record PublishReleasePayload(
    [property: Description("In the order in which they go out; empty when refused. After a dry run: as they are.")] IReadOnlyList<Draft> Drafts,
    [property: Description("What the checks say of them; draftId says of which.")] IReadOnlyList<Finding> Findings,
    [property: Description("Everything that stands against it; the path `input, items, 3` leads to the fourth item.")] IReadOnlyList<IUserError> Errors,
    [property: Description("Place of the last of its acts in the log; null when nothing was written.")] string? Sequence) : IRefusable<PublishReleasePayload>
{
    public static PublishReleasePayload Refused(IUserError error) => new([], [], [error], null);
}

/// <summary>
/// Makes several revisions public in one transaction, so that no reader ever sees a part of it; or plans it, and then they go
/// out in one transaction too, or none of them.
/// </summary>
public sealed class PublishRelease(Acts acts, EditorialChecks checks, ContentTypes types, IDbContextFactory<ContentHubDb> databases)
{
    public async Task<PublishReleasePayload> RunAsync(PublishReleaseInput input, Caller caller, CancellationToken cancellation)
    {
        IReadOnlyList<Guid> shown = [];
        var outcome = await acts.RunAsync(caller, async act =>
        {
            (var decision, shown) = await DecideAsync(act, input);
            return decision;
        }, cancellation);
        return outcome.Errors.Count > 0
            ? new([], [], outcome.Errors, null)
            : await AnswerAsync(shown, outcome.Sequence?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task<(Decision Decision, IReadOnlyList<Guid> Shown)> DecideAsync(Act act, PublishReleaseInput input)
    {
        if (input.Items.Count is 0 or > ReleaseRules.ItemsMax)
        {
            return (Decision.Refuse(new ValidationError($"A release has 1 to {ReleaseRules.ItemsMax} items; this one has {input.Items.Count}.", ErrorCode.Invalid, ["input", "items"])), []);
        }

        var fault = input.At is { } time ? ScheduleRules.FaultOf(time, act.Now) : null;
        var at = fault is null ? input.At ?? act.Now : act.Now.AddSeconds(1);
        var release = await Release.CheckAsync(act, input.Items, at, input.At is null ? new HashSet<Guid>() : await Plans.OutByAsync(act, at));
        IReadOnlyList<IUserError> errors = [.. fault is null ? [] : new IUserError[] { fault }, .. release.Errors];
        if (errors.Count > 0)
        {
            return (Decision.Refuse(errors), []);
        }

        IReadOnlyList<Guid> shown = [.. release.Subjects.Select(s => s.Variant.Id)];
        IReadOnlyList<ChangeDraft> changes = (input.DryRun, input.At) switch
        {
            (true, _) => [],
            (_, null) => await release.ShowAsync(act, _ => input.Note),
            _ => await PlanAsync(act, release, at, input.Note),
        };
        return (new Decision(null, [], changes) { SlugPath = ["input", "items"] }, shown);
    }

    private static async Task<IReadOnlyList<ChangeDraft>> PlanAsync(Act act, Release release, DateTimeOffset at, string? note)
    {
        var (releaseId, changes) = (Guid.CreateVersion7(act.Now), new List<ChangeDraft>());
        var planned = release.Subjects.Select(s => (s.Variant.Id, s.Revision.Version)).ToHashSet();
        foreach (var subject in release.Subjects)
        {
            var pending = await Plans.PendingAsync(act, subject.Variant.Id);
            var own = pending.Where(p => p.Kind is ScheduledKind.Publish && p.Version == subject.Revision.Version).ToList();

            // What else was planned together with it is given up, unless it is planned anew here as well.
            var ended = await Plans.EndAsync(act, own, "Another entry of its release was scheduled anew.", subject.Revision, planned);
            changes.AddRange([.. ended, Plans.Publish(act, subject, at, note, pending, releaseId)]);
        }

        await Plans.RememberRolesAsync(act);
        return changes;
    }

    private async Task<PublishReleasePayload> AnswerAsync(IReadOnlyList<Guid> shown, string? sequence)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var variants = await db.Variants.AsNoTracking().Where(v => shown.Contains(v.Id)).ToDictionaryAsync(v => v.Id, CancellationToken.None);
        var drafts = await DraftReader.LoadAsync(db, types, [.. shown.Select(id => variants[id])], CancellationToken.None);
        var findings = await checks.OfAsync(db, drafts, CancellationToken.None);
        return new(drafts, [.. drafts.SelectMany(d => findings[d].Select(f => f with { DraftId = new NodeId(NodeKind.Draft, d.Variant.Id).ToString() }))], [], sequence);
    }
}
