using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Importing.Pages;
using Xunit;

namespace ContentHub.Tests.Importing;

/// <summary>
/// The life of the lead article, from the page that a practice has on its site to its retraction: what the people of the practice do, and
/// what readers see at each moment.
/// </summary>
public sealed class WholeLifeTests(PostgreSqlServer server)
{
    private const string Slug = "signs-of-clonazepam-dependence";

    private static readonly object[] Sources =
    [
        new { title = "Klonopin (clonazepam) tablets: prescribing information", publisher = "U.S. Food and Drug Administration", url = "https://www.accessdata.fda.gov/drugsatfda_docs/label/2023/017533s062lbl.pdf" },
    ];

    private readonly Dictionary<string, JsonNode> _drafts = [];

    [Theory, EachDatabase]
    public async Task From_an_existing_page_to_its_retraction(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var begun = practice.Now;
        await OpenPracticeAsync(practice);

        // A page comes in: drafts, and what is wrong with them.
        var made = await practice.DoneAsync("importDocument", new { text = SamplePages.Read($"{Slug}.html").Text, format = "HTML" }, practice.Ann,
            "drafts { id entryId type title version } findings { rule severity path } errors { code message path }");
        var drafts = made["drafts"]!.AsArray().Select(d => d!).ToList();
        var article = drafts[0];
        Assert.Equal(["ARTICLE", "SYMPTOM_LIST", "SYMPTOM_LIST", "PROGRAM", "FAQ_ENTRY", "FAQ_ENTRY", "FAQ_ENTRY"], drafts.Select(d => (string)d["type"]!));
        Assert.Superset(new HashSet<string>(["reference-missing", "crisis-help-missing", "substance-mismatch", "list-item-lost"]), Rules(made));
        var refused = await practice.RefusedAsync("submitForReview", new { id = article["id"], version = 1 }, practice.Ann);
        Assert.Equal("BLOCKED_BY_FINDINGS", (string?)refused["code"]);

        // The author mends what the findings say.
        foreach (var draft in drafts)
        {
            await MendAsync(practice, draft);
        }

        // A second person reads. Whoever brought the page in is not one, whatever roles they have.
        foreach (var draft in drafts)
        {
            await practice.DoneAsync("submitForReview", Named(draft), practice.Ann);
        }

        var ownWords = await practice.RefusedAsync("approve", Named(article), practice.Token("Ann", Role.Author, Role.MedicalReviewer));
        Assert.Equal("OWN_REVISION", (string?)ownWords["code"]);
        foreach (var draft in drafts)
        {
            await practice.DoneAsync("approve", Named(draft), (string)draft["type"]! is "PROGRAM" ? practice.Edith : practice.Rhea);
        }

        // All of it goes out at one moment, at a time.
        var at = practice.Now.AddDays(1);
        await practice.DoneAsync("publishRelease", new { items = drafts.Select(Named), at }, practice.Edith, "drafts { id state } errors { code message path }");
        await practice.PassAsync(at - practice.Now - TimeSpan.FromMilliseconds(1));
        Assert.Null(await ReadAsync(practice));
        await practice.PassAsync(TimeSpan.FromMilliseconds(1));
        var published = (await ReadAsync(practice))!;
        Assert.Equal(("CURRENT", "Rhea", 2, 1), ((string?)published["status"], (string?)published["review"]!["reviewerName"], published["symptomLists"]!.AsArray().Count, published["programs"]!.AsArray().Count));
        Assert.Contains("EMERGENCY", published["symptomLists"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Opioid", published.ToJsonString(), StringComparison.Ordinal);

        // It is translated, and each language goes out for itself.
        var spanish = (await practice.DoneAsync("createArticle", new { entryId = article["entryId"], locale = "es-US", content = Spanish() }, practice.Abe))["draft"]!;
        await OutAsync(practice, spanish);
        Assert.Equal(("es-US", false), await TranslationAsync(practice));

        // A fact was wrong: a corrected version goes out with its notice, and the translation is behind.
        practice.Advance(TimeSpan.FromDays(1));
        var beforeCorrection = practice.Now;
        practice.Advance(TimeSpan.FromDays(1));
        _drafts[(string)article["id"]!] = (await practice.DoneAsync("updateArticle", new { id = article["id"], expectedVersion = VersionOf(article), patch = new { summary = "How the body comes to rely on clonazepam, the signs of it, and where to get help." } }, practice.Ann))["draft"]!;
        await practice.DoneAsync("submitForReview", Named(article), practice.Ann);
        await practice.DoneAsync("approve", Named(article), practice.Rhea);
        await practice.DoneAsync("addNotice", new { id = article["id"], version = VersionOf(article), kind = "CORRECTION", correctionClass = "MINOR", reasonCode = "WRONG_FACT", text = "The summary left out where to get help." }, practice.Edith);
        await practice.DoneAsync("publish", Named(article), practice.Edith);
        var corrected = (await ReadAsync(practice))!;
        Assert.Equal(("CORRECTION", "The summary left out where to get help."), ((string?)corrected["notices"]![0]!["kind"], (string?)corrected["notices"]![0]!["text"]));
        Assert.Equal(("es-US", true), await TranslationAsync(practice));

        // It cannot be relied on: it is taken away in every language, and says so.
        practice.Advance(TimeSpan.FromDays(1));
        var beforeRetraction = practice.Now;
        await practice.DoneAsync("retract", new { id = article["id"], version = VersionOf(article), reason = "It did not say clearly enough that nobody should stop at once.", reasonCode = "HARM_POSSIBLE" }, practice.Paul);
        foreach (var locale in new[] { "en-US", "es-US" })
        {
            var retracted = (await ReadAsync(practice, locale))!;
            Assert.Equal(("RETRACTED", "", "RETRACTED"), ((string?)retracted["status"], (string?)retracted["body"]!["plain"], (string?)retracted["notices"]![0]!["kind"]));
            Assert.Equal("It did not say clearly enough that nobody should stop at once.", (string?)retracted["notices"]![0]!["text"]);
        }

        // What readers saw at each moment, with the notices of today.
        Assert.Null(await ReadAsync(practice, at: begun));
        var first = (await ReadAsync(practice, at: beforeCorrection))!;
        var second = (await ReadAsync(practice, at: beforeRetraction))!;
        Assert.Equal(((string?)published["summary"], (string?)corrected["summary"]), ((string?)first["summary"], (string?)second["summary"]));
        Assert.All([first, second], past => Assert.Equal(["RETRACTED", "CORRECTION"], past["notices"]!.AsArray().Select(n => (string?)n!["kind"])));

        // Every act is in the log, and the log is whole.
        var acts = (await practice.App.QueryAsync(
            "query($id: ID) { editorial { audit(first: 100, where: { entryId: $id }) { nodes { action by { name } } } } }", new { id = article["id"] }, practice.Ada))["editorial"]!["audit"]!["nodes"]!;
        Assert.Equal(
            ["CREATED Ann", "SAVED Ann", "SUBMITTED_FOR_REVIEW Ann", "APPROVED Rhea", "SCHEDULED Edith", "PUBLISHED Edith", "SAVED Ann", "SUBMITTED_FOR_REVIEW Ann", "APPROVED Rhea", "NOTICE_PREPARED Edith", "PUBLISHED Edith", "RETRACTED Paul"],
            acts.AsArray().Reverse().Select(a => $"{a!["action"]} {a["by"]!["name"]}"));
        await using var db = practice.App.Database.Open();
        var verified = await AuditVerification.RunAsync(db, cancellation: TestContext.Current.CancellationToken);
        Assert.Null(verified.Fault);
    }

    /// <summary>What a site has before its first article: the substance, a writer, the place and whom to call.</summary>
    private static async Task OpenPracticeAsync(Practice practice)
    {
        foreach (var (type, content) in new (string, object)[]
        {
            ("Topic", new { title = "Clonazepam", kind = "SUBSTANCE", summary = "A benzodiazepine.", alternateNames = new[] { "Klonopin" } }),
            ("Person", new { title = "Ann", role = "Writer", biography = "Ann writes." }),
            ("Location", new { title = "A sample clinic", city = "San Diego", country = "US", timeZone = "America/Los_Angeles" }),
            ("HelpLine", new { title = "Emergency services", phone = "911", countries = new[] { "US" }, languages = new[] { "en" }, hours = "At any time", summary = "For danger to life.", isEmergency = true }),
            ("HelpLine", new { title = "988 Suicide & Crisis Lifeline", phone = "988", text = "988", countries = new[] { "US" }, languages = new[] { "en", "es" }, hours = "At any time", summary = "Crisis counseling.", isEmergency = false }),
        })
        {
            var draft = (await practice.DoneAsync($"create{type}", new { content }, practice.Edith))["draft"]!;
            await practice.DoneAsync("publish", new { id = draft["id"], version = 1 }, practice.Edith);
        }
    }

    private async Task MendAsync(Practice practice, JsonNode draft)
    {
        var type = string.Concat(((string)draft["type"]!).Split('_').Select(part => part[..1] + part[1..].ToLowerInvariant()));
        object patch = type switch
        {
            "Article" => new { references = Sources, authors = new[] { await EntryIdOfAnnAsync(practice) }, audience = "PATIENT" },
            "SymptomList" => new { references = Sources, whenToGetHelp = "Call 911 for a seizure. Call or text 988 in a crisis. Call your prescriber before you change how much you take." },
            "FaqEntry" => new
            {
                references = Sources,
                answer = new object[]
                {
                    new { callout = new { kind = "EMERGENCY", heading = "In danger", text = "Call 911 for a seizure. Call or text 988 in a crisis." } },
                    new { paragraph = new { text = "For all else, ask your prescriber. Never stop clonazepam at once: withdrawal can be dangerous." } },
                },
            },
            _ => new { treats = new[] { await EntryIdOfClonazepamAsync(practice) }, ageGroups = new[] { "ADULT" }, summary = "Nine hours a week for ten weeks, while you live at home." },
        };
        var edits = type == "Article" ? await EmergencyBoxAsync(practice, draft) : null;
        var saved = await practice.DoneAsync(
            $"update{type}", edits is null ? new { id = draft["id"], expectedVersion = 1, patch } : new { id = draft["id"], expectedVersion = 1, patch, edits }, practice.Ann,
            "draft { id version } findings { rule severity path message } errors { code message path }");
        _drafts[(string)draft["id"]!] = saved["draft"]!;
        var open = saved["findings"]!.AsArray().Where(f => (string)f!["severity"]! == "ERROR" && (string)f["rule"]! is not ("review-missing" or "link-target-missing"));
        Assert.True(!open.Any(), $"{type}: {string.Join('\n', open.Select(f => f!.ToJsonString()))}");
    }

    private static async Task<string> EntryIdOfClonazepamAsync(Practice practice) =>
        (string)(await practice.App.QueryAsync("{ topic(slug: \"clonazepam\") { entryId } }"))["topic"]!["entryId"]!;

    private static async Task<string> EntryIdOfAnnAsync(Practice practice) =>
        (string)(await practice.App.QueryAsync("{ person(slug: \"ann\") { entryId } }"))["person"]!["entryId"]!;

    /// <summary>In front of everything: what to do when it is dangerous.</summary>
    private static async Task<object[]> EmergencyBoxAsync(Practice practice, JsonNode draft)
    {
        var content = (await practice.App.QueryAsync($"{{ editorial {{ draft(id: \"{draft["id"]}\") {{ content {{ ... on ArticleContent {{ sections {{ key }} }} }} }} }} }}", token: practice.Ann))["editorial"]!["draft"]!["content"]!;
        var callout = new { kind = "EMERGENCY", heading = "Do not stop at once", text = "Stopping clonazepam suddenly can cause seizures. Call 911 for a seizure. Call or text 988 if you think of harming yourself." };
        return [new { insertBlock = new { section = content["sections"]![0]!["key"], block = new { callout } } }];
    }

    private object Named(JsonNode draft) => new { id = draft["id"], version = VersionOf(draft) };

    private int VersionOf(JsonNode draft) => (int)_drafts[(string)draft["id"]!]["version"]!;

    private async Task OutAsync(Practice practice, JsonNode draft)
    {
        _drafts[(string)draft["id"]!] = draft;
        await practice.DoneAsync("submitForReview", Named(draft), practice.Abe);
        await practice.DoneAsync("approve", Named(draft), practice.Rhea);
        await practice.DoneAsync("publish", Named(draft), practice.Edith);
    }

    private static async Task<JsonNode?> ReadAsync(Practice practice, string locale = "en-US", DateTimeOffset? at = null) => (await practice.App.QueryAsync(
        """
        query($slug: String!, $locale: String, $at: DateTime) {
          article(slug: $slug, locale: $locale, fallback: NONE, asOf: $at) {
            title status summary body { plain } review { reviewerName } notices { kind text } symptomLists { title symptoms { name severity } } programs { title }
          }
        }
        """, new { slug = locale == "en-US" ? Slug : "senales-de-dependencia", locale, at }, at is null ? null : practice.Edith))["article"];

    private static async Task<(string?, bool)> TranslationAsync(Practice practice)
    {
        var translation = Assert.Single((await practice.App.QueryAsync("query($slug: String!) { article(slug: $slug) { translations { locale isOutdated } } }", new { slug = Slug }))["article"]!["translations"]!.AsArray())!;
        return ((string?)translation["locale"], (bool)translation["isOutdated"]!);
    }

    private static HashSet<string> Rules(JsonNode payload) => [.. payload["findings"]!.AsArray().Select(f => (string)f!["rule"]!)];

    private static object Spanish() => new
    {
        slug = "senales-de-dependencia",
        title = "Señales de dependencia del clonazepam",
        summary = "Cómo el cuerpo llega a depender del clonazepam y qué señales hay.",
        references = Sources,
        audience = "PATIENT",
        sections = new[]
        {
            new
            {
                heading = "No lo deje de golpe", level = 2,
                blocks = new object[]
                {
                    new { callout = new { kind = "EMERGENCY", heading = "Emergencia", text = "Dejar el clonazepam de golpe puede causar convulsiones. Llame al 911. En una crisis, llame al 988." } },
                    new { paragraph = new { text = "El cuerpo se acostumbra al clonazepam en días o semanas. Hable con su médico antes de cambiar la dosis." } },
                },
            },
        },
    };
}
