using System.Text.Json;
using System.Text.Json.Nodes;
using ContentHub.Api.Records;
using ContentHub.Content.Articles;
using ContentHub.Content.FaqEntries;
using ContentHub.Content.GlossaryTerms;
using ContentHub.Content.Programs;
using ContentHub.Content.SymptomLists;
using ContentHub.Editorial;
using ContentHub.Editorial.Entries;
using ContentHub.Importing.Pages;
using Xunit;

namespace ContentHub.Tests.Importing.Pages;

/// <summary>Drafts of an import, as the mutations would take them.</summary>
internal static class Drafts
{
    private static readonly Dictionary<string, ContentType> Types = new[] { ArticleModule.Type, SymptomListModule.Type, FaqEntryModule.Type, GlossaryTermModule.Type, ProgramModule.Type }.ToDictionary(t => t.Name);

    public static string JsonOf(ImportedDraft draft) => JsonSerializer.Serialize(draft.Content, draft.Content.GetType(), RecordJson.Options);

    public static void AssertCanBeSaved(ImportedDraft draft)
    {
        var document = EntryDocument.Prepare(Types[draft.Type], (JsonObject)JsonNode.Parse(JsonOf(draft))!);

        Assert.True(document.Faults.Count == 0, string.Join('\n', document.Faults.Select(f => $"{draft.Type} {string.Join('/', f.Path)}: {f.Message}")));
    }
}
