using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Api.Records;
using ContentHub.Api.Uploads;
using ContentHub.Delivery;
using ContentHub.Editorial;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Entries;
using ContentHub.Editorial.Workflow;
using ContentHub.Importing.Pages.Shaping;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Importing.Pages;

[Description("A page to make drafts of. With dryRun it is answered the same and nothing is made; the drafts' ids are placeholders then.")]
public sealed record ImportDocumentInput
{
    [Description("Your own UUID makes a retry safe: the same import again answers the first result."), Id]
    public string? Id { get; init; }

    [Description("All of it, up to the request's limit of 1 MiB; or send a file.")]
    public string? Text { get; init; }

    [Description("In place of `text`: *.html, *.htm, *.md or *.txt, as its name says. Read as UTF-8, UTF-16 or Windows-1252, by its mark, its own words or its bytes.")]
    public UploadedFile? File { get; init; }

    [Description("What the text is written in.")]
    public required DocumentFormat Format { get; init; }

    [Description("BCP 47, one of the site's; its default when absent.")]
    public string? Locale { get; init; }

    [Description("Where the page stands today: relative links are taken from there, and the log names it.")]
    public Uri? SourceUrl { get; init; }

    [Description("Only say what would be made.")]
    public bool DryRun { get; init; }
}

[Description("What an import made, or would make.")]
public sealed record ImportDocumentPayload(
    [property: Description("The article first, then what it shows: symptom lists, questions, programs; then terms that it defines. Empty when refused.")] IReadOnlyList<Draft> Drafts,
    [property: Description("What an editor must look at: of the import, and of the checks on each draft. A path begins with `drafts` and the draft's index; one of the page as a whole is empty.")] IReadOnlyList<Finding> Findings,
    [property: Description("Every sentence that went into no draft, with the reason.")] IReadOnlyList<LeftOutText> LeftOut,
    [property: Description("Why nothing was made; empty when it was.")] IReadOnlyList<IUserError> Errors) : IRefusable<ImportDocumentPayload>
{
    public static ImportDocumentPayload Refused(IUserError error) => new([], [], [], [error]);
}

/// <summary>An import as it is asked for, from wherever.</summary>
/// <param name="Id">Of the article's draft; what was made under it is not made again.</param>
/// <param name="Origin">For the log, e.g. an address or a file's name; null when nobody said.</param>
/// <param name="IsByContent">The id stands for the page itself, so whoever imported it did so for all.</param>
internal sealed record ImportRequest(Page Page, Guid Id, string? Origin, bool DryRun, bool IsByContent)
{
    /// <summary>Where the page stands in the input, for refusals.</summary>
    public string Field { get; init; } = "text";
}

/// <summary>
/// Makes drafts of a page, all in one act or none. It never publishes, and takes over no review: whoever imports counts as the writer.
/// </summary>
public sealed class ImportDocument(Acts acts, CreateEntry create, SiteLocales locales, ContentTypes types, EditorialChecks checks, IDbContextFactory<ContentHubDb> databases)
{
    private const int OriginCharactersMax = 300;

    /// <summary>Two imports at once may want the same slug, or make the same program: the later one looks again.</summary>
    private const int AttemptsMax = 5;

    public Task<ImportDocumentPayload> RunAsync(ImportDocumentInput input, Caller caller, CancellationToken cancellation)
    {
        var errors = new List<IUserError>();
        var locale = LocaleOf(input.Locale);
        if (locale is null)
        {
            errors.Add(new ValidationError($"The site has no locale “{input.Locale}”; it has {string.Join(", ", locales.All.Select(l => l.Tag))}.", ErrorCode.Invalid, ["input", "locale"]));
        }

        var id = Guid.CreateVersion7();
        if (input.Id is not null && (!Guid.TryParse(input.Id, out id) || id == Guid.Empty))
        {
            errors.Add(new ValidationError("`id` must be a UUID, e.g. from crypto.randomUUID().", ErrorCode.Invalid, ["input", "id"]));
        }

        var (text, fault) = ImportFile.TextOf(input);
        if (fault is not null)
        {
            errors.Add(fault);
        }

        return errors.Count > 0
            ? Task.FromResult(new ImportDocumentPayload([], [], [], errors))
            : RunAsync(new ImportRequest(new(text, input.Format, locale!, input.SourceUrl), id, input.SourceUrl?.ToString() ?? input.File?.Name, input.DryRun, IsByContent: false) { Field = input.File is null ? "text" : "file" }, caller, cancellation);
    }

    /// <returns>One of the site's locales as it is written; null for one that it does not have.</returns>
    internal string? LocaleOf(string? locale) => locale is null ? locales.Default.Tag : locales.All.FirstOrDefault(l => string.Equals(l.Tag, locale, StringComparison.OrdinalIgnoreCase))?.Tag;

    internal async Task<ImportDocumentPayload> RunAsync(ImportRequest request, Caller caller, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (result, dry, isOvertaken) = (new ImportResult([], [], [], null), (ImportDocumentPayload?)null, false);
            var outcome = await acts.RunAsync(caller, async act =>
            {
                var head = await HeadAsync(act);
                result = PageImport.Run(request.Page, await ImportKnowledgeReader.ReadAsync(act.Db, request.Page.Locale, ImportDrafts.EntryIds(request.Id), act.Cancellation), request.Id);
                var decision = await DecideAsync(act, request, result);

                // A program that another import made between two looks would be neither found nor in the way: look again.
                isOvertaken = attempt < AttemptsMax && await HeadAsync(act) != head;
                if (isOvertaken)
                {
                    return new Decision(null, [], []);
                }

                if (!request.DryRun || decision.Changes.Count == 0)
                {
                    return decision;
                }

                List<Draft> drafts = [.. result.Drafts.Select(d => new Draft(act.Db.Variants.Local.Single(v => v.Id == d.VariantId), act.Db.Revisions.Local.Single(r => r.VariantId == d.VariantId), types[d.Type]))];
                dry = await AnswerAsync(act.Db, drafts, result, act.Cancellation);
                return new Decision(null, [], []);
            }, cancellation);
            if (isOvertaken || (outcome.Errors is [ValidationError { Code: ErrorCode.SlugTaken }, ..] && attempt < AttemptsMax))
            {
                continue;
            }

            return outcome.Errors.Count > 0 ? new([], result.Findings, result.LeftOut, outcome.Errors) : dry ?? await MadeAsync(result);
        }
    }

    private static Task<long?> HeadAsync(Act act) => act.Db.Changes.MaxAsync(c => (long?)c.Sequence, act.Cancellation);

    private async Task<Decision> DecideAsync(Act act, ImportRequest request, ImportResult result)
    {
        if (await act.Db.Variants.AsNoTracking().SingleOrDefaultAsync(v => v.Id == request.Id, act.Cancellation) is { } before)
        {
            return before.Type == "ARTICLE" && (request.IsByContent || (before.CreatedBy == act.ActorId && before.DiscardedAt is null))
                ? new(before.Id, [], [])
                : Decision.Refuse(new ValidationError("This id is in use for something else: take a new UUID.", ErrorCode.Invalid, ["input", "id"]));
        }

        if (result.Refusal is { } refusal)
        {
            return Decision.Refuse(new ValidationError(refusal, ErrorCode.Invalid, ["input", request.Field]));
        }

        var changes = new List<ChangeDraft>();

        // What is referred to comes first: a reference may only name what is known.
        foreach (var draft in result.Drafts.Reverse())
        {
            var type = types[draft.Type];
            var content = (JsonObject)JsonSerializer.SerializeToNode(draft.Content, draft.Content.GetType(), RecordJson.Options)!;
            content["slug"] = await FreeSlugAsync(act, draft, request.Page.Locale);
            var decision = await create.DecideAsync(act, type, new CreateInput(draft.VariantId.ToString(), draft.EntryId.ToString(), request.Page.Locale, null, content));
            if (decision.Errors.Count > 0)
            {
                return Decision.Refuse([.. decision.Errors.Select(e => new ValidationError($"The {type.Noun} “{draft.Content.Heading}” cannot be made of this page: {e.Message}", e.Code, ["input", request.Field]))]);
            }

            changes.AddRange(decision.Changes.Select(c => c with { Reason = ReasonOf(request.Origin) }));
        }

        return Decision.Write(request.Id, changes);
    }

    private static string ReasonOf(string? origin) => origin is null ? "Imported" : $"Imported from {(origin.Length > OriginCharactersMax ? origin[..OriginCharactersMax] : origin)}";

    /// <summary>From the title; with a number behind it where another entry has that one.</summary>
    private static async Task<string?> FreeSlugAsync(Act act, ImportedDraft draft, string locale)
    {
        if (Slugs.From(draft.Content.Heading) is not { } slug)
        {
            return null;
        }

        slug = slug[..Math.Min(slug.Length, 110)].Trim('-');
        var taken = (await act.Db.Slugs.AsNoTracking().Where(s => s.Type == draft.Type && s.Locale == locale && s.Slug.StartsWith(slug)).Select(s => s.Slug).ToListAsync(act.Cancellation)).ToHashSet();
        taken.UnionWith(act.Db.Slugs.Local.Where(s => s.Type == draft.Type && s.Locale == locale).Select(s => s.Slug));
        return taken.Contains(slug) ? Enumerable.Range(2, taken.Count + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"{slug}-{n}")).First(s => !taken.Contains(s)) : slug;
    }

    /// <summary>As it is now: of an import that was sent twice, too.</summary>
    private async Task<ImportDocumentPayload> MadeAsync(ImportResult result)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var ids = result.Drafts.Select(d => d.VariantId).ToList();
        var variants = await db.Variants.AsNoTracking().Where(v => ids.Contains(v.Id)).ToListAsync(CancellationToken.None);
        var drafts = await DraftReader.LoadAsync(db, types, [.. variants.OrderBy(v => ids.IndexOf(v.Id))], CancellationToken.None);
        return await AnswerAsync(db, drafts, result, CancellationToken.None);
    }

    private async Task<ImportDocumentPayload> AnswerAsync(ContentHubDb db, IReadOnlyList<Draft> drafts, ImportResult result, CancellationToken cancellation)
    {
        var found = await checks.OfAsync(db, drafts, cancellation);
        var own = drafts.Select(d => d.Variant.EntryId).ToHashSet();
        var findings = result.Findings.ToList();
        var shown = drafts.Count == 0 ? 0 : DocumentShape.References(drafts[0].Content).Select(r => r.EntryId).Where(own.Contains).Distinct().Count();
        if (shown > 0)
        {
            findings.Add(new("publish-together", FindingSeverity.Warning, $"The article shows {shown} {(shown == 1 ? "entry that was" : "entries that were")} made with it, and that readers cannot see yet.", ImportDrafts.ArticlePath, null, "Publish what it shows first, or all in one release."));
        }

        foreach (var (i, draft) in drafts.Index())
        {
            var linked = DocumentShape.References(draft.Content).Where(r => own.Contains(r.EntryId)).Select(r => string.Join('/', r.Path)).ToHashSet();
            findings.AddRange(found[draft].Where(f => f.Rule != "link-target-missing" || !linked.Contains(string.Join('/', f.Path)))
                .Select(f => f with { Path = ["drafts", i.ToString(CultureInfo.InvariantCulture), .. f.Path] }));
        }

        return new(drafts, findings, result.LeftOut, []);
    }
}
