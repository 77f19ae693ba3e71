using System.Globalization;
using ContentHub.Api;
using ContentHub.Api.Limits;
using ContentHub.Api.Streams;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using GraphQL;
using GraphQL.Types;

namespace ContentHub.Syndication.Changes;

/// <summary>What the change feed brings to the schema.</summary>
internal sealed class ChangeSchema(ContentChanged contentChanged) : ISchemaExtension
{
    public void AddTo(Schema schema)
    {
        schema.RegisterTypeMapping(typeof(PublicChange), typeof(ChangeType));
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
                return contentChanged.OpenAsync(arguments, Request.Of(context).View, context.CancellationToken);
            }),
        });
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
    }
}
