using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Api.Paging;
using ContentHub.Api.Records;
using ContentHub.Api.Scalars;
using ContentHub.Content.Articles;
using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Filters;
using ContentHub.Delivery.Queries;
using ContentHub.Editorial;
using ContentHub.Editorial.Fields;
using ContentHub.Editorial.Texts;
using GraphQL.MicrosoftDI;
using GraphQL.Types;

namespace ContentHub.Content;

/// <summary>The schema: what the content types bring, under the roots that every type shares.</summary>
public sealed class ContentSchema : Schema
{
    public ContentSchema(IServiceProvider services, ContentTypes types, FilterTypes filters, IEnumerable<ISchemaExtension> extensions)
        : base(new SelfActivatingServiceProvider(services))
    {
        Description = "ContentHub: health content that a clinician approved. Readers need no sign-in; editors send a bearer token.";
        foreach (var (clr, graph) in GraphTypes(types))
        {
            RegisterTypeMapping(clr, graph);
        }

        RegisterType(new TextIdGraphType());
        Query = new QueryType(types, filters);
        Mutation = new MutationType(types);
        foreach (var type in types.All.SelectMany(t => t.GraphTypes).Concat(Blocks).Select(t => t.Graph).Concat(EditorialModule.ErrorTypes))
        {
            this.RegisterType(type);
        }

        foreach (var extension in extensions)
        {
            extension.AddTo(this);
        }
    }

    private static readonly (Type Clr, Type Graph)[] Blocks =
    [
        (typeof(Paragraph), typeof(ParagraphType)), (typeof(BulletList), typeof(BulletListType)), (typeof(NumberedList), typeof(NumberedListType)),
        (typeof(Callout), typeof(CalloutType)), (typeof(Quote), typeof(QuoteType)), (typeof(Table), typeof(TableType)),
        (typeof(SymptomListBlock), typeof(SymptomListBlockType)), (typeof(FaqBlock), typeof(FaqBlockType)),
        (typeof(CallToAction), typeof(CallToActionType)), (typeof(HelpLineBlock), typeof(HelpLineBlockType)),
    ];

    private static IEnumerable<(Type Clr, Type Graph)> GraphTypes(ContentTypes types) =>
    [
        .. types.All.SelectMany(t => t.GraphTypes),
        .. types.All.Select(t => t.GraphTypes[0].Clr).Append(typeof(PublishedEntry)).Append(typeof(SitemapPage)).Append(typeof(RedirectEntry)).SelectMany(Paged),
        .. Blocks,
        .. EditorialModule.GraphTypes,
        (typeof(PublishedEntry), typeof(EntryInterfaceType)), (typeof(NodeMarker), typeof(NodeInterfaceType)), (typeof(PageInfo), typeof(PageInfoType)),
        (typeof(Block), typeof(BlockInterfaceType)), (typeof(Section), typeof(SectionType)), (typeof(ListItem), typeof(ListItemType)), (typeof(TableRow), typeof(TableRowType)),
        (typeof(RichText), typeof(RichTextType)), (typeof(EntryLink), typeof(EntryLinkType)), (typeof(ReadabilityScore), typeof(ReadabilityType)),
        (typeof(Reference), typeof(RecordType<Reference>)), (typeof(MedicalCode), typeof(RecordType<MedicalCode>)), (typeof(MedicalReview), typeof(MedicalReviewType)),
        (typeof(PublicNotice), typeof(NoticeType)), (typeof(Attribution), typeof(AttributionType)), (typeof(Translation), typeof(TranslationType)),
        (typeof(EntryRef), typeof(RecordType<EntryRef>)), (typeof(DeliveryType), typeof(EntryTypeEnum)),
        (typeof(Contact), typeof(RecordType<Contact>)), (typeof(Programs.Schedule), typeof(RecordType<Programs.Schedule>)),
        (typeof(SitemapPage), typeof(SitemapPageType)), (typeof(RedirectEntry), typeof(RedirectType)), (typeof(Site), typeof(SiteType)), (typeof(SiteLocale), typeof(SiteLocaleType)),
    ];

    private static (Type, Type)[] Paged(Type item) =>
    [
        (typeof(Connection<>).MakeGenericType(item), typeof(ConnectionType<>).MakeGenericType(item)),
        (typeof(Edge<>).MakeGenericType(item), typeof(EdgeType<>).MakeGenericType(item)),
    ];
}

internal sealed class QueryType : ObjectGraphType<object>
{
    public QueryType(ContentTypes types, FilterTypes filters)
    {
        Name = "Query";
        Description = "Everything that can be read; GET is enough for all of it.";
        SiteQueries.AddTo(this);
        foreach (var type in types.All)
        {
            type.AddQueries(this, filters);
        }

        Field<RecordType<Viewer>>("viewer").Description("The signed-in person; null for anyone else.").Resolve(context => Viewer.Of(context.Caller()));
        Field<EditorialType>("editorial").Description("Drafts, tasks, history; null unless signed in with a role.").Resolve(context => context.Caller().IsEditorial ? new EditorialRoot() : null);
    }
}

internal sealed class MutationType : ObjectGraphType
{
    public MutationType(ContentTypes types)
    {
        Name = "Mutation";
        Description = "Everything that can be done. POST only, never from a cookie, each field in turn and in its own transaction.";
        foreach (var type in types.All)
        {
            EntryMutations.AddTo(this, type);
        }

        EditorialMutations.AddTo(this);
    }
}

[System.ComponentModel.Description("Who is signed in.")]
public sealed record Viewer(
    [property: System.ComponentModel.Description("Stable for a person, opaque."), GraphQL.Id] string Id,
    [property: System.ComponentModel.Description("As the token says it.")] string Name,
    [property: System.ComponentModel.Description("Null where the token has none.")] string? Email,
    [property: System.ComponentModel.Description("Empty: signed in, but treated like a reader.")] IReadOnlyList<Role> Roles)
{
    internal static Viewer? Of(Caller caller) =>
        caller.ActorId is { } id ? new(new NodeId(NodeKind.Person, id).ToString(), caller.Name, caller.Email, [.. caller.Roles.Order()]) : null;
}
