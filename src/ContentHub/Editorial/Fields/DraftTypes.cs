using System.ComponentModel;
using System.Text.Json;
using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Api.Records;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Checks.Rules;
using ContentHub.Editorial.Comparing;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Notices;
using ContentHub.Editorial.Texts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ContentHub.Editorial.Fields;

/// <summary>The stored content of each type, as a union.</summary>
internal sealed class ContentUnion : UnionGraphType
{
    public ContentUnion(ContentTypes types)
    {
        Name = "Content";
        Description = "The stored content of an entry, with the same fields as its type's …ContentInput. Entries are named by entryId; Draft.refersTo has their titles.";
        foreach (var type in types.All)
        {
            Type(typeof(RecordType<>).MakeGenericType(type.RecordType));
        }
    }
}

internal sealed class DraftType : ObjectGraphType<Draft>
{
    public DraftType()
    {
        Name = "Draft";
        Description = "The newest revision of an entry in one locale, as editors see it. Its content is what a mutation takes: read, change, send back.";
        this.Value("id", "Not the reader's id; mutations take either.", d => new GlobalId(new NodeId(NodeKind.Draft, d.Variant.Id).ToString()));
        this.Value("entryId", "The same in every locale.", d => d.Variant.EntryId);
        this.Value<Draft, DeliveryType>("type", "The kind of entry.", d => d.Type);
        this.Value("locale", "BCP 47.", d => d.Variant.Locale);
        this.OptionalValue("slug", "Null while the draft has none.", d => d.Variant.Slug);
        this.OptionalValue("title", "Null while the draft has none.", d => d.Content.Heading);
        this.Value("version", "Pass it as expectedVersion.", d => d.Variant.HeadVersion);
        this.Value("state", "Where this version stands.", d => d.Head.State);
        this.Value("publishedVersion", "The version that readers see; null while nothing is out.", d => d.Variant.PublishedVersion);
        this.Value("createdAt", "When the entry was begun in this locale.", d => d.Variant.CreatedAt);
        this.Value("updatedAt", "The last act that changed a text or what readers see.", d => d.Variant.UpdatedAt);
        this.Loaded<Draft, Actor>("updatedBy", "Who did that.", c => EditorialLoaders.Of(c).Actors.Load(c.Source.Variant.UpdatedBy));
        this.LoadedOptional<Draft, ScheduledAct>("scheduledAct", "What happens next by the schedule; null when nothing is scheduled.", c => EditorialLoaders.Of(c).PlansOf.Load(c.Source.Variant.Id).Then(plans => plans is [var next, ..] ? next : null));
        this.Loaded<Draft, IReadOnlyList<ScheduledAct>>("scheduledActs", "All that is scheduled, in the order of times.", c => EditorialLoaders.Of(c).PlansOf.Load(c.Source.Variant.Id));
        this.LoadedOptional<Draft, DraftReview>("review", "Who approved this version; null while nobody did.", c => DraftReview.Of(c));
        this.Value("nextReviewDue", "By when what readers see is to be checked again; null while nothing is out, or nobody set a day.", d => d.Variant.NextReviewDue);
        this.Loaded<Draft, IReadOnlyList<EditorsNotice>>("notices", "Every notice, newest first: those that readers see, prepared ones, and doubts that were settled.", c => EditorsNotice.Of(c));
        this.LoadedOptional<Draft, TranslationSource>("translationOf", "What it was made from; null for the default locale.", c => TranslationSource.Of(c));
        this.Value("content", "What it says, as it is stored; a draft may lack anything.", d => d.Content);
        this.Value("readability", "How hard its text is to read.", d => EditorialChecks.ReadabilityOf(d.Type, d.Content, d.Variant.Locale));
        this.Loaded<Draft, IReadOnlyList<EntryRef>>("refersTo", "Every entry named in it, with its title, published or not: for pickers and chips.", c => ReferencedEntries.Of(c));
        this.Loaded<Draft, IReadOnlyList<Finding>>("findings", "What the checks say.", c => EditorialLoaders.Of(c).FindingsOf.Load(c.Source));
        this.Loaded<Draft, IReadOnlyList<PossibleAction>>("actions", "For the viewer: what is possible now, and else why not and who can.", PossibleAction.All);
        this.LoadedPage<Draft, CommentThread>("comments", "Threads on any version of it, oldest first.", c => CommentThread.Of(c),
            new QueryArgument<BooleanGraphType> { Name = "resolved", Description = "Only settled ones, or only open ones; all when absent." });
        this.LoadedPage<Draft, RevisionOf>("revisions", "Every version, newest first.", c => EditorialLoaders.Of(c).RevisionsOf.Load(c.Source.Variant.Id)
            .Then(all => c.Page([.. all.Select(r => new RevisionOf(r, c.Source.Type))], r => RevisionType.IdOf(r.Revision))));
    }
}

internal sealed class RevisionType : ObjectGraphType<RevisionOf>
{
    public RevisionType()
    {
        Name = "Revision";
        Description = "One immutable version of an entry in one locale.";
        this.Value("id", "Globally unique.", r => new GlobalId(IdOf(r.Revision)));
        this.Value("version", "From 1, in the order of saving; numbers are never used twice.", r => r.Revision.Version);
        this.Value("state", "Where it stands.", r => r.Revision.State);
        this.Value("createdAt", "When it was saved.", r => r.Revision.CreatedAt);
        this.Loaded<RevisionOf, Actor>("createdBy", "Who saved it.", c => EditorialLoaders.Of(c).Actors.Load(c.Source.Revision.CreatedBy));
        this.OptionalValue("note", "The writer's remark.", r => r.Revision.Note);
        this.LoadedOptional<RevisionOf, Actor>("approvedBy", "Who vouched for it; null while nobody did.", c => c.Source.Revision.ApprovedBy is { } by ? EditorialLoaders.Of(c).Actors.Load(by) : null);
        this.Value("approvedAt", "When they did.", r => r.Revision.ApprovedAt);
        this.Value("publishedAt", "When it last went out; null if it never did.", r => r.Revision.PublishedAt);
        this.OptionalValue("emergencyReason", "Why it went out without approval; null if it did not.", r => r.Revision.EmergencyReason);
        this.Value("content", "What it says, as it is stored.", r => RevisionContent.Read(r.Type, r.Revision.Document));
    }

    public static string IdOf(Revision revision) => new NodeId(NodeKind.Revision, revision.VariantId, revision.Version).ToString();
}

[Description("Who approved a draft, and until when that holds.")]
public sealed record DraftReview(
    [property: Description("As colleagues know them.")] string ReviewerName,
    [property: Description("When they approved it.")] DateTimeOffset ApprovedAt,
    [property: Description("The day by which it is to be checked again.")] DateOnly NextReviewDue,
    [property: Description("How that day stands to today.")] ReviewStatus Status)
{
    internal static object? Of(IResolveFieldContext<Draft> context) =>
        context.Source.Head is { ApprovedBy: { } by, ApprovedAt: { } at, NextReviewDue: { } due }
            ? EditorialLoaders.Of(context).Actors.Load(by).Then(actor => new DraftReview(actor.Name, at, due, ReviewStatusRules.Of(due, Request.Of(context).Today)))
            : null;
}

[Description("What a translation was made from.")]
public sealed record TranslationSource(
    [property: Description("The entry in the default locale.")] EntryRef Source,
    [property: Description("The version that it was made from.")] int Version,
    [property: Description("A later version of the source has gone out since.")] bool IsOutdated,
    [property: Description("What changed in the source since; empty while it is not outdated.")] IReadOnlyList<FieldChange> Changes)
{
    internal static object? Of(IResolveFieldContext<Draft> context)
    {
        var (draft, loaders, request) = (context.Source, EditorialLoaders.Of(context), Request.Of(context));
        var original = request.View.Locales.Default.Tag;
        return draft.Variant.Locale == original || draft.Head.SourceVersion is not { } version
            ? null
            : loaders.VariantsOf.Load(draft.Variant.EntryId).Then(variants => variants.SingleOrDefault(v => v.Locale == original) is { } source
                ? loaders.RevisionsOf.Load(source.Id).Then(revisions =>
                {
                    var isOutdated = source.PublishedVersion > version;
                    var (before, after) = (revisions.SingleOrDefault(r => r.Version == version), revisions.SingleOrDefault(r => r.Version == source.PublishedVersion));
                    var changes = isOutdated && before is not null && after is not null
                        ? DocumentComparison.Compare(JsonDocument.Parse(before.Document).RootElement, JsonDocument.Parse(after.Document).RootElement)
                        : [];
                    return (TranslationSource?)new TranslationSource(ReferencedEntries.RefOf(source, draft.Type, request), version, isOutdated, changes);
                })
                : null);
    }
}

/// <summary>Entries that a draft names, whether or not they are public.</summary>
internal static class ReferencedEntries
{
    public static object Of(IResolveFieldContext<Draft> context)
    {
        var (draft, request) = (context.Source, Request.Of(context));
        var types = context.RequestServices!.GetRequiredService<ContentTypes>();
        var chain = request.View.Locales.Chain(draft.Variant.Locale).ToList();
        var ids = DocumentShape.References(draft.Content).Select(r => r.EntryId).Distinct().ToList();
        var loads = ids.Select(id => EditorialLoaders.Of(context).VariantsOf.Load(id)).ToList();
        return new ListResult<EntryRef>([.. loads.Select(load => load.Then(variants => variants
            .OrderBy(v => chain.IndexOf(v.Locale) is var place && place < 0 ? int.MaxValue : place).ThenBy(v => v.Locale, StringComparer.Ordinal)
            .Take(1).Select(v => RefOf(v, types[v.Type], request)).SingleOrDefault()))]);
    }

    public static EntryRef RefOf(Variant variant, ContentType type, Request request) =>
        request.View.ByVariant(variant.Id) is { } published
            ? EntryRef.Of(published, request)
            : new(new NodeId(NodeKind.Draft, variant.Id).ToString(), variant.EntryId, type, variant.Locale, variant.Slug ?? "", variant.Title, null);
}

[Description("An act and whether the viewer may do it now.")]
public sealed record PossibleAction(
    [property: Description("What could be done.")] WorkflowAction Action,
    [property: Description("Whether the viewer may, as things stand.")] bool Allowed,
    [property: Description("Why not; null when allowed.")] string? Reason,
    [property: Description("Who could do it in this state; empty when nobody can.")] IReadOnlyList<Role> WhoCan)
{
    internal static object All(IResolveFieldContext<Draft> context)
    {
        var (draft, viewer, today, loaders) = (context.Source, context.Caller(), Request.Of(context).Today, EditorialLoaders.Of(context));
        var findings = loaders.FindingsOf.Load(draft);
        var plans = loaders.PlansOf.Load(draft.Variant.Id);
        var selves = loaders.SelvesOf.Load(viewer.ActorId ?? Guid.Empty);
        return loaders.TracesOf.Load(draft.Variant.Id).Then(traces => findings.Then(found => plans.Then(planned => selves.Then(ids =>
            (IReadOnlyList<PossibleAction>)[.. Enum.GetValues<WorkflowAction>().Select(action => Of(action, draft, viewer, ids, today, traces, found, [.. planned.Where(p => p.Kind is not ScheduledKind.EndEmergency)]))]))));
    }

    private static PossibleAction Of(WorkflowAction action, Draft draft, Caller viewer, IReadOnlySet<Guid> person, DateOnly today, IReadOnlyList<RevisionTrace> traces, IReadOnlyList<Finding> findings, IReadOnlyList<ScheduledAct> plans)
    {
        var state = StateFor(action, draft, traces, plans);
        var move = WorkflowRules.Find(state, action, draft.Type.IsClinical);
        return move switch
        {
            null => new(action, false, $"Does not fit a version that is {Refusals.Words(state)}.", []),
            _ when WhyNobody(action, draft, today, findings, plans) is { } reason => new(action, false, reason, []),
            _ when !move.MayBy(viewer, draft.IsOwn(viewer)) =>
                new(action, false, $"Takes the role {Refusals.Words(move.Roles)}{(move.MustBeAuthor ? "; an author, only on entries that they began" : "")}.", move.Roles),
            _ when action is WorkflowAction.Approve
                && ApprovalRules.IsOwn(person, draft.Type.IsClinical, draft.Variant.PublishedVersion, draft.Head.Version, traces) => new(action, false, ApprovalRules.OwnWords, move.Roles),
            _ when action is WorkflowAction.ConfirmReview && draft.Variant.PublishedVersion is { } published
                && ApprovalRules.IsOwnPublished(person, draft.Type.IsClinical, published, traces) => new(action, false, ApprovalRules.OwnWords, move.Roles),
            _ => new(action, true, null, move.Roles),
        };
    }

    /// <summary>
    /// Taking something away, checking it again and remarking on it are about what readers see, or saw last, and giving up a plan about what is planned,
    /// not about the newest draft.
    /// </summary>
    private static WorkflowState StateFor(WorkflowAction action, Draft draft, IReadOnlyList<RevisionTrace> traces, IReadOnlyList<ScheduledAct> plans) => action switch
    {
        WorkflowAction.CancelSchedule when plans.Count > 0 => plans[0].Kind is ScheduledKind.Publish ? WorkflowState.Scheduled : WorkflowState.Published,
        WorkflowAction.Unpublish or WorkflowAction.Retract or WorkflowAction.ConfirmReview or WorkflowAction.AddNotice when draft.Variant.PublishedVersion is not null => WorkflowState.Published,
        WorkflowAction.AddNotice when draft.Head.State is WorkflowState.Approved or WorkflowState.Scheduled => draft.Head.State,
        WorkflowAction.Unpublish or WorkflowAction.Retract or WorkflowAction.ConfirmReview or WorkflowAction.AddNotice => traces.Where(t => t.PublishedAt is not null).MaxBy(t => (t.PublishedAt, t.Version))?.State ?? draft.Head.State,
        _ => draft.Head.State,
    };

    /// <summary>What stands in everybody's way beside the state.</summary>
    private static string? WhyNobody(WorkflowAction action, Draft draft, DateOnly today, IReadOnlyList<Finding> findings, IReadOnlyList<ScheduledAct> plans) => action switch
    {
        WorkflowAction.CancelSchedule when plans.Count == 0 => "Nothing is scheduled.",
        WorkflowAction.DismissFinding when !findings.Any(DismissalRules.MayBeDismissed) => "The checks have no warning about it.",

        // What it links to may be out by then; that is looked at once the time is known.
        WorkflowAction.Schedule when findings.FirstOrDefault(f => EditorialChecks.Blocks(f, isPublishing: true) && f.Rule is not LinkTargetMissing.Name) is { } against => $"A finding stands against it: {against.Message}",
        WorkflowAction.SubmitForReview or WorkflowAction.Publish or WorkflowAction.PublishInEmergency
            when findings.FirstOrDefault(f => EditorialChecks.Blocks(f, isPublishing: action is not WorkflowAction.SubmitForReview)) is { } against => $"A finding stands against it: {against.Message}",
        WorkflowAction.Publish or WorkflowAction.Schedule => ApprovalRules.WhyNotPublish(draft.Type.IsClinical, draft.Variant, draft.Head, today),
        _ => null,
    };
}

/// <summary>A comment with the replies to it.</summary>
[ItemName("Comment")]
public sealed record CommentThread(Comment Comment, IReadOnlyList<CommentThread> Replies)
{
    public string Id => new NodeId(NodeKind.Comment, Comment.Id).ToString();

    internal static object Of(IResolveFieldContext<Draft> context)
    {
        var resolved = context.GetArgument<bool?>("resolved");
        return EditorialLoaders.Of(context).CommentsOf.Load(context.Source.Variant.Id).Then(all =>
            context.Page([.. Threads(all).Where(t => resolved is null || (t.Comment.ResolvedAt is not null) == resolved)], t => t.Id));
    }

    internal static IEnumerable<CommentThread> Threads(IReadOnlyList<Comment> all)
    {
        var replies = all.Where(c => c.ReplyTo is not null).ToLookup(c => c.ReplyTo);
        return all.Where(c => c.ReplyTo is null).Select(c => new CommentThread(c, [.. replies[c.Id].Select(r => new CommentThread(r, []))]));
    }
}

internal sealed class CommentType : ObjectGraphType<CommentThread>
{
    public CommentType()
    {
        Name = "Comment";
        Description = "A remark of a person, anchored to a place.";
        this.Value("id", "Globally unique; name it to reply or to settle.", c => new GlobalId(c.Id));
        this.Value("version", "The revision that it was made on.", c => c.Comment.Version);
        this.Value<CommentThread, IReadOnlyList<string>>("path", "From the document; empty for the whole.", c => JsonSerializer.Deserialize<List<string>>(c.Comment.Path) ?? []);
        this.Value("text", "What is said.", c => c.Comment.Text);
        this.Loaded<CommentThread, Actor>("by", "Who said it.", c => EditorialLoaders.Of(c).Actors.Load(c.Source.Comment.By));
        this.Value("at", "When.", c => c.Comment.At);
        this.Value<CommentThread, IReadOnlyList<Role>>("mentions", "Roles that are asked to look.", c => JsonSerializer.Deserialize<List<Role>>(c.Comment.Mentions, RecordJson.Options) ?? []);
        this.Value("resolvedAt", "When it was settled; null while it is open, and for replies.", c => c.Comment.ResolvedAt);
        this.LoadedOptional<CommentThread, Actor>("resolvedBy", "Who settled it.", c => c.Source.Comment.ResolvedBy is { } by ? EditorialLoaders.Of(c).Actors.Load(by) : null);
        this.Value("replies", "Oldest first; empty for a reply.", c => c.Replies);
    }
}

/// <summary>Several loads as one list, what is missing left out.</summary>
internal sealed class ListResult<T>(IReadOnlyList<IDataLoaderResult<T?>> loads) : IDataLoaderResult<IReadOnlyList<T>>
    where T : class
{
    public async Task<IReadOnlyList<T>> GetResultAsync(CancellationToken cancellationToken = default)
    {
        var found = new List<T>();
        foreach (var load in loads)
        {
            if (await load.GetResultAsync(cancellationToken) is { } item)
            {
                found.Add(item);
            }
        }

        return found;
    }

    async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
}

internal static class LoaderResults
{
    public static IDataLoaderResult<TResult> Then<T, TResult>(this IDataLoaderResult<T> load, Func<T, TResult> then) => new Mapped<T, TResult>(load, then);

    private sealed class Mapped<T, TResult>(IDataLoaderResult<T> load, Func<T, TResult> then) : IDataLoaderResult<TResult>
    {
        public async Task<TResult> GetResultAsync(CancellationToken cancellationToken = default) => then(await load.GetResultAsync(cancellationToken));

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
    }
}
