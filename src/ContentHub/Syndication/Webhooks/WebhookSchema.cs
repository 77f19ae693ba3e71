using ContentHub.Api;
using ContentHub.Api.Limits;
using ContentHub.Api.Paging;
using ContentHub.Api.Records;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial.Fields;
using ContentHub.Storage;
using GraphQL;
using GraphQL.Types;

namespace ContentHub.Syndication.Webhooks;

/// <summary>What webhooks bring to the schema.</summary>
internal sealed class WebhookSchema : ISchemaExtension
{
    private static readonly Role[] Admins = [Role.Admin];

    public void AddTo(Schema schema)
    {
        schema.RegisterTypeMapping(typeof(Webhook), typeof(WebhookType));
        schema.RegisterTypeMapping(typeof(DeliveryOfWebhook), typeof(WebhookDeliveryType));
        schema.RegisterTypeMapping(typeof(Connection<DeliveryOfWebhook>), typeof(ConnectionType<DeliveryOfWebhook>));
        schema.RegisterTypeMapping(typeof(Edge<DeliveryOfWebhook>), typeof(EdgeType<DeliveryOfWebhook>));
        var mutation = (IObjectGraphType)schema.Mutation!;
        mutation.MutationForPartners<CreateWebhookInput, WebhookPayload>("createWebhook", "An endpoint that gets a partner's changes as they happen, once it has answered its challenge; its secret is shown once. Admin, or the partner by its key.", Admins, (c, input, caller) => Get<CreateWebhook>(c).RunAsync(input, caller, c.CancellationToken));
        mutation.MutationForPartners<RotateWebhookSecretInput, WebhookPayload>("rotateWebhookSecret", "A second secret, shown once; events are signed with both until the overlap ends. Admin, or the partner by its key.", Admins, (c, input, caller) => Get<RotateWebhookSecret>(c).RunAsync(input, caller, c.CancellationToken));
        mutation.MutationForPartners<WebhookInput, WebhookPayload>("deleteWebhook", "Send nothing more to an endpoint. Admin, or the partner by its key.", Admins, (c, input, caller) => Get<DeleteWebhook>(c).RunAsync(input, caller, c.CancellationToken));
        mutation.MutationForPartners<WebhookInput, WebhookPayload>("testWebhook", "Send a ping; to an endpoint that is UNVERIFIED or DISABLED its challenge, which turns it on. What waits is then sent at once. Admin, or the partner by its key.", Admins, (c, input, caller) => Get<TestWebhook>(c).RunAsync(input, caller, c.CancellationToken));
        mutation.MutationForPartners<ReplayDeliveriesInput, WebhookPayload>("replayDeliveries", "Send a stretch of the change feed again, in its order, behind what is new. Admin, or the partner by its key.", Admins, (c, input, caller) => Get<ReplayDeliveries>(c).RunAsync(input, caller, c.CancellationToken));
    }

    private static T Get<T>(IResolveFieldContext context)
        where T : notnull => context.RequestServices!.GetRequiredService<T>();
}

internal sealed class WebhookType : ObjectGraphType<Webhook>
{
    public WebhookType()
    {
        Name = "Webhook";
        Description = "Where events go (Standard Webhooks).";
        this.Value("id", "For mutations.", w => new GlobalId(w.Id.ToString()));
        this.Value("url", "Where they are posted to.", w => new Uri(w.Url));
        this.Value("events", "Only these kinds; empty: all.", w => WebhookEvents.Of(w));
        this.Value("state", "Whether it gets events.", w => w.State);
        this.Value("publicKey", "whpk_…: what `v1a` signatures are checked by. Of this endpoint alone.", w => WebhookSecrets.PublicKeyText(w.PublicKey));
        this.Value("createdAt", "When it was made: it gets what happened since.", w => w.CreatedAt);
        this.Value("lastSuccessAt", "When it last took something; null: never.", w => w.LastSuccessAt);
        this.Value("nextAttemptAt", "When what waits is sent again; null: nothing waits for a time.", w => w.NextAttemptAt);
        this.OptionalValue("fault", "What went wrong the last time; null while it takes what it gets.", w => w.Fault);
        this.Loaded<Webhook, string>("cursor", "Up to this place of the change feed everything was delivered or given up.", c => CursorOf(c));
        AddField(new FieldType
        {
            Name = "deliveries",
            Description = "What was sent, newest first. What was delivered long ago is forgotten, but for retractions; what was not delivered never is.",
            Type = typeof(NonNullGraphType<GraphQLClrOutputTypeReference<Connection<DeliveryOfWebhook>>>),
            Arguments = new QueryArguments([.. PagingArguments.Forward, new QueryArgument<BooleanGraphType> { Name = "failed", Description = "Only what was not delivered, or only what was; all when absent." }]),
            Resolver = new GraphQL.Resolvers.FuncFieldResolver<Webhook, object>(async context => await PageOfAsync(context)),
        });
        this.Costs(FieldCosts.Statement * 2, "deliveries");
    }

    private static string CursorOf(IResolveFieldContext<Webhook> context) =>
        context.Source.Place.In(context.RequestServices!.GetRequiredService<Delivery.SnapshotFollower>().Current.LogId).ToString();

    private static Task<Connection<DeliveryOfWebhook>> PageOfAsync(IResolveFieldContext<Webhook> context) => context.RequestServices!.GetRequiredService<WebhookLog>().PageAsync(
        context.Source.Id, context.Page(), context.GetArgument<bool?>("failed"), context.CancellationToken);
}

internal sealed class WebhookDeliveryType : ObjectGraphType<DeliveryOfWebhook>
{
    public WebhookDeliveryType()
    {
        Name = "WebhookDelivery";
        Description = "One event to one endpoint.";
        this.Value("id", "Within the endpoint.", d => new GlobalId(d.Id));
        this.Value("cursor", "Of the change, in the partner's change feed.", d => d.Cursor);
        this.Value("kind", "What the change means.", d => d.Kind);
        this.Value("at", "When it was first tried.", d => d.Row.FirstAttemptAt);
        this.Value("attempts", "How often it was tried.", d => d.Row.Attempts);
        this.Value("status", "Of the last answer; null when none came.", d => d.Row.Status);
        this.OptionalValue("error", "What went wrong the last time; null when it was taken.", d => d.Row.Error);
        this.Value("nextAttemptAt", "When it is tried again; null: not by itself.", d => d.Row.NextAttemptAt);
        this.Value("deliveredAt", "When it was taken; null: it was not yet.", d => d.Row.DeliveredAt);
        this.Value("givenUpAt", "When it was given up: replayDeliveries sends it again. Null otherwise.", d => d.Row.FailedAt);
        this.Value("isReplay", "Somebody asked to have it sent again.", d => d.Row.Round > 0);
    }
}
