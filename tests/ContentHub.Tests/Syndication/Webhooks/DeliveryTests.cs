using System.Globalization;
using ContentHub.Delivery;
using ContentHub.Storage;
using ContentHub.Syndication.Webhooks;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Syndication.Changes;
using ContentHub.Tests.Syndication.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Syndication.Webhooks;

/// <summary>What endpoints get: all of it, in order, and nothing that is not theirs.</summary>
public sealed class DeliveryTests(PostgreSqlServer server)
{
    private static readonly string[] Terms = ["GLOSSARY_TERM"];
    private static readonly string[] Corrections = ["CORRECTED"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task An_endpoint_gets_what_the_change_feed_tells_its_partner_in_the_same_order(string database)
    {
        await using var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        await using var picky = await Receiver.StartAsync();
        var partner = await practice.MakeAsync(new { types = Terms });
        var webhook = await practice.MakeWebhookAsync(receiver, partner);
        await practice.MakeWebhookAsync(picky, partner, Corrections);
        var copy = new CopyOfChanges();
        await copy.FollowAsync(practice.App, partner.Key);

        var (first, second) = (await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false));
        var question = await practice.PublishedAsync();
        await practice.DoneAsync("retract", new { id = first.Id, version = 1, reason = "It named a wrong dose." }, practice.Paul);
        await practice.App.LicenceAsync(practice.Ada, partner, new { types = new[] { "FAQ_ENTRY" } });
        await practice.App.SendDueAsync();
        var fed = await copy.FollowAsync(practice.App, partner.Key);

        Assert.Equal([$"PUBLISHED {first.Slug}", $"PUBLISHED {second.Slug}", $"RETRACTED {first.Slug}"], receiver.Lines.Take(3));
        Assert.Equal(new[] { $"LICENCE_CHANGED {second.Slug}", $"PUBLISHED {question.Slug}" }.Order(), receiver.Lines.Skip(3).Order());
        Assert.Equal(fed.Select(c => ((string?)c["cursor"], (string?)c["kind"], (string?)c["ref"]!["slug"])), receiver.Changes.Select(t => ((string?)t.Data["cursor"], (string?)t.Data["kind"], (string?)t.Data["slug"])));
        Assert.Equal([$"RETRACTED {first.Slug}"], picky.Lines);
        var retracted = receiver.Changes[2];
        Assert.Equal("content.retracted", retracted.Type);
        Assert.Equal(("It named a wrong dose.", "GLOSSARY_TERM", "en-US", first.EntryId, "HIGH", 1), ((string?)retracted.Data["reason"], (string?)retracted.Data["type"], (string?)retracted.Data["locale"], (string?)retracted.Data["entryId"], (string?)retracted.Data["urgency"], (int)retracted.Data["version"]!));
        Assert.DoesNotContain(receiver.Changes.Take(3), t => t.Body.Contains(question.EntryId, StringComparison.Ordinal));
        Assert.All(receiver.Changes, t => Assert.Contains(new StandardWebhooks.StandardWebhook(webhook.Secret).Sign(t.Id, DateTimeOffset.FromUnixTimeSeconds(t.Timestamp), t.Body), t.Signature.Split(' ')));

        // The log has them all.
        var log = await practice.App.DeliveriesAsync(partner);
        Assert.Equal(5, (int)log["totalCount"]!);
        Assert.All(log["nodes"]!.AsArray(), d => Assert.Equal((204, 1, true), ((int)d!["status"]!, (int)d["attempts"]!, d["deliveredAt"] is not null)));
        Assert.Equal("ACTIVE", (string?)(await practice.App.QueryAsync("{ partner { webhooks { state } } }", token: partner.Key))["partner"]!["webhooks"]![0]!["state"]);
    }

    [Theory, EachDatabase]
    public async Task What_is_not_taken_is_sent_again_later_and_what_comes_behind_it_waits(string database)
    {
        await using var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await practice.MakeWebhookAsync(receiver);
        receiver.AnswerWith(500);

        var (first, second) = (await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false));
        await practice.PassAndSendAsync(TimeSpan.FromSeconds(30));
        var once = receiver.Changes.Count;
        var failing = await practice.App.ReadWebhookAsync(webhook.Partner);
        var (lastAt, next) = (practice.Now, failing["nextAttemptAt"]!.GetValue<DateTimeOffset>());
        await practice.App.SendDueAsync();
        Assert.Equal(once, receiver.Changes.Count);
        Assert.Equal(("FAILING", "It answered 500."), ((string?)failing["state"], (string?)failing["fault"]));
        Assert.InRange(next - lastAt, TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(1));
        var failed = Assert.Single((await practice.App.DeliveriesAsync(webhook.Partner, failed: true))["nodes"]!.AsArray())!;
        Assert.Equal((500, once, null), ((int)failed["status"]!, (int)failed["attempts"]!, failed["deliveredAt"]));

        receiver.Answer = null;
        await practice.PassAndSendAsync(next - lastAt);

        Assert.Equal(Enumerable.Repeat($"PUBLISHED {first.Slug}", once + 1).Append($"PUBLISHED {second.Slug}"), receiver.Lines);
        Assert.Single(receiver.Changes.SkipLast(1).Select(t => t.Id).Distinct());
        Assert.Equal("ACTIVE", (string?)(await practice.App.ReadWebhookAsync(webhook.Partner))["state"]);
        var log = (await practice.App.DeliveriesAsync(webhook.Partner))["nodes"]!.AsArray();
        Assert.Equal([1, once + 1], log.Select(d => (int)d!["attempts"]!));
        Assert.All(log, d => Assert.Equal((null, null, 204), (d!["error"], d["nextAttemptAt"], (int)d["status"]!)));
    }

    [Fact]
    public async Task One_that_takes_some_of_what_waits_and_then_fails_gets_the_rest_later()
    {
        await using var practice = await WebhookDesk.OpenAsync(TestDatabase.Sqlite, server);
        await using var receiver = await Receiver.StartAsync();
        await practice.MakeWebhookAsync(receiver);
        receiver.AnswerWith(500);
        var (first, second, third) = (await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false));
        await practice.PassAndSendAsync(TimeSpan.FromSeconds(30));

        receiver.Answer = (taken, http) =>
        {
            http.Response.StatusCode = taken.Line.EndsWith(first.Slug, StringComparison.Ordinal) ? 204 : 500;
            return Task.CompletedTask;
        };
        await practice.PassAndSendAsync(TimeSpan.FromHours(2));
        Assert.Equal($"PUBLISHED {second.Slug}", receiver.Lines.Last());
        var seen = receiver.Changes.Count;
        receiver.Answer = null;
        await practice.PassAndSendAsync(TimeSpan.FromHours(2));

        Assert.Equal([$"PUBLISHED {second.Slug}", $"PUBLISHED {third.Slug}"], receiver.Lines.Skip(seen));
    }

    [Fact]
    public async Task Retry_After_is_obeyed_in_seconds_and_as_a_date()
    {
        await using var practice = await WebhookDesk.OpenAsync("SQLite", server);
        await using var receiver = await Receiver.StartAsync();
        await practice.MakeWebhookAsync(receiver);
        receiver.AnswerWith(503, retryAfter: "120");
        await practice.PublishedAsync(isClinical: false);
        await practice.App.SendDueAsync();

        await practice.PassAndSendAsync(TimeSpan.FromSeconds(115));
        Assert.Single(receiver.Changes);
        receiver.AnswerWith(429, retryAfter: practice.Now.AddMinutes(10).ToString("R", CultureInfo.InvariantCulture));
        await practice.PassAndSendAsync(TimeSpan.FromSeconds(6));
        Assert.Equal(2, receiver.Changes.Count);
        await practice.PassAndSendAsync(TimeSpan.FromMinutes(9));
        Assert.Equal(2, receiver.Changes.Count);
        receiver.Answer = null;
        await practice.PassAndSendAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(3, receiver.Changes.Count);
    }

    [Theory, EachDatabase]
    public async Task One_that_is_gone_is_disabled_at_once_keeps_its_place_and_is_turned_on_by_a_test(string database)
    {
        await using var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await practice.MakeWebhookAsync(receiver);
        receiver.AnswerWith(410);
        var (first, second) = (await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false));
        await practice.App.SendDueAsync();
        await practice.PassAndSendAsync(TimeSpan.FromDays(1));
        Assert.Equal([$"PUBLISHED {first.Slug}"], receiver.Lines);
        Assert.Equal("DISABLED", (string?)(await practice.App.ReadWebhookAsync(webhook.Partner))["state"]);

        receiver.Answer = null;
        var tested = await practice.App.WebhookAsync("testWebhook", new { webhookId = webhook.Id }, webhook.Partner.Key);
        await practice.App.SendDueAsync();

        Assert.Equal("ACTIVE", (string?)tested["webhook"]!["state"]);
        Assert.Equal([$"PUBLISHED {first.Slug}", $"PUBLISHED {first.Slug}", $"PUBLISHED {second.Slug}"], receiver.Lines);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_an_answer_that_does_not_come_is_none()
    {
        await using var practice = await Practice.OpenAsync("SQLite", server, new(WebhookDesk.Settings) { ["ContentHub:Webhooks:Timeout"] = "00:00:00.3" });
        await using var receiver = await Receiver.StartAsync();
        await using var elsewhere = await Receiver.StartAsync();
        var webhook = await practice.MakeWebhookAsync(receiver);
        receiver.AnswerWith(307, location: elsewhere.Url);
        await practice.PublishedAsync(isClinical: false);
        await practice.App.SendDueAsync();
        Assert.StartsWith("It answered 307: redirects are not followed", (string?)(await practice.App.ReadWebhookAsync(webhook.Partner))["fault"]);
        Assert.Empty(elsewhere.All);

        receiver.Answer = async (_, http) =>
        {
            // It begins to answer, and never ends.
            await http.Response.StartAsync(http.RequestAborted);
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };
        await practice.PassAndSendAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("There was no whole answer within 0.3 s.", (string?)(await practice.App.ReadWebhookAsync(webhook.Partner))["fault"]);

        receiver.Answer = async (_, http) => await http.Response.Body.WriteAsync(new byte[WebhookClient.AnswerMaxBytes * 2]);
        await practice.PassAndSendAsync(TimeSpan.FromMinutes(1));
        Assert.Null((string?)(await practice.App.ReadWebhookAsync(webhook.Partner))["fault"]);
    }

    [Theory, EachDatabase]
    public async Task One_bad_event_is_given_up_after_three_days_and_holds_up_no_retraction(string database)
    {
        await using var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await practice.MakeWebhookAsync(receiver);
        var wrong = await practice.PublishedAsync(isClinical: false);
        await practice.DoneAsync("retract", new { id = wrong.Id, version = 1, reason = "It named a wrong dose." }, practice.Paul);
        await practice.App.SendDueAsync();
        receiver.Answer = (taken, http) => Task.FromResult(http.Response.StatusCode = taken.Type == "content.unpublished" ? 400 : 204);
        var other = await practice.PublishedAsync(isClinical: false);
        await practice.DoneAsync("unpublish", new { id = other.Id, version = 1 }, practice.Edith);
        var last = await practice.PublishedAsync(isClinical: false);
        await practice.App.SendDueAsync();
        Assert.Equal("FAILING", (string?)(await practice.App.ReadWebhookAsync(webhook.Partner))["state"]);
        Assert.DoesNotContain($"PUBLISHED {last.Slug}", receiver.Lines);

        await practice.PassAndSendAsync(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));

        Assert.Equal($"PUBLISHED {last.Slug}", receiver.Lines.Last());
        Assert.Equal("ACTIVE", (string?)(await practice.App.ReadWebhookAsync(webhook.Partner))["state"]);
        var missed = Assert.Single((await practice.App.DeliveriesAsync(webhook.Partner, failed: true))["nodes"]!.AsArray())!;
        Assert.Equal(("UNPUBLISHED", true, null), ((string?)missed["kind"], missed["givenUpAt"] is not null, missed["deliveredAt"]));

        // A page of the log by a page, then what is old is forgotten, but neither what was missed nor a retraction.
        var page = await practice.App.DeliveriesAsync(webhook.Partner, first: 2);
        var rest = await practice.App.DeliveriesAsync(webhook.Partner, after: (string?)page["pageInfo"]!["endCursor"]);
        Assert.Equal((true, false, (int)page["totalCount"]!), ((bool)page["pageInfo"]!["hasNextPage"]!, (bool)rest["pageInfo"]!["hasNextPage"]!, 2 + rest["nodes"]!.AsArray().Count));
        await practice.App.Services.GetRequiredService<WebhookRows>().ForgetAsync(practice.Now.AddDays(1), "Retracted", 1000, Cancellation);
        Assert.Equal(["UNPUBLISHED", "RETRACTED"], (await practice.App.DeliveriesAsync(webhook.Partner))["nodes"]!.AsArray().Select(d => (string)d!["kind"]!));
    }

    [Theory, EachDatabase]
    public async Task One_that_takes_nothing_for_three_days_is_disabled_and_loses_nothing(string database)
    {
        await using var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await practice.MakeWebhookAsync(receiver);
        receiver.AnswerWith(500);
        var (first, second, third) = (await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false));
        await practice.App.SendDueAsync();
        await practice.PassAndSendAsync(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        await practice.PassAndSendAsync(TimeSpan.FromDays(3));
        Assert.Equal("DISABLED", (string?)(await practice.App.ReadWebhookAsync(webhook.Partner))["state"]);
        Assert.Equal([false, true], (await practice.App.DeliveriesAsync(webhook.Partner, failed: true))["nodes"]!.AsArray().Select(d => d!["givenUpAt"] is not null));
        Assert.DoesNotContain($"PUBLISHED {third.Slug}", receiver.Lines);

        receiver.Answer = null;
        var before = receiver.Changes.Count;
        await practice.App.WebhookAsync("testWebhook", new { webhookId = webhook.Id }, webhook.Partner.Key);
        await practice.App.SendDueAsync();
        var again = await practice.App.WebhookAsync("replayDeliveries", new { webhookId = webhook.Id }, webhook.Partner.Key);
        await practice.App.SendDueAsync();

        Assert.Equal(new[] { second, third }.Select(t => $"PUBLISHED {t.Slug}"), receiver.Lines.Skip(before).Take(2));
        Assert.Contains($"PUBLISHED {first.Slug}", receiver.Lines.Skip(before + 2));
        Assert.Equal((int)again["queued"]!, receiver.Changes.Count - before - 2);
    }

    [Theory, EachDatabase]
    public async Task A_stretch_is_sent_again_with_the_same_ids_and_what_is_new_comes_first(string database)
    {
        await using var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await practice.MakeWebhookAsync(receiver);
        var terms = new List<Item>();
        for (var i = 0; i < 4; i++)
        {
            terms.Add(await practice.PublishedAsync(isClinical: false));
        }

        await practice.App.SendDueAsync();
        var sent = receiver.Changes;
        var (after, until) = ((string)sent[0].Data["cursor"]!, (string)sent[2].Data["cursor"]!);
        var payload = await practice.App.WebhookAsync("replayDeliveries", new { webhookId = webhook.Id, after, until }, webhook.Partner.Key);
        await practice.App.SendDueAsync();

        Assert.Equal((2, 0), ((int)payload["queued"]!, payload["errors"]!.AsArray().Count));
        Assert.Equal([sent[1].Id, sent[2].Id], receiver.Changes.Skip(4).Select(t => t.Id));
        var log = (await practice.App.DeliveriesAsync(webhook.Partner))["nodes"]!.AsArray();
        Assert.Equal([(false, terms[3]), (true, terms[2]), (false, terms[2]), (true, terms[1]), (false, terms[1]), (false, terms[0])], log.Select((d, i) => ((bool)d!["isReplay"]!, terms[new[] { 3, 2, 2, 1, 1, 0 }[i]])));
        await using var db = practice.App.Database.Open();
        Assert.Empty(await db.WebhookReplays.ToListAsync(Cancellation));

        foreach (var (field, input) in new (string, object)[] { ("after", new { webhookId = webhook.Id, after = "nothing" }), ("until", new { webhookId = webhook.Id, until = new ChangeCursor(Guid.NewGuid(), 1).ToString() }) })
        {
            var refused = await practice.App.WebhookAsync("replayDeliveries", input, webhook.Partner.Key);
            Assert.Equal(("INVALID", field), ((string?)refused["errors"]![0]!["code"], (string?)refused["errors"]![0]!["path"]![1]));
        }

        Assert.Equal(0, (int)(await practice.App.WebhookAsync("replayDeliveries", new { webhookId = webhook.Id, after = until, until = after }, webhook.Partner.Key))["queued"]!);
    }

    [Fact]
    public async Task Events_are_signed_with_both_secrets_while_one_takes_the_others_place()
    {
        await using var practice = await WebhookDesk.OpenAsync("SQLite", server);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await practice.MakeWebhookAsync(receiver);

        var rotated = await practice.App.WebhookAsync("rotateWebhookSecret", new { webhookId = webhook.Id, overlapHours = 24 }, webhook.Partner.Key);
        var refused = await practice.App.WebhookAsync("rotateWebhookSecret", new { webhookId = webhook.Id }, webhook.Partner.Key);
        await practice.PublishedAsync(isClinical: false);
        await practice.App.SendDueAsync();
        practice.Advance(TimeSpan.FromHours(25));
        await practice.PublishedAsync(isClinical: false);
        await practice.App.SendDueAsync();

        Assert.Equal("INVALID", (string?)refused["errors"]![0]!["code"]);
        var (oldSecret, newSecret) = (new StandardWebhooks.StandardWebhook(webhook.Secret), new StandardWebhooks.StandardWebhook((string)rotated["secret"]!));
        Assert.Equal([(true, true), (false, true)], receiver.Changes.Select(t => (IsBy(oldSecret, t), IsBy(newSecret, t))));

        static bool IsBy(StandardWebhooks.StandardWebhook secret, Taken taken) => taken.Signature.Split(' ').Contains(secret.Sign(taken.Id, DateTimeOffset.FromUnixTimeSeconds(taken.Timestamp), taken.Body));
    }
}
