using System.Globalization;
using ContentHub.Api;
using ContentHub.Api.Limits;
using ContentHub.Api.Paging;
using ContentHub.Api.Streams;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using GraphQL;
using GraphQL.Types;

namespace ContentHub.Syndication.Changes;

/// <summary>What the change feed brings to the schema.</summary>
internal sealed class ChangeSchema(ChangePages pages, ContentChanged contentChanged) : ISchemaExtension
{
    private static readonly Arguments<ChangePageArguments> Page = new(
        a => new(a.Get<int?>("first") ?? PageArguments.SizeDefault, a.Get<string?>("after"), a.Get<bool>("compact"), a.Get<object?>("where")),
        PageSize.Limit(new QueryArgument<IntGraphType> { Name = "first", Description = "How many, 0 to 1000; 20 when absent." }, ChangePages.SizeMax),
        new QueryArgument<StringGraphType> { Name = "after", Description = "A cursor: what came behind it. From nothing when absent." },
        new QueryArgument<NonNullGraphType<BooleanGraphType>> { Name = "compact", DefaultValue = false, Description = "Only the newest change of each entry and locale: the short way to fill a copy." },
        new QueryArgument<ChangeFilterType> { Name = "where", Description = "Only those that match; the answer has no `stateHash` then." });

    public void AddTo(Schema schema)
    {
        schema.RegisterTypeMapping(typeof(PublicChange), typeof(ChangeType));
        schema.RegisterTypeMapping(typeof(ChangePage), typeof(ChangePageType));
        schema.RegisterTypeMapping(typeof(Edge<PublicChange>), typeof(EdgeType<PublicChange>));
        var query = (ObjectGraphType<object>)schema.Query;
        query.FieldAsync(
            "changes", "What changed after a cursor, oldest first, never skipping and never the same twice; from nothing: the way to fill a copy. Anyone may follow what they may read.",
            Page, (arguments, request) => pages.ReadAsync(arguments, request, CancellationToken.None));
        query.Costs(FieldCosts.Statement * 5, "changes");
        schema.Subscription = new SubscriptionType(contentChanged);
    }
}

internal sealed class SubscriptionType : ObjectGraphType
{
    public SubscriptionType(ContentChanged contentChanged)
    {
        Name = "Subscription";
        Description = "What happens, as it happens: by graphql-transport-ws or graphql-sse.";
        AddField(new FieldType
        {
            Name = "contentChanged",
            Description = "What becomes public or stops being so, as it happens, in order; with `after`, first what was missed.",
            Type = typeof(NonNullGraphType<ChangeType>),
            Arguments =
            [
                new QueryArgument<StringGraphType> { Name = "after", Description = "The cursor of the last change that was taken: go on behind it. From now on when absent." },
                new QueryArgument<ListGraphType<NonNullGraphType<EntryTypeEnum>>> { Name = "types", Description = "Only of these; all when absent." },
                new QueryArgument<StringGraphType> { Name = "topic", Description = "Only what is about this topic, or was until the change: its slug or entry id." },
                new QueryArgument<StringGraphType> { Name = "locale", Description = "Only this one of the site's locales, without fallback." },
            ],
            StreamResolver = new StreamResolver<PublicChange>(context =>
            {
                var arguments = new ContentChangedArguments(
                    context.GetArgument<string?>("after"), context.GetArgument<DeliveryType[]?>("types"), context.GetArgument<string?>("topic"), context.GetArgument<string?>("locale"));
                return contentChanged.OpenAsync(arguments, Request.Of(context), context.CancellationToken);
            }),
        });
    }
}

internal sealed class ChangePageType : ObjectGraphType<ChangePage>
{
    public ChangePageType()
    {
        Name = "ChangeConnection";
        Description = "A stretch of the log. Keep `endCursor` whatever the page holds: with a filter a page may be empty and more follow.";
        this.Field("nodes", "The changes, without cursors.", p => p.Nodes);
        this.Field("edges", "The changes, each with its cursor.", p => p.Edges);
        this.Field("pageInfo", "Whether and where to go on. `endCursor` is how far this page looked.", p => p.PageInfo);
        this.Field("latestCursor", "Of the log's end, as this answer knows it.", p => p.LatestCursor);
        this.Field("openRetractionCount", "With a partner's key: how many retractions it has yet to acknowledge; `partner { openRetractions }` has them. Null for anybody else.", p => p.OpenRetractionCount);
        this.Optional("stateHash", "On the last page: the sum of what a right copy holds now, see the README; null on all others, with a filter, and from a server that is behind your cursor.", p => p.StateHash?.ToString());
    }
}

internal sealed class ChangeType : ObjectGraphType<PublicChange>
{
    public ChangeType()
    {
        Name = "Change";
        Description = "One line of the log. The ref outlives the entry; `entry` is null for a tombstone.";
        this.Field("cursor", "Its place; pass it as `after` to go on behind it.", c => c.Cursor.ToString());
        this.Field("sequence", "Number in the log, rising; acts that are not public leave gaps.", c => c.Cursor.Sequence.ToString(CultureInfo.InvariantCulture));
        this.Field("kind", "What it means to whoever holds a copy.", c => c.Kind);
        this.Field("at", "When it happened.", c => c.At);
        this.Field("ref", "By its name of today, or the last that readers knew.", (c, request) => c.Ref(request));
        this.Field("version", "The revision that went out or was taken away; `entry` may be newer.", c => (int?)c.Version);
        this.Optional("previousSlug", "Where it stood until this change; null when it did not move.", c => c.PreviousSlug);
        this.Optional("reason", "For readers: why it was retracted, corrected or doubted; null otherwise.", c => c.Reason);
        this.Field("urgency", "How soon to act.", c => c.Urgency);
        this.Optional("replacedBy", "Of what was retracted: what to read instead; null if there is nothing, or it is not public.", (c, request) => c.Instead(request));
        this.Optional("entry", "As readers get it at the moment of delivery; null once its text is gone.", (c, request) => c.Entry(request));
        this.Field("affects", "Pages that show or link to it, to rebuild too: the first 200 by title, `usedBy` has all.", (c, request) => c.Affects(request));
        this.Holds(PublicChange.AffectsMax, "affects");
        this.Field(
            "surrogateKeys", "For purging a content delivery network: every answer that this change makes another has one of these in its `Surrogate-Key`. Empty with a partner's key.",
            (c, request) => c.SurrogateKeys(request));
    }
}
