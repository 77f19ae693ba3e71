using ContentHub.Api.Errors;
using ContentHub.Api.Execution;
using ContentHub.Api.Paging;
using ContentHub.Api.Records;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial.Audit;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Comments;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Entries;
using ContentHub.Editorial.Fields;
using ContentHub.Editorial.Notices;
using ContentHub.Editorial.Previews;
using ContentHub.Editorial.Releases;
using ContentHub.Editorial.Reviews;
using ContentHub.Editorial.Schedules;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.Extensions.Options;

namespace ContentHub.Editorial;

/// <summary>What editing brings to the server.</summary>
public static class EditorialModule
{
    public static IServiceCollection AddEditorial(this IServiceCollection services)
    {
        services.AddSingleton<ContentTypes>();
        services.AddSingleton(provider => new DeliveryTypes(provider.GetServices<ContentType>()));
        services.AddSingleton<SiteClock>();
        services.AddSingleton<Acts>();
        services.AddSingleton<CreateEntry>().AddSingleton<UpdateEntry>().AddSingleton<RestoreRevision>().AddSingleton<DiscardDraft>();
        services.AddSingleton<SubmitForReview>().AddSingleton<RequestChanges>().AddSingleton<Approve>();
        services.AddSingleton<Publish>().AddSingleton<Unpublish>().AddSingleton<Retract>();
        services.AddSingleton<ConfirmReview>().AddSingleton<ExtendReview>().AddSingleton<AddNotice>();
        services.AddSingleton<ReviewPolicy>().AddSingleton<TellReviews>().AddHostedService<ReviewWorker>();
        services.AddSingleton<IValidateOptions<ReviewOptions>, ReviewOptionsCheck>();
        services.AddOptions<ReviewOptions>().BindConfiguration("ContentHub:Reviews").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DismissFinding>().AddSingleton<AddComment>().AddSingleton<ResolveComment>().AddSingleton<CreatePreview>();
        services.AddSingleton<CancelSchedule>().AddSingleton<PublishRelease>().AddSingleton<RunScheduledAct>().AddSingleton<ScheduleWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<ScheduleWorker>());
        services.AddOptions<ScheduleOptions>().BindConfiguration("ContentHub:Schedules").ValidateDataAnnotations().ValidateOnStart()
            .Validate(o => o.HasPossibleEmergency, "ContentHub:Schedules:EmergencyLasts is 01:00:00 to 30.00:00:00, or 00:00:00 for no end.");
        services.AddOptions<CheckOptions>().BindConfiguration("ContentHub:Checks").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<EntryFactsReader>().AddSingleton<EditorialChecks>().AddSingleton<CheckText>();
        services.AddSingleton<DraftList>().AddSingleton<Tasks>().AddSingleton<AuditLog>();
        services.AddHostedService<LogHeadReport>();
        services.AddSingleton<IRequestStart, PreviewStart>();
        return services;
    }

    /// <summary>Which graph type stands for which of our types.</summary>
    internal static IEnumerable<(Type Clr, Type Graph)> GraphTypes =>
    [
        (typeof(Draft), typeof(DraftType)), (typeof(Connection<Draft>), typeof(ConnectionType<Draft>)), (typeof(Edge<Draft>), typeof(EdgeType<Draft>)),
        (typeof(RevisionOf), typeof(RevisionType)), (typeof(Connection<RevisionOf>), typeof(ConnectionType<RevisionOf>)), (typeof(Edge<RevisionOf>), typeof(EdgeType<RevisionOf>)),
        (typeof(CommentThread), typeof(CommentType)), (typeof(Connection<CommentThread>), typeof(ConnectionType<CommentThread>)), (typeof(Edge<CommentThread>), typeof(EdgeType<CommentThread>)),
        (typeof(WaitingTask), typeof(TaskType)), (typeof(Connection<WaitingTask>), typeof(ConnectionType<WaitingTask>)), (typeof(Edge<WaitingTask>), typeof(EdgeType<WaitingTask>)),
        (typeof(AuditRecord), typeof(AuditRecordType)), (typeof(Connection<AuditRecord>), typeof(ConnectionType<AuditRecord>)), (typeof(Edge<AuditRecord>), typeof(EdgeType<AuditRecord>)),
        (typeof(Comparison), typeof(ComparisonType)), (typeof(IEntryContent), typeof(ContentUnion)), (typeof(IUserError), typeof(RecordInterfaceType<IUserError>)),
        (typeof(ScheduledAct), typeof(ScheduledActType)), (typeof(EditorialRoot), typeof(EditorialType)),
        .. Records(typeof(Actor), typeof(Finding), typeof(TextRange), typeof(FindingDismissal), typeof(CheckResult), typeof(Comparing.FieldChange), typeof(Comparing.WordChange), typeof(DraftReview), typeof(TranslationSource), typeof(PossibleAction), typeof(ReviewCounts), typeof(EditorsNotice)),
    ];

    /// <summary>Types that only an interface leads to.</summary>
    internal static IEnumerable<Type> ErrorTypes =>
        [typeof(RecordType<ValidationError>), typeof(RecordType<NotFoundError>), typeof(RecordType<ForbiddenError>), typeof(RecordType<ConflictError>), typeof(RecordType<WorkflowError>)];

    private static IEnumerable<(Type, Type)> Records(params Type[] types) => types.Select(t => (t, typeof(RecordType<>).MakeGenericType(t)));
}
