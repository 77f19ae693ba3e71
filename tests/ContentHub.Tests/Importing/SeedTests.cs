using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContentHub.Api;
using ContentHub.Editorial;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Texts;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Importing;

/// <summary>The content that a new installation starts with, as it stands in the database and as readers get it.</summary>
public sealed partial class SeedTests(SeededApps apps) : IClassFixture<SeededApps>
{
    [Theory, EachDatabase]
    public async Task All_of_it_is_there_by_type_and_locale(string database)
    {
        await using var db = (await apps.On(database)).Database.Open();

        var counts = await db.Variants.GroupBy(v => new { v.Type, v.Locale }).Select(g => $"{g.Key.Type} {g.Key.Locale} {g.Count()}").ToListAsync();

        Assert.Equal(
            [
                "ARTICLE en-US 12", "ARTICLE es-US 1",
                "FAQ_ENTRY en-US 30", "FAQ_ENTRY es-US 12",
                "GLOSSARY_TERM en-US 20", "GLOSSARY_TERM es-US 20",
                "HELP_LINE en-US 4", "HELP_LINE es-US 4",
                "LOCATION en-US 1",
                "PERSON en-US 4",
                "PROGRAM en-US 5",
                "SYMPTOM_LIST en-US 13", "SYMPTOM_LIST es-US 2",
                "TOPIC en-US 23", "TOPIC es-US 18",
            ],
            counts.Order(StringComparer.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task All_of_it_is_published_by_the_acts_that_editors_use(string database)
    {
        var app = await apps.On(database);
        await using var db = app.Database.Open();
        var types = app.Services.GetRequiredService<ContentTypes>();
        var variants = await db.Variants.AsNoTracking().ToListAsync();
        var acts = (await db.Changes.AsNoTracking().OrderBy(c => c.Sequence).ToListAsync()).ToLookup(c => c.VariantId, c => c.Kind);
        var audit = await AuditVerification.RunAsync(db);

        Assert.All(variants, v => Assert.Equal((WorkflowState.Published, 1, 1), (v.HeadState, v.PublishedVersion, v.HeadVersion)));
        Assert.All(variants, v => Assert.Equal(
            types[v.Type].IsClinical ? [ChangeKind.Created, ChangeKind.SubmittedForReview, ChangeKind.Approved, ChangeKind.Published] : [ChangeKind.Created, ChangeKind.Published],
            acts[v.Id]));
        Assert.Null(audit.Fault);
    }

    [Theory, EachDatabase]
    public async Task Every_clinical_entry_was_approved_by_somebody_who_did_not_write_it(string database)
    {
        var app = await apps.On(database);
        await using var db = app.Database.Open();
        var types = app.Services.GetRequiredService<ContentTypes>();
        var names = await db.People.ToDictionaryAsync(p => p.Id, p => p.Name);

        var clinical = (await db.Variants.AsNoTracking().Join(db.Revisions, v => v.Id, r => r.VariantId, (v, r) => new { v.Type, v.Slug, r.CreatedBy, r.ApprovedBy, r.NextReviewDue }).ToListAsync())
            .Where(r => types[r.Type].IsClinical).ToList();

        Assert.Equal(70, clinical.Count);
        Assert.All(clinical, r =>
        {
            Assert.NotNull(r.ApprovedBy);
            Assert.NotEqual(r.CreatedBy, r.ApprovedBy);
            Assert.NotNull(r.NextReviewDue);
            Assert.StartsWith("Sample Author", names[r.CreatedBy], StringComparison.Ordinal);
            Assert.True(names[r.ApprovedBy!.Value] is "Dr. Sample Reviewer, MD (sample person)" or "Sample Reviewer, PharmD (sample person)");
        });
    }

    [Theory, EachDatabase]
    public async Task Readers_see_who_reviewed_a_clinical_entry(string database)
    {
        var app = await apps.On(database);

        var read = await app.QueryAsync("""
            {
              articles(first: 100) { nodes { slug review { reviewerName nextReviewDue status version } } }
              symptomLists(first: 100) { nodes { slug review { reviewerName nextReviewDue status version } } }
              faqEntries(first: 100) { nodes { slug review { reviewerName nextReviewDue status version } } }
            }
            """);

        var all = read.AsObject().SelectMany(list => list.Value!["nodes"]!.AsArray()).ToList();
        Assert.Equal(55, all.Count);
        Assert.All(all, entry => Assert.Equal((1, "CURRENT"), ((int)entry!["review"]!["version"]!, (string?)entry["review"]!["status"])));
    }

    [Theory, EachDatabase]
    public async Task Every_link_and_relation_leads_to_a_published_entry_of_the_right_type(string database)
    {
        var app = await apps.On(database);
        await using var db = app.Database.Open();
        var types = app.Services.GetRequiredService<ContentTypes>();
        var published = (await db.Variants.AsNoTracking().Where(v => v.PublishedVersion != null).Select(v => new { v.EntryId, v.Type }).ToListAsync()).DistinctBy(v => v.EntryId).ToDictionary(v => v.EntryId, v => v.Type);
        var documents = await db.Variants.AsNoTracking().Join(db.Revisions, v => v.Id, r => r.VariantId, (v, r) => new { v.Type, v.Slug, r.Document }).ToListAsync();

        var references = documents.SelectMany(d => DocumentShape.References(types[d.Type].ReadContent((JsonObject)JsonNode.Parse(d.Document)!)).Select(r => (d.Slug, Reference: r))).ToList();

        Assert.True(references.Count > 500, $"{references.Count}");
        Assert.All(references, r => Assert.True(
            published.TryGetValue(r.Reference.EntryId, out var type) && (r.Reference.Types.Count == 0 || r.Reference.Types.Contains(type)),
            $"{r.Slug}: {string.Join('/', r.Reference.Path)}"));
    }

    [Theory, EachDatabase]
    public async Task Readers_find_a_target_behind_every_link_of_a_text(string database)
    {
        var app = await apps.On(database);

        var read = await app.QueryAsync("""
            {
              articles(first: 100) { nodes { slug body { links { href target { slug } } } } }
              programs(first: 100) { nodes { slug sections { body { links { href target { slug } } } } } }
              faqEntries(first: 100) { nodes { slug answer { body { links { href target { slug } } } } } }
              glossaryTerms(first: 100) { nodes { slug definition { links { href target { slug } } } } }
            }
            """);

        var links = Links(read).ToList();
        Assert.True(links.Count > 50, $"{links.Count}");
        Assert.All(links, link => Assert.True(link["target"] is not null, link.ToJsonString()));
    }

    [Theory, EachDatabase]
    public async Task No_slug_stands_twice_in_a_type_and_locale(string database)
    {
        await using var db = (await apps.On(database)).Database.Open();
        var variants = await db.Variants.AsNoTracking().ToListAsync();

        var twice = variants.GroupBy(v => (v.Type, v.Locale, v.Slug)).Where(g => g.Key.Slug is null || g.Count() > 1).Select(g => g.Key);

        Assert.Empty(twice);
        Assert.Equal(variants.Count, await db.Slugs.CountAsync(s => s.PublishedAt != null));
    }

    [Theory, EachDatabase]
    public async Task A_translation_knows_the_version_that_it_was_made_from(string database)
    {
        var app = await apps.On(database);
        var entryId = (string)(await app.QueryAsync("""{ article(slug: "signs-of-clonazepam-dependence") { entryId } }"""))["article"]!["entryId"]!;

        var spanish = (await app.QueryAsync(
            $$"""{ editorial { draftOf(entryId: "{{entryId}}", locale: "es-US") { translationOf { version isOutdated source { slug locale } } } } }""",
            token: app.Token("Sam", Role.Editor)))["editorial"]!["draftOf"]!["translationOf"]!;

        await using var db = app.Database.Open();
        Assert.Equal("""{"version":1,"isOutdated":false,"source":{"slug":"signs-of-clonazepam-dependence","locale":"en-US"}}""", spanish.ToJsonString());
        Assert.False(await db.Variants.Where(v => v.Locale != "en-US").Join(db.Revisions, v => v.Id, r => r.VariantId, (v, r) => r).AnyAsync(r => r.SourceVersion != 1));
    }

    [Fact]
    public void Every_number_that_one_could_call_is_of_a_help_line()
    {
        string[] known = ["911", "988", "1-800-662-4357", "1-800-222-1222"];
        // To text, not to call: the helpline that refers to treatment, and the veterans' line behind 988.
        string[] texted = ["435748", "838255"];

        var found = Texts().SelectMany(t => Number().Matches(Address().Replace(t.Text, "")).Select(m => (t.File, Number: m.Value))).ToList();

        var others = found.Where(f => !known.Contains(f.Number) && !texted.Contains(f.Number) && !IsNoNumberToCall(f.Number)).Distinct().ToList();
        Assert.True(others.Count == 0, string.Join('\n', others));
        Assert.Superset(known.ToHashSet(), found.Select(f => f.Number).ToHashSet());
    }

    [Theory, EachDatabase]
    public async Task Texts_for_patients_are_plain(string database)
    {
        var app = await apps.On(database);
        var read = await app.QueryAsync("""
            {
              articles(first: 100, where: { audience: { eq: PATIENT } }) { nodes { slug body { plain } } }
              faqEntries(first: 100) { nodes { slug shortAnswer answer { body { plain } } } }
              programs(first: 100) { nodes { slug summary sections { body { plain } } } }
              glossaryTerms(first: 100) { nodes { slug definition { plain } } }
            }
            """);

        var grades = read.AsObject().SelectMany(list => list.Value!["nodes"]!.AsArray()).Select(entry => (
            Slug: (string)entry!["slug"]!,
            Readability.Of(string.Join('\n', Plain(entry)), "en-US").Grade)).ToList();

        foreach (var (slug, grade) in grades.Where(g => g.Grade > 8).OrderByDescending(g => g.Grade))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"Grade {grade}: {slug}");
        }

        Assert.Equal(67, grades.Count);
        Assert.DoesNotContain(grades, g => g.Grade > 9);
    }

    [Fact]
    public void People_are_marked_as_made_up()
    {
        var people = Directory.GetFiles(Path.Combine(Folder, "people")).Select(file => JsonNode.Parse(File.ReadAllText(file))!["content"]!).ToList();

        Assert.Equal(4, people.Count);
        Assert.All(people, person =>
        {
            Assert.True((bool?)person["isSample"]);
            Assert.Contains("sample", (string?)person["title"], StringComparison.OrdinalIgnoreCase);
        });
    }

    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "seed");

    private static IEnumerable<(string File, string Text)> Texts() =>
        from file in Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories)
        where Path.GetFileName(file) != "references.json"
        from text in Strings(JsonNode.Parse(File.ReadAllText(file))!["content"])
        select (Path.GetRelativePath(Folder, file), text);

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject part => part.Where(p => p.Key != "codes").SelectMany(p => Strings(p.Value)),
        JsonArray items => items.SelectMany(Strings),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };

    private static IEnumerable<string> Plain(JsonNode? node) => node switch
    {
        JsonObject part => part.Where(p => p.Key != "slug").SelectMany(p => Plain(p.Value)),
        JsonArray items => items.SelectMany(Plain),
        _ => Strings(node),
    };

    private static IEnumerable<JsonNode> Links(JsonNode? node) => node switch
    {
        JsonObject part => part.SelectMany(p => p.Key == "links" ? p.Value!.AsArray().OfType<JsonNode>() : Links(p.Value)),
        JsonArray items => items.SelectMany(Links),
        _ => [],
    };

    /// <summary>A year, the days of one, or the ages of teenagers.</summary>
    private static bool IsNoNumberToCall(string number) => number is "365" or "(13-17" || (number.Length == 4 && number.StartsWith("20", StringComparison.Ordinal));

    /// <summary>Three digits or more, with what people write between them.</summary>
    [GeneratedRegex(@"\+?\(?\d[\d().\- ]*\d{2}\b")]
    private static partial Regex Number();

    [GeneratedRegex(@"https?://[^\s)]+")]
    private static partial Regex Address();
}
