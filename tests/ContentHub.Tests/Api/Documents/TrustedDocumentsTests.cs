using System.Text.Json;
using ContentHub.Api.Documents;
using Microsoft.Extensions.Options;
using Xunit;

namespace ContentHub.Tests.Api.Documents;

public sealed class TrustedDocumentsTests
{
    private const string Add = "query($a: Int!) { add(a: $a, b: 1) }\n";
    private const string Rename = "mutation { rename(name: \"x\") }";

    private static readonly (string, string)[] Files = [("add.graphql", Add), ("below/rename.gql", Rename), ("README.md", "Not a document.")];

    [Fact]
    public async Task A_trusted_document_runs_by_its_hash_over_post_and_get_and_may_be_cached_like_its_text()
    {
        await using var api = await DocumentFixture.StartAsync(Files);
        var id = $"sha256:{DocumentHash.Of(Add)}";

        var posted = await api.Server.PostTextAsync(JsonSerializer.Serialize(new { documentId = id, variables = new { a = 2 } }));
        var got = await api.Server.GetAsync($"?documentId={id}&variables=%7B%22a%22:3%7D");
        var text = await api.Server.PostAsync(Add, new { a = 4 });

        Assert.Equal((200, 3), (posted.Status, posted.Data.GetProperty("add").GetInt32()));
        Assert.Equal((200, 4), (got.Status, got.Data.GetProperty("add").GetInt32()));
        Assert.Equal((text.CacheControl, text.CacheControl), (posted.CacheControl, got.CacheControl));
    }

    [Fact]
    public async Task A_trusted_mutation_runs_over_post_only()
    {
        await using var api = await DocumentFixture.StartAsync(Files);
        var id = $"sha256:{DocumentHash.Of(Rename)}";

        var posted = await api.Server.PostTextAsync(JsonSerializer.Serialize(new { documentId = id }));
        var got = await api.Server.GetAsync($"?documentId={id}");

        Assert.Equal("x", posted.Data.GetProperty("rename").GetString());
        Assert.Equal((405, "METHOD_NOT_ALLOWED"), (got.Status, got.Code));
    }

    [Fact]
    public async Task Manifests_of_codegen_relay_and_apollo_are_read()
    {
        var map = JsonSerializer.Serialize(new Dictionary<string, string> { [DocumentHash.Of("{ quote }")] = "{ quote }", [$"sha256:{DocumentHash.Of("{ editorial }")}"] = "{ editorial }" });
        var apollo = JsonSerializer.Serialize(new
        {
            format = "apollo-persisted-query-manifest", version = 1,
            operations = new[] { new { id = DocumentHash.Of("query Hi { hello }"), name = "Hi", type = "query", body = "query Hi { hello }" } },
        });
        await using var api = await DocumentFixture.StartAsync([("persisted-documents.json", map), ("persisted-query-manifest.json", apollo)], trustedOnly: "Everyone");

        foreach (var text in new[] { "{ quote }", "{ editorial }", "query Hi { hello }" })
        {
            var answer = await api.Server.GetAsync($"?documentId=sha256:{DocumentHash.Of(text)}");

            Assert.False(answer.Json.TryGetProperty("errors", out _), answer.Text);
        }
    }

    [Theory]
    [InlineData("a.graphql", "{ nothing }", "a.graphql: line 1, column 3: Cannot query field 'nothing' on type 'Query'.")]
    [InlineData("a.graphql", "{ quote", "a.graphql: line 1, column 8: ")]
    [InlineData("a.graphql", "", "a.graphql: ")]
    [InlineData("a.graphql", "fragment F on Query { quote }", "a.graphql: There is no operation in it.")]
    [InlineData("b/a.json", "{ \"x\": ", "a.json: is not valid JSON (line 1).")]
    [InlineData("a.json", "[]", "a.json: is neither a map of hash to document nor a manifest of the format apollo-persisted-query-manifest, version 1.")]
    [InlineData("a.json", """{"x":1}""", "a.json: is neither")]
    [InlineData("a.json", """{"x":"\ud800"}""", "a.json: is neither")]
    [InlineData("a.json", """{"format":"apollo-persisted-query-manifest","version":2,"operations":[]}""", "a.json: is neither")]
    [InlineData("a.json", """{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"x"}]}""", "a.json: is neither")]
    [InlineData("a.json", """{"format":"apollo-persisted-query-manifest","version":1,"operations":["x"]}""", "a.json: is neither")]
    [InlineData("a.json", """{"da39a3ee":"{ quote }"}""", "a.json: da39a3ee: the id is not the SHA-256 of the text (")]
    public async Task A_wrong_file_stops_the_start_and_is_named(string name, string text, string fault)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => DocumentFixture.StartAsync([("good.graphql", Add), (name, text)]));

        var line = Assert.Single(refusal.Failures);
        Assert.StartsWith("ContentHub:Documents:Folder: ", line);
        Assert.Contains(fault, line);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public async Task What_the_limits_refuse_is_refused_at_the_start_already()
    {
        var fields = string.Join(' ', Enumerable.Range(0, 6000).Select(i => $"f{i}: quote"));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => DocumentFixture.StartAsync([("huge.graphql", $"{{ {fields} }}")]));

        Assert.Contains("huge.graphql: A document has at most", Assert.Single(refusal.Failures));
    }

    [Theory]
    [InlineData("Readers")]
    [InlineData("Everyone")]
    public async Task Where_only_trusted_documents_run_readers_are_refused_all_others(string trustedOnly)
    {
        await using var api = await DocumentFixture.StartAsync(Files, trustedOnly);
        const string other = "{ quote }";
        var hash = DocumentHash.Of(other);

        // An editor's document is in the cache of valid documents; that makes it nobody else's.
        await api.PostAsEditorAsync(JsonSerializer.Serialize(new { query = other }));
        ApiAnswer[] answers =
        [
            await api.Server.PostAsync(other),
            await api.Server.PostAsync(Add.TrimEnd(), new { a = 1 }),
            await api.Server.GetAsync("?query=%7Bquote%7D"),
            await api.Server.PostTextAsync(JsonSerializer.Serialize(new { documentId = $"sha256:{hash}" })),
            await api.Server.PostTextAsync(Apq(hash, other)),
            await api.Server.PostTextAsync(Apq(hash)),
            await api.Server.PostTextAsync(Apq(hash)),
        ];

        Assert.All(answers, answer => Assert.Equal((403, "DOCUMENT_NOT_TRUSTED"), (answer.Status, answer.Code)));
        Assert.All(answers, answer => Assert.Equal("no-store", answer.CacheControl));
        Assert.Equal(0, api.Automatic.Count);
    }

    [Theory]
    [InlineData("Readers")]
    [InlineData("Everyone")]
    public async Task Where_only_trusted_documents_run_they_run_by_id_by_text_and_as_apollo_sends_them(string trustedOnly)
    {
        await using var api = await DocumentFixture.StartAsync(Files, trustedOnly, automatic: false);
        var hash = DocumentHash.Of(Add);
        var variables = new { a = 1 };

        ApiAnswer[] answers =
        [
            await api.Server.PostTextAsync(JsonSerializer.Serialize(new { documentId = $"sha256:{hash}", variables })),
            await api.Server.PostAsync(Add, variables),
            await api.Server.PostTextAsync(JsonSerializer.Serialize(new { variables, extensions = new { persistedQuery = new { version = 1, sha256Hash = hash } } })),
            await api.Server.PostTextAsync(JsonSerializer.Serialize(new { query = Add, variables, extensions = new { persistedQuery = new { version = 1, sha256Hash = hash } } })),
        ];

        Assert.All(answers, answer => Assert.Equal(2, answer.Data.GetProperty("add").GetInt32()));
    }

    [Fact]
    public async Task Editors_send_what_they_like_unless_the_setting_is_for_everyone()
    {
        await using var readers = await DocumentFixture.StartAsync(Files, "Readers");
        await using var everyone = await DocumentFixture.StartAsync(Files, "Everyone");
        const string query = """{"query":"{ quote }"}""";

        var taken = await readers.PostAsEditorAsync(query);
        var refused = await everyone.PostAsEditorAsync(query);

        Assert.Equal(200, taken.Status);
        Assert.Equal((403, "DOCUMENT_NOT_TRUSTED"), (refused.Status, refused.Code));
    }

    private static string Apq(string hash, string? query = null) => AutomaticDocumentsTests.Body(hash, query);
}
