using System.Text.Json.Nodes;
using ContentHub.Syndication.Partners;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Syndication.Changes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Syndication.Partners;

public sealed class PartnerFeedTests(PostgreSqlServer server)
{
    private static readonly string[] Terms = ["GLOSSARY_TERM"];

    [Theory, EachDatabase]
    public async Task A_partner_hears_of_what_its_licence_covers_and_of_nothing_else(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var old = await practice.PublishedAsync(isClinical: false);
        var gone = await practice.PublishedAsync(isClinical: false);
        await practice.DoneAsync("unpublish", new { id = gone.Id, version = 1 }, practice.Edith);
        var partner = await practice.MakeAsync(new { types = Terms });
        var question = await practice.PublishedAsync();
        var fresh = await practice.PublishedAsync(isClinical: false);
        await practice.DoneAsync("retract", new { id = question.Id, version = 1, reason = "It named a wrong dose." }, practice.Paul);
        await practice.DoneAsync("retract", new { id = fresh.Id, version = 1, reason = "It named a wrong dose." }, practice.Paul);

        var copy = new CopyOfChanges();
        var came = await copy.FollowAsync(practice.App, partner.Key);

        Assert.Equal([$"PUBLISHED {old.Slug}", $"PUBLISHED {fresh.Slug}", $"RETRACTED {fresh.Slug}"], came.Select(Line));
        Assert.Equal([(old.EntryId, "en-US")], copy.Texts.Keys);
        Assert.DoesNotContain(question.EntryId, string.Concat(came.Select(c => c.ToJsonString())));
        Assert.DoesNotContain(gone.EntryId, string.Concat(came.Select(c => c.ToJsonString())));
    }

    [Theory, EachDatabase]
    public async Task What_leaves_the_licence_is_a_tombstone_and_what_enters_it_is_told(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var terms = new[] { await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false) };
        var question = await practice.PublishedAsync();
        var partner = await practice.MakeAsync(new { types = Terms });
        var copy = new CopyOfChanges();
        await copy.FollowAsync(practice.App, partner.Key, first: 2);
        Assert.Equal(3, copy.Texts.Count);

        await practice.App.LicenceAsync(practice.Ada, partner, new { types = new[] { "FAQ_ENTRY" } });
        var moved = await copy.FollowAsync(practice.App, partner.Key, first: 1);

        Assert.Equal(terms.Select(t => $"LICENCE_CHANGED {t.Slug}").Append($"PUBLISHED {question.Slug}").Order(), moved.Select(Line).Order());
        Assert.All(moved, c => Assert.Equal((string?)c["kind"] == "PUBLISHED", c["entry"] is not null));
        Assert.Equal([(question.EntryId, "en-US")], copy.Texts.Keys);
        Assert.Equal(moved.Count, moved.Select(c => (string?)c["cursor"]).Distinct().Count());

        // What is outside now stays unheard of, whatever it is called; but a retraction of what was taken before is told.
        await practice.DoneAsync("updateGlossaryTerm", new { id = terms[0].Id, expectedVersion = 1, patch = new { title = "Secret words" } }, practice.Edith);
        await practice.DoneAsync("publish", new { id = terms[0].Id, version = 2 }, practice.Edith);
        Assert.Empty(await copy.FollowAsync(practice.App, partner.Key));
        await practice.DoneAsync("retract", new { id = terms[0].Id, version = 2, reason = "It named a wrong dose." }, practice.Paul);
        var retracted = Assert.Single(await copy.FollowAsync(practice.App, partner.Key));
        Assert.Equal("RETRACTED", (string?)retracted["kind"]);
        Assert.DoesNotContain("Secret", retracted.ToJsonString());

        // From nothing, page by page and at once, the same.
        foreach (var (first, isCompact) in new[] { (1, false), (1000, false), (2, true) })
        {
            var again = new CopyOfChanges();
            var came = await again.FollowAsync(practice.App, partner.Key, first, isCompact);
            Assert.Equal(copy.Texts, again.Texts);
            Assert.DoesNotContain("Secret", string.Concat(came.Select(c => c.ToJsonString())));
        }
    }

    [Theory, EachDatabase]
    public async Task A_licence_that_ends_takes_everything_back(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var term = await practice.PublishedAsync(isClinical: false);
        var day = DateOnly.FromDateTime(practice.Now.UtcDateTime).AddDays(3);
        var partner = await practice.MakeAsync(new { types = Terms, expiresOn = day.ToString("o", System.Globalization.CultureInfo.InvariantCulture) });
        var copy = new CopyOfChanges();
        await copy.FollowAsync(practice.App, partner.Key);
        Assert.Equal([(term.EntryId, "en-US")], copy.Texts.Keys);

        var calendar = practice.App.Services.GetRequiredService<LicenceExpiry>();
        practice.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await calendar.RunAsync(TestContext.Current.CancellationToken));
        practice.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, await calendar.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await calendar.RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal([$"LICENCE_CHANGED {term.Slug}"], (await copy.FollowAsync(practice.App, partner.Key)).Select(Line));
        Assert.Empty(copy.Texts);
        Assert.Null((await practice.App.QueryAsync("query($slug: String!) { glossaryTerm(slug: $slug) { title } }", new { slug = term.Slug }, partner.Key))["glossaryTerm"]);
    }

    [Theory, EachDatabase]
    public async Task A_subscriber_goes_on_where_its_feed_stands_until_its_key_is_revoked(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        await practice.PublishedAsync(isClinical: false);
        await practice.PublishedAsync(isClinical: false);
        var partner = await practice.MakeAsync(new { types = Terms });
        var first = (await practice.App.ChangesAsync(partner.Key, after: null, first: 1))["changes"]![0]!;
        using var subscriber = await Subscriber.OpenAsync(practice.App, (string?)first["cursor"], token: partner.Key);

        var second = await subscriber.NextAsync();
        await practice.PublishedAsync();
        var third = await practice.PublishedAsync(isClinical: false);
        var live = await subscriber.NextAsync();
        await practice.App.LicenceAsync(practice.Ada, partner, new { types = new[] { "TOPIC" } });
        var moved = await subscriber.NextAsync(4);

        Assert.NotEqual((string?)first["ref"]!["entryId"], (string?)second["ref"]!["entryId"]);
        Assert.Equal(third.EntryId, (string?)live["ref"]!["entryId"]);
        Assert.Equal(["LICENCE_CHANGED", "LICENCE_CHANGED", "LICENCE_CHANGED", "PUBLISHED"], moved.Select(c => (string)c["kind"]!).Order());
        await practice.MutateAsync("revokePartnerKey", new { keyId = partner.KeyId }, practice.Ada, PartnerDesk.Selection);
        Assert.Contains("UNAUTHENTICATED", (await subscriber.MessageAsync()).ToJsonString());
    }

    [Theory, EachDatabase]
    public async Task A_web_feed_tells_a_partner_of_no_removal_that_it_could_not_have_seen(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var partner = await practice.MakeAsync(new { types = Terms });
        foreach (var item in new[] { await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync() })
        {
            await practice.DoneAsync("unpublish", new { id = item.Id, version = 1 }, practice.Edith);
        }

        Assert.Equal((2, 1), (await TombstonesAsync(practice, key: null), await TombstonesAsync(practice, partner.Key)));
        await practice.App.LicenceAsync(practice.Ada, partner, new { types = new[] { "TOPIC" } });
        Assert.Equal(0, await TombstonesAsync(practice, partner.Key));
    }

    private static async Task<int> TombstonesAsync(Practice practice, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/feeds/atom");
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        using var answer = await practice.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("<at:deleted-entry").Length - 1;
    }

    private static string Line(JsonNode change) => $"{change["kind"]} {change["ref"]!["slug"]}";
}
