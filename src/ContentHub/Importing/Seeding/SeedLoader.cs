using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Delivery;
using ContentHub.Editorial;
using ContentHub.Editorial.Entries;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Importing.Seeding;

/// <summary>
/// Loads the seed through the acts that editors use: created by its author, submitted, approved by its reviewer, published
/// by an editor, each in the log. Every file is checked before the first is written; each step is one transaction for all
/// entries and skips what is done, so that a second run, or one after a kill, only finishes what is missing.
/// </summary>
public sealed class SeedLoader(Acts acts, CreateEntry create, ContentTypes types, SiteLocales locales, People people, IDbContextFactory<ContentHubDb> databases)
{
    private const string SubjectPrefix = "system:seed:";
    private const string Publisher = "Sample Editor";

    /// <summary>Whether nobody but the seed itself has ever acted here: only then is it loaded by itself.</summary>
    public async Task<bool> MayLoadAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return !await db.Changes.AnyAsync(c => !db.People.Any(p => p.Id == c.ActorId && p.Subject.StartsWith(SubjectPrefix)), cancellation);
    }

    /// <returns>How many changes were written; 0 when all was there.</returns>
    /// <exception cref="SeedFaultException">Names file and field; nothing was written.</exception>
    public async Task<int> LoadAsync(string folder, CancellationToken cancellation)
    {
        var files = SeedFile.ReadAll(folder, types.All, locales.Default.Tag);
        await RefuseTakenSlugsAsync(SeedRules.Check(files, locales), cancellation);
        var callers = new Dictionary<string, Caller>();
        foreach (var name in files.SelectMany(f => new[] { f.Author, f.Reviewer }).OfType<string>().Append(Publisher).Distinct())
        {
            var roles = new HashSet<Role>(Enum.GetValues<Role>());
            callers[name] = new Caller(await people.EnsureAsync($"{SubjectPrefix}{name}", name, null, "", isSystem: true, cancellation), name, null, roles);
        }

        // Translations come after the originals, because they start from them.
        var originals = files.ToLookup(f => f.Locale == locales.Default.Tag);
        var written = 0;
        foreach (var some in new[] { originals[true], originals[false] })
        {
            written += await RunAsync(files, some, (act, file) => CreateAsync(act, file, callers[file.Author]), callers[Publisher], cancellation);
        }

        // Entries name each other in circles, so all count as going out together.
        var together = files.Select(f => f.EntryId).ToHashSet();
        written += await RunAsync(files, files, (act, file) => StepAsync(act, file, file.Type.IsClinical, WorkflowState.Draft, input => SubmitForReview.DecideAsync(act with { Caller = callers[file.Author], PublishedTogether = together }, input)), callers[Publisher], cancellation);
        written += await RunAsync(files, files, (act, file) => StepAsync(act, file, file.Type.IsClinical, WorkflowState.InReview, input => Approve.DecideAsync(act with { Caller = callers[file.Reviewer!] }, new() { Id = input.Id, Version = input.Version })), callers[Publisher], cancellation);
        // Bylines take the names that readers know: people go out before what they wrote.
        foreach (var isClinical in new[] { false, true })
        {
            written += await RunAsync(files, files, (act, file) => StepAsync(act, file, file.Type.IsClinical == isClinical, isClinical ? WorkflowState.Approved : WorkflowState.Draft, input => Publish.DecideAsync(act with { PublishedTogether = together }, new() { Id = input.Id, Version = input.Version })), callers[Publisher], cancellation);
        }

        return written;
    }

    /// <summary>Somebody may have written an entry with the same slug before the seed came.</summary>
    private async Task RefuseTakenSlugsAsync(IReadOnlyList<(SeedFile File, string Slug)> slugs, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var there = (await db.Variants.Select(v => v.Id).ToListAsync(cancellation)).ToHashSet();
        var claims = await db.Slugs.AsNoTracking().ToDictionaryAsync(s => (s.Type, s.Locale, s.Slug), s => s.VariantId, cancellation);
        foreach (var (file, slug) in slugs.Where(s => !there.Contains(s.File.VariantId)))
        {
            if (claims.ContainsKey((file.Type.Name, file.Locale, slug)))
            {
                throw new SeedFaultException(file.File, "content.slug", $"Another entry has the slug “{slug}”, or had it and still answers under it.");
            }
        }
    }

    /// <summary>One step for some of the files, in one transaction (several only beyond what one may append).</summary>
    private async Task<int> RunAsync(IReadOnlyList<SeedFile> files, IEnumerable<SeedFile> some, Func<Act, SeedFile, Task<Decision?>> step, Caller caller, CancellationToken cancellation)
    {
        var written = 0;
        foreach (var part in some.Chunk(ChangeLog.ChangesMax))
        {
            written += await RunPartAsync(files, part, step, caller, cancellation);
        }

        return written;
    }

    private async Task<int> RunPartAsync(IReadOnlyList<SeedFile> files, IReadOnlyList<SeedFile> part, Func<Act, SeedFile, Task<Decision?>> step, Caller caller, CancellationToken cancellation)
    {
        var written = 0;
        var outcome = await acts.RunAsync(caller, async act =>
        {
            // Files may name each other in circles: every entry must be known before the first is checked.
            var known = (await act.Db.Entries.Select(e => e.Id).ToListAsync(act.Cancellation)).ToHashSet();
            foreach (var file in files.Where(f => !known.Contains(f.EntryId)).DistinctBy(f => f.EntryId))
            {
                act.Db.Entries.Add(new Entry { Id = file.EntryId, Type = file.Type.Name, CreatedAt = act.Now });
            }

            // Else every question about what this session brings would compare all that it holds, for each file anew. The commit compares once.
            act.Db.ChangeTracker.AutoDetectChangesEnabled = false;
            var changes = new List<ChangeDraft>();
            foreach (var file in part)
            {
                var decision = await step(act, file);
                if (decision is { Errors: [var error, ..] })
                {
                    throw new SeedFaultException(file.File, string.Join('.', error.Path.Skip(1)), Words(error));
                }

                changes.AddRange(decision?.Changes ?? []);
            }

            act.Db.ChangeTracker.AutoDetectChangesEnabled = true;
            written = changes.Count;
            return new Decision(null, [], changes);
        }, cancellation);
        return outcome.Errors is [var refused, ..] ? throw new SeedFaultException("seed", "", Words(refused)) : written;
    }

    private async Task<Decision?> CreateAsync(Act act, SeedFile file, Caller author)
    {
        var input = new CreateInput(file.VariantId.ToString(), file.EntryId.ToString(), file.Locale, null, (JsonObject)file.Content.DeepClone());
        return await act.Db.Variants.AnyAsync(v => v.Id == file.VariantId || (v.EntryId == file.EntryId && v.Locale == file.Locale), act.Cancellation)
            ? null
            : await create.DecideAsync(act with { Caller = author }, file.Type, input);
    }

    /// <summary>Goes on only from the state in which the seed itself left the first version: what people did since stays.</summary>
    private static async Task<Decision?> StepAsync(Act act, SeedFile file, bool applies, WorkflowState from, Func<WorkflowInput, Task<Decision>> decide)
    {
        var isThere = applies && await act.Db.Variants.AnyAsync(v => v.Id == file.VariantId && v.HeadVersion == 1 && v.HeadState == from, act.Cancellation);
        return isThere ? await decide(new() { Id = new NodeId(NodeKind.Draft, file.VariantId).ToString(), Version = 1 }) : null;
    }

    private static string Words(IUserError error) => error is WorkflowError { Findings: [var finding, ..] } ? $"{finding.Message} ({string.Join('.', finding.Path)})" : error.Message;
}
