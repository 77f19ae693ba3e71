using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ContentHub.Tests.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using ContentHub.Tests.Syndication.Feeds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContentHub.Tests.Syndication.Codes;

/// <summary>What a record system that is set up for MedlinePlus Connect gets when it asks us instead.</summary>
[Collection(SeededCollection.Name)]
public sealed class InfobuttonTests(SeededApps apps, PostgreSqlServer server)
{
    private const string Icd10 = "mainSearchCriteria.v.cs=2.16.840.1.113883.6.90";
    private const string RxNorm = "mainSearchCriteria.v.cs=2.16.840.1.113883.6.88";
    private const string Json = "knowledgeResponseType=application/json";

    [Theory, EachDatabase]
    public async Task The_answer_has_the_form_that_such_systems_read(string database)
    {
        var app = await apps.On(database);

        var answer = await app.GetAsync($"/service?{Icd10}&mainSearchCriteria.v.c=F43.10&mainSearchCriteria.v.dn=PTSD&informationRecipient.languageCode.c=en&{Json}");
        var feed = answer.Json["feed"]!;

        Assert.Equal((HttpStatusCode.OK, "application/json", "private, no-store", null), (answer.Status, answer.MediaType, answer.Header("Cache-Control"), answer.Header("ETag")));
        Assert.Equal(["xsi", "base", "lang", "title", "updated", "id", "author", "subtitle", "category", "entry"], feed.AsObject().Select(p => p.Key));
        Assert.Equal("""{"_value":"Harbor Sample Clinic (sample practice)","type":"text"}""", feed["title"]!.ToJsonString());
        Assert.Equal("""[{"scheme":"mainSearchCriteria.v.c","term":"F43.10"},{"scheme":"mainSearchCriteria.v.cs","term":"ICD10CM"},{"scheme":"mainSearchCriteria.v.dn","term":"PTSD"},{"scheme":"informationRecipient","term":"PAT"}]""", feed["category"]!.ToJsonString());
        var first = feed["entry"]![0]!;
        Assert.Equal(("PTSD", "html", "en-US"), ((string?)first["title"]!["_value"], (string?)first["summary"]!["type"], (string?)first["lang"]));
        Assert.EndsWith("/en-US/topic/ptsd", (string?)first["link"]![0]!["href"]);
        Assert.InRange(feed["entry"]!.AsArray().Count, 2, 10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&knowledgeResponseType=text/xml")]
    public async Task Atom_is_the_usual_form_and_says_the_same(string form)
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var xml = await app.GetAsync($"/infobutton?{RxNorm}&mainSearchCriteria.v.c=2598{form}");
        var json = (await app.GetAsync($"/infobutton?{RxNorm}&mainSearchCriteria.v.c=2598&{Json}")).Json["feed"]!;

        var document = XDocument.Parse(xml.Text);
        Assert.Equal("text/xml", xml.MediaType);

        // As with MedlinePlus Connect, an answer has no address of its own: it would hold the question.
        Assert.Equal(["no link to itself"], AtomRules.Faults(document));
        Assert.Equal(
            json["entry"]!.AsArray().Select(e => ((string)e!["title"]!["_value"]!, (string)e["link"]![0]!["href"]!, (string)e["summary"]!["_value"]!)),
            document.Root!.Elements(AtomRules.Atom + "entry").Select(e => (e.Element(AtomRules.Atom + "title")!.Value, (string)e.Element(AtomRules.Atom + "link")!.Attribute("href")!, e.Element(AtomRules.Atom + "summary")!.Value)));
        Assert.Equal(
            json["category"]!.AsArray().Select(c => ((string)c!["scheme"]!, (string)c["term"]!)),
            document.Root.Elements(AtomRules.Atom + "category").Select(c => ((string)c.Attribute("scheme")!, (string)c.Attribute("term")!)));
    }

    [Fact]
    public async Task Several_criteria_each_bring_their_best_and_names_stand_in_for_codes_that_we_lack()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var numbered = await TitlesAsync(app, $"{Icd10}&mainSearchCriteria.v.c=F43.10&mainSearchCriteria.v.cs1=2.16.840.1.113883.6.88&mainSearchCriteria.v.c1=2598");
        var repeated = await TitlesAsync(app, $"{Icd10}&mainSearchCriteria.v.c=F43.10&{RxNorm}&mainSearchCriteria.v.c=2598");
        var tablet = await TitlesAsync(app, $"{RxNorm}&mainSearchCriteria.v.c=197527&mainSearchCriteria.v.dn=Clonazepam+0.5+MG+Oral+Tablet");
        var brand = await TitlesAsync(app, $"{RxNorm}&mainSearchCriteria.v.dn=klonopin");
        var lookAlike = await TitlesAsync(app, $"{RxNorm}&mainSearchCriteria.v.dn=Clonazepamine");

        Assert.Equal(["PTSD", "Clonazepam"], numbered.Take(2));
        Assert.Equal(numbered, repeated);
        Assert.Equal(["Clonazepam", "Clonazepam"], [tablet[0], brand[0]]);
        Assert.Empty(lookAlike);
    }

    [Theory]
    [InlineData("es", "es-US", "Clonazepam")]
    [InlineData("sp", "es-US", "Clonazepam")]
    [InlineData("de", "en-US", "Clonazepam")]
    public async Task The_language_is_taken_as_it_is_sent_and_each_entry_says_which_one_it_is_in(string language, string locale, string title)
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var answer = await app.GetAsync($"/service?{RxNorm}&mainSearchCriteria.v.c=2598&informationRecipient.languageCode.c={language}&{Json}");

        Assert.Equal((locale, locale.Split('-')[0]), (answer.Header("Content-Language"), (string?)answer.Json["feed"]!["lang"]));
        Assert.Equal((title, locale), ((string?)answer.Json["feed"]!["entry"]![0]!["title"]!["_value"], (string?)answer.Json["feed"]!["entry"]![0]!["lang"]));
    }

    [Theory]
    [InlineData(Icd10 + "&mainSearchCriteria.v.c=Z99.999")]
    [InlineData("mainSearchCriteria.v.cs=2.16.840.1.113883.6.103&mainSearchCriteria.v.c=309.81")]
    [InlineData("mainSearchCriteria.v.cs=no-oid&mainSearchCriteria.v.c=%3Cx%3E%01")]
    [InlineData("mainSearchCriteria.v.c=F43.10")]
    public async Task Where_we_have_nothing_the_feed_is_empty(string query)
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var xml = await app.GetAsync($"/service?{query}");
        var json = await app.GetAsync($"/service?{query}&{Json}");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (xml.Status, json.Status));
        Assert.Empty(XDocument.Parse(xml.Text).Root!.Elements(AtomRules.Atom + "entry"));
        Assert.Empty(json.Json["feed"]!["entry"]!.AsArray());
    }

    [Theory]
    [InlineData("", "INVALID")]
    [InlineData(Icd10, "INVALID")]
    [InlineData(Icd10 + "&mainSearchCriteria.v.c=F43.10&knowledgeResponseType=application/javascript&callback=alert", "JSONP_REFUSED")]
    [InlineData(Icd10 + "&mainSearchCriteria.v.c=F43.10&knowledgeResponseType=text/csv", "INVALID")]
    public async Task What_cannot_be_answered_is_refused_in_plain_words(string query, string code)
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var answer = await app.GetAsync($"/service?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json", code), (answer.Status, answer.MediaType, (string?)answer.Json["code"]));
        Assert.DoesNotContain("F43", answer.Text);
    }

    [Fact]
    public async Task A_diagnosis_is_in_no_log_and_no_trace()
    {
        var log = new RecordedLog();
        var tags = new List<string>();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (tags)
                {
                    tags.AddRange(activity.TagObjects.Select(t => $"{t.Key}={t.Value}").Append(activity.DisplayName));
                }
            },
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        await using var app = await ContentHubApp.StartAsync(
            await TestDatabase.CreateAsync(TestDatabase.Sqlite, server),
            settings: new Dictionary<string, string?> { ["ContentHub:Logging:Requests"] = "All", ["Logging:LogLevel:Default"] = "Debug", ["Logging:LogLevel:Microsoft.AspNetCore"] = "Debug" },
            services: services => services.AddSingleton<ILoggerProvider>(log));

        foreach (var query in new[] { $"{Icd10}&mainSearchCriteria.v.c=F99.KUMQUAT", $"{RxNorm}&mainSearchCriteria.v.dn=KUMQUAT&{Json}", "knowledgeResponseType=KUMQUAT" })
        {
            await app.GetAsync($"/service?{query}");
            await app.GetAsync($"/infobutton?{query}");
        }

        Assert.Contains(log.Entries, e => e.Text.Contains("GET /service was answered with 200"));
        Assert.Contains(log.Entries, e => e.Text.Contains("GET /infobutton was answered with 400"));
        Assert.DoesNotContain(log.Entries, e => e.Text.Contains("KUMQUAT", StringComparison.OrdinalIgnoreCase));
        lock (tags)
        {
            Assert.DoesNotContain(tags, t => t.Contains("KUMQUAT", StringComparison.OrdinalIgnoreCase));
        }
    }

    private static async Task<List<string>> TitlesAsync(ContentHubApp app, string query) =>
        [.. (await app.GetAsync($"/service?{query}&{Json}")).Json["feed"]!["entry"]!.AsArray().Select(e => (string)e!["title"]!["_value"]!)];
}
