using System.Text.Json.Nodes;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Storage;
using ContentHub.Tests.Syndication.Partners;
using Xunit;

namespace ContentHub.Tests.Importing.Bulk;

/// <summary>From one kind of database into the other: the way to move.</summary>
public sealed class MovingTests(PostgreSqlServer server)
{
    private const string Everything = """
        {
          faqEntries(first: 50) { totalCount nodes { id entryId slug question shortAnswer publishedVersion firstPublishedAt publishedAt contentModifiedAt review { reviewerName reviewedOn nextReviewDue status } notices { kind text at correctionClass onTopUntil } topics { title } } }
          glossaryTerms(first: 50) { nodes { id slug title status notices { kind text at } } }
          sitemap(first: 50) { nodes { nodeId slug type locale contentModifiedAt } }
        }
        """;

    private const string Editors = """
        { editorial {
          drafts(first: 50) { nodes { id title version state updatedAt updatedBy { name } comments(first: 5) { nodes { text path by { name } resolvedAt replies { text } } } scheduledActs { action at by { name } note } } }
          audit(first: 100) { nodes { sequence action at by { name } reason hash } }
        } }
        """;

    [Theory, EachDatabase]
    public async Task What_is_exported_imported_and_exported_again_is_the_same_to_the_byte_and_to_readers_and_editors(string from)
    {
        await using var practice = await Practice.OpenAsync(from, server);
        await LiveAsync(practice);
        var file = Path.Combine(practice.App.Database.Options.Data, "all.ndjson");
        // Thrown away with the server that runs on it.
        var other = await TestDatabase.CreateEmptyAsync(from == TestDatabase.Sqlite ? TestDatabase.PostgreSql : TestDatabase.Sqlite, server);

        var exported = await Operator.RunAsync(practice.App.Database, "export", "everything", file);
        var imported = await Operator.RunAsync(other, "import", "everything", file);
        var again = await Operator.ExportAsync(other);

        Assert.Equal((0, ""), (exported.ExitCode, exported.Output));
        Assert.Equal((0, ""), (imported.ExitCode, imported.Error));
        var text = await File.ReadAllTextAsync(file);
        Assert.Equal(text, again);
        Assert.All(((JsonObject)JsonNode.Parse(text.Split('\n')[0])!["row"]!["rows"]!), count => Assert.True((long)count.Value! > 0, $"No {count.Key} takes part in this test."));
        var comments = text.Split('\n').Where(line => line.Contains("\"kind\":\"Comment\"", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line)!["row"]!["ReplyTo"]).ToList();
        Assert.Equal([true, true, true, false, false, false], comments.Select(replyTo => replyTo is null));
        var (reads, edits) = (await practice.App.QueryAsync(Everything), await practice.App.QueryAsync(Editors, token: practice.Ada));
        await using var moved = await ContentHubApp.StartAsync(other, clock: practice.Clock);
        Assert.Equal(reads.ToJsonString(), (await moved.QueryAsync(Everything)).ToJsonString());
        Assert.Equal(edits.ToJsonString(), (await moved.QueryAsync(Editors, token: moved.Token("Ada", ContentHub.Api.Role.Admin))).ToJsonString());
        await AssertGoesOnAsync(moved, text);
    }

    /// <summary>Something of everything, at times that are no whole seconds, in letters of many kinds.</summary>
    private static async Task LiveAsync(Practice practice)
    {
        practice.Advance(TimeSpan.FromMilliseconds(123.4567));
        var item = await practice.PublishedAsync(await practice.DraftAsync(title: "¿Qué es “el sueño”? 眠り 💤 \\ \" </script>"));
        var second = await practice.EditAsync(item, "Second text.");
        await practice.ApprovedAsync(second);
        await practice.DoneAsync("addNotice", new { id = item.Id, version = 2, kind = "CORRECTION", text = "A seizure is an emergency.", correctionClass = "SAFETY", reasonCode = "HARM_POSSIBLE" }, practice.Rhea);
        await practice.DoneAsync("publish", new { id = item.Id, version = 2 }, practice.Edith);
        var republisher = await practice.MakeAsync(new { types = new[] { "GLOSSARY_TERM" } });
        await practice.InStateAsync(isClinical: false, WorkflowState.Retracted);
        var cursor = (string)(await practice.App.ChangesAsync(republisher.Key, after: null))["changes"]!.AsArray().Last(c => (string?)c!["kind"] == "RETRACTED")!["cursor"]!;
        await practice.App.QueryAsync("mutation($input: AcknowledgeRetractionInput!) { acknowledgeRetraction(input: $input) { acknowledgedAt } }", new { input = new { cursor, note = "Fort, 消した." } }, republisher.Key);
        await practice.InStateAsync(isClinical: true, WorkflowState.Scheduled);
        await practice.DoneAsync("createPreview", new { id = item.Id }, practice.Ann, "token errors { code message path }");
        var partner = await practice.MakeAsync(new { types = new[] { "FAQ_ENTRY" }, territory = "España" });
        await practice.App.LicenceAsync(practice.Ada, partner, new { locales = new[] { "en-US" } });
        var labelling = await practice.DraftAsync(title: "What can an addict do?");
        var warning = (await practice.App.QueryAsync("query($id: ID!) { editorial { draft(id: $id) { findings { key severity } } } }", new { id = labelling.Id }, practice.Ann))["editorial"]!["draft"]!["findings"]!.AsArray().First(f => (string?)f!["severity"] == "WARNING")!;
        await practice.DoneAsync("dismissFinding", new { id = labelling.Id, version = 1, finding = (string?)warning["key"], reason = "A quotation, see the source." }, practice.Ann);
        var draft = await practice.DraftAsync();
        for (var i = 0; i < 3; i++)
        {
            // Replies whose ids come before and after that of their thread, whatever the order of ids is.
            var thread = (string)(await practice.DoneAsync("addComment", new { id = draft.Id, version = 1, text = $"Is this so? {i}", mentions = new[] { "MEDICAL_REVIEWER" } }, practice.Rhea))["comment"]!["id"]!;
            await practice.DoneAsync("addComment", new { id = draft.Id, version = 1, text = "Yes.", replyTo = thread }, practice.Ann);
            await practice.DoneAsync("resolveComment", new { commentId = thread }, practice.Ann);
        }
    }

    private static async Task AssertGoesOnAsync(ContentHubApp moved, string text)
    {
        var head = (long)JsonNode.Parse(text.Split('\n')[0])!["row"]!["head"]!["sequence"]!;
        var desk = new Content.Desk(moved);

        var done = await moved.DoneAsync("createTopic", new { content = new { title = "After the move", kind = "CONDITION", summary = "Goes on." } }, desk.Editor);

        Assert.Equal(head + 1, long.Parse((string)done["sequence"]!, System.Globalization.CultureInfo.InvariantCulture));
        await using var db = moved.Database.Open();
        Assert.Null((await AuditVerification.RunAsync(db)).Fault);
    }
}
