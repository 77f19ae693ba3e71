using ContentHub.Content.Parts;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial;
using ContentHub.Editorial.Checks;

namespace ContentHub.Content.Topics;

internal static class TopicModule
{
    public static ContentType Type { get; } = new ContentType<TopicContent, Topic>("TOPIC", "topics", "A substance, condition or treatment; or a shelf that editors fill.")
    {
        NamesOthers = true,
        Review = new(Default: 24, Max: 36),
        GraphTypes = [(typeof(Topic), typeof(TopicType))],
        Reading = (envelope, content, texts) => new Topic(envelope, content, texts),
        Retracted = c => new TopicContent { Slug = c.Slug, Title = c.Title, Topics = c.Topics, Kind = c.Kind },
        Outlined = (c, outline) =>
        {
            outline.Title(c.Title);
            outline.Plain("summary", c.Summary, isBody: true);
            outline.Codes(c.Codes, "codes");
            outline.Sources(c.References);
        },
        SchemaOrg = TopicSchemaOrg.Of,
        Filter = new FilterDefinition<Topic>("TopicFilter", "Which topics; fields are joined by AND.")
            .EntryId().Slug().Title()
            .Enum("kind", "What they stand for.", t => t.Kind, index: "kind")
            .EntryRef("parent", "Right below it.", t => t.ParentId is { } parent ? [parent] : [], index: "parent")
            .Code("code", "That carry a code.", t => t.Codes.Select(c => new CodeValue<CodeSystem>(c.System, c.Code)))
            .Boolean("isRoot", "Without a parent.", t => t.ParentId is null),
    };
}
