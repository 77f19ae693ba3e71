using System.Text.Json.Nodes;
using ContentHub.Api.Execution;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Syndication.Pages;
using GraphQL;
using GraphQL.Types;

namespace ContentHub.Syndication.Export;

/// <summary>
/// Entries as readers get them, an object each: one GraphQL document answers it, so that an export says what the API says. It is our own, so no
/// limit of what a request may cost holds it up.
/// </summary>
internal sealed class ExportedEntries(ISchema schema, IGraphQLTextSerializer serializer, IServiceProvider services)
{
    /// <summary>Entries of one operation: the answer is in memory twice.</summary>
    public const int AtOnce = 50;

    private const string Document = """
        query Export($ids: [ID!]!) {
          nodes(ids: $ids) {
            ... on Entry {
              type id entryId locale slug title status publishedVersion firstPublishedAt publishedAt contentModifiedAt canonicalUrl
              topics { entryId slug title }
              review { reviewerName reviewedOn nextReviewDue status version }
              notices { kind at text version reason correctionClass onTopUntil replacedBy { entryId type locale slug title canonicalUrl } }
              replaces { entryId type locale slug title canonicalUrl }
              crisis { entryId title phone text chatUrl hours countries isEmergency }
              references { key title publisher url published accessed }
              attribution { text html licence url }
              translations { locale isOutdated entry { nodeId slug title canonicalUrl } }
              jsonLd
            }
            ... on Article { summary keyPoints audience byline authors { entryId title } sections { ...Section } body { html }
              symptomLists { entryId } faqs { entryId } programs { entryId } readability { formula grade score words minutes } seo { title description noIndex } }
            ... on SymptomList { context introduction { ...Text } whenToGetHelp { ...Text } groups { key category heading symptoms { key name description severity action codes { ...Code } } } }
            ... on FaqEntry { question shortAnswer answer { ...Block } body { html } }
            ... on Program { summary levelOfCare asamLevel asamEdition formats therapies ageGroups languages eligibility admissionSteps contact { phone email url note }
              schedule { hoursPerWeek sessionsPerWeek durationWeeks totalHours } sections { ...Section } treats { entryId title } locations { entryId title } }
            ... on Topic { kind summary alternateNames codes { ...Code } parent { entryId title } featured { entryId title } }
            ... on Person { role credentials biography { ...Text } isSample }
            ... on Location { street city region postalCode country latitude longitude timeZone openingHours accessibility contact { phone email url note } }
            ... on GlossaryTerm { definition { ...Text } alternateNames codes { ...Code } }
            ... on HelpLine { summary phone text chatUrl hours countries languages isEmergency }
          }
        }
        fragment Text on RichText { markdown html links { href entryId anchor } }
        fragment Code on MedicalCode { system code display }
        fragment Section on Section { key anchor heading level aspect standsAlone companions { key } blocks { ...Block } }
        fragment Block on Block {
          __typename key body { ...Text }
          ... on BulletList { items { level text { ...Text } } }
          ... on NumberedList { start items { level text { ...Text } } }
          ... on Callout { kind heading text { ...Text } }
          ... on Quote { source text { ...Text } }
          ... on Table { caption header { ...Text } rows { cells { ...Text } } }
          ... on SymptomListBlock { symptomListId }
          ... on FaqBlock { faqIds }
          ... on CallToAction { label programId url phone }
          ... on HelpLineBlock { helpLineId }
        }
        """;

    private readonly DocumentExecuter _executer = new();

    /// <param name="entries">At most <see cref="AtOnce"/>, of the request's view.</param>
    public async Task<IReadOnlyList<JsonObject>> ReadAsync(IReadOnlyList<PublishedEntry> entries, Request request, CancellationToken cancellation)
    {
        var userContext = new Dictionary<string, object?> { [CallerContext.Key] = request.Caller };
        request.AddTo(userContext);
        var result = await _executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = schema, Query = Document, UserContext = userContext, RequestServices = services, CancellationToken = cancellation, ThrowOnUnhandledException = true,
            Variables = new Inputs(new Dictionary<string, object?> { ["ids"] = entries.Select(EntryIds.Of).ToArray() }),
        });
        if (result.Errors is { Count: > 0 } errors)
        {
            throw new InvalidOperationException("Entries could not be exported.", errors[0]);
        }

        var nodes = JsonNode.Parse(serializer.Serialize(result))!["data"]!["nodes"]!.AsArray();
        return [.. nodes.Select((node, at) => Whole((JsonObject)node!.DeepClone(), entries[at], request))];
    }

    private static JsonObject Whole(JsonObject node, PublishedEntry entry, Request request)
    {
        node["jsonLd"] = JsonNode.Parse((string)node["jsonLd"]!);
        node["markdown"] = MarkdownPage.Of(new EntryPage(entry, request));
        return node;
    }
}
