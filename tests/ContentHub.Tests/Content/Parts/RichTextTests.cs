using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Content.Parts;

/// <summary>Texts and blocks of every kind, as readers get them.</summary>
public sealed class RichTextTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task Texts_are_given_in_each_format_and_links_lead_only_to_what_is_public(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var desk = new Desk(app);
        var (topic, author, open, closed) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await desk.PublishedAsync("Topic", Desk.Topic("sleep", "Sleep"), topic);
        await desk.PublishedAsync("Person", Desk.Person("ann", "Ann"), author);
        await desk.PublishedAsync("Program", new
        {
            slug = "taper", title = "Taper", summary = "Less and less.", levelOfCare = "OUTPATIENT", formats = new[] { "IN_PERSON" }, ageGroups = new[] { "ADULT" },
            sections = new[] { new { heading = "How", anchor = "how", blocks = new[] { new { paragraph = new { text = "Slowly." } } } } },
        }, open);
        var term = await desk.DraftAsync("GlossaryTerm", Desk.Term("secret", "Secret", "Not yet."), closed);
        await desk.PublishedAsync("Article", Desk.Article("a", "A & B", topic, author, new
        {
            paragraph = new { text = $"*Slow* & **sure**: [taper](entry:{open}#how), [secret](entry:{closed}), [FDA](https://www.fda.gov/x?a=1&b=2), `code`." },
        }), together: closed);
        const string query = """
            query($template: String) { article(slug: "a") { sections { blocks { ... on Paragraph { text { markdown html(linkTemplate: $template) plain links { href entryId anchor target { slug } } } } } } } }
            """;

        var text = TextOf(await app.QueryAsync(query));
        var byPath = TextOf(await app.QueryAsync(query, new { template = "/{locale}/{type}/{slug}#{anchor}" }));
        var byUrl = TextOf(await app.QueryAsync(query, new { template = "https://example.org/x?id={id}&at={anchor}" }));
        await desk.PublishAsync("GlossaryTerm", term, 1);
        var afterwards = TextOf(await app.QueryAsync(query));

        Assert.Equal($"*Slow* & **sure**: [taper](entry:{open}#how), secret, [FDA](https://www.fda.gov/x?a=1&b=2), `code`.", Unescaped(text["markdown"]));
        Assert.Equal("Slow & sure: taper, secret, FDA, code.", (string?)text["plain"]);
        var html = (string)text["html"]!;
        Assert.Contains("<em>Slow</em> &amp; <strong>sure</strong>", html, StringComparison.Ordinal);
        Assert.Contains("/en-US/program/taper#how\"", html, StringComparison.Ordinal);
        Assert.Contains($"data-entry-id=\"{open}\"", html, StringComparison.Ordinal);
        Assert.Contains("<code>code</code>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(closed.ToString(), html, StringComparison.Ordinal);
        Assert.Contains("href=\"/en-US/program/taper#how\"", (string?)byPath["html"], StringComparison.Ordinal);
        Assert.Matches("href=\"https://example.org/x\\?id=E[^\"&]+&amp;at=how\"", (string)byUrl["html"]!);
        Assert.Equal(
            $$$"""[{"href":"entry:{{{open}}}#how","entryId":"{{{open}}}","anchor":"how","target":{"slug":"taper"}},{"href":"entry:{{{closed}}}","entryId":"{{{closed}}}","anchor":null,"target":null}]""",
            text["links"]!.ToJsonString());
        Assert.Contains($"[secret](entry:{closed})", (string?)afterwards["markdown"], StringComparison.Ordinal);
        Assert.Contains("/glossary-term/secret\"", (string?)afterwards["html"], StringComparison.Ordinal);
        Assert.Equal("secret", (string?)afterwards["links"]![1]!["target"]!["slug"]);

        foreach (var refused in new[] { "javascript:alert(1)//{slug}", "//evil.example/{slug}", "http://example.org/{slug}", "{slug}", "/\\evil.example", "/a\nb", "", "/" + new string('x', 500) })
        {
            var answer = await app.SendAsync(query, new { template = refused });
            Assert.True((string?)answer["errors"]?[0]?["extensions"]?["code"] == "INVALID", $"{refused} was taken");
        }
    }

    [Theory, EachDatabase]
    public async Task Blocks_of_every_kind_have_their_fields_and_are_text_besides(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var desk = new Desk(app);
        var (topic, author, list, faq, program, line, missing) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await desk.PublishedAsync("Topic", Desk.Topic("sleep", "Sleep"), topic);
        await desk.PublishedAsync("Person", Desk.Person("ann", "Ann"), author);
        await desk.PublishedAsync("SymptomList", new
        {
            slug = "signs", title = "Signs", topics = new[] { topic }, references = Desk.Sources, context = "USE", introduction = "Watch for:",
            groups = new[] { new { category = "PHYSICAL", symptoms = new[] { new { name = "Fever", severity = "COMMON" } } } },
        }, list);
        await desk.PublishedAsync("FaqEntry", new { slug = "why", question = "Why?", topics = new[] { topic }, references = Desk.Sources, shortAnswer = "Because.", answer = new[] { new { paragraph = new { text = "Because it *is*." } } } }, faq);
        await desk.PublishedAsync("Program", new { slug = "care", title = "Care", summary = "Care.", levelOfCare = "OUTPATIENT", formats = new[] { "IN_PERSON" }, ageGroups = new[] { "ADULT" } }, program);
        await desk.PublishedAsync("HelpLine", new { slug = "line", title = "The Line", phone = "555-0100", hours = "24/7", countries = new[] { "US" }, languages = new[] { "en" }, summary = "Listens." }, line);
        await desk.DraftAsync("FaqEntry", new { slug = "hidden", question = "Hidden?" }, missing);
        await desk.PublishedAsync("Article", Desk.Article(
            "all", "All", topic, author,
            new { paragraph = new { key = "p", text = "Plain *words*." } },
            new { bulletList = new { key = "b", items = new[] { new { text = "One", level = 1 }, new { text = "Deeper", level = 2 }, new { text = "Two", level = 1 } } } },
            new { numberedList = new { key = "n", start = 3, items = new[] { new { text = "Third", level = 1 }, new { text = "Fourth", level = 1 } } } },
            new { callout = new { key = "c", kind = "EMERGENCY", heading = "Now", text = "Call **911**." } },
            new { quote = new { key = "q", text = "So it is", source = "Ann" } },
            new { table = new { key = "t", caption = "Two", header = new[] { "A", "B" }, rows = new[] { new[] { "1 | 2", "*3*" } } } },
            new { symptomListBlock = new { key = "l", entryId = list } },
            new { faqBlock = new { key = "f", entryIds = new[] { missing, faq } } },
            new { callToAction = new { key = "a1", label = "Join <us>", programId = program } },
            new { callToAction = new { key = "a2", label = "Call", phone = "+1 (555) 010-0100" } },
            new { helpLineBlock = new { key = "h", entryId = line } }), together: missing);

        var article = (await app.QueryAsync("""
            { article(slug: "all") { body { html plain markdown } sections { key anchor heading level body { plain } blocks {
                __typename key body { markdown html plain }
                ... on Paragraph { text { plain } } ... on BulletList { items { level text { plain } } } ... on NumberedList { start }
                ... on Callout { kind heading } ... on Quote { source } ... on Table { caption header { plain } rows { cells { plain } } }
                ... on SymptomListBlock { symptomListId symptomList { slug } } ... on FaqBlock { faqIds faqs { slug } }
                ... on CallToAction { label programId program { slug } url phone } ... on HelpLineBlock { helpLine { slug } }
            } } } }
            """))["article"]!;

        var blocks = article["sections"]![0]!["blocks"]!.AsArray().ToDictionary(b => (string)b!["key"]!, b => b!);
        Assert.Equal("Paragraph BulletList NumberedList Callout Quote Table SymptomListBlock FaqBlock CallToAction CallToAction HelpLineBlock", string.Join(' ', blocks.Values.Select(b => (string)b["__typename"]!)));
        Assert.Equal("<p>Plain <em>words</em>.</p>", Html("p"));
        Assert.Equal("<ul><li>One<ul><li>Deeper</li></ul></li><li>Two</li></ul>", Html("b"));
        Assert.Equal("- One\n   - Deeper\n- Two", Markdown("b"));
        Assert.Equal("<ol start=\"3\"><li>Third</li><li>Fourth</li></ol>", Html("n"));
        Assert.Equal("3. Third\n4. Fourth", Plain("n"));
        Assert.Equal("<aside data-kind=\"emergency\"><p><strong>Now</strong></p><p>Call <strong>911</strong>.</p></aside>", Html("c"));
        Assert.Equal("> **Now**\n>\n> Call **911**.", Markdown("c"));
        Assert.Equal("<blockquote><p>So it is</p><footer>Ann</footer></blockquote>", Html("q"));
        Assert.Equal("So it is — Ann", Plain("q"));
        Assert.Equal("<table><caption>Two</caption><thead><tr><th scope=\"col\">A</th><th scope=\"col\">B</th></tr></thead><tbody><tr><td>1 | 2</td><td><em>3</em></td></tr></tbody></table>", Html("t"));
        Assert.Equal("**Two**\n\n| A | B |\n| --- | --- |\n| 1 \\| 2 | *3* |", Markdown("t"));
        Assert.StartsWith("<h4>Signs</h4>", Html("l"), StringComparison.Ordinal);
        Assert.Contains("Fever", Plain("l"), StringComparison.Ordinal);
        Assert.Equal($$"""{"faqIds":["{{missing}}","{{faq}}"],"faqs":[{"slug":"why"}]}""", new JsonObject { ["faqIds"] = blocks["f"]["faqIds"]!.DeepClone(), ["faqs"] = blocks["f"]["faqs"]!.DeepClone() }.ToJsonString());
        Assert.Equal("Why?\n\nBecause it is.", Plain("f"));
        Assert.Matches("^<p><a href=\"http://[^\"]+/en-US/program/care\">Join &lt;us&gt;</a></p>$", Html("a1"));
        Assert.Equal("<p><a href=\"tel:+15550100100\">Call</a></p>", Html("a2"));
        Assert.Contains("555-0100", Plain("h"), StringComparison.Ordinal);
        Assert.Equal(("care", "line", "signs"), ((string?)blocks["a1"]["program"]!["slug"], (string?)blocks["h"]["helpLine"]!["slug"], (string?)blocks["l"]["symptomList"]!["slug"]));
        Assert.StartsWith("<h2 id=\"first-part\">First part</h2>\n<p>Plain <em>words</em>.</p>\n<ul>", (string?)article["body"]!["html"], StringComparison.Ordinal);
        Assert.StartsWith("First part\n\nPlain words.", (string?)article["body"]!["plain"], StringComparison.Ordinal);
        Assert.StartsWith("## First part\n\nPlain *words*.", (string?)article["body"]!["markdown"], StringComparison.Ordinal);
        Assert.DoesNotContain("Hidden", article.ToJsonString(), StringComparison.Ordinal);

        string Html(string key) => (string)blocks[key]["body"]!["html"]!;
        string Markdown(string key) => (string)blocks[key]["body"]!["markdown"]!;
        string Plain(string key) => (string)blocks[key]["body"]!["plain"]!;
    }

    private static JsonNode TextOf(JsonNode data) => data["article"]!["sections"]![0]!["blocks"]![0]!["text"]!;

    // Escapes that the writer adds around marks mean nothing.
    private static string Unescaped(JsonNode? markdown) => ((string)markdown!).Replace("\\&", "&", StringComparison.Ordinal);
}
