using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial;
using Xunit;

namespace ContentHub.Tests.Content.Entries;

/// <summary>One shape for document, input and output, on each of the nine types with every field that the schema has today.</summary>
public sealed class EveryFieldTests(PostgreSqlServer server)
{
    // A bulleted list shares its input with a numbered one, but has no first number; answers show no questions.
    private static readonly string[] Impossible = ["ArticleContentInput.sections.blocks.bulletList.start", "ProgramContentInput.sections.blocks.bulletList.start",
        "FaqEntryContentInput.answer.bulletList.start", "FaqEntryContentInput.answer.faqBlock"];
    private static readonly HashSet<string> Clinical = ["Article", "SymptomList", "FaqEntry"];

    [Theory, EachDatabase]
    public async Task What_is_read_can_be_sent_back_and_changes_nothing_but_the_version(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var schema = await SchemaShapes.ReadAsync(app);
        var full = await FullContent.PrepareAsync(writer);
        foreach (var type in FullContent.Types)
        {
            var selection = schema.Everything($"{type}Content");
            var created = await writer.CreateAsync(type, full.Of(type));

            var read = await writer.ContentAsync(type, created, selection);
            var sent = WithoutTypeNames(read.DeepClone());
            var updated = await writer.PatchAsync(type, created, sent);
            var again = await writer.ContentAsync(type, updated, selection);

            Assert.Equal(2, updated.Version);
            Assert.Equal(read.ToJsonString(), again.ToJsonString());
            var documents = await DocumentsAsync(app, type);
            Assert.Equal(documents[^2], documents[^1]);
        }
    }

    [Theory, EachDatabase]
    public async Task Every_field_of_every_type_is_stored_as_it_was_written_and_reaches_readers(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var schema = await SchemaShapes.ReadAsync(app);
        var full = await FullContent.PrepareAsync(writer);
        foreach (var type in FullContent.Types)
        {
            var content = full.Of(type);
            Assert.Empty(schema.LeftOut($"{type}ContentInput", content).Except(Impossible));

            var created = await writer.CreateAsync(type, content);
            var read = await writer.ContentAsync(type, created, schema.Everything($"{type}Content"));
            await app.PublishAsync(created.Id, 1, Clinical.Contains(type), full.Named);
            var field = $"{char.ToLowerInvariant(type[0])}{type[1..]}";
            var delivered = (await app.QueryAsync($"{{ {field}(slug: \"{created.Slug}\") {{ {schema.Everything(type)} }} }}"))[field];

            AssertHolds(content, read, type);
            Assert.NotNull(delivered);
            Assert.Equal((string?)content["title"] ?? (string?)content["question"], (string?)delivered["title"]);
            Assert.Equal(1, (int)delivered["publishedVersion"]!);
        }
    }

    [Theory, EachDatabase]
    public async Task A_draft_may_lack_anything_and_says_what_is_missing(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var schema = await SchemaShapes.ReadAsync(app);
        foreach (var type in FullContent.Types)
        {
            var payload = await writer.TryCreateAsync(type, new { });
            var submitted = await app.MutateAsync("submitForReview", new { id = Writer.Of(payload).Id, version = 1 }, writer.Token);
            var read = await writer.ContentAsync(type, Writer.Of(payload), schema.Everything($"{type}Content"));

            Assert.Empty(Writer.Refusals(payload));
            Assert.Contains(payload["findings"]!.AsArray(), f => (string?)f!["path"]![0] == "slug" && (string?)f["severity"] == "ERROR");
            Assert.Equal("BLOCKED_BY_FINDINGS", (string?)submitted["errors"]![0]!["code"]);
            Assert.Equal(
                payload["findings"]!.AsArray().Select(f => (string?)f!["path"]![0]),
                submitted["errors"]![0]!["findings"]!.AsArray().Select(f => (string?)f!["path"]![0]));
            Assert.All(read.AsObject().Where(f => f.Key != "__typename"), f => Assert.True(f.Value is null or JsonArray { Count: 0 } || f.Value.GetValueKind() == System.Text.Json.JsonValueKind.False, f.Key));
        }
    }

    /// <summary>What was written stands in what is read; what is read may hold more, such as defaults and keys.</summary>
    private static void AssertHolds(JsonNode? written, JsonNode? read, string path)
    {
        switch (written)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    AssertHolds(value, read?[name], $"{path}.{name}");
                }

                break;
            case JsonArray items:
                Assert.True(read is JsonArray list && list.Count == items.Count, path);
                for (var i = 0; i < items.Count; i++)
                {
                    AssertHolds(items[i], read[i], $"{path}[{i}]");
                }

                break;
            default:
                Assert.True(JsonNode.DeepEquals(written, read), $"{path}: {written?.ToJsonString()} was written, {read?.ToJsonString()} is read.");
                break;
        }
    }

    private static JsonNode WithoutTypeNames(JsonNode node)
    {
        if (node is JsonObject fields)
        {
            fields.Remove("__typename");
        }

        foreach (var child in node is JsonObject o ? o.Select(f => f.Value) : node is JsonArray items ? items : Enumerable.Empty<JsonNode?>())
        {
            if (child is JsonObject or JsonArray)
            {
                WithoutTypeNames(child);
            }
        }

        return node;
    }

    private static async Task<List<string>> DocumentsAsync(ContentHubApp app, string type)
    {
        await using var db = app.Database.Open();
        return [.. db.Revisions.Join(db.Variants, r => r.VariantId, v => v.Id, (r, v) => new { r.Document, r.CreatedAt, r.Version, v.Type, v.Slug })
            .AsEnumerable().Where(r => r.Type.Replace("_", "", StringComparison.Ordinal).Equals(type, StringComparison.OrdinalIgnoreCase) && r.Slug!.StartsWith("full-", StringComparison.Ordinal))
            .OrderBy(r => r.Version).Select(r => r.Document)];
    }
}
