using System.Text.Json;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Records;
using ContentHub.Editorial.Fields;
using GraphQL.Types;

namespace ContentHub.Importing.Pages;

/// <summary>What importing brings to the schema.</summary>
internal sealed class ImportSchema : ISchemaExtension
{
    public void AddTo(Schema schema) => schema.Mutation!.Mutation<ImportDocumentPayload>(
        "importDocument", "HTML, Markdown or scraped text to structured drafts, all or none. Never publishes and takes over no review. Author or Editor.", [Role.Author, Role.Editor],
        typeof(RecordInputType<ImportDocumentInput>),
        (context, input, caller) => context.RequestServices!.GetRequiredService<ImportDocument>().RunAsync(
            ((JsonObject)input).Deserialize<ImportDocumentInput>(RecordJson.Options) ?? throw new JsonException("An input is empty."), caller, context.CancellationToken));
}
