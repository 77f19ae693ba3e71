using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Releases;

/// <summary>Several revisions that go out in one transaction, all or none: what stands against it, and the act.</summary>
/// <param name="Subjects">In the order in which they go out; empty when something stands against it.</param>
/// <param name="Errors">Of all items, each with the path to its item.</param>
internal sealed record Release(IReadOnlyList<Subject> Subjects, IReadOnlyList<IUserError> Errors)
{
    /// <summary>Looks at every item as if the others were out.</summary>
    /// <param name="at">When they are to go out.</param>
    public static async Task<Release> CheckAsync(Act act, IReadOnlyList<ReleaseItemInput> items, DateTimeOffset at, IReadOnlySet<Guid> alsoOut)
    {
        var variants = new List<Variant?>(items.Count);
        var errors = new List<IUserError>();
        for (var i = 0; i < items.Count; i++)
        {
            var variant = await DraftReader.FindVariantAsync(act.Db, items[i].Id, act.Cancellation);
            var first = variant is null ? -1 : variants.FindIndex(v => v?.Id == variant.Id);
            if (first >= 0)
            {
                errors.Add(new ValidationError($"This entry is in the release already, as item {first}: name it once, with the version that is to go out.", ErrorCode.Invalid, ["input", "items", $"{i}", "id"]));
            }

            variants.Add(first < 0 ? variant : null);
        }

        var known = variants.Select((variant, i) => (Variant: variant, Index: i)).Where(k => k.Variant is not null).ToList();
        var together = act with
        {
            PublishedTogether = known.Select(k => k.Variant!.EntryId).Concat(alsoOut).ToHashSet(),
            VersionsTogether = known.ToDictionary(k => k.Variant!.Id, k => items[k.Index].Version),
        };
        var subjects = new List<Subject>(items.Count);
        var slugs = new HashSet<(string Type, string Locale, string? Slug)>();
        for (var i = 0; i < items.Count; i++)
        {
            if (errors.Exists(e => e.Path[2] == $"{i}"))
            {
                continue;
            }

            var (subject, refusals) = await Publish.CheckAsync(together, new PublishInput { Id = items[i].Id, Version = items[i].Version }, at);
            errors.AddRange(refusals.Select(refusal => Refusals.Of(refusal, "items", $"{i}")));
            if (subject is not null)
            {
                errors.AddRange((await SlugFaultsAsync(act, subject, slugs)).Select(fault => Refusals.Of(fault, "items", $"{i}")));
                subjects.Add(subject);
            }
        }

        return errors.Count > 0
            ? new([], [.. errors.OrderBy(e => int.Parse(e.Path[2], System.Globalization.CultureInfo.InvariantCulture))])
            : new(await OrderedAsync(act, subjects), []);
    }

    /// <summary>Shows all of them; the caller writes it in one transaction.</summary>
    public async Task<IReadOnlyList<ChangeDraft>> ShowAsync(Act act, Func<Subject, string?> reasonOf)
    {
        var changes = new List<ChangeDraft>(Subjects.Count);
        foreach (var subject in Subjects)
        {
            changes.AddRange(await Publish.ShowAsync(act, subject, reasonOf(subject)));
        }

        return changes;
    }

    /// <summary>The database would refuse the whole without saying which; a dry run would not hear of it at all.</summary>
    private static async Task<IReadOnlyList<IUserError>> SlugFaultsAsync(Act act, Subject subject, HashSet<(string Type, string Locale, string? Slug)> before)
    {
        var (variant, slug) = (subject.Variant, RevisionContent.Read(subject.Type, subject.Revision.Document).Slug);
        var isTaken = !before.Add((variant.Type, variant.Locale, slug))
            || await act.Db.Slugs.AnyAsync(s => s.Type == variant.Type && s.Locale == variant.Locale && s.Slug == slug && s.VariantId != variant.Id, act.Cancellation);
        return isTaken ? [Refusals.SlugTaken(["input", "id"])] : [];
    }

    private static async Task<IReadOnlyList<Subject>> OrderedAsync(Act act, List<Subject> subjects)
    {
        var ids = subjects.Select(s => s.Variant.Id).ToList();
        var references = (await act.Db.References.AsNoTracking().Where(r => ids.Contains(r.VariantId))
            .Select(r => new { r.VariantId, r.Version, r.EntryId }).ToListAsync(act.Cancellation)).ToLookup(r => (r.VariantId, r.Version), r => r.EntryId);
        var order = ReleaseRules.Order([.. subjects.Select(s => (s.Variant.EntryId, (IReadOnlySet<Guid>)references[(s.Variant.Id, s.Revision.Version)].ToHashSet()))]);
        return [.. order.Select(i => subjects[i])];
    }
}
