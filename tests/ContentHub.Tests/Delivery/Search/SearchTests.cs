using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using Xunit;

namespace ContentHub.Tests.Delivery.Search;

/// <summary>What patients type, over what the seed holds.</summary>
[Collection(SeededCollection.Name)]
public sealed class SearchTests(SeededApps apps)
{
    private Task<ContentHubApp> App => apps.On(TestDatabase.Sqlite);

    [Theory]
    [InlineData("klonopin", "en-US", "clonazepam")]
    [InlineData("signs of clonazepam dependence", "en-US", "signs-of-clonazepam-dependence")]
    [InlineData("is it safe to stop clonazepam suddenly", "en-US", "is-it-safe-to-stop-clonazepam-suddenly")]
    [InlineData("panic attack or heart attack", "en-US", "panic-attack-or-heart-attack")]
    [InlineData("how long until antidepressant works", "en-US", "how-long-before-an-antidepressant-helps")]
    [InlineData("cant sleep insomnia", "en-US", "insomnia")]
    [InlineData("mixing alcohol and benzos", "en-US", "mixing-sedatives")]
    [InlineData("pregnant", "en-US", "pregnant-should-i-stop")]
    [InlineData("narcan naloxone", "en-US", "naloxone")]
    [InlineData("intensive outpatient program", "en-US", "intensive-outpatient")]
    [InlineData("ptsd", "en-US", "ptsd")]
    [InlineData("depression symptoms", "en-US", "depression")]
    [InlineData("how to help a family member with addiction", "en-US", "how-family-can-help")]
    [InlineData("dejar clonazepam de golpe", "es-US", "dejar-el-clonazepam-de-golpe")]
    [InlineData("alcohol con clonazepam", "es-US", "alcohol-y-clonazepam")]
    public async Task What_a_patient_types_finds_first_what_they_mean(string text, string locale, string slug)
    {
        var found = await (await App).SearchAsync(text, locale: locale);

        Assert.Equal(slug, found.Slugs()[0]);
    }

    [Theory]
    [InlineData("stimulant", "stimulants")]
    [InlineData("stimulants", "stimulants")]
    [InlineData("STIMULANT'S", "stimulants")]
    [InlineData("Stímulánt", "stimulants")]
    [InlineData("clonazapam", "clonazepam")]
    [InlineData("clonzepam", "clonazepam")]
    [InlineData("deppression", "depression")]
    [InlineData("anixety", "anxiety")]
    [InlineData("insomni", "insomnia")]
    [InlineData("benzodiaz", "benzodiazepines")]
    [InlineData("opiates", "opioids")]
    [InlineData("methamphetamine", "stimulants")]
    [InlineData("trouble sleeping", "insomnia")]
    [InlineData("F32", "depression")]
    [InlineData("f43.10", "ptsd")]
    [InlineData("F4310", "ptsd")]
    [InlineData("2598", "clonazepam")]
    public async Task A_topic_is_found_by_forms_accents_typing_errors_beginnings_other_names_and_codes(string text, string slug)
    {
        var found = await (await App).SearchAsync(text, where: new { type = new { eq = "TOPIC" } });

        Assert.Contains(slug, found.Slugs());
    }

    [Theory]
    [InlineData("klonopin", "how-is-clonazepam-stopped-safely")]
    [InlineData("F32", "how-long-before-an-antidepressant-helps")]
    [InlineData("2598", "signs-of-clonazepam-dependence")]
    public async Task An_entry_is_found_by_the_other_names_and_the_codes_of_its_topics(string text, string slug)
    {
        var all = await (await App).SearchAllAsync(text, 100);

        Assert.Contains(all, hit => (string?)hit["node"]!["slug"] == slug);
    }

    [Theory]
    [InlineData("senales")]
    [InlineData("señales")]
    [InlineData("señal")]
    public async Task Spanish_is_read_as_Spanish_and_English_entries_stand_in(string text)
    {
        var app = await App;
        var article = (await app.QueryAsync("""{ article(slug: "signs-of-clonazepam-dependence", locale: "es-US") { slug locale } }"""))["article"]!;

        var spanish = await app.SearchAsync(text, locale: "es-US");
        var standIn = await app.SearchAsync("antidepressant", locale: "es-US");

        Assert.Contains((string)article["slug"]!, spanish.Slugs());
        Assert.Equal(("en-US", "how-long-before-an-antidepressant-helps"), ((string?)standIn["edges"]![0]!["node"]!["locale"], standIn.Slugs()[0]));
        Assert.DoesNotContain((await app.SearchAsync("señales del clonazepam", locale: "en-US"))["edges"]!.AsArray(), e => (string?)e!["node"]!["locale"] != "en-US");
    }

    [Fact]
    public async Task A_medicine_that_is_known_is_not_taken_for_one_that_looks_alike()
    {
        var app = await App;

        // Naloxone is no misspelt naltrexone, and the other way round.
        var naloxone = await app.SearchAllAsync("naloxone", 100);
        var naltrexone = await app.SearchAllAsync("naltrexone", 100);

        Assert.DoesNotContain(naloxone, hit => hit["highlights"]!.ToJsonString().Contains("<mark>naltrexone", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(naltrexone, hit => hit["highlights"]!.ToJsonString().Contains("<mark>naloxone", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("suicide")]
    [InlineData("Suicidal thoughts")]
    [InlineData("sucide")]
    [InlineData("i want to kill myself")]
    [InlineData("self-harm")]
    [InlineData("overdose")]
    [InlineData("Quiero morir")]
    [InlineData("no quiero vivir")]
    public async Task Whoever_may_be_in_danger_sees_help_lines_first(string text)
    {
        var app = await App;
        foreach (var locale in new[] { "en-US", "es-US" })
        {
            var found = await app.SearchAsync(text, locale: locale);

            Assert.Equal(["us-911", "us-988"], found.Slugs().Take(2));
            Assert.All(found["edges"]!.AsArray().Take(2), e => Assert.Equal(locale, (string?)e!["node"]!["locale"]));
        }
    }

    [Fact]
    public async Task A_filter_holds_in_a_crisis_too()
    {
        var found = await (await App).SearchAsync("suicide", where: new { type = new { @in = new[] { "ARTICLE", "FAQ_ENTRY" } } });

        Assert.Equal("someone-talks-of-suicide", found.Slugs().First(slug => slug.Contains("suicide", StringComparison.Ordinal)));
        Assert.All(found["edges"]!.AsArray(), e => Assert.Contains((string?)e!["node"]!["type"], (string[])["ARTICLE", "FAQ_ENTRY"]));
    }

    [Fact]
    public async Task Other_words_bring_no_help_line_to_the_front()
    {
        var found = await (await App).SearchAsync("insomnia");

        Assert.NotEqual("HELP_LINE", (string?)found["edges"]![0]!["node"]!["type"]);
    }

    [Fact]
    public async Task Passages_are_marked_where_they_stand_and_escaped()
    {
        var found = await (await App).SearchAsync("clonazepam dependence", first: 1, where: new { type = new { eq = "ARTICLE" } });

        var highlights = found["edges"]![0]!["highlights"]!.AsArray();
        Assert.Equal("""["title"]""", highlights[0]!["path"]!.ToJsonString());
        Assert.Equal("Signs of <mark>clonazepam</mark> <mark>dependence</mark>", (string?)highlights[0]!["html"]);
        Assert.InRange(highlights.Count, 2, 3);
        Assert.All(found.Marks(), html => Assert.DoesNotMatch("<(?!/?mark>)", html));
        Assert.All(found.Marks(), html => Assert.InRange(html.Length, 1, 600));
    }

    [Fact]
    public async Task Words_in_quotes_stand_together()
    {
        var app = await App;

        var together = await app.SearchAllAsync("\"heart attack\"", 100);
        var apart = await app.SearchAllAsync("heart attack", 100);

        Assert.InRange(together.Count, 1, apart.Count - 1);
        Assert.All(together, hit => Assert.Contains(apart, other => (string?)other["node"]!["id"] == (string?)hit["node"]!["id"]));
        Assert.Empty(await app.SearchAllAsync("\"attack heart\"", 100));
    }

    [Fact]
    public async Task Facets_and_filters_count_all_hits()
    {
        var app = await App;
        var all = await app.SearchAllAsync("clonazepam", 7);

        var found = await app.SearchAsync("clonazepam", first: 2);
        var articles = await app.SearchAsync("clonazepam", where: new { type = new { eq = "ARTICLE" } });
        var topic = (string)found["facets"]!.AsArray().First(f => (string?)f!["field"] == "topic")!["value"]!;
        var about = await app.SearchAsync("clonazepam", where: new { topic = new { entryId = new { eq = topic } } });
        var bySlug = await app.SearchAsync("clonazepam", where: new { topic = new { slug = new { eq = "benzodiazepines" }, withDescendants = true } });
        var professionals = await app.SearchAsync("clonazepam", where: new { audience = new { eq = "PROFESSIONAL" } });
        var patients = await app.SearchAsync("clonazepam", where: new { audience = new { eq = "PATIENT" } });

        Assert.Equal(all.Count, (int)found["totalCount"]!);
        Assert.All(found["facets"]!.AsArray(), facet => Assert.Equal(
            (string?)facet!["field"] == "type"
                ? all.Count(hit => (string?)hit["node"]!["type"] == (string?)facet["value"])
                : all.Count(hit => hit["node"]!["topics"]!.AsArray().Any(t => (string?)t!["entryId"] == (string?)facet["value"])),
            (int)facet["count"]!));
        Assert.Equal(all.Count(hit => (string?)hit["node"]!["type"] == "ARTICLE"), (int)articles["totalCount"]!);
        Assert.Equal((int)found["facets"]!.AsArray().First(f => (string?)f!["value"] == topic)!["count"]!, (int)about["totalCount"]!);
        Assert.InRange((int)bySlug["totalCount"]!, 1, all.Count - 1);
        Assert.Equal(0, (int)professionals["totalCount"]!);
        Assert.Equal((int)articles["totalCount"]!, (int)patients["totalCount"]!);
        Assert.Contains(found["facets"]!.AsArray(), f => (string?)f!["value"] == "FAQ_ENTRY" && (string?)f["label"] == "FAQ entry");
    }

    [Theory]
    [InlineData("clonazepam", 3)]
    [InlineData("withdrawal", 1)]
    [InlineData("suicide", 2)]
    public async Task Pages_are_the_whole_without_repeats(string text, int size)
    {
        var app = await App;
        var whole = await app.SearchAsync(text, first: 100);

        var paged = await app.SearchAllAsync(text, size);

        Assert.Equal(whole.Slugs(), paged.Select(hit => (string)hit["node"]!["slug"]!));
        Assert.Equal(whole["edges"]!.AsArray().Select(e => (double)e!["score"]!).OrderDescending(), paged.Select(hit => (double)hit["score"]!));
        Assert.Equal((paged.Count, paged.Count), ((int)whole["totalCount"]!, paged.Select(hit => (string)hit["node"]!["id"]!).Distinct().Count()));
    }

    [Fact]
    public async Task A_cursor_is_of_its_search_only()
    {
        var app = await App;
        var cursor = (string)(await app.SearchAsync("clonazepam", first: 1))["pageInfo"]!["endCursor"]!;

        foreach (var (text, after) in new[] { ("alcohol", cursor), ("clonazepam", "nonsense"), ("clonazepam", cursor + "AAAA"), ("", "%%%") })
        {
            var answer = await app.SendAsync("query($text: String!, $after: String) { search(text: $text, after: $after) { totalCount } }", new { text, after });
            Assert.Equal("INVALID_CURSOR", (string?)answer["errors"]![0]!["extensions"]!["code"]);
        }

        Assert.True((bool)(await app.SearchAsync("clonazepam", first: 1, after: cursor))["pageInfo"]!["hasPreviousPage"]!);
    }

    public static TheoryData<string> HostileTexts() =>
    [
        "", " ", "a", "é", "☂", "\u0000\u0001\u001b[31m", "+-&&||!(){}[]^\"~*?:\\/", "title_en:depression", "*:*", "depression~2 AND NOT (panic OR", "a*", "?*", "\"\"\"\"",
        "\"depression", "depression\"", "👩🏽‍⚕️ depression", "الاكتئاب", "שלום עולם", "抑郁症", "<script>alert(1)</script>", "' OR 1=1 --", "a a a a a a a a a a a a a a a a a a a a a a a",
        "the the the", "....", "d.e.p.r.e.s.s.i.o.n", "__proto__", "depression\u202Etxet", "e\u0301\u0301\u0301\u0301\u0301\u0301", "ﷺﷺﷺﷺ", "ẞẞß", "İıİı", "9999999999999999999999999999999",
    ];

    [Theory, MemberData(nameof(HostileTexts))]
    public async Task Nothing_that_is_typed_breaks_it(string text)
    {
        var found = await (await App).SearchAsync(text);

        Assert.InRange((int)found["totalCount"]!, 0, 169);
        Assert.All(found.Marks(), html => Assert.DoesNotMatch("<(?!/?mark>)", html));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_no_letter()
    {
        var app = await App;
        await app.Index().Ready;

        // As the escape, since text cannot hold it.
        using var content = new StringContent("""{"query":"query($t: String!) { search(text: $t) { totalCount } }","variables":{"t":"depression \ud83d"}}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await app.Http.PostAsync("/graphql", content, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("INTERNAL", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("x � y", ContentHub.Delivery.Search.SearchText.Read("x \ud83d y").Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("  .d. ")]
    [InlineData("- ! ?")]
    public async Task Under_two_letters_nothing_is_found(string text)
    {
        var found = await (await App).SearchAsync(text);

        Assert.Equal("""{"totalCount":0,"facets":[],"pageInfo":{"hasNextPage":false,"hasPreviousPage":false,"startCursor":null,"endCursor":null},"edges":[]}""", found.ToJsonString());
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_in_words()
    {
        var answer = await (await App).SendAsync("query($text: String!) { search(text: $text) { totalCount } }", new { text = new string('d', 10_000) });

        Assert.Equal("INVALID", (string?)answer["errors"]![0]!["extensions"]!["code"]);
        Assert.Contains("at most 200 characters; this has 10000", (string?)answer["errors"]![0]!["message"]);
    }

    [Fact]
    public async Task It_costs_what_is_declared_and_pages_are_bounded()
    {
        var app = await App;

        var answer = await app.SendAsync("""{ search(text: "sleep", first: 10) { edges { node { title } highlights { html } } } }""");
        var tooMany = await app.SendAsync("""{ search(text: "sleep", first: 101) { totalCount } }""");

        Assert.InRange((long)answer["extensions"]!["cost"]!["used"]!, 1_200, 2_000);
        Assert.Equal("PAGE_TOO_LARGE", (string?)tooMany["errors"]![0]!["extensions"]!["code"]);
    }

    [Fact]
    public async Task No_statement_goes_to_the_database()
    {
        var app = await App;
        await app.Index().Ready;

        var found = await app.ReadAsync("""{ search(text: "sleep") { totalCount nodes { title } } }""");

        Assert.InRange((int)found["search"]!["totalCount"]!, 1, 169);
    }
}
