using System.Text.Json.Nodes;
using ContentHub.Syndication.Retractions;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Syndication.Changes;
using ContentHub.Tests.Syndication.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Syndication.Retractions;

public sealed class RetractionsTests(PostgreSqlServer server)
{
    private const string Status = "query($id: ID!) { editorial { retraction(id: $id) { ref { entryId } reason at receipts { partner { id name } sentAt toldAt acknowledgedAt note isOverdue } } } }";

    private static readonly string[] Terms = ["GLOSSARY_TERM"];

    [Theory, EachDatabase]
    public async Task A_retraction_is_open_until_it_is_acknowledged_and_editors_see_how_far_it_is(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var partner = await practice.MakeAsync(new { types = Terms });
        var term = await practice.PublishedAsync(isClinical: false);
        var copy = new CopyOfChanges();
        await copy.FollowAsync(practice.App, partner.Key);
        Assert.Equal(0, (int)(await practice.App.ChangesAsync(partner.Key, copy.Cursor))["openRetractions"]!);
        Assert.Null((await practice.App.QueryAsync(Status, new { id = term.Id }, practice.Paul))["editorial"]!["retraction"]);
        await RetractAsync(practice, term);

        var receipt = await ReceiptAsync(practice, term);
        Assert.Equal((null, null, null, false), (receipt["sentAt"], receipt["toldAt"], receipt["acknowledgedAt"], (bool)receipt["isOverdue"]!));

        // Sent is not told: the program may never have got the answer.
        var before = copy.Cursor;
        var retracted = Assert.Single(await copy.FollowAsync(practice.App, partner.Key));
        await HeardAsync(practice.App);
        receipt = await ReceiptAsync(practice, term);
        Assert.NotNull(receipt["sentAt"]);
        Assert.Null(receipt["toldAt"]);
        await practice.App.ChangesAsync(partner.Key, before);
        await HeardAsync(practice.App);
        Assert.Null((await ReceiptAsync(practice, term))["toldAt"]);

        practice.Advance(TimeSpan.FromMinutes(1));
        var cameBackAt = practice.Now;
        Assert.Equal(1, (int)(await practice.App.ChangesAsync(partner.Key, copy.Cursor))["openRetractions"]!);
        await HeardAsync(practice.App);
        receipt = await ReceiptAsync(practice, term);
        Assert.Equal(cameBackAt, receipt["toldAt"]!.GetValue<DateTimeOffset>());
        var own = await OwnAsync(practice.App, partner);
        Assert.Equal((string?)retracted["cursor"], (string?)Assert.Single(own["openRetractions"]!.AsArray())!["cursor"]);
        Assert.Equal(copy.Cursor, (string?)own["lastCursor"]);

        var acknowledged = await AcknowledgeAsync(practice, partner, (string)retracted["cursor"]!, "Taken down everywhere.");
        practice.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(acknowledged, await AcknowledgeAsync(practice, partner, (string)retracted["cursor"]!, "Once more."));
        receipt = await ReceiptAsync(practice, term);
        Assert.Equal((acknowledged, "Taken down everywhere."), ((string?)receipt["acknowledgedAt"], (string?)receipt["note"]));
        Assert.Empty((await OwnAsync(practice.App, partner))["openRetractions"]!.AsArray());
        Assert.Equal(0, (int)(await practice.App.ChangesAsync(partner.Key, copy.Cursor))["openRetractions"]!);
        var acts = (await practice.App.QueryAsync("{ editorial { audit(first: 2) { nodes { action reason partner by { name isSystem } } } } }", token: practice.Ada))["editorial"]!["audit"]!["nodes"]!.AsArray();
        Assert.Equal(["RETRACTION_ACKNOWLEDGED", "RETRACTED"], acts.Select(a => (string)a!["action"]!));
        Assert.Equal($"The retraction of change {retracted["sequence"]}: Taken down everywhere.", (string?)acts[0]!["reason"]);
        Assert.Equal(("A health portal (made up)", true), ((string?)acts[0]!["by"]!["name"], (bool)acts[0]!["by"]!["isSystem"]!));
    }

    [Fact]
    public async Task It_concerns_whoever_ever_could_have_a_copy_and_nobody_else()
    {
        await using var practice = await Practice.OpenAsync(TestDatabase.Sqlite, server);
        var day = DateOnly.FromDateTime(practice.Now.UtcDateTime).AddDays(2);
        var current = await practice.App.MakeAsync(practice.Ada, new { types = Terms }, name: "Current");
        var left = await practice.App.MakeAsync(practice.Ada, new { types = Terms }, name: "Left");
        var revoked = await practice.App.MakeAsync(practice.Ada, new { types = Terms }, name: "Revoked");
        await practice.App.MakeAsync(practice.Ada, new { types = Terms, expiresOn = day }, name: "Expired");
        await practice.App.MakeAsync(practice.Ada, new { types = new[] { "FAQ_ENTRY" } }, name: "Other content");
        var term = await practice.PublishedAsync(isClinical: false);
        await practice.App.LicenceAsync(practice.Ada, left, new { types = new[] { "FAQ_ENTRY" } });
        await practice.MutateAsync("revokePartnerKey", new { keyId = revoked.KeyId }, practice.Ada, PartnerDesk.Selection);
        practice.Advance(TimeSpan.FromDays(5));
        await practice.App.Services.GetRequiredService<ContentHub.Syndication.Partners.LicenceExpiry>().RunAsync(TestContext.Current.CancellationToken);

        await RetractAsync(practice, term);
        await practice.App.MakeAsync(practice.Ada, new { types = Terms }, name: "Too late");

        var receipts = (await StatusAsync(practice, term))["receipts"]!.AsArray();
        Assert.Equal(["Current", "Expired", "Left", "Revoked"], receipts.Select(r => (string)r!["partner"]!["name"]!));
        Assert.Single((await OwnAsync(practice.App, left))["openRetractions"]!.AsArray());
        Assert.Equal(1, (int)(await practice.App.ChangesAsync(current.Key, after: null))["openRetractions"]!);
        Assert.False((await practice.App.SendAsync("{ changes { openRetractionCount } }"))["data"]!["changes"]!["openRetractionCount"] is JsonValue);
        foreach (var (person, isAllowed) in new[] { (practice.Paul, true), (practice.Ada, true), (practice.Edith, false), (current.Key, false) })
        {
            var answer = await practice.App.SendAsync(Status, new { id = term.Id }, person);
            Assert.Equal(isAllowed, answer["data"]?["editorial"]?["retraction"] is not null);
        }
    }

    [Theory, EachDatabase]
    public async Task What_is_overdue_is_one_task_for_publishers_until_the_last_partner_has_acknowledged(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server, new() { ["ContentHub:Retractions:AcknowledgeWithin"] = "02:00:00" });
        MadePartner[] partners = [await practice.App.MakeAsync(practice.Ada, new { }, name: "One"), await practice.App.MakeAsync(practice.Ada, new { }, name: "Two")];
        var term = await practice.PublishedAsync(isClinical: false);
        var cursor = await RetractAsync(practice, term);
        practice.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMinutes(1));
        Assert.Empty(await TasksAsync(practice));
        practice.Advance(TimeSpan.FromMinutes(2));

        var task = Assert.Single(await TasksAsync(practice));
        Assert.Equal("RETRACTION_UNACKNOWLEDGED", (string?)task["kind"]);
        Assert.Equal(["PUBLISHER"], task["roles"]!.AsArray().Select(r => (string)r!));
        Assert.Contains("One <portal@example.org>, Two <portal@example.org>", (string)task["note"]!);
        Assert.All((await StatusAsync(practice, term))["receipts"]!.AsArray(), r => Assert.True((bool)r!["isOverdue"]!));
        await AcknowledgeAsync(practice, partners[0], cursor);
        var left = Assert.Single(await TasksAsync(practice));
        Assert.Equal((string?)task["id"], (string?)left["id"]);
        Assert.DoesNotContain("One <", (string)left["note"]!);
        Assert.Equal([false, true], (await StatusAsync(practice, term))["receipts"]!.AsArray().Select(r => (bool)r!["isOverdue"]!));
        await AcknowledgeAsync(practice, partners[1], cursor);
        Assert.Empty(await TasksAsync(practice));

        static async Task<List<JsonNode>> TasksAsync(Practice practice) =>
            [.. (await practice.App.QueryAsync("{ editorial { tasks(where: { role: PUBLISHER }) { nodes { id kind note roles draft { title } } } } }", token: practice.Paul))["editorial"]!["tasks"]!["nodes"]!.AsArray().Select(t => t!)];
    }

    [Fact]
    public async Task Only_a_retraction_that_concerns_the_partner_can_be_acknowledged_and_by_its_key_alone()
    {
        await using var practice = await Practice.OpenAsync(TestDatabase.Sqlite, server);
        var partner = await practice.MakeAsync(new { types = Terms });
        var (term, question) = (await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync());
        var elsewhere = await RetractAsync(practice, question);
        var cursor = await RetractAsync(practice, term);
        var published = (string)(await practice.App.ChangesAsync(partner.Key, after: null))["changes"]![0]!["cursor"]!;
        foreach (var wrong in new[] { elsewhere, published, "", "x", new ContentHub.Storage.ChangeCursor(Guid.NewGuid(), 3).ToString(), new ContentHub.Storage.ChangeCursor(practice.App.Current.LogId, 1_000_000).ToString() })
        {
            var refused = await practice.App.MutateAsync("acknowledgeRetraction", new { cursor = wrong }, partner.Key, "acknowledgedAt errors { code path }");
            Assert.Equal((wrong, null, "NOT_FOUND", "input/cursor"), (wrong, refused["acknowledgedAt"], (string?)refused["errors"]![0]!["code"], string.Join('/', refused["errors"]![0]!["path"]!.AsArray())));
        }

        var tooLong = await practice.App.MutateAsync("acknowledgeRetraction", new { cursor, note = new string('a', 1001) }, partner.Key, "acknowledgedAt errors { code path }");
        Assert.Equal("TOO_LONG", (string?)tooLong["errors"]![0]!["code"]);
        var editor = await practice.App.MutateAsync("acknowledgeRetraction", new { cursor }, practice.Paul, "acknowledgedAt errors { __typename message }");
        Assert.Equal("ForbiddenError", (string?)editor["errors"]![0]!["__typename"]);
        Assert.Equal("UNAUTHENTICATED", (string?)(await practice.App.SendAsync("mutation($input: AcknowledgeRetractionInput!) { acknowledgeRetraction(input: $input) { acknowledgedAt } }", new { input = new { cursor } }))["errors"]![0]!["extensions"]!["code"]);

        // Sent twice at once it is still one act.
        var times = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AcknowledgeAsync(practice, partner, cursor)));
        Assert.Single(times.Distinct());
        await using var db = practice.App.Database.Open();
        Assert.Equal(1, await db.Changes.CountAsync(c => c.Kind == ContentHub.Storage.ChangeKind.RetractionAcknowledged, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_takes_the_place_of_a_text_acknowledges_its_retraction_by_its_cursor_too()
    {
        await using var practice = await Practice.OpenAsync(TestDatabase.Sqlite, server);
        var partner = await practice.MakeAsync(new { });
        var (term, instead) = (await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false));
        await RetractAsync(practice, term);
        await practice.DoneAsync("addNotice", new { id = term.Id, version = 1, kind = "REPLACED", text = "There is a newer text.", replacedBy = instead.EntryId }, practice.Paul);
        var last = (await practice.App.ChangesAsync(partner.Key, after: null))["changes"]!.AsArray()[^1]!;
        Assert.Equal("RETRACTED", (string?)last["kind"]);

        await AcknowledgeAsync(practice, partner, (string)last["cursor"]!);

        Assert.Empty((await OwnAsync(practice.App, partner))["openRetractions"]!.AsArray());
    }

    [Fact]
    public async Task A_subscriber_is_told_once_it_comes_back_behind_the_event()
    {
        await using var practice = await Practice.OpenAsync(TestDatabase.Sqlite, server);
        var partner = await practice.MakeAsync(new { });
        var term = await practice.PublishedAsync(isClinical: false);
        string cursor;
        using (var subscriber = await Subscriber.OpenAsync(practice.App, Subscriber.EndOf(practice.App), token: partner.Key))
        {
            await RetractAsync(practice, term);
            cursor = (string)(await subscriber.NextAsync())["cursor"]!;
        }

        await HeardAsync(practice.App);
        var receipt = await ReceiptAsync(practice, term);
        Assert.True(receipt["sentAt"] is not null && receipt["toldAt"] is null, receipt.ToJsonString());
        using (var subscriber = await Subscriber.OpenAsync(practice.App, cursor, token: partner.Key))
        {
            await practice.PublishedAsync(isClinical: false);
            await subscriber.NextAsync();
        }

        await HeardAsync(practice.App);
        Assert.NotNull((await ReceiptAsync(practice, term))["toldAt"]);
    }

    [Fact(SkipUnless = nameof(HasPostgreSql), Skip = PostgreSqlServer.HowToInstall)]
    public async Task What_one_node_sent_the_other_hears_and_takes_the_acknowledgement_of()
    {
        await using var practice = await Practice.OpenAsync(TestDatabase.PostgreSql, server);
        var partner = await practice.MakeAsync(new { });
        var term = await practice.PublishedAsync(isClinical: false);
        var cursor = await RetractAsync(practice, term);
        var page = await practice.App.ChangesAsync(partner.Key, after: null);
        var other = await ContentHubApp.StartAsync(practice.App.Database, clock: practice.Clock);
        try
        {
            await other.ChangesAsync(partner.Key, (string)page["endCursor"]!);
            await HeardAsync(other);
            Assert.NotNull((await ReceiptAsync(practice, term))["toldAt"]);
            Assert.Single((await OwnAsync(other, partner))["openRetractions"]!.AsArray());

            var payload = await other.MutateAsync("acknowledgeRetraction", new { cursor }, partner.Key, "acknowledgedAt errors { message }");

            Assert.NotNull(payload["acknowledgedAt"]);
            Assert.Equal(0, (int)(await practice.App.ChangesAsync(partner.Key, after: null))["openRetractions"]!);
            Assert.NotNull((await ReceiptAsync(practice, term))["acknowledgedAt"]);
        }
        finally
        {
            await other.StopAsync();
        }
    }

    public static bool HasPostgreSql => PartnerKeysTests.HasPostgreSql;

    private static Task HeardAsync(ContentHubApp app) => app.Services.GetRequiredService<PartnersHear>().WriteAsync(TestContext.Current.CancellationToken);

    /// <returns>The cursor of the retraction.</returns>
    private static async Task<string> RetractAsync(Practice practice, Item item)
    {
        await practice.DoneAsync("retract", new { id = item.Id, version = item.Version, reason = "It named a wrong dose." }, practice.Paul);
        return Subscriber.EndOf(practice.App);
    }

    private static async Task<JsonNode> StatusAsync(Practice practice, Item item) => (await practice.App.QueryAsync(Status, new { id = item.Id }, practice.Paul))["editorial"]!["retraction"]!;

    private static async Task<JsonNode> ReceiptAsync(Practice practice, Item item) => Assert.Single((await StatusAsync(practice, item))["receipts"]!.AsArray())!;

    private static async Task<JsonNode> OwnAsync(ContentHubApp app, MadePartner partner) =>
        (await app.QueryAsync("{ partner { lastCursor openRetractions { cursor kind reason ref { entryId title } entry { title } } } }", token: partner.Key))["partner"]!;

    private static async Task<string> AcknowledgeAsync(Practice practice, MadePartner partner, string cursor, string? note = null)
    {
        var payload = await practice.App.MutateAsync("acknowledgeRetraction", new { cursor, note }, partner.Key, "acknowledgedAt errors { message }");
        Assert.True(payload["errors"]!.AsArray().Count == 0, payload["errors"]!.ToJsonString());
        return (string)payload["acknowledgedAt"]!;
    }
}
