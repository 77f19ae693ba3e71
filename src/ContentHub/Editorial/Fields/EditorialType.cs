using System.Text.Json;
using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Api.Errors;
using ContentHub.Api.Paging;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial.Audit;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Comparing;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Reviews;
using ContentHub.Editorial.Texts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;
using GraphQL.Types;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Fields;

/// <summary>The root of everything that needs a role.</summary>
public sealed class EditorialRoot;

internal sealed class EditorialType : ObjectGraphType<EditorialRoot>
{
    private static QueryArgument Id => new QueryArgument<NonNullGraphType<IdGraphType>> { Name = "id", Description = "The reader's or the draft's id." };

    public EditorialType(IEnumerable<IEditorialExtension> extensions)
    {
        Name = "Editorial";
        Description = "All that needs a role. Every field says which.";
        this.Guarded("draft", "The newest revision of an entry in a locale, by either id; null when unknown. Any role.", typeof(GraphQLClrOutputTypeReference<Draft>), GuardedFields.AnyRole, [Id],
            async (context, _) => await FindAsync(context, context.GetArgument<string>("id")));
        this.Guarded("draftOf", "The same by the id that joins the locales; this locale only. Any role.", typeof(GraphQLClrOutputTypeReference<Draft>), GuardedFields.AnyRole,
            [
                new QueryArgument<NonNullGraphType<IdGraphType>> { Name = "entryId", Description = "Of the entry, in every locale." },
                new QueryArgument<NonNullGraphType<StringGraphType>> { Name = "locale", Description = "BCP 47." },
            ],
            async (context, _) => await FindAsync(context, context.GetArgument<string>("entryId"), context.GetArgument<string>("locale")));
        this.Guarded("drafts", "The content list: every entry in every locale, public or not. Any role.", typeof(NonNullGraphType<GraphQLClrOutputTypeReference<Connection<Draft>>>), GuardedFields.AnyRole,
            [
                .. PagingArguments.Forward,
                new QueryArgument<DraftFilterType> { Name = "where", Description = "Only those that match." },
                new QueryArgument<NonNullGraphType<EnumType<DraftOrder>>> { Name = "orderBy", DefaultValue = DraftOrder.UpdatedAtDesc, Description = "In which order." },
            ],
            async (context, _) => await context.RequestServices!.GetRequiredService<DraftList>().PageAsync(
                context.Arguments!["where"].Value as IDictionary<string, object?>, context.GetArgument<DraftOrder>("orderBy"), context.Page(), context.CancellationToken));
        this.Guarded("revision", "One revision; null when unknown. Any role.", typeof(GraphQLClrOutputTypeReference<RevisionOf>), GuardedFields.AnyRole,
            [Id, new QueryArgument<NonNullGraphType<IntGraphType>> { Name = "version", Description = "Its number." }],
            async (context, _) => await RevisionAsync(context, context.GetArgument<int>("version")));
        this.Guarded("compare", "Two revisions field by field; null when the newer one is unknown. Any role.", typeof(GraphQLClrOutputTypeReference<Comparison>), GuardedFields.AnyRole,
            [
                Id,
                new QueryArgument<IntGraphType> { Name = "from", Description = "The older version; what is published when absent." },
                new QueryArgument<NonNullGraphType<IntGraphType>> { Name = "to", Description = "The newer version." },
            ],
            async (context, _) => await CompareAsync(context));
        this.Guarded("tasks", "What waits for whom, oldest first. Any role.", typeof(NonNullGraphType<GraphQLClrOutputTypeReference<Connection<WaitingTask>>>), GuardedFields.AnyRole,
            [.. PagingArguments.Forward, new QueryArgument<TaskFilterType> { Name = "where", Description = "Only those that match." }],
            async (context, caller) => await TasksAsync(context, caller));
        this.Guarded("audit", "Every act, newest first. Admin, Publisher.", typeof(NonNullGraphType<GraphQLClrOutputTypeReference<Connection<AuditRecord>>>), [Role.Admin, Role.Publisher],
            [.. PagingArguments.Forward, new QueryArgument<AuditFilterType> { Name = "where", Description = "Only those that match." }],
            async (context, _) => await context.RequestServices!.GetRequiredService<AuditLog>().PageAsync(
                context.GetArgument<AuditFilter?>("where") ?? AuditFilter.Everything, context.Page(), context.CancellationToken));
        this.Guarded("reviews", "How many published entries are to be reviewed and when; `drafts` has the list, by `reviewStatus`. Any role.", typeof(NonNullGraphType<GraphQLClrOutputTypeReference<ReviewCounts>>), GuardedFields.AnyRole,
            [new QueryArgument<ListGraphType<NonNullGraphType<EntryTypeEnum>>> { Name = "types", Description = "Only of these types; all when absent." }],
            async (context, _) => await ReviewCounts.ReadAsync(
                context.RequestServices!.GetRequiredService<IDbContextFactory<ContentHubDb>>(), context.RequestServices!.GetRequiredService<SiteClock>(),
                context.GetArgument<DeliveryType[]?>("types")?.Select(t => t.Name).ToList(), context.CancellationToken));
        this.Guarded("check", "Findings for text that is not saved; nothing is stored. Any role.", typeof(NonNullGraphType<GraphQLClrOutputTypeReference<CheckResult>>), GuardedFields.AnyRole,
            [
                new QueryArgument<NonNullGraphType<CheckInputType>> { Name = "input", Description = "What it says, by its type." },
                new QueryArgument<StringGraphType> { Name = "locale", Description = "BCP 47, which language it is in; of the draft, else the site's default, when absent." },
                new QueryArgument<IdGraphType> { Name = "id", Description = "The entry that it is a change of, by either id; absent for a new one." },
            ],
            async (context, _) => await context.RequestServices!.GetRequiredService<CheckText>().RunAsync(
                context.GetArgument<CheckInput>("input"), context.GetArgument<string?>("locale"), context.GetArgument<string?>("id"), context.CancellationToken));
        foreach (var extension in extensions)
        {
            extension.AddTo(this);
        }
    }

    private static async Task<Draft?> FindAsync(IResolveFieldContext context, string id, string? locale = null)
    {
        var services = context.RequestServices!;
        await using var db = await services.GetRequiredService<IDbContextFactory<ContentHubDb>>().CreateDbContextAsync(context.CancellationToken);
        var variant = locale is null
            ? await DraftReader.FindVariantAsync(db, id, context.CancellationToken)
            : Guid.TryParse(id, out var entryId) && InputTexts.CanBeStored(locale) ? await db.Variants.AsNoTracking().SingleOrDefaultAsync(v => v.EntryId == entryId && v.Locale == locale && v.DiscardedAt == null, context.CancellationToken) : null;
        return variant is null ? null : (await DraftReader.LoadAsync(db, services.GetRequiredService<ContentTypes>(), [variant], context.CancellationToken)).SingleOrDefault();
    }

    private static async Task<RevisionOf?> RevisionAsync(IResolveFieldContext context, int version)
    {
        var services = context.RequestServices!;
        await using var db = await services.GetRequiredService<IDbContextFactory<ContentHubDb>>().CreateDbContextAsync(context.CancellationToken);
        var variant = await DraftReader.FindVariantAsync(db, context.GetArgument<string>("id"), context.CancellationToken);
        var revision = variant is null ? null : await db.Revisions.AsNoTracking().SingleOrDefaultAsync(r => r.VariantId == variant.Id && r.Version == version, context.CancellationToken);
        return revision is null ? null : new(revision, services.GetRequiredService<ContentTypes>()[variant!.Type]);
    }

    private static async Task<Comparison?> CompareAsync(IResolveFieldContext context)
    {
        var to = await RevisionAsync(context, context.GetArgument<int>("to"));
        var from = context.GetArgument<int?>("from") ?? (await FindAsync(context, context.GetArgument<string>("id")))?.Variant.PublishedVersion;
        return to is null ? null : Comparison.Of(from is { } version ? await RevisionAsync(context, version) : null, to);
    }

    private static async Task<Connection<WaitingTask>> TasksAsync(IResolveFieldContext context, Caller caller)
    {
        var filter = context.GetArgument<TaskFilter?>("where");
        var all = await context.RequestServices!.GetRequiredService<Tasks>().ListAsync(context.CancellationToken);
        return context.Page([.. all
            .Where(t => filter?.Mine is null || Tasks.IsFor(t, caller) == filter.Mine)
            .Where(t => filter?.Kinds is null || filter.Kinds.Contains(t.Kind))
            .Where(t => filter?.Role is null || t.Roles.Contains(filter.Role.Value))], t => t.Id);
    }
}

/// <summary>Two revisions side by side.</summary>
public sealed record Comparison(RevisionOf? From, RevisionOf To, IReadOnlyList<FieldChange> Changes)
{
    internal static Comparison Of(RevisionOf? from, RevisionOf to) => new(from, to, DocumentComparison.Compare(
        from is null ? null : JsonDocument.Parse(from.Revision.Document).RootElement, JsonDocument.Parse(to.Revision.Document).RootElement));
}

internal sealed class ComparisonType : ObjectGraphType<Comparison>
{
    public ComparisonType()
    {
        Name = "Comparison";
        Description = "Two revisions side by side.";
        this.OptionalValue("from", "The older; null where nothing is published yet.", c => c.From);
        this.Value("to", "The newer.", c => c.To);
        this.Value("changes", "Every field that differs, in the order of the document.", c => c.Changes);
    }
}

internal sealed class TaskType : ObjectGraphType<WaitingTask>
{
    public TaskType()
    {
        Name = "Task";
        Description = "Something that waits for somebody.";
        this.Value("id", "Globally unique; the same task keeps it.", t => new GlobalId(t.Id));
        this.Value("kind", "What is to be done.", t => t.Kind);
        this.Value("draft", "The entry that it is about.", t => t.Draft);
        this.Value("roles", "Who can do it; any one is enough.", t => t.Roles);
        this.Value("since", "How long it has waited.", t => t.Since);
        this.Value("dueAt", "By when; null: as soon as somebody can.", t => t.DueAt);
        this.OptionalValue("note", "What was said with it.", t => t.Note);
    }
}

/// <summary>Tasks; null does not filter.</summary>
public sealed record TaskFilter(bool? Mine, IReadOnlyList<TaskKind>? Kinds, Role? Role);

internal sealed class TaskFilterType : InputObjectGraphType<TaskFilter>
{
    public TaskFilterType()
    {
        Name = "TaskFilter";
        Description = "Which tasks; fields are joined by AND.";
        Field<BooleanGraphType>("mine").Description("What the viewer may do or began; false: all others.");
        Field<ListGraphType<NonNullGraphType<EnumType<TaskKind>>>>("kinds").Description("Only of these kinds.");
        Field<EnumType<Role>>("role").Description("What this role can do.");
    }

    public override object ParseDictionary(IDictionary<string, object?> value) => new TaskFilter(
        value.TryGetValue("mine", out var mine) ? (bool?)mine : null,
        Inputs.List<TaskKind>(value, "kinds"),
        value.TryGetValue("role", out var role) ? (Role?)role : null);
}

internal sealed class DraftFilterType : InputObjectGraphType
{
    public DraftFilterType(FilterTypes filters)
    {
        Name = "DraftFilter";
        Description = "Which entries of the content list; fields are joined by AND, null or absent does not filter.";
        Add("and", "All of these; an empty list is no condition.", new ListGraphType(new NonNullGraphType(new GraphQLTypeReference(Name))));
        Add("or", "At least one of these; an empty list is no condition.", new ListGraphType(new NonNullGraphType(new GraphQLTypeReference(Name))));
        Add("not", "What does not match this; {} matches nothing.", new GraphQLTypeReference(Name));
        Add("state", "Where the newest version stands.", filters.EnumFilter(nameof(WorkflowState), typeof(EnumType<WorkflowState>)));
        Add("type", "Of which content type.", filters.EnumFilter("EntryType", typeof(EntryTypeEnum)));
        Add("locale", "BCP 47.", filters.String);
        Add("text", "Every word of it stands somewhere in the newest version, whatever the case; at most ten words count.", typeof(StringGraphType));
        Add("author", "Name of somebody who wrote a version of it.", filters.String);
        Add("hasUnpublishedChanges", "Whose newest version is not what readers see.", typeof(BooleanGraphType));
        Add("reviewStatus", "How the next review, or an editor's check, of what readers see stands today; what is not out has none.", filters.EnumFilter(nameof(ReviewStatus), typeof(EnumType<ReviewStatus>)));
        Add("updatedAt", "When it was last worked on.", filters.DateTime);
    }

    private void Add(string name, string description, Type type) => AddField(new FieldType { Name = name, Description = description, Type = type });

    private void Add(string name, string description, IGraphType type) => AddField(new FieldType { Name = name, Description = description, ResolvedType = type });
}

internal static class Inputs
{
    public static IReadOnlyList<T>? List<T>(IDictionary<string, object?> value, string name) =>
        value.TryGetValue(name, out var items) && items is System.Collections.IEnumerable list ? [.. list.Cast<T>()] : null;
}
