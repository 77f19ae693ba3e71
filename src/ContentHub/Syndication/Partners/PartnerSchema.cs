using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Api.Limits;
using ContentHub.Api.Paging;
using ContentHub.Api.Records;
using ContentHub.Content.Articles;
using ContentHub.Content.Topics;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Licences;
using ContentHub.Editorial.Fields;
using ContentHub.Storage;
using ContentHub.Syndication.Changes;
using GraphQL;
using GraphQL.Types;

namespace ContentHub.Syndication.Partners;

/// <summary>What partners bring to the schema.</summary>
internal sealed class PartnerSchema(Partners partners) : ISchemaExtension, IEditorialExtension
{
    private static readonly Role[] Admins = [Role.Admin];
    private static readonly Arguments<None> NoArguments = new(_ => default);

    public void AddTo(Schema schema)
    {
        schema.RegisterTypeMapping(typeof(PartnerOfAdmin), typeof(PartnerType));
        schema.RegisterTypeMapping(typeof(Licence), typeof(LicenceType));
        schema.RegisterTypeMapping(typeof(PartnerKey), typeof(PartnerKeyType));
        schema.RegisterTypeMapping(typeof(PartnerQuotaOf), typeof(RecordType<PartnerQuotaOf>));
        schema.RegisterTypeMapping(typeof(Connection<PartnerOfAdmin>), typeof(ConnectionType<PartnerOfAdmin>));
        schema.RegisterTypeMapping(typeof(Edge<PartnerOfAdmin>), typeof(EdgeType<PartnerOfAdmin>));
        var query = (ObjectGraphType<object>)schema.Query;
        query.OptionalAsync("partner", "Who this key belongs to and what it may take; null without a key.", NoArguments, async (_, request) =>
            request.Caller.PartnerId is { } id ? await partners.FindAsync(id, CancellationToken.None) : null);
        query.Costs(FieldCosts.Statement * 6, "partner");
        var mutation = (IObjectGraphType)schema.Mutation!;
        mutation.Mutation<CreatePartnerInput, PartnerPayload>("createPartner", "Take on an organisation that republishes; its key is shown once. Admin.", Admins, (c, input, caller) => Get<CreatePartner>(c).RunAsync(input, caller, c.CancellationToken));
        mutation.Mutation<UpdatePartnerInput, PartnerPayload>("updatePartner", "Change a partner or its licence, which holds at once and is told in its change feed. Admin.", Admins, (c, input, caller) => Get<UpdatePartner>(c).RunAsync(input, caller, c.CancellationToken));
        mutation.Mutation<RotatePartnerKeyInput, PartnerPayload>("rotatePartnerKey", "A second key, shown once; the old one ends after the overlap. Admin.", Admins, (c, input, caller) => Get<RotatePartnerKey>(c).RunAsync(input, caller, c.CancellationToken));
        mutation.Mutation<RevokePartnerKeyInput, PartnerPayload>("revokePartnerKey", "End a key at once, on every node. Admin.", Admins, (c, input, caller) => Get<RevokePartnerKey>(c).RunAsync(input, caller, c.CancellationToken));
    }

    public void AddTo(IObjectGraphType editorial) =>
        editorial.Guarded("partners", "Who republishes, by name. Admin.", typeof(NonNullGraphType<GraphQLClrOutputTypeReference<Connection<PartnerOfAdmin>>>), Admins, PagingArguments.Forward,
            async (context, _) => context.Page(await partners.AllAsync(context.CancellationToken), p => p.Row.Id.ToString()));

    private static T Get<T>(IResolveFieldContext context)
        where T : notnull => context.RequestServices!.GetRequiredService<T>();
}

[System.ComponentModel.Description("Requests allowed and used.")]
public sealed record PartnerQuotaOf(
    [property: System.ComponentModel.Description("Requests a minute.")] int PerMinute,
    [property: System.ComponentModel.Description("Requests a day (UTC).")] int PerDay,
    [property: System.ComponentModel.Description("Today, on all nodes, to some seconds.")] int UsedToday);

internal sealed class PartnerType : ObjectGraphType<PartnerOfAdmin>
{
    private const int OpenMax = 100;

    public PartnerType()
    {
        Name = "Partner";
        Description = "An organisation that republishes.";
        this.Field("id", "For mutations.", p => new GlobalId(p.Row.Id.ToString()));
        this.Field("name", "Of the organisation.", p => p.Row.Name);
        this.Field("contactEmail", "Whom to tell of a retraction that is not acknowledged.", p => p.Row.ContactEmail);
        this.Field("licence", "What it may take.", p => p.Licence);
        this.Field("quota", "Requests allowed and used.", p => new PartnerQuotaOf(p.Row.PerMinute, p.Row.PerDay, (int)Math.Min(int.MaxValue, p.UsedToday)));
        this.Field("keys", "Those that hold, oldest first.", p => p.Keys);
        this.Field("openRetractions", "Retractions of what it could have a copy of and has not acknowledged, oldest first, at most 100: see acknowledgeRetraction. Its licence or keys may have ended since.", p => (IReadOnlyList<PublicChange>)[.. p.OpenRetractions.Take(OpenMax)]);
        this.Holds(OpenMax, "openRetractions");
        this.Optional("lastCursor", "Where its change feed stands: the cursor that its program last went on from, to some seconds; null: it never did.", p => p.LastCursor);
        this.Field("webhooks", "Where its events go, oldest first.", p => p.Webhooks);
    }
}

internal sealed class LicenceType : ObjectGraphType<Licence>
{
    public LicenceType()
    {
        Name = "Licence";
        Description = "What a partner may take; an empty list is no condition. Help lines are never left out.";
        this.Field("types", "Content types.", (l, _) => (IReadOnlyList<string>)l.Types);
        this.Field("topics", "What it is about, or stands under one of these; those that are public.", (l, request) => Topics(l, request));
        this.Field("locales", "BCP 47.", l => l.Locales);
        this.Field("audiences", "For whom, where a type says so.", l => (IReadOnlyList<Audience>)[.. l.Audiences.Select(Enum.Parse<Audience>)]);
        this.Optional("territory", "Where it may be shown, in words.", l => l.Territory);
        this.Field("hasArchive", "Whether the past may be read by `asOf`.", l => l.HasArchive);
        this.Field("expiresOn", "The last day, in the site's time zone; null: no end.", l => l.ExpiresOn);
        this.Field("attributionText", "What must be named as the source.", (l, request) => l.AttributionText ?? request.Site.Name);
        this.Field("attributionHtml", "The same for web pages.", (l, request) => l.AttributionHtml ?? System.Net.WebUtility.HtmlEncode(l.AttributionText ?? request.Site.Name));
    }

    private static IReadOnlyList<Topic> Topics(Licence licence, Request request) => [.. request.View.LinkedAll(licence.Topics, request.View.Locales.Default.Tag).OfType<Topic>()];
}

internal sealed class PartnerKeyType : ObjectGraphType<PartnerKey>
{
    public PartnerKeyType()
    {
        Name = "PartnerKey";
        Description = "A key that holds; the key itself is never shown again.";
        this.Field("id", "For mutations.", k => new GlobalId(k.Id.ToString()));
        this.Field("prefix", "Its first letters.", k => k.Prefix);
        this.Field("createdAt", "When it was made.", k => k.CreatedAt);
        this.Field("expiresAt", "From when on it is refused; null: no end.", k => k.ExpiresAt);
        this.Field("lastUsedAt", "To about a minute; null: never.", k => k.LastUsedAt);
    }
}
