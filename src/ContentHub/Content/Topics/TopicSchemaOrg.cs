using System.Text.Json.Nodes;
using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.Topics;

internal static class TopicSchemaOrg
{
    public static JsonObject Of(Topic topic, Request request)
    {
        var node = Reference(topic, request)
            .WithAll("alternateName", topic.AlternateNames)
            .With("description", topic.Summary);
        return topic.Kind == TopicKind.Collection
            ? node.WithPage(topic, request).With("mainEntity", Shelf(topic, request))
            : node.With("rxcui", RxNormOf(topic)?.Code)
                .With("drugClass", DrugClassOf(topic, request))
                .With("mainEntityOfPage", SchemaOrgPage.Of("MedicalWebPage", topic, request));
    }

    public static JsonObject Reference(Topic topic, Request request)
    {
        var node = SchemaOrgNode.Of(TypeOf(topic), topic, request);
        return topic.Kind == TopicKind.Collection ? node : node.WithAll("code", CodeSchemaOrg.MedicalCodes(topic.Codes));
    }

    /// <summary>What an entry is about; shelves are not something to be about.</summary>
    public static IEnumerable<JsonObject> References(PublishedEntry from, IEnumerable<Guid> topics, Request request) =>
        request.ViewOf(from).LinkedAll<Topic>([.. topics], from.Locale).Where(t => t.Kind != TopicKind.Collection).Select(t => Reference(t, request));

    private static string TypeOf(Topic topic) => topic.Kind switch
    {
        TopicKind.Substance => RxNormOf(topic) is null ? "Substance" : "Drug",
        TopicKind.SubstanceClass => "DrugClass",
        TopicKind.Condition => "MedicalCondition",
        TopicKind.Treatment => "MedicalTherapy",
        TopicKind.Collection => "CollectionPage",
        _ => throw new InvalidOperationException($"Unknown kind of topic {topic.Kind}."),
    };

    /// <summary>RxNorm has medicines only: a substance with its code is one.</summary>
    private static MedicalCode? RxNormOf(Topic topic) =>
        topic.Kind == TopicKind.Substance ? topic.Codes.FirstOrDefault(c => c.System == CodeSystem.Rxnorm) : null;

    private static JsonObject? DrugClassOf(Topic topic, Request request) =>
        RxNormOf(topic) is not null && topic.Parent(request.Relations) is { Kind: TopicKind.SubstanceClass } parent ? Reference(parent, request) : null;

    private static JsonObject Shelf(Topic topic, Request request) => SchemaOrgNode.New("ItemList")
        .WithAll("itemListElement", topic.Featured(request.Relations).Select((entry, i) =>
        {
            var item = SchemaOrgNode.New("ListItem").With("name", entry.Title).With("url", request.PageOf(entry));
            item["position"] = i + 1;
            return item;
        }));
}
