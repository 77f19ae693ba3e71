using ContentHub.Content.Articles;
using ContentHub.Content.FaqEntries;
using ContentHub.Content.GlossaryTerms;
using ContentHub.Content.HelpLines;
using ContentHub.Content.Locations;
using ContentHub.Content.Parts;
using ContentHub.Content.People;
using ContentHub.Content.Programs;
using ContentHub.Content.SymptomLists;
using ContentHub.Content.Topics;
using ContentHub.Delivery;
using ContentHub.Editorial;
using ContentHub.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Delivery.Queries;

/// <summary>Filters of each type over HTTP, against the same question asked of every entry in C#.</summary>
[Collection(SeededCollection.Name)]
public sealed class FilterQueryTests(SeededApps apps)
{
    private static readonly (string Plural, string Where, Func<PublishedEntry, bool> Expected)[] Filters =
    [
        ("articles", "{audience: {eq: PATIENT}, not: {title: {contains: \"sign\"}}}", e => !Has(e.Title.ToString(), "sign")),
        ("articles", "{aspect: {in: [MEDICAL_HELP_EMERGENCY, PROGNOSIS]}}", e => e is Article a && (a.Aspects.Contains(HealthAspect.MedicalHelpEmergency) || a.Aspects.Contains(HealthAspect.Prognosis))),
        ("articles", "{author: {slug: {eq: \"sample-author-one\"}}}", e => e is Article a && Has(a.Byline.ToString(), "One")),
        ("articles", "{or: [{slug: {eq: \"ptsd\"}}, {and: [{title: {startsWith: \"D\"}}, {audience: {notIn: [CAREGIVER]}}]}]}", e => e.Slug.ToString() is "ptsd" or "depression"),
        ("articles", "{topic: {slug: {eq: \"substances\"}, withDescendants: true}}", e => e.Slug.ToString() is
            "alcohol-use-disorder" or "benzodiazepines-uses-and-risks" or "mixing-sedatives" or "opioid-overdose-signs" or "signs-of-clonazepam-dependence" or "stopping-a-benzodiazepine-safely"),
        ("articles", "{topic: {slug: {eq: \"benzodiazepines\"}}}", e => e.Slug.ToString() is "benzodiazepines-uses-and-risks" or "mixing-sedatives"),
        ("articles", "{topic: {kind: {eq: CONDITION}}, slug: {in: [\"ptsd\", \"mixing-sedatives\"]}}", e => e.Slug.ToString() == "ptsd"),
        ("symptomLists", "{context: {in: [WITHDRAWAL, OVERDOSE]}}", e => e is SymptomList { Context: SymptomContext.Withdrawal or SymptomContext.Overdose }),
        ("symptomLists", "{severity: {eq: EMERGENCY}, symptom: {contains: \"SEIZURE\"}}", e => e is SymptomList l && l.Symptoms.Any(s => s.Severity == SymptomSeverity.Emergency) && l.Symptoms.Any(s => Has(s.Name.ToString(), "seizure"))),
        ("symptomLists", "{not: {severity: {eq: EMERGENCY}}}", e => e is SymptomList l && l.Symptoms.All(s => s.Severity != SymptomSeverity.Emergency)),
        ("faqEntries", "{title: {startsWith: \"what\"}}", e => e.Title.ToString().StartsWith("What", StringComparison.OrdinalIgnoreCase)),
        ("faqEntries", "{topic: {slug: {in: [\"clonazepam\", \"opioids\"]}}, title: {contains: \"clonazepam\"}}", e => e is FaqEntry && Has(e.Title.ToString(), "clonazepam") && Is(e, "clonazepam", "opioids")),
        ("programs", "{levelOfCare: {eq: INTENSIVE_OUTPATIENT}, ageGroup: {eq: ADOLESCENT}}", e => e.Slug.ToString() == "teen-intensive-outpatient"),
        ("programs", "{format: {eq: TELEHEALTH}}", e => e is Program p && p.Formats.Contains(DeliveryFormat.Telehealth)),
        ("programs", "{therapy: {eq: FAMILY}, hoursPerWeek: {gte: 6, lt: 20}}", e => e.Slug.ToString() == "teen-intensive-outpatient"),
        ("programs", "{treats: {slug: {eq: \"substance-use-disorder\"}, withDescendants: true}}", e => e.Slug.ToString() is "day-program" or "intensive-outpatient" or "teen-intensive-outpatient"),
        ("programs", "{location: {city: {eq: \"San Diego\"}, region: {eq: \"CA\"}}, language: {eq: \"en\"}, levelOfCare: {notIn: [OUTPATIENT]}}", e => e is Program { LevelOfCare: not LevelOfCare.Outpatient }),
        ("topics", "{kind: {eq: SUBSTANCE}, isRoot: false}", e => e is Topic { Kind: TopicKind.Substance, ParentId: not null }),
        ("topics", "{parent: {slug: {eq: \"substances\"}}}", e => e.Slug.ToString() is "alcohol" or "benzodiazepines" or "naloxone" or "opioids" or "stimulants"),
        ("topics", "{code: {system: RXNORM, code: {eq: \"2598\"}}}", e => e.Slug.ToString() == "clonazepam"),
        ("topics", "{code: {system: ICD10CM, code: {startsWith: \"F13\"}}}", e => e.Slug.ToString() is "benzodiazepine-withdrawal" or "sedative-use-disorder"),
        ("people", "{title: {contains: \"author\"}}", e => Has(e.Title.ToString(), "author")),
        ("glossaryTerms", "{title: {startsWith: \"c\"}}", e => e.Title.ToString().StartsWith("c", StringComparison.OrdinalIgnoreCase)),
        ("helpLines", "{isEmergency: true, country: {eq: \"US\"}}", e => e.Slug.ToString() == "us-911"),
        ("helpLines", "{country: {eq: \"US\"}, slug: {notIn: [\"us-911\"]}}", e => e.Slug.ToString() != "us-911"),
    ];

    [Theory, EachDatabase]
    public async Task Each_filter_finds_what_a_look_at_every_entry_finds(string database)
    {
        var app = await apps.On(database);
        foreach (var (plural, where, expected) in Filters)
        {
            var all = app.Current.List(app.Services.GetRequiredService<ContentTypes>().All.Single(t => t.Plural == plural).Name, null, LocaleFallback.Chain, EntryOrder.TitleAsc).ToList();
            var matching = all.Where(expected).Select(e => e.Slug.ToString()).ToList();
            Assert.True(matching.Count > 0 && matching.Count < all.Count, $"{where} tells nothing apart.");

            var page = (await app.ReadAsync($"{{ {plural}(first: 100, orderBy: TITLE_ASC, where: {where}) {{ totalCount nodes {{ slug }} }} }}"))[plural]!;

            Assert.True(string.Join(' ', matching) == page["nodes"].Joined("slug"), $"{plural} {where}: {page["nodes"].Joined("slug")}, not {string.Join(' ', matching)}");
            Assert.Equal(matching.Count, (int)page["totalCount"]!);
        }
    }

    [Theory, EachDatabase]
    public async Task Dates_and_review_status_follow_the_calendar_of_the_site(string database)
    {
        var app = await apps.On(database);
        var article = (await app.ReadAsync("{ article(slug: \"ptsd\") { publishedAt review { reviewedOn nextReviewDue status } } }"))["article"]!;
        var (at, on, due) = ((string)article["publishedAt"]!, (string)article["review"]!["reviewedOn"]!, (string)article["review"]!["nextReviewDue"]!);

        var counts = await app.ReadAsync($$"""
            {
              now: articles(where: {publishedAt: {gte: "{{at}}", lte: "{{at}}"}, slug: {eq: "ptsd"} }) { totalCount }
              later: articles(where: {publishedAt: {gt: "2100-01-01T00:00:00+02:00"} }) { totalCount }
              that: articles(where: {reviewedOn: {eq: "{{on}}"}, nextReviewDue: {eq: "{{due}}" }, slug: {eq: "ptsd"} }) { totalCount }
              before: articles(where: {reviewedOn: {lt: "{{on}}"}, slug: {eq: "ptsd"} }) { totalCount }
              current: articles(where: {reviewStatus: {eq: CURRENT} }) { totalCount }
              overdue: articles(where: {reviewStatus: {in: [OVERDUE, DUE] } }) { totalCount }
            }
            """);

        Assert.Equal("CURRENT", (string?)article["review"]!["status"]);
        Assert.Equal([1, 0, 1, 0, 12, 0], counts.AsObject().Select(c => (int)c.Value!["totalCount"]!));
    }

    [Theory, EachDatabase]
    public async Task Filters_look_at_the_locale_that_is_served(string database)
    {
        var app = await apps.On(database);

        var data = await app.ReadAsync("""
            {
              a: articles(locale: "es-US", where: {title: {startsWith: "se"}}) { nodes { slug locale } }
              b: articles(locale: "es-US", fallback: NONE, where: {title: {contains: "SENALES"}}) { totalCount }
              g: articles(locale: "es-MX", fallback: NONE) { totalCount }
              h: articles(locale: "es-MX", where: {title: {contains: "SENALES"}}) { totalCount }
              c: articles(locale: "es-US", where: {slug: {eq: "ptsd"} }) { nodes { locale } }
              d: articles(locale: "es-US", fallback: NONE, where: {slug: {eq: "ptsd"} }) { totalCount }
              e: articles(where: {title: {contains: "señales"}}) { totalCount }
              f: articles(locale: "es-US", where: {topic: {slug: {eq: "clonazepam"}}}) { nodes { slug } }
            }
            """);

        Assert.Equal("""[{"slug":"senales-de-dependencia-del-clonazepam","locale":"es-US"}]""", data["a"]!["nodes"]!.ToJsonString());
        Assert.Equal((1, 0, 0), ((int)data["b"]!["totalCount"]!, (int)data["d"]!["totalCount"]!, (int)data["e"]!["totalCount"]!));
        Assert.Equal((0, 1), ((int)data["g"]!["totalCount"]!, (int)data["h"]!["totalCount"]!));
        Assert.Equal("""[{"locale":"en-US"}]""", data["c"]!["nodes"]!.ToJsonString());
        Assert.Equal("""[{"slug":"senales-de-dependencia-del-clonazepam"}]""", data["f"]!["nodes"]!.ToJsonString());
    }

    public static TheoryData<string> TypeNames => ["ARTICLE", "SYMPTOM_LIST", "FAQ_ENTRY", "PROGRAM", "TOPIC", "PERSON", "LOCATION", "GLOSSARY_TERM", "HELP_LINE"];

    [Theory, MemberData(nameof(TypeNames))]
    public async Task Every_index_that_a_filter_declares_is_one_that_readings_stand_in(string type)
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var entries = app.Current.List(type, "es-US", LocaleFallback.Chain).Concat(app.Current.List(type, null, LocaleFallback.Chain)).ToList();

        Assert.NotEmpty(entries);
        Assert.All(entries, entry => Assert.Equal(
            DeclaredKeys(entry).Order().Distinct(),
            // People are found by name for reviews, and codes by record systems, not by a filter.
            entry.IndexKeys.Where(k => (type, k.Index) != ("PERSON", "name") && k.Index != "code").Select(k => $"{k.Index}={k.Value}").Order().Distinct()));
    }

    private static IEnumerable<string> DeclaredKeys(PublishedEntry entry) => (entry switch
    {
        Article e => ((ContentType<ArticleContent, Article>)entry.Type).Filter.IndexKeys(e),
        SymptomList e => ((ContentType<SymptomListContent, SymptomList>)entry.Type).Filter.IndexKeys(e),
        FaqEntry e => ((ContentType<FaqEntryContent, FaqEntry>)entry.Type).Filter.IndexKeys(e),
        Program e => ((ContentType<ProgramContent, Program>)entry.Type).Filter.IndexKeys(e),
        Topic e => ((ContentType<TopicContent, Topic>)entry.Type).Filter.IndexKeys(e),
        Person e => ((ContentType<PersonContent, Person>)entry.Type).Filter.IndexKeys(e),
        Location e => ((ContentType<LocationContent, Location>)entry.Type).Filter.IndexKeys(e),
        GlossaryTerm e => ((ContentType<GlossaryTermContent, GlossaryTerm>)entry.Type).Filter.IndexKeys(e),
        HelpLine e => ((ContentType<HelpLineContent, HelpLine>)entry.Type).Filter.IndexKeys(e),
        _ => throw new InvalidOperationException($"{entry.Type.Name} has no filter here."),
    }).Select(k => $"{k.Index}={k.Value}");

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static bool Is(PublishedEntry entry, params string[] topics) =>
        entry.Topics.Any(t => topics.Contains(SlugsByTopic(t)));

    // Seed ids are made from their place.
    private static string? SlugsByTopic(Guid topic) =>
        new[] { "clonazepam", "opioids" }.FirstOrDefault(slug => ContentHub.Importing.Seeding.SeedFile.IdOf($"topics/{slug}") == topic);
}
