using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Editorial.Entries;

/// <summary>Whatever is sent is taken as it is or refused with a reason; nothing fails on our side.</summary>
public sealed class StrangeInputTests(PostgreSqlServer server)
{
    // By number: source files and test reports should not hold them.
    private static readonly int[] Refused = [0x00, 0x07, 0x1B, 0x7F, 0x85, 0x2028, 0x202A, 0x202E, 0xFEFF, 0xFFFF, 0xFDD0, 0x0A, 0x09];
    private static readonly int[] Taken = [0xA0, 0xAD, 0x200B, 0x200D, 0x200F, 0x2066, 0x301, 0xFFFD, 0x1F642, 0xE000, 0x10FFFD];

    [Theory, EachDatabase]
    public async Task A_character_is_stored_as_it_came_or_refused_with_its_place(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var article = await writer.CreateAsync("Article", new { title = "T" });
        foreach (var character in Refused.Concat(Taken))
        {
            var text = $"a{char.ConvertFromUtf32(character)}b";
            var patch = new { title = text, sections = new[] { new { key = "s", heading = text, blocks = new[] { new { paragraph = new { key = "p", text } } } } } };

            var payload = await writer.TryPatchAsync("Article", article, patch);

            if (Refused.Contains(character))
            {
                Assert.Equal(["INVALID input/patch/title", "INVALID input/patch/sections/s/heading", "INVALID input/patch/sections/s/blocks/p/text"], Writer.Refusals(payload));
            }
            else
            {
                Assert.Empty(Writer.Refusals(payload));
                article = Writer.Of(payload);
                var read = await writer.ContentAsync("Article", article, "title sections { heading blocks { paragraph { text } } }");
                Assert.Equal([text, text, text], [(string)read["title"]!, (string)read["sections"]![0]!["heading"]!, (string)read["sections"]![0]!["blocks"]![0]!["paragraph"]!["text"]!]);
            }
        }
    }

    [Theory, EachDatabase]
    public async Task Half_a_character_is_no_text(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var token = new Writer(app).Token;
        string[] bodies =
        [
            """{"query": "mutation($t: String) { createTopic(input: { content: { title: $t } }) { draft { title } errors { code } } }", "variables": {"t": "a\ud800b"}}""",
            """{"query": "mutation { createTopic(input: { content: { title: \"a\\ud800b\" } }) { draft { title } errors { code } } }"}""",
            """{"query": "mutation { createTopic(input: { content: { summary: \"a\\udc00\\ud800b\" } }) { draft { id } errors { code } } }"}""",
            """{"query": "mutation { createTopic(input: { content: { title: \"t\" }, id: \"\\ud800\", locale: \"\\ud800\" }) { draft { id } errors { code } } }"}""",
            """{"query": "{ editorial { drafts(where: { text: \"\\ud800\", author: { eq: \"\\ud800\" }, locale: { eq: \"\\ud800\" } }) { totalCount } draftOf(entryId: \"11111111-1111-4111-8111-111111111111\", locale: \"\\ud800\") { id } } }"}""",
        ];
        foreach (var body in bodies)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.DoesNotContain("INTERNAL", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("\"draft\":{", answer, StringComparison.Ordinal);
        }
    }

    [Theory, EachDatabase]
    public async Task An_id_that_is_a_number_is_one_that_nothing_has(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var token = new Writer(app).Token;

        var payload = await app.MutateAsync("submitForReview", new { id = 0, version = 1 }, token);
        var literal = await app.QueryAsync("mutation { publish(input: { id: 17, version: 1 }) { errors { code } } }", token: token);

        Assert.Equal("NOT_FOUND", (string?)payload["errors"]![0]!["code"]);
        Assert.Equal("NOT_FOUND", (string?)literal["publish"]!["errors"]![0]!["code"]);
    }

    [Theory, EachDatabase]
    public async Task Notes_and_remarks_are_texts_too(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topic = await writer.CreateAsync("Topic", new { title = "T", kind = "CONDITION", summary = "S" });
        foreach (var (text, code) in new[] { ("a\0b", "INVALID"), ("\u001b[2J", "INVALID"), (new string('x', 5001), "TOO_LONG") })
        {
            var (id, version) = (topic.Id, 1);

            async Task<string> CodeAsync(string field, object input) => string.Join(", ", Writer.Refusals(await app.MutateAsync(field, input, writer.Token)));

            Assert.Equal($"{code} input/note", await CodeAsync("updateTopic", new { id, expectedVersion = 1, patch = new { title = "T2" }, note = text }));
            Assert.Equal($"{code} input/note", await CodeAsync("submitForReview", new { id, version, note = text }));
            Assert.Equal($"{code} input/note", await CodeAsync("publish", new { id, version, note = text }));
            Assert.Equal($"{code} input/note", await CodeAsync("restoreRevision", new { id, expectedVersion = 1, restore = 1, note = text }));
            Assert.Equal($"{code} input/text", await CodeAsync("addComment", new { id, version, text }));
            Assert.Equal($"{code} input/path/0", await CodeAsync("addComment", new { id, version, text = "Remark", path = new[] { text } }));
        }

        var kept = await app.DoneAsync("updateTopic", new { id = topic.Id, expectedVersion = 1, patch = new { title = "T2" }, note = "Two\nlines" }, writer.Token);
        Assert.Equal(2, (int)kept["draft"]!["version"]!);
    }

    [Theory, EachDatabase]
    public async Task What_cannot_be_in_the_database_is_not_found_in_it(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        await writer.CreateAsync("Topic", new { title = "T" });

        foreach (var where in new object[] { new { text = "\0" }, new { author = new { eq = "\0" } }, new { author = new { contains = "\0" } }, new { locale = new { @in = new[] { "\0" } } }, new { text = new string('x', 100_000) }, new { text = "\\ ' \" % _ ; --" }, new { author = new { eq = "' OR 1=1 --" } } })
        {
            var page = await writer.ReadAsync("drafts(where: $where) { totalCount nodes { id } pageInfo { hasNextPage } }", new { where }, "($where: DraftFilter)");

            Assert.Equal("""{"totalCount":0,"nodes":[],"pageInfo":{"hasNextPage":false}}""", page!.ToJsonString());
        }
    }

    [Theory, EachDatabase]
    public async Task Large_content_is_taken_up_to_its_limits_and_refused_beyond(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var article = await writer.CreateAsync("Article", new { title = "T" });
        static object Section(int blocks) => new { blocks = Enumerable.Repeat(new { paragraph = new { text = "Text." } }, blocks) };
        static object Source(int i) => new { title = $"T{i}", publisher = "P" };
        static object Text(int length) => new { sections = new[] { new { blocks = new[] { new { paragraph = new { text = new string('x', length) } } } } } };

        async Task<string> PatchAsync(object patch)
        {
            var payload = await writer.TryPatchAsync("Article", article, patch);
            article = payload["draft"] is null ? article : Writer.Of(payload);
            return string.Join(", ", Writer.Refusals(payload));
        }

        Assert.Equal("", await PatchAsync(new { sections = Enumerable.Repeat(Section(3), 100) }));
        Assert.Equal("", await PatchAsync(new { sections = new[] { Section(500) } }));
        Assert.Equal("", await PatchAsync(Text(10_000)));
        Assert.Equal("", await PatchAsync(new { references = Enumerable.Range(0, 100).Select(Source) }));
        Assert.Equal("TOO_LONG input/patch/sections", await PatchAsync(new { sections = Enumerable.Repeat(Section(1), 500) }));
        Assert.Equal("TOO_LONG input/patch/sections/0/blocks", await PatchAsync(new { sections = new[] { Section(501) } }));
        Assert.Equal("TOO_LONG input/patch/sections/0/blocks/0/text", await PatchAsync(Text(10_001)));
        Assert.Equal("TOO_LONG input/patch/references", await PatchAsync(new { references = Enumerable.Range(0, 101).Select(Source) }));
        Assert.Equal("INVALID input/patch/references/A b/key", await PatchAsync(new { references = new[] { new { key = "A b", title = "T", publisher = "P" } } }));
        Assert.Equal(200, (await PatchAsync(new { keyPoints = Enumerable.Repeat(new string('\a', 300), 3) })).Split(", ").Length);
        Assert.Equal(100, (await writer.ContentAsync("Article", article, "references { key }"))["references"]!.AsArray().Select(r => (string?)r!["key"]).Distinct().Count());
        Assert.Equal(5, article.Version);
    }

    [Theory, EachDatabase]
    public async Task Values_that_no_type_has_are_errors_of_the_request(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        string[] contents =
        [
            """Topic { "topics": [null] }""", """Topic { "parent": 5 }""", """Topic { "parent": true }""", """Topic { "parent": ["x"] }""", """Topic { "kind": "NOPE" }""", """Topic { "title": 5 }""", """Topic { "title": ["a"] }""",
            """Article { "sections": [null] }""", """Article { "sections": [{ "blocks": [null] }] }""", """Article { "sections": [{ "blocks": null }] }""", """Article { "sections": "x" }""",
            """Article { "sections": [{ "blocks": [{ "numberedList": { "items": [{ "text": "a" }], "start": 2147483648 } }] }] }""",
            """Article { "sections": [{ "blocks": [], "level": 2147483648 }] }""", """Article { "sections": [{ "blocks": [], "level": 2.5 }] }""",
            """Program { "asamEdition": 9223372036854775808 }""", """Program { "schedule": { "hoursPerWeek": 1e400 } }""", """Program { "schedule": { "durationWeeks": 1e3 } }""", """Program { "schedule": [] }""",
            """Location { "latitude": 1e400, "longitude": "NaN" }""", """Location { "latitude": "1" }""", """Location { "country": "us" }""", """Location { "country": "USA" }""",
            """HelpLine { "chatUrl": "javascript:alert(1)" }""", """HelpLine { "chatUrl": "http://example.org/" }""", """HelpLine { "chatUrl": "https://u:p@example.org/" }""", """HelpLine { "chatUrl": "x" }""", """HelpLine { "countries": ["U"] }""",
            """Topic { "references": [{ "title": "T", "publisher": "P", "published": "2026-02-30" }] }""", """Topic { "references": [{ "title": "T" }] }""", """Topic { "unknownField": 1 }""",
        ];
        foreach (var (type, json) in contents.Select(c => (c[..c.IndexOf(' ', StringComparison.Ordinal)], c[c.IndexOf(' ', StringComparison.Ordinal)..])))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
            {
                Content = new StringContent($$"""{"query": "mutation($content: {{type}}ContentInput!) { create{{type}}(input: { content: $content }) { draft { id } errors { code path } } }", "variables": {"content": {{json}} } }""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", writer.Token);
            using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

            var refusal = (string?)answer["errors"]?[0]?["extensions"]?["code"] ?? (string?)answer["data"]?[$"create{type}"]?["errors"]?[0]?["code"];
            Assert.True(refusal is not null and not "INTERNAL", string.Create(CultureInfo.InvariantCulture, $"{type} {json}: {answer.ToJsonString()}"));
        }

        Assert.Equal(0, (int)(await writer.ReadAsync("drafts { totalCount }"))!["totalCount"]!);
    }
}
