using System.Net;
using System.Net.Http.Headers;
using ContentHub.Accounts;
using ContentHub.Syndication.Partners;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Syndication.Partners;

public sealed class PartnerKeysTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task A_key_signs_in_is_stored_nowhere_and_is_shown_once(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var partner = await practice.MakeAsync(new { territory = "United States", attributionText = "Harbor", attributionHtml = "<em>Harbor</em>" });

        var own = (await practice.App.QueryAsync($"{{ partner {{ {PartnerDesk.Selection.Split(" key errors")[0]["partner { ".Length..]} }}", token: partner.Key))["partner"]!;
        Assert.Equal(("A health portal (made up)", "United States", "<em>Harbor</em>"), ((string?)own["name"], (string?)own["licence"]!["territory"], (string?)own["licence"]!["attributionHtml"]));
        Assert.Equal(partner.Key[..10], (string?)own["keys"]![0]!["prefix"]);
        Assert.Null((await practice.App.QueryAsync("{ partner { name } }"))["partner"]);
        Assert.Null((await practice.App.QueryAsync("{ partner { name } }", token: practice.Ada))["partner"]);
        Assert.Equal(1, (int)(await practice.App.QueryAsync("{ editorial { partners { totalCount nodes { name } } } }", token: practice.Ada))["editorial"]!["partners"]!["totalCount"]!);
        await using var db = practice.App.Database.Open();
        var stored = await db.PartnerKeys.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(PartnerKeyText.HashOf(partner.Key), stored.KeyHash);
        Assert.DoesNotContain(partner.Key[10..], string.Concat(await db.Revisions.Select(r => r.Document).ToListAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task What_is_no_key_or_not_any_more_is_refused()
    {
        await using var practice = await Practice.OpenAsync("SQLite", server);
        var partner = await practice.MakeAsync(new { });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(practice, partner.Key));
        foreach (var forged in new[] { partner.Key[..^1], partner.Key + "a", partner.Key.ToUpperInvariant(), "chp_", $"chp_{new string('a', 46)}", PartnerKeyText.Create(), partner.Key[..20] + (partner.Key[20] == 'a' ? 'b' : 'a') + partner.Key[21..] })
        {
            Assert.Equal((forged, HttpStatusCode.Unauthorized), (forged, await StatusAsync(practice, forged)));
        }

        // Two hold while one takes the other's place; a third is one too many.
        var second = await practice.MutateAsync("rotatePartnerKey", new { partnerId = partner.Id, overlapHours = 24 }, practice.Ada, PartnerDesk.Selection);
        var newKey = (string)second["key"]!;
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await StatusAsync(practice, partner.Key), await StatusAsync(practice, newKey)]);
        var third = await practice.MutateAsync("rotatePartnerKey", new { partnerId = partner.Id }, practice.Ada, PartnerDesk.Selection);
        Assert.Contains("2 keys", (string?)third["errors"]![0]!["message"]);
        practice.Advance(TimeSpan.FromHours(25));
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.OK], [await StatusAsync(practice, partner.Key), await StatusAsync(practice, newKey)]);
        var id = (string)second["partner"]!["keys"]!.AsArray().Single(k => (string?)k!["prefix"] == newKey[..10])!["id"]!;
        await practice.MutateAsync("revokePartnerKey", new { keyId = id }, practice.Ada, PartnerDesk.Selection);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(practice, newKey));
    }

    [Fact(SkipUnless = nameof(HasPostgreSql), Skip = PostgreSqlServer.HowToInstall)]
    public async Task A_key_that_is_revoked_on_one_node_is_refused_by_the_other()
    {
        await using var practice = await Practice.OpenAsync("PostgreSQL", server);
        var partner = await practice.MakeAsync(new { });
        var other = await ContentHubApp.StartAsync(practice.App.Database, clock: practice.Clock);
        try
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(other.Http, partner.Key));
            await practice.MutateAsync("revokePartnerKey", new { keyId = partner.KeyId }, practice.Ada, PartnerDesk.Selection);
            await other.Services.GetRequiredService<ContentHub.Delivery.SnapshotFollower>().WaitForAsync(practice.App.Current.Sequence, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(other.Http, partner.Key));
        }
        finally
        {
            // Its database is the practice's to throw away.
            await other.StopAsync();
        }
    }

    public static bool HasPostgreSql => PostgreSqlServer.Programs is not null || Environment.GetEnvironmentVariable("CONTENTHUB_REQUIRE_ALL") == "1";

    [Theory, EachDatabase]
    public async Task More_than_the_quota_is_429_and_says_when_to_come_back(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var byMinute = await practice.MakeAsync(new { }, perMinute: 2);
        var byDay = await practice.MakeAsync(new { }, perDay: 3);

        Assert.Equal(new[] { 200, 200, 429 }, await StatusesAsync(byMinute.Key, 3));
        using (var refused = await AskAsync(practice.App.Http, byMinute.Key))
        {
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        }

        Assert.Equal(new[] { 200, 200, 200, 429 }, await StatusesAsync(byDay.Key, 4));
        using (var refused = await AskAsync(practice.App.Http, byDay.Key))
        {
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
            Assert.Contains("\"partner-day\";q=3;w=86400", string.Join(", ", refused.Headers.GetValues("RateLimit-Policy")));
            Assert.Contains("\"partner-day\";r=0", string.Join(", ", refused.Headers.GetValues("RateLimit")));
        }

        await practice.App.Services.GetRequiredService<PartnerQuota>().WriteAsync(TestContext.Current.CancellationToken);
        var used = (await practice.App.QueryAsync("{ editorial { partners { nodes { id quota { usedToday } keys { lastUsedAt } } } } }", token: practice.Ada))["editorial"]!["partners"]!["nodes"]!.AsArray().Single(p => (string?)p!["id"] == byDay.Id)!;
        Assert.Equal(3, (int)used["quota"]!["usedToday"]!);
        Assert.NotNull(used["keys"]![0]!["lastUsedAt"]);

        // A node that starts knows what the others have counted, once it has written for the first time.
        practice.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new[] { 200 }, await StatusesAsync(byDay.Key, 1));

        async Task<int[]> StatusesAsync(string key, int times)
        {
            var statuses = new List<int>();
            for (var time = 0; time < times; time++)
            {
                statuses.Add((int)await StatusAsync(practice, key));
            }

            return [.. statuses];
        }
    }

    [Fact]
    public async Task A_licence_that_cannot_be_is_refused_field_by_field()
    {
        await using var practice = await Practice.OpenAsync("SQLite", server);
        var payload = await practice.MutateAsync(
            "createPartner",
            new
            {
                name = " ", contactEmail = "nobody", perMinute = 0, perDay = 0,
                licence = new { types = new[] { "ARTICLE", "PARTNER" }, topics = new[] { Guid.NewGuid().ToString() }, locales = new[] { "fr-FR" }, expiresOn = "2020-01-01", territory = new string('x', 201), attributionHtml = "<script>alert(1)</script>" },
            },
            practice.Ada, PartnerDesk.Selection);

        Assert.Null(payload["partner"]);
        Assert.Null(payload["key"]);
        Assert.Equal(
            ["attributionHtml", "contactEmail", "expiresOn", "locales/0", "name", "perDay", "perMinute", "territory", "topics/0", "types/1"],
            payload["errors"]!.AsArray().Select(e => string.Join('/', e!["path"]!.AsArray().Select(p => (string)p!).Where(p => p is not ("input" or "licence")))).Order(StringComparer.Ordinal));
        foreach (var html in new[] { "<a href=\"javascript:alert(1)\">a</a>", "<a href=\"https://example.org\" onclick=\"a()\">a</a>", "<img src=x>", "<!-- a -->", "<em style=\"x\">a</em>", "<a>a</a>" })
        {
            var refused = await practice.MutateAsync("createPartner", new { name = "A", contactEmail = "a@example.org", licence = new { attributionHtml = html } }, practice.Ada, PartnerDesk.Selection);
            Assert.Equal((html, "INVALID"), (html, (string?)refused["errors"]![0]!["code"]));
        }
    }

    [Fact]
    public async Task Acts_on_partners_are_in_the_audit_and_partners_are_in_no_list_of_content()
    {
        await using var practice = await Practice.OpenAsync("SQLite", server);
        var partner = await practice.MakeAsync(new { });
        await practice.App.LicenceAsync(practice.Ada, partner, new { locales = new[] { "en-US" } });
        await practice.MutateAsync("updatePartner", new { partnerId = partner.Id, name = "Another name" }, practice.Ada, PartnerDesk.Selection);
        await practice.MutateAsync("revokePartnerKey", new { keyId = partner.KeyId }, practice.Ada, PartnerDesk.Selection);

        var audit = (await practice.App.QueryAsync("{ editorial { audit(first: 5) { nodes { action partner ref { slug } by { name } reason } } } }", token: practice.Ada))["editorial"]!["audit"]!["nodes"]!.AsArray();
        Assert.Equal(["PARTNER_KEY_REVOKED", "PARTNER_CHANGED", "LICENCE_CHANGED", "PARTNER_KEY_ISSUED", "PARTNER_CREATED"], audit.Select(a => (string)a!["action"]!));
        Assert.All(audit, a => Assert.Equal(("Another name", null, "Ada"), ((string?)a!["partner"], a["ref"], (string?)a["by"]!["name"])));
        var drafts = (await practice.App.QueryAsync("{ editorial { drafts(first: 100) { totalCount nodes { title } } tasks { totalCount } } }", token: practice.Edith))["editorial"]!;
        Assert.Equal((1, 0), ((int)drafts["drafts"]!["totalCount"]!, (int)drafts["tasks"]!["totalCount"]!));
        Assert.Null((await practice.App.QueryAsync("query($id: ID!) { entry(entryId: $id) { title } }", new { id = partner.Id }))["entry"]);
        foreach (var person in new[] { practice.Edith, practice.Paul, practice.Rhea, practice.Ann, partner.Key })
        {
            var answer = await practice.App.SendAsync("{ editorial { partners { totalCount } } }", token: person);
            Assert.True(answer["errors"] is not null || answer["data"]!["editorial"] is null, answer.ToJsonString());
        }
    }

    private static Task<HttpStatusCode> StatusAsync(Practice practice, string key) => StatusAsync(practice.App.Http, key);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string key)
    {
        using var answer = await AskAsync(http, key);
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient http, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={site{name}}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
