using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Importing.Pages;

/// <summary>The mutation: what it makes can be read back, and what it does not make is not there.</summary>
public sealed class ImportDocumentTests(PostgreSqlServer server)
{
    private const string Payload = """
        drafts { id entryId type slug title version state publishedVersion locale }
        findings { rule severity path message suggestion }
        leftOut { text reason }
        errors { __typename code path message ... on ForbiddenError { requires } }
        """;

    [Theory, EachDatabase]
    public async Task What_was_made_of_a_page_can_be_read_back_as_drafts_that_point_to_each_other(string database)
    {
        await using var app = await SiteAsync(database);
        var author = app.Token("Ann", Role.Author);

        var made = await ImportAsync(app, author, "signs-of-clonazepam-dependence.html", new { sourceUrl = "https://www.example.org/blog/signs" });

        var drafts = made["drafts"]!.AsArray();
        Assert.Equal(["ARTICLE", "SYMPTOM_LIST", "SYMPTOM_LIST", "PROGRAM", "FAQ_ENTRY", "FAQ_ENTRY", "FAQ_ENTRY"], drafts.Select(d => (string)d!["type"]!));
        Assert.All(drafts, d => Assert.Equal(("DRAFT", 1, null), ((string)d!["state"]!, (int)d["version"]!, (int?)d["publishedVersion"])));
        var article = await ReadAsync(app, author, drafts[0]!, "... on ArticleContent { title audience topics symptomLists faqs programs sections { heading blocks { symptomListBlock { entryId } callToAction { label programId } } } }");
        Assert.Equal("Signs of Clonazepam Dependence", (string)article["title"]!);
        Assert.Single(article["topics"]!.AsArray());
        Assert.Equal([Id(drafts[1]!), Id(drafts[2]!)], article["symptomLists"]!.AsArray().Select(i => (string)i!));
        Assert.Equal([Id(drafts[3]!)], article["programs"]!.AsArray().Select(i => (string)i!));
        Assert.Equal([Id(drafts[4]!), Id(drafts[5]!), Id(drafts[6]!)], article["faqs"]!.AsArray().Select(i => (string)i!));
        var shown = article["sections"]!.AsArray().SelectMany(s => s!["blocks"]!.AsArray()).ToList();
        Assert.Equal([Id(drafts[1]!), Id(drafts[2]!)], shown.Select(b => (string?)b!["symptomListBlock"]?["entryId"]).Where(i => i is not null));
        Assert.Contains(Id(drafts[3]!), shown.Select(b => (string?)b!["callToAction"]?["programId"]));
        var withdrawal = await ReadAsync(app, author, drafts[2]!, "... on SymptomListContent { context topics groups { category symptoms { name severity action } } }");
        Assert.Equal("WITHDRAWAL", (string)withdrawal["context"]!);
        Assert.Contains("""{"name":"Seizures","severity":"EMERGENCY","action":"Call 911 now."}""", withdrawal.ToJsonString(), StringComparison.Ordinal);
        var program = await ReadAsync(app, author, drafts[3]!, "... on ProgramContent { levelOfCare locations schedule { hoursPerWeek durationWeeks totalHours } }");
        Assert.Equal("""{"hoursPerWeek":9,"durationWeeks":10,"totalHours":90}""", program["schedule"]!.ToJsonString());
        Assert.Single(program["locations"]!.AsArray());
    }

    [Theory, EachDatabase]
    public async Task Findings_of_the_import_and_of_the_checks_say_which_draft_they_are_about(string database)
    {
        await using var app = await SiteAsync(database);

        var made = await ImportAsync(app, app.Token("Ann", Role.Author), "signs-of-clonazepam-dependence.html");

        var findings = made["findings"]!.AsArray().Select(f => (Rule: (string)f!["rule"]!, Path: string.Join('/', f["path"]!.AsArray()))).ToList();
        Assert.Contains(("substance-mismatch", "drafts/0"), findings);
        Assert.Contains(findings, f => f is { Rule: "list-item-lost" } && f.Path.StartsWith("drafts/0/sections/", StringComparison.Ordinal));
        Assert.Contains(findings, f => f is { Rule: "crisis-help-missing" } && f.Path.StartsWith("drafts/0", StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, 3), i => Assert.Contains(findings, f => f.Rule == "reference-missing" && f.Path.StartsWith($"drafts/{i}", StringComparison.Ordinal)));
        Assert.Contains(("publish-together", "drafts/0"), findings);

        // The article's own parts are no faults of it; what is said of them is said once.
        Assert.DoesNotContain(findings, f => f.Rule == "link-target-missing");
        Assert.Contains(made["leftOut"]!.AsArray(), l => (string)l!["text"]! == "Opioid addiction does not have to run your life." && (string)l["reason"]! == "sales text");
    }

    [Theory, EachDatabase]
    public async Task A_dry_run_answers_the_same_and_makes_nothing(string database)
    {
        await using var app = await SiteAsync(database);
        var author = app.Token("Ann", Role.Author);
        var before = await CountsAsync(app);

        var dry = await ImportAsync(app, author, "signs-of-clonazepam-dependence.html", new { dryRun = true });
        var after = await CountsAsync(app);
        var real = await ImportAsync(app, author, "signs-of-clonazepam-dependence.html");

        Assert.Equal(before, after);
        Assert.Equal(Without(real["drafts"]!), Without(dry["drafts"]!));
        Assert.Equal(real["findings"]!.ToJsonString(), dry["findings"]!.ToJsonString());
        Assert.Equal(real["leftOut"]!.ToJsonString(), dry["leftOut"]!.ToJsonString());
        Assert.NotEqual(before, await CountsAsync(app));

        static string Without(JsonNode drafts) => string.Join('\n', drafts.AsArray().Select(d => $"{d!["type"]} {d["slug"]} {d["title"]} {d["version"]} {d["state"]}"));
    }

    [Theory, EachDatabase]
    public async Task A_sister_page_points_to_the_program_and_the_question_that_are_there(string database)
    {
        await using var app = await SiteAsync(database);
        var author = app.Token("Ann", Role.Author);
        var first = (await ImportAsync(app, author, "signs-of-clonazepam-dependence.html"))["drafts"]!.AsArray();

        var second = await ImportTextAsync(app, author, """
            <main><h1>Signs of Clonazepam Dependence</h1><p>A shorter page on clonazepam.</p>
            <h2>Which treatment exists?</h2><p>Quite another answer.</p>
            <h2>Our Intensive Outpatient Program in San Diego</h2>
            <p>Our Intensive Outpatient Program in San Diego offers individual therapy and group therapy for nine hours a week over ten weeks (90 hours). Medical supervision is part of it. You keep living at home and keep up your daily life.</p></main>
            """);

        var draft = Assert.Single(second["drafts"]!.AsArray())!;
        Assert.Equal("signs-of-clonazepam-dependence-2", (string)draft["slug"]!);
        var article = await ReadAsync(app, author, draft, "... on ArticleContent { faqs programs }");
        Assert.Equal([Id(first[3]!)], article["programs"]!.AsArray().Select(i => (string)i!));
        Assert.Equal([Id(first[6]!)], article["faqs"]!.AsArray().Select(i => (string)i!));
        Assert.Contains(second["leftOut"]!.AsArray(), l => ((string)l!["text"]!).Contains("Quite another answer.", StringComparison.Ordinal));
        Assert.Equal(["faq-reused", "program-reused"], second["findings"]!.AsArray().Select(f => (string)f!["rule"]!).Where(r => r.EndsWith("-reused", StringComparison.Ordinal)).Order());
    }

    [Theory, EachDatabase]
    public async Task The_same_import_again_and_many_at_once_make_it_once(string database)
    {
        await using var app = await SiteAsync(database);
        var (author, id) = (app.Token("Ann", Role.Author), Guid.NewGuid().ToString());

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ImportAsync(app, author, "accordion-faq.html", new { id })));
        var counts = await CountsAsync(app);
        var again = await ImportAsync(app, author, "accordion-faq.html", new { id });
        var other = await ImportAsync(app, app.Token("Bob", Role.Author), "accordion-faq.html", new { id });

        Assert.All(all, a => Assert.Equal(again["drafts"]!.ToJsonString(), a["drafts"]!.ToJsonString()));
        Assert.Equal(4, again["drafts"]!.AsArray().Count);
        Assert.Equal(counts, await CountsAsync(app));
        Assert.Equal("""["INVALID",["input","id"]]""", Refusal(other));
        Assert.Empty(other["drafts"]!.AsArray());
    }

    [Theory, EachDatabase]
    public async Task Different_pages_with_the_same_program_at_once_are_all_made(string database)
    {
        await using var app = await SiteAsync(database);
        var author = app.Token("Ann", Role.Author);

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => ImportTextAsync(app, author, $"<h1>The same title</h1><p>Page {n}.</p><h2>Our program</h2><p>Our intensive outpatient program has nine hours a week of group therapy.</p>")));

        Assert.All(all, a => Assert.Empty(a["errors"]!.AsArray()));
        Assert.Equal(4, all.Select(a => (string)a["drafts"]![0]!["slug"]!).Distinct().Count());
        Assert.Equal(1, all.Sum(a => a["drafts"]!.AsArray().Count(d => (string)d!["type"]! == "PROGRAM")));
    }

    [Theory, EachDatabase]
    public async Task Either_all_drafts_are_made_or_none(string database)
    {
        await using var app = await SiteAsync(database);
        var before = await CountsAsync(app);
        await using (var db = app.Database.Open())
        {
            await db.Database.ExecuteSqlRawAsync(db is SqliteDb
                ? """create trigger "PowerCut" before insert on "Variants" when new."Type" = 'PROGRAM' begin select raise(abort, 'power cut'); end"""
                : """alter table "Variants" add constraint "PowerCut" check ("Type" <> 'PROGRAM')""");
        }

        var answer = await app.SendAsync($"mutation($input: ImportDocumentInput!) {{ importDocument(input: $input) {{ {Payload} }} }}", new { input = Input("signs-of-clonazepam-dependence.html") }, app.Token("Ann", Role.Author));

        Assert.NotNull(answer["errors"]);
        Assert.Equal(before, await CountsAsync(app));
    }

    [Theory, EachDatabase]
    public async Task Whoever_imported_cannot_approve_and_nothing_goes_out_by_itself(string database)
    {
        await using var app = await SiteAsync(database);
        var (omar, edith) = (app.Token("Omar", Enum.GetValues<Role>()), app.Token("Edith", Role.Editor));
        var made = await ImportTextAsync(app, omar, "<h1>Depression</h1><p>Written by Dr. Who, medically reviewed by Dr. What</p><p>It can lift.</p><h2>Can depression get better?</h2><p>Yes. Most people get better.</p>");
        var question = (string)made["drafts"]![1]!["id"]!;
        await app.DoneAsync("updateFaqEntry", new { id = question, expectedVersion = 1, patch = new { references = ContentHub.Tests.Content.Desk.Sources } }, edith);
        await app.DoneAsync("submitForReview", new { id = question, version = 2 }, edith);

        var own = await app.MutateAsync("approve", new { id = question, version = 2 }, omar);
        var second = await app.MutateAsync("approve", new { id = question, version = 2 }, app.Token("Rhea", Role.MedicalReviewer));

        Assert.Equal("OWN_REVISION", (string)own["errors"]![0]!["code"]!);
        Assert.Empty(second["errors"]!.AsArray());
        Assert.Equal(0, (int)(await app.QueryAsync("{ articles { totalCount } faqEntries { totalCount } }"))["articles"]!["totalCount"]!);
        Assert.Contains(made["findings"]!.AsArray(), f => (string)f!["rule"]! == "review-not-taken");
        await using var db = app.Database.Open();
        Assert.All(await db.Revisions.Where(r => r.Version == 1).ToListAsync(), r => Assert.Null(r.NextReviewDue));
    }

    [Theory, EachDatabase]
    public async Task The_log_names_where_a_draft_came_from_and_its_chain_holds(string database)
    {
        await using var app = await SiteAsync(database);

        await ImportAsync(app, app.Token("Ann", Role.Author), "accordion-faq.html", new { sourceUrl = "https://www.example.org/faq" });

        await using var db = app.Database.Open();
        Assert.Equal(4, await db.Changes.CountAsync(c => c.Reason == "Imported from https://www.example.org/faq" && c.Kind == ChangeKind.Created));
        Assert.Null((await AuditVerification.RunAsync(db)).Fault);
    }

    [Fact]
    public async Task All_faults_of_an_input_are_told_at_once_and_a_page_without_text_is_refused()
    {
        await using var app = await SiteAsync(TestDatabase.Sqlite);
        var author = app.Token("Ann", Role.Author);
        var before = await CountsAsync(app);

        var faulty = await app.MutateAsync("importDocument", new { id = "x", text = " ", format = "HTML", locale = "xx-XX" }, author, Payload);
        var empty = await ImportAsync(app, author, "empty.html");
        var reprinted = await ImportAsync(app, author, "reprinted.html", new { dryRun = true });
        var reviewer = await ImportAsync(app, app.Token("Rhea", Role.MedicalReviewer), "accordion-faq.html");
        var strange = await app.SendAsync("""mutation { importDocument(input: { text: "x", format: PDF }) { errors { message } } }""", token: author);

        Assert.Equal(["input/locale", "input/id", "input/text"], faulty["errors"]!.AsArray().Select(e => string.Join('/', e!["path"]!.AsArray())));
        Assert.Equal("""["INVALID",["input","text"]]""", Refusal(empty));
        Assert.Equal("""["INVALID",["input","text"]]""", Refusal(reprinted));
        Assert.Contains("somebody else’s".Replace('’', '\''), (string)reprinted["errors"]![0]!["message"]!, StringComparison.Ordinal);
        Assert.Equal(("ForbiddenError", """["AUTHOR","EDITOR"]"""), ((string)reviewer["errors"]![0]!["__typename"]!, reviewer["errors"]![0]!["requires"]!.ToJsonString()));
        Assert.NotNull(strange["errors"]);
        Assert.Equal(before, await CountsAsync(app));
    }

    [Fact]
    public async Task A_page_in_another_language_of_the_site_becomes_drafts_in_it()
    {
        await using var app = await SiteAsync(TestDatabase.Sqlite);

        var made = await ImportAsync(app, app.Token("Ann", Role.Author), "spanish.html", new { locale = "es-us" });

        Assert.All(made["drafts"]!.AsArray(), d => Assert.Equal("es-US", (string)d!["locale"]!));
        Assert.Contains("senales-de-dependencia-de-las-benzodiacepinas", made["drafts"]!.AsArray().Select(d => (string)d!["slug"]!));
    }

    private async Task<ContentHubApp> SiteAsync(string database)
    {
        var app = await ContentHubApp.StartAsync(database, server);
        var editor = app.Token("Edith", Role.Editor);
        foreach (var (title, other) in new[] { ("Clonazepam", "Klonopin"), ("Depression", "Low mood") })
        {
            await app.DoneAsync("createTopic", new { content = new { title, kind = "SUBSTANCE", summary = "A topic.", alternateNames = new[] { other } } }, editor);
        }

        await app.DoneAsync("createLocation", new { content = new { title = "A sample clinic", city = "San Diego" } }, editor);
        return app;
    }

    private static object Input(string page) => new { text = SamplePages.Read(page).Text, format = "HTML" };

    private static Task<JsonNode> ImportAsync(ContentHubApp app, string token, string page, object? more = null)
    {
        var input = (JsonObject)System.Text.Json.JsonSerializer.SerializeToNode(Input(page))!;
        foreach (var (name, value) in (JsonObject)System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!)
        {
            input[name] = value?.DeepClone();
        }

        return app.MutateAsync("importDocument", input, token, Payload);
    }

    private static Task<JsonNode> ImportTextAsync(ContentHubApp app, string token, string text) => app.MutateAsync("importDocument", new { text, format = "HTML" }, token, Payload);

    private static async Task<JsonNode> ReadAsync(ContentHubApp app, string token, JsonNode draft, string content) =>
        (await app.QueryAsync($"{{ editorial {{ draft(id: \"{draft["id"]}\") {{ content {{ {content} }} }} }} }}", token: token))["editorial"]!["draft"]!["content"]!;

    private static string Id(JsonNode draft) => (string)draft["entryId"]!;

    private static string Refusal(JsonNode payload) => new JsonArray((string)Assert.Single(payload["errors"]!.AsArray())!["code"]!, payload["errors"]![0]!["path"]!.DeepClone()).ToJsonString();

    private static async Task<(int Entries, int Variants, int Revisions, int Slugs, int Changes)> CountsAsync(ContentHubApp app)
    {
        await using var db = app.Database.Open();
        return (await db.Entries.CountAsync(), await db.Variants.CountAsync(), await db.Revisions.CountAsync(), await db.Slugs.CountAsync(), await db.Changes.CountAsync());
    }
}
