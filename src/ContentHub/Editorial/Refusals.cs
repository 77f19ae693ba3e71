using System.Text.Json;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Comparing;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial;

/// <summary>The refusals that every act shares, in the same words everywhere.</summary>
internal static class Refusals
{
    public static NotFoundError UnknownEntry() => new("There is no entry with this id.", ["input", "id"]);

    public static ValidationError SlugTaken(IReadOnlyList<string> path) =>
        new("Another entry of this type and locale has this slug, or had it and still answers under it. Choose another.", ErrorCode.SlugTaken, path);

    public static ValidationError TooMuch(int changes) => new(
        $"This would change {changes} things at one moment, and at most {ChangeLog.ChangesMax} can be: most of them are plans of other releases that it would end. Cancel those first, or do it in parts.",
        ErrorCode.Invalid, ["input"]);

    /// <summary>The same refusal for one of several: its path leads to that one.</summary>
    /// <param name="place">From <c>input</c> down, e.g. <c>items, 3</c>.</param>
    public static IUserError Of(IUserError error, params IReadOnlyList<string> place)
    {
        IReadOnlyList<string> path = ["input", .. place, .. error.Path.Skip(1)];
        return error switch
        {
            ValidationError e => e with { Path = path },
            NotFoundError e => e with { Path = path },
            ForbiddenError e => e with { Path = path },
            ConflictError e => e with { Path = path },
            WorkflowError e => e with { Path = path },
            _ => throw new InvalidOperationException($"Unknown refusal {error.GetType().Name}."),
        };
    }

    /// <param name="path">Of the fault's place in the input.</param>
    public static ValidationError Of(DocumentFault fault, IReadOnlyList<string> path) => new(fault.Message, fault.Code, path);

    public static Finding ToFinding(DocumentFault missing) => new("required", FindingSeverity.Error, missing.Message, missing.Path, null, "Fill it in.");

    public static ForbiddenError Forbidden(WorkflowAction action, bool isClinical, bool needsOwn)
    {
        // The role that the caller has already would not help.
        IReadOnlyList<Role> roles = [.. WorkflowRules.WhoCan(action, isClinical).Where(role => !needsOwn || role != Role.Author)];
        var message = needsOwn
            ? $"An author may do this only to entries that they began themselves; otherwise it takes the role {Words(roles)}."
            : $"This takes the role {Words(roles)}.";
        return new(message, ["input"], roles);
    }

    public static string Words(IEnumerable<Role> roles) => string.Join(" or ", roles.Select(r => r.ToString()));

    public static string Words(WorkflowState state) => Api.EnumNames.Of(state).Replace('_', ' ').ToLowerInvariant();

    /// <summary>Somebody saved first: says who, when and what, from the version that was named to the one of now.</summary>
    public static async Task<ConflictError> ConflictAsync(Act act, Variant variant, int named, int current, string field)
    {
        var draft = await DraftReader.LoadAsync(act.Db, act.Types, variant.Id, act.Cancellation)
            ?? throw new InvalidOperationException("A variant has no head.");
        var revisions = await act.Db.Revisions.AsNoTracking()
            .Where(r => r.VariantId == variant.Id && (r.Version == named || r.Version == current))
            .ToDictionaryAsync(r => r.Version, act.Cancellation);
        var by = await act.Db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == variant.UpdatedBy, act.Cancellation);
        var changes = revisions.TryGetValue(named, out var before) && revisions.TryGetValue(current, out var after)
            ? DocumentComparison.Compare(JsonDocument.Parse(before.Document).RootElement, JsonDocument.Parse(after.Document).RootElement)
            : [];
        return new(
            $"Version {named} is not the newest any more: {by?.Name ?? "somebody"} made version {current} of it. Nothing was written; look at what changed, then send again with {current}.",
            ["input", field], current, Actor.Of(by), variant.UpdatedAt, changes, draft);
    }
}
