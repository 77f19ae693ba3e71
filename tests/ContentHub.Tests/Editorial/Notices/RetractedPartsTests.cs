using ContentHub.Tests.Content;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Storage;
using Xunit;
using Desk = ContentHub.Tests.Content.Desk;

namespace ContentHub.Tests.Editorial.Notices;

/// <summary>What a retraction or a correction means for what was made from the text, or holds it.</summary>
public sealed class RetractedPartsTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task A_retracted_source_takes_its_translations_along_and_a_translation_leaves_its_source(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var desk = new Desk(app);
        var entry = Guid.CreateVersion7();
        var english = await desk.PublishedAsync("GlossaryTerm", Desk.Term("taper", "Taper", "Less and less."), entry);
        var spanish = await desk.PublishedAsync("GlossaryTerm", Desk.Term("reduccion", "Reducción", "Cada vez menos."), entry, "es-US");
        const string query = """{ en: glossaryTerm(slug: "taper") { status notices { reason text } } es: glossaryTerm(slug: "reduccion", locale: "es-US") { locale status title notices { reason text } } }""";

        await app.DoneAsync("retract", new { id = spanish, version = 1, reason = "Se perdió un “no”.", reasonCode = "WRONG_LANGUAGE" }, desk.Editor);
        var translationOnly = await app.QueryAsync(query);
        await desk.ChangeAsync("GlossaryTerm", spanish, 1, new { definition = "Poco a poco." });
        await app.DoneAsync("retract", new { id = english, version = 1, reason = "It was wrong.", reasonCode = "WRONG_FACT" }, desk.Editor);
        var both = await app.QueryAsync(query);

        Assert.Equal(("CURRENT", "RETRACTED"), ((string?)translationOnly["en"]!["status"], (string?)translationOnly["es"]!["status"]));
        Assert.Equal(("RETRACTED", "RETRACTED", "es-US", "Reducción"), ((string?)both["en"]!["status"], (string?)both["es"]!["status"], (string?)both["es"]!["locale"], (string?)both["es"]!["title"]));
        Assert.Equal("""[{"reason":"WRONG_FACT","text":"It was wrong."},{"reason":"WRONG_LANGUAGE","text":"Se perdió un “no”."}]""", both["es"]!["notices"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Theory, EachDatabase]
    public async Task Pages_that_hold_something_retracted_or_a_changed_help_line_or_were_translated_from_a_corrected_text_wait_for_somebody(string database)
    {
        var clock = new ManualClock(new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero));
        await using var app = await ContentHubApp.StartAsync(database, server, clock: clock);
        var desk = new Desk(app);
        var (topic, author, faq, line, page) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await desk.PublishedAsync("Topic", Desk.Topic("sleep", "Sleep"), topic);
        await desk.PublishedAsync("Person", Desk.Person("ann", "Ann"), author);
        var lineId = await desk.PublishedAsync("HelpLine", new { slug = "line", title = "The Line", phone = "555-0100", hours = "24/7", countries = new[] { "US" }, languages = new[] { "en" }, summary = "Listens." }, line);
        var faqId = await desk.PublishedAsync("FaqEntry", new { slug = "q", question = "Is it safe?", shortAnswer = "Yes.", topics = new[] { topic }, references = Desk.Sources, answer = new[] { new { paragraph = new { text = "All of it." } } } }, faq);
        var article = Desk.Article("a", "A", topic, author, new { paragraph = new { text = $"Call [the line](entry:{line})." } }, new { faqBlock = new { entryIds = new[] { faq } } });
        var english = await desk.PublishedAsync("Article", article, page);
        await desk.PublishedAsync("Article", Desk.Article("a-es", "A es", topic, author, new { paragraph = new { text = "Texto." } }), page, "es-US");
        var quiet = await TasksAsync();
        clock.Advance(TimeSpan.FromDays(1));

        await desk.ChangeAsync("HelpLine", lineId, 1, new { phone = "555-0199" });
        await desk.ChangeAsync("Article", english, 1, new { summary = "Another summary." });
        clock.Advance(TimeSpan.FromDays(1));
        await desk.ChangeAsync("HelpLine", lineId, 2, new { phone = "555-0200" });
        await app.DoneAsync("addNotice", new { id = english, version = 2, kind = "CORRECTION", text = "The summary was wrong." }, desk.Editor);
        await desk.RetractAsync(faqId, 1, "It was wrong.");
        var waiting = await TasksAsync();
        var read = await app.QueryAsync("""{ article(slug: "a") { faqs { slug } body { plain } } }""");

        Assert.Empty(quiet);
        Assert.Equal(
        [
            "FIX EDITOR en-US: It shows or links to the FAQ entry “Is it safe?”, which was retracted: readers see the page without it. Put something right in its place, or take it out.",
            "REVIEW_DUE MEDICAL_REVIEWER en-US: The help line “The Line”, which it shows, has changed since the review: check it now.",
            "REVIEW_DUE MEDICAL_REVIEWER es-US: The text that this was translated from was corrected: The summary was wrong. Bring it over, or confirm that this text is right.",
        ], waiting.Order(StringComparer.Ordinal));
        Assert.Empty(read["article"]!["faqs"]!.AsArray());

        async Task<IReadOnlyList<string>> TasksAsync() => [.. (await app.QueryAsync(
            "{ editorial { tasks(first: 100) { nodes { kind roles note draft { locale } } } } }", token: desk.Editor))["editorial"]!["tasks"]!["nodes"]!.AsArray()
            .Select(t => $"{t!["kind"]} {string.Join('+', t["roles"]!.AsArray())} {t["draft"]!["locale"]}: {t["note"]}")];
    }
}
