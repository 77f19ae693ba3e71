using System.Text.Json;
using System.Text.Json.Nodes;
using ContentHub.Api.Documents;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Api.Documents;

public sealed class AutomaticDocumentsTests
{
    private const string Query = "{ quote }";

    private static readonly string Hash = DocumentHash.Of(Query);

    internal static string Body(string hash, string? query = null, int version = 1)
    {
        var body = new JsonObject { ["extensions"] = new JsonObject { ["persistedQuery"] = new JsonObject { ["version"] = version, ["sha256Hash"] = hash } } };
        if (query is not null)
        {
            body["query"] = query;
        }

        return body.ToJsonString();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task An_unknown_hash_is_answered_as_apollos_clients_expect(string accept)
    {
        await using var api = await DocumentFixture.StartAsync();

        var posted = await api.Server.PostTextAsync(Body(Hash), accept: accept);
        var got = await api.Server.GetAsync($"?extensions={Uri.EscapeDataString($$$"""{"persistedQuery":{"version":1,"sha256Hash":"{{{Hash}}}"}}""")}", accept);

        Assert.All([posted, got], answer =>
        {
            Assert.Equal((200, "PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND"), (answer.Status, answer.Message, answer.Code));
            Assert.Equal("no-store", answer.CacheControl);
            Assert.False(answer.Json.TryGetProperty("data", out _));
        });
    }

    [Fact]
    public async Task A_document_that_was_sent_once_with_its_hash_runs_by_the_hash_ever_after()
    {
        await using var api = await DocumentFixture.StartAsync();

        var registered = await api.Server.PostTextAsync(Body(Hash, Query));
        var repeated = await api.Server.GetAsync($"?extensions={Uri.EscapeDataString($$$"""{"persistedQuery":{"version":1,"sha256Hash":"{{{Hash}}}"}}""")}");
        var byId = await api.Server.GetAsync($"?documentId=sha256:{Hash}");
        var plain = await api.Server.PostAsync(Query);

        Assert.Equal(registered.Text, repeated.Text);
        Assert.Equal(registered.Text, byId.Text);
        Assert.Equal(200, repeated.Status);
        Assert.Equal(plain.CacheControl, repeated.CacheControl);
    }

    [Fact]
    public async Task A_registered_mutation_does_not_run_by_get()
    {
        await using var api = await DocumentFixture.StartAsync();
        const string mutation = "mutation { rename(name: \"x\") }";
        var hash = DocumentHash.Of(mutation);
        await api.Server.PostTextAsync(Body(hash, mutation));

        var got = await api.Server.GetAsync($"?documentId=sha256:{hash}");
        var registeredByGet = await api.Server.GetAsync($"?query={Uri.EscapeDataString(mutation)}&extensions={Uri.EscapeDataString($$$"""{"persistedQuery":{"version":1,"sha256Hash":"{{{hash}}}"}}""")}");

        Assert.Equal((405, "METHOD_NOT_ALLOWED"), (got.Status, got.Code));
        Assert.Equal((405, "METHOD_NOT_ALLOWED"), (registeredByGet.Status, registeredByGet.Code));
    }

    [Fact]
    public async Task A_hash_of_another_text_is_refused_and_nothing_is_remembered()
    {
        await using var api = await DocumentFixture.StartAsync();

        var answer = await api.Server.PostTextAsync(Body(Hash, "{ editorial }"));

        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
        Assert.Equal(0, api.Automatic.Count);
    }

    [Theory]
    [InlineData("""{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"HASH"}}}""")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":"1","sha256Hash":"HASH"}}}""")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1.5,"sha256Hash":"HASH"}}}""")]
    [InlineData("""{"extensions":{"persistedQuery":{"sha256Hash":"HASH"}}}""")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1}}}""")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}""")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"../../etc/passwd"}}}""")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":7}}}""")]
    [InlineData("""{"extensions":{"persistedQuery":"HASH"}}""")]
    [InlineData("""{"extensions":{"persistedQuery":[]}}""")]
    [InlineData("""{"extensions":{"persistedQuery":null}}""")]
    [InlineData("""{"documentId":""}""")]
    [InlineData("""{"documentId":"HASH"}""")]
    [InlineData("""{"documentId":"sha256:"}""")]
    [InlineData("""{"documentId":"sha256:abc"}""")]
    [InlineData("""{"documentId":"sha256:HASH0"}""")]
    [InlineData("""{"documentId":"SHA256:HASH"}""")]
    [InlineData("""{"documentId":"md5:HASH"}""")]
    [InlineData("""{"documentId":"sha256:UPPER"}""")]
    [InlineData("""{"documentId":7}""")]
    [InlineData("""{"documentId":"sha256:HASH","query":"{ quote }"}""")]
    [InlineData("""{"documentId":"sha256:HASH","extensions":{"persistedQuery":{"version":1,"sha256Hash":"HASH"}}}""")]
    public async Task What_names_no_document_properly_is_refused_with_a_reason(string body)
    {
        await using var api = await DocumentFixture.StartAsync();
        await api.Server.PostTextAsync(Body(Hash, Query));

        var answer = await api.Server.PostTextAsync(body.Replace("HASH", Hash).Replace("UPPER", Hash.ToUpperInvariant()), accept: "application/graphql-response+json");

        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
        Assert.Single(answer.Json.GetProperty("errors").EnumerateArray());
        Assert.True(answer.Message!.Length > 20, answer.Message);
    }

    [Fact]
    public async Task An_unknown_document_id_is_told_apart_from_a_wrong_one()
    {
        await using var api = await DocumentFixture.StartAsync();

        var answer = await api.Server.GetAsync($"?documentId=sha256:{Hash}");

        Assert.Equal((400, "DOCUMENT_NOT_FOUND", "no-store"), (answer.Status, answer.Code, answer.CacheControl));
    }

    [Fact]
    public async Task Where_it_is_off_apollos_clients_are_told_so()
    {
        await using var api = await DocumentFixture.StartAsync(automatic: false);

        ApiAnswer[] answers = [await api.Server.PostTextAsync(Body(Hash)), await api.Server.PostTextAsync(Body(Hash, Query))];

        Assert.All(answers, answer => Assert.Equal((200, "PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED"), (answer.Status, answer.Message, answer.Code)));
    }

    [Fact]
    public async Task What_is_not_valid_is_not_remembered()
    {
        await using var api = await DocumentFixture.StartAsync();
        var tooLarge = $"{{ {string.Join(' ', Enumerable.Range(0, 6000).Select(i => $"f{i}: quote"))} }}";

        foreach (var text in new[] { "{ nothing }", "{ quote", "query($v: Int!) { add(a: $v, b: 1) }", tooLarge, "subscription { ticks }" })
        {
            var answer = await api.Server.PostTextAsync(Body(DocumentHash.Of(text), text));

            Assert.False(answer.Json.TryGetProperty("data", out _), answer.Text);
        }

        Assert.Equal(0, api.Automatic.Count);
    }

    [Fact]
    public async Task A_flood_pushes_out_what_was_not_used_for_longest_and_never_exceeds_the_bounds()
    {
        await using var api = await DocumentFixture.StartAsync(limits: new AutomaticDocumentLimits(DocumentsMax: 10, TextMaxCharacters: 200, DocumentMaxCharacters: 100));
        await api.Server.PostTextAsync(Body(Hash, Query));

        for (var i = 0; i < 30; i++)
        {
            var text = $"{{ a{i}: quote }}";
            await api.Server.PostTextAsync(Body(DocumentHash.Of(text), text));
            Assert.True(api.Automatic.Count <= 10 && api.Automatic.Characters <= 200);
            // In use all the time, so it stays.
            Assert.Equal(200, (await api.Server.GetAsync($"?documentId=sha256:{Hash}")).Status);
        }

        Assert.Equal("DOCUMENT_NOT_FOUND", (await api.Server.GetAsync($"?documentId=sha256:{DocumentHash.Of("{ a0: quote }")}")).Code);
        Assert.Equal(200, (await api.Server.GetAsync($"?documentId=sha256:{DocumentHash.Of("{ a29: quote }")}")).Status);
    }

    [Fact]
    public async Task A_document_that_is_too_long_to_remember_still_runs()
    {
        await using var api = await DocumentFixture.StartAsync(limits: new AutomaticDocumentLimits(DocumentMaxCharacters: 10));
        const string text = "{ someName: quote }";

        var answer = await api.Server.PostTextAsync(Body(DocumentHash.Of(text), text));

        Assert.Equal(200, answer.Status);
        Assert.Equal(0, api.Automatic.Count);
    }

    [Fact]
    public void The_store_keeps_what_a_plain_list_by_last_use_would_keep() => Gen.Select(Gen.Int[0, 12], Gen.Bool).Array[1, 200].Sample(steps =>
    {
        var limits = new AutomaticDocumentLimits(DocumentsMax: 4, TextMaxCharacters: 20, DocumentMaxCharacters: 9);
        var store = new AutomaticDocuments(limits);
        var model = new List<string>();
        foreach (var (number, keeps) in steps)
        {
            var text = new string('x', number);
            var hash = $"{number}";
            if (keeps && number <= 9 && !model.Contains(hash))
            {
                model.Insert(0, hash);
                while (model.Count > 4 || model.Sum(int.Parse) > 20)
                {
                    model.RemoveAt(model.Count - 1);
                }
            }
            else if (!keeps && model.Remove(hash))
            {
                model.Insert(0, hash);
            }

            if (keeps)
            {
                store.Keep(hash, text);
            }
            else
            {
                store.Find(hash);
            }

            Assert.Equal((model.Count, model.Sum(int.Parse)), (store.Count, (int)store.Characters));
        }

        Assert.All(model, hash => Assert.NotNull(store.Find(hash)));
    });
}
