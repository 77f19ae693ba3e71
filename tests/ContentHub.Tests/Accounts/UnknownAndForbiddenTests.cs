using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Accounts;

/// <summary>What is hidden looks to readers like what is not there; who is signed in hears what it takes.</summary>
public sealed class UnknownAndForbiddenTests(PostgreSqlServer server)
{
    [Fact]
    public async Task Readers_cannot_tell_a_draft_from_nothing()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);
        var draft = (await app.DoneAsync("createTopic", new { content = new { title = "Secret", slug = "secret", kind = "CONDITION", summary = "Not yet." } }, app.Token("Edith", Role.Editor)))["draft"]!;
        Assert.True(NodeId.TryParse((string)draft["id"]!, out var id));
        var questions = new List<(string Query, object Hidden, object Unknown)>
        {
            ("query($slug: String!) { topic(slug: $slug) { id } }", new { slug = "secret" }, new { slug = "nobody" }),
            ("""query($slug: String!) { topic(slug: $slug, asOf: "2026-01-01T00:00:00Z") { id } }""", new { slug = "secret" }, new { slug = "nobody" }),
        };
        foreach (var kind in new[] { NodeKind.Draft, NodeKind.Entry })
        {
            foreach (var version in new int?[] { null, 1 })
            {
                var (hidden, unknown) = (new { id = new NodeId(kind, id.Id, version).ToString() }, new { id = new NodeId(kind, Guid.CreateVersion7(), version).ToString() });
                questions.Add(("query($id: ID!) { node(id: $id) { __typename id } }", hidden, unknown));
                questions.Add(("query($id: ID!) { editorial { draft(id: $id) { title } revision(id: $id, version: 1) { __typename } } }", hidden, unknown));
                questions.Add(("mutation($id: ID!) { publish(input: { id: $id, version: 1 }) { errors { code } } }", hidden, unknown));
                questions.Add(("mutation($id: ID!) { createPreview(input: { id: $id, version: 1 }) { errors { code } } }", hidden, unknown));
            }
        }

        foreach (var (query, hidden, unknown) in questions)
        {
            var (ofHidden, ofUnknown) = (await app.SendAsync(query, hidden), await app.SendAsync(query, unknown));

            Assert.Equal(ofUnknown.ToJsonString(), ofHidden.ToJsonString());
            Assert.DoesNotContain("ecret", ofHidden.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_is_signed_in_is_told_which_role_it_takes()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);
        var draft = (await app.DoneAsync("createTopic", new { content = new { title = "Sleep", kind = "CONDITION", summary = "About sleep." } }, app.Token("Ann", Role.Author)))["draft"]!;

        var publish = await app.MutateAsync("publish", new { id = (string)draft["id"]!, version = 1 }, app.Token("Ann", Role.Author));
        var retract = await app.MutateAsync("retract", new { id = (string)draft["id"]!, version = 1, reason = "It is wrong." }, app.Token("Edith", Role.Editor));

        Assert.Equal("""ForbiddenError FORBIDDEN ["EDITOR","PUBLISHER"]""", Told(publish));
        Assert.Equal("""ForbiddenError FORBIDDEN ["PUBLISHER"]""", Told(retract));

        static string Told(JsonNode payload)
        {
            var error = Assert.Single(payload["errors"]!.AsArray())!;
            return $"{error["__typename"]} {error["code"]} {error["requires"]!.ToJsonString()}";
        }
    }

    [Fact]
    public async Task Bad_token_bad_preview_nobody_and_a_wrong_role_are_four_things()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);
        const string publish = """mutation { publish(input: { id: "D0000000000000000000000", version: 1 }) { errors { __typename code } } }""";

        var badToken = await PostAsync("{ viewer { name } }", token: "x.y.z");
        var badPreview = await PostAsync("{ viewer { name } }", preview: "x");
        var nobody = await PostAsync(publish);
        var wrongRole = await PostAsync(publish, token: app.Token("Ann", Role.Author));

        Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHENTICATED", "Bearer error=\"invalid_token\""), badToken);
        Assert.Equal((HttpStatusCode.Forbidden, "PREVIEW_EXPIRED", ""), badPreview);
        Assert.Equal((HttpStatusCode.OK, "UNAUTHENTICATED", ""), nobody);
        Assert.Equal((HttpStatusCode.OK, "ForbiddenError", ""), wrongRole);

        async Task<(HttpStatusCode Status, string? Code, string Challenge)> PostAsync(string query, string? token = null, string? preview = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            request.Headers.TryAddWithoutValidation("ContentHub-Preview", preview);
            using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            return (response.StatusCode,
                (string?)answer["errors"]?[0]?["extensions"]?["code"] ?? (string?)answer["data"]?["publish"]?["errors"]?[0]?["__typename"],
                response.Headers.WwwAuthenticate.ToString());
        }
    }
}
