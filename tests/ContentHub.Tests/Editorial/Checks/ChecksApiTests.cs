using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Editorial.Checks;

/// <summary>The checks where editors meet them: on every save, on text that is not saved, and in the way of what would hurt readers.</summary>
public sealed class ChecksApiTests(PostgreSqlServer server)
{
    private static readonly object[] Sources = [new { title = "About sleep (made up)", publisher = "A publisher", url = "https://example.org/sleep" }];

    [Theory, EachDatabase]
    public async Task A_save_answers_with_findings_and_an_error_stands_against_review_and_publishing(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topic = await TopicAsync(writer, "Sleep");
        var payload = await app.MutateAsync("createFaqEntry", new { content = Faq(topic, "Is he an addict?", "An overdose can stop a person's breathing.") }, writer.Token);
        var faq = Writer.Of(payload);

        var refused = await app.MutateAsync("submitForReview", new { id = faq.Id, version = 1 }, writer.Token);
        var actions = (await writer.ReadAsync($"draft(id: \"{faq.Id}\") {{ findings {{ rule }} actions {{ action allowed reason }} }}"))!;

        Assert.Equal(["ERROR reference-missing references", "ERROR crisis-help-missing answer/b1/text", "WARNING stigmatising-language question"], Lines(payload["findings"]!));
        var error = refused["errors"]![0]!;
        Assert.Equal(("WorkflowError", "BLOCKED_BY_FINDINGS"), ((string?)error["__typename"], (string?)error["code"]));
        Assert.Equal(["reference-missing", "crisis-help-missing"], error["findings"]!.AsArray().Select(f => (string?)f!["rule"]));
        Assert.StartsWith("2 findings stand against it: This text makes health claims but names no source.", (string?)error["message"], StringComparison.Ordinal);
        var submit = actions["actions"]!.AsArray().Single(a => (string?)a!["action"] == "SUBMIT_FOR_REVIEW")!;
        Assert.False((bool)submit["allowed"]!);
        Assert.Contains("names no source", (string?)submit["reason"], StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Once_put_right_the_entry_goes_out_with_its_warnings(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topic = await TopicAsync(writer, "Sleep");
        var line = await writer.CreateAsync("HelpLine", new { title = "911", phone = "911", hours = "24/7", countries = new[] { "US" }, languages = new[] { "en" }, summary = "Life in danger.", isEmergency = true });
        var faq = await writer.CreateAsync("FaqEntry", new
        {
            question = "Is he an addict?", shortAnswer = "See below.", topics = new[] { topic.EntryId }, references = Sources,
            answer = new object[] { new { paragraph = new { text = "An overdose can stop a person's breathing." } }, new { helpLineBlock = new { entryId = line.EntryId } } },
        });

        var tooEarly = await app.MutateAsync("submitForReview", new { id = faq.Id, version = 1 }, writer.Token);
        await app.PublishAsync(line.Id, 1, isClinical: false);
        await app.PublishAsync(faq.Id, 1, isClinical: true);

        Assert.Equal(["crisis-help-missing"], tooEarly["errors"]![0]!["findings"]!.AsArray().Select(f => (string?)f!["rule"]));
        Assert.Equal("Is he an addict?", (string?)(await app.QueryAsync("{ faqEntry(slug: \"is-he-an-addict\") { title } }"))["faqEntry"]!["title"]);
    }

    [Theory, EachDatabase]
    public async Task A_link_to_a_draft_holds_up_publishing_but_not_the_review(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topic = await TopicAsync(writer, "Sleep");
        var term = await writer.CreateAsync("GlossaryTerm", new { title = "Taper", definition = "Less and less." });
        var faq = await writer.CreateAsync("FaqEntry", Faq(topic, "What is it?", $"See [taper](entry:{term.EntryId}).", Sources));
        await app.DoneAsync("submitForReview", new { id = faq.Id, version = 1 }, writer.Token);
        await app.DoneAsync("approve", new { id = faq.Id, version = 1 }, app.Token("Rhea", Role.MedicalReviewer));

        var refused = await app.MutateAsync("publish", new { id = faq.Id, version = 1 }, writer.Token);
        await app.PublishAsync(term.Id, 1, isClinical: false);
        await app.DoneAsync("publish", new { id = faq.Id, version = 1 }, writer.Token);
        await app.DoneAsync("retract", new { id = term.Id, version = 1, reason = "It was wrong." }, app.Token("Pat", Role.Publisher));
        var findings = (await writer.ReadAsync($"draft(id: \"{faq.Id}\") {{ findings {{ rule severity message path range {{ start end }} suggestion }} }}"))!["findings"]!;

        Assert.Equal("link-target-missing", (string?)Assert.Single(refused["errors"]![0]!["findings"]!.AsArray())!["rule"]);
        var finding = Assert.Single(findings.AsArray())!;
        Assert.Contains("“Taper”, which was retracted", (string?)finding["message"], StringComparison.Ordinal);
        Assert.Equal(4, (int)finding["range"]!["start"]!);
    }

    [Theory, EachDatabase]
    public async Task Text_that_is_not_saved_is_checked_and_nothing_is_stored(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var alcohol = await TopicAsync(writer, "Alcohol");
        var before = await ChangesAsync(app);

        var english = await CheckAsync(app, writer, new { faqEntry = new { question = "Can I stop?", topics = new[] { alcohol.EntryId }, references = Sources, answer = new[] { new { paragraph = new { text = "Ask about heroin. <b>Now</b>" } } } } });
        var spanish = await CheckAsync(app, writer, new { glossaryTerm = new { title = "Adicto", definition = "Los adictos necesitan ayuda." } }, locale: "es-US");
        var program = await CheckAsync(app, writer, new { program = new { title = "Care", levelOfCare = "INTENSIVE_OUTPATIENT", schedule = new { hoursPerWeek = 6 } } });
        var list = await CheckAsync(app, writer, new { symptomList = new { groups = new[] { new { category = "PHYSICAL", symptoms = new[] { new { name = "Seizure" } } } } } });
        var unknown = await CheckAsync(app, writer, new { article = new { topics = new[] { Guid.NewGuid() } } });
        var topicCodes = await CheckAsync(app, writer, new { topic = new { codes = new[] { new { system = "RXNORM", code = "clonazepam", display = "" } } } });
        var empty = await CheckAsync(app, writer, new { person = new { } });

        Assert.Contains("ERROR invalid answer/b1/text", Lines(english["findings"]!));
        Assert.Contains("WARNING substance-mismatch answer/b1/text", Lines(english["findings"]!));
        Assert.Equal("Flesch-Kincaid grade level", (string?)english["readability"]!["formula"]);
        Assert.Contains("WARNING stigmatising-language definition", Lines(spanish["findings"]!));
        Assert.Equal(("Szigriszt-Pazos on the INFLESZ scale", 4), ((string?)spanish["readability"]!["formula"], (int)spanish["readability"]!["words"]!));
        Assert.Contains("WARNING program-hours schedule/hoursPerWeek", Lines(program["findings"]!));
        Assert.Contains("WARNING severity-too-low groups/g1/symptoms/y1/severity", Lines(list["findings"]!));
        Assert.Contains("ERROR invalid topics/0", Lines(unknown["findings"]!));
        Assert.Equal(["codes/0/code", "codes/0/display"], Lines(topicCodes["findings"]!).Where(l => l.Contains("code-form", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]).Order());
        Assert.All(Lines(empty["findings"]!), line => Assert.StartsWith("ERROR required ", line, StringComparison.Ordinal));
        Assert.Equal(before, await ChangesAsync(app));
    }

    [Theory, EachDatabase]
    public async Task Checking_takes_a_role_one_type_and_a_known_entry(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        const string query = "query($input: CheckInput!, $locale: String, $id: ID) { editorial { check(input: $input, locale: $locale, id: $id) { findings { rule } } } }";
        var topic = await TopicAsync(writer, "Sleep");

        async Task<string?> CodeAsync(object variables, string? token) => (string?)(await app.SendAsync(query, variables, token))["errors"]?[0]?["extensions"]?["code"];

        Assert.Null((await app.SendAsync(query, new { input = new { topic = new { } } }))["data"]!["editorial"]);
        Assert.Null(await CodeAsync(new { input = new { topic = new { } } }, app.Token("Rhea", Role.MedicalReviewer)));
        Assert.NotNull(await CodeAsync(new { input = new { topic = new { }, person = new { } } }, writer.Token));
        Assert.Equal("INVALID", await CodeAsync(new { input = new { topic = new { } }, locale = "de-DE" }, writer.Token));
        Assert.Equal("NOT_FOUND", await CodeAsync(new { input = new { topic = new { } }, id = "nothing" }, writer.Token));
        Assert.Equal("NOT_FOUND", await CodeAsync(new { input = new { person = new { } }, id = topic.Id }, writer.Token));
        Assert.Null(await CodeAsync(new { input = new { topic = new { } }, id = topic.Id }, writer.Token));
    }

    [Theory, EachDatabase]
    public async Task A_translation_says_when_its_source_changed_and_when_it_was_retracted(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topic = await TopicAsync(writer, "Sleep");
        var faq = await writer.CreateAsync("FaqEntry", Faq(topic, "What is it?", "Rest.", Sources));
        await app.PublishAsync(faq.Id, 1, isClinical: true);
        var spanish = await writer.CreateAsync("FaqEntry", new { question = "¿Qué es?", shortAnswer = "Descanso.", references = Array.Empty<object>() }, entryId: faq.EntryId, locale: "es-US");

        var fresh = await FindingsAsync(writer, spanish);
        faq = await writer.PatchAsync("FaqEntry", faq, new { topics = new[] { topic.EntryId }, slug = "what-it-is" });
        await app.PublishAsync(faq.Id, 2, isClinical: true);
        var filed = await FindingsAsync(writer, spanish);
        faq = await writer.PatchAsync("FaqEntry", faq, new { shortAnswer = "Sleep." });
        var drafted = await FindingsAsync(writer, spanish);
        await app.PublishAsync(faq.Id, 3, isClinical: true);
        var outdated = await FindingsAsync(writer, spanish);
        await app.DoneAsync("retract", new { id = faq.Id, version = 3, reason = "It was wrong." }, app.Token("Pat", Role.Publisher));
        var retracted = await FindingsAsync(writer, spanish);
        await app.DoneAsync("submitForReview", new { id = spanish.Id, version = 1 }, writer.Token);
        await app.DoneAsync("approve", new { id = spanish.Id, version = 1 }, app.Token("Rhea", Role.MedicalReviewer));
        var refused = await app.MutateAsync("publish", new { id = spanish.Id, version = 1 }, writer.Token);

        Assert.All(new[] { fresh, filed, drafted }, Assert.Empty);
        Assert.Equal(["WARNING translation-outdated "], outdated);
        Assert.Equal(["ERROR translation-outdated "], retracted);
        Assert.Equal("translation-outdated", (string?)Assert.Single(refused["errors"]![0]!["findings"]!.AsArray())!["rule"]);
    }

    [Theory, EachDatabase]
    public async Task Many_drafts_with_their_findings_cost_as_many_statements_as_few(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topic = await TopicAsync(writer, "Sleep");
        for (var i = 0; i < 12; i++)
        {
            var term = await writer.CreateAsync("GlossaryTerm", new { title = $"Term {i}", definition = "A word.", topics = new[] { topic.EntryId } });
            await writer.CreateAsync("FaqEntry", Faq(topic, $"Question {i}?", $"See [it](entry:{term.EntryId}#part)."));
        }

        async Task<int> StatementsAsync(int first)
        {
            var before = app.StatementCountOfRequests;
            await writer.ReadAsync("drafts(first: $first) { nodes { findings { rule message } actions { action allowed } readability { words } } }", new { first }, "($first: Int!)");
            return app.StatementCountOfRequests - before;
        }

        var few = await StatementsAsync(2);
        var many = await StatementsAsync(24);

        Assert.Equal(few, many);
    }

    private static object Faq(Written topic, string question, string text, object[]? references = null) =>
        new { question, shortAnswer = "See below.", topics = new[] { topic.EntryId }, references = references ?? [], answer = new[] { new { paragraph = new { text } } } };

    private static async Task<Written> TopicAsync(Writer writer, string title)
    {
        var topic = await writer.CreateAsync("Topic", new { title, kind = "CONDITION", summary = "Words." });
        await writer.App.PublishAsync(topic.Id, 1, isClinical: false);
        return topic;
    }

    private static async Task<JsonNode> CheckAsync(ContentHubApp app, Writer writer, object input, string? locale = null) => (await app.QueryAsync(
        "query($input: CheckInput!, $locale: String) { editorial { check(input: $input, locale: $locale) { findings { rule severity message path suggestion replacement range { start end } } readability { words formula } } } }",
        new { input, locale }, writer.Token))["editorial"]!["check"]!;

    private static async Task<IReadOnlyList<string>> FindingsAsync(Writer writer, Written draft) =>
        Lines((await writer.ReadAsync($"draft(id: \"{draft.Id}\") {{ findings {{ rule severity path }} }}"))!["findings"]!);

    private static async Task<int> ChangesAsync(ContentHubApp app)
    {
        await using var db = app.Database.Open();
        return db.Changes.Count() + db.Variants.Count() + db.Entries.Count();
    }

    private static IReadOnlyList<string> Lines(JsonNode findings) =>
        [.. findings.AsArray().Select(f => $"{f!["severity"]} {f["rule"]} {string.Join('/', f["path"]!.AsArray().Select(p => (string?)p))}")];
}
