using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Fields;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL.Types;

namespace ContentHub.Editorial.Schedules;

internal sealed class ScheduledActType : ObjectGraphType<ScheduledAct>
{
    public ScheduledActType()
    {
        Name = "ScheduledAct";
        Description = "Something that will happen, or that was refused at its time and waits for a decision.";
        this.Value("action", "PUBLISH or UNPUBLISH.", s => s.Kind is ScheduledKind.Publish ? WorkflowAction.Publish : WorkflowAction.Unpublish);
        this.Value("version", "The revision that it is about; not always the newest.", s => s.Version);
        this.Value("at", "When.", s => s.At);
        this.Loaded<ScheduledAct, Actor>("by", "Who scheduled it, and in whose name it is done.", c => EditorialLoaders.Of(c).Actors.Load(c.Source.By));
        this.OptionalValue("note", "What was said with it.", s => s.Note);
        this.Value("isRelease", "Goes out together with other entries, all or none.", s => s.ReleaseId is not null);
        this.Value("isEmergencyEnd", "Planned by the server: nobody has approved what went out in an emergency. An approval ends it; nobody can cancel it.", s => s.Kind is ScheduledKind.EndEmergency);
        this.Loaded<ScheduledAct, bool>("isLate", "Its time has passed and it is not done: no node ran, or it was refused.", c => ScheduleRules.IsLate(c.Source, c.RequestServices!.GetRequiredService<TimeProvider>().GetUtcNow()));
        this.OptionalValue("refusal", "Why it was refused at its time; null while it waits. Cancel it, schedule it anew or do it by hand.", s => s.Refusal);
    }
}
