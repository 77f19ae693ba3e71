using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Storage;
using ContentHub.Syndication.Webhooks;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Syndication.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Syndication.Webhooks;

public sealed class CreateWebhookTests(PostgreSqlServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task An_endpoint_counts_once_it_has_sent_back_the_value_of_its_challenge(string database)
    {
        await using var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        var partner = await practice.MakeAsync(new { });
        receiver.AnswerTo = _ => "something else";

        var made = await practice.App.WebhookAsync("createWebhook", new { url = receiver.Url }, partner.Key);
        var before = await practice.PublishedAsync(isClinical: false);
        await practice.App.SendDueAsync();
        Assert.Equal("UNVERIFIED", (string?)made["webhook"]!["state"]);
        Assert.Equal("CHALLENGE_FAILED", (string?)made["errors"]![0]!["code"]);
        Assert.StartsWith("whsec_", (string?)made["secret"]);
        Assert.StartsWith("whpk_", (string?)made["webhook"]!["publicKey"]);
        Assert.Empty(receiver.Changes);
        var id = (string)made["webhook"]!["id"]!;
        Assert.Equal("WRONG_STATE", (string?)(await practice.App.WebhookAsync("replayDeliveries", new { webhookId = id }, partner.Key))["errors"]![0]!["code"]);

        receiver.AnswerTo = value => $"{{ \"challenge\": \"{value}\" }}";
        var tested = await practice.App.WebhookAsync("testWebhook", new { webhookId = id }, partner.Key);
        await practice.App.SendDueAsync();

        Assert.Equal("ACTIVE", (string?)tested["webhook"]!["state"]);
        Assert.Empty(tested["errors"]!.AsArray());
        Assert.Null(tested["secret"]);
        Assert.Equal([$"PUBLISHED {before.Slug}"], receiver.Lines);
        Assert.Equal(2, receiver.All.Where(t => t.Type == "webhook.challenge").Select(t => (string?)t.Data["challenge"]).Distinct().Count());

        // A ping, once it is on.
        Assert.Empty((await practice.App.WebhookAsync("testWebhook", new { webhookId = id }, practice.Ada))["errors"]!.AsArray());
        Assert.Equal("webhook.ping", receiver.All[^1].Type);
        receiver.AnswerWith(500);
        var refused = await practice.App.WebhookAsync("testWebhook", new { webhookId = id }, practice.Ada);
        Assert.Equal(("CHALLENGE_FAILED", true), ((string?)refused["errors"]![0]!["code"], ((string?)refused["errors"]![0]!["message"])!.Contains("500", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_is_sent_behind_our_own_walls()
    {
        await using var practice = await Practice.OpenAsync("SQLite", server);
        await using var receiver = await Receiver.StartAsync();
        var partner = await practice.MakeAsync(new { });
        string[] urls =
        [
            receiver.Url, $"https://127.0.0.1:{receiver.Address.Port}/", $"https://localhost:{receiver.Address.Port}/", "https://[::1]:8443/", "https://169.254.169.254/", "https://10.0.0.1/",
            "https://ann:secret@example.org/", "http://example.org/", "https://example.org:22/", "ftp://example.org/", "nothing",
        ];

        foreach (var url in urls)
        {
            var payload = await practice.App.WebhookAsync("createWebhook", new { url }, partner.Key);
            Assert.Equal((url, "URL_NOT_ALLOWED", null), (url, (string?)payload["errors"]![0]!["code"], payload["webhook"]));
            Assert.Null(payload["secret"]);
        }

        // Not even where the row is there already: a name is looked up for the very connection.
        var client = practice.App.Services.GetRequiredService<WebhookClient>();
        using var signer = new WebhookSigner([WebhookSecrets.NewSecret()], WebhookSecrets.NewKeyPair().Seed);
        var exchange = await client.SendAsync($"https://localhost:{receiver.Address.Port}/", WebhookMessages.Ping(practice.Now), signer, Cancellation);
        Assert.Equal((null, WebhookUrlRules.NotPublic), (exchange.Status, exchange.Fault));
        Assert.Empty(receiver.All);
    }

    [Theory, EachDatabase]
    public async Task Only_its_partner_and_administrators_know_an_endpoint_and_its_secret_is_shown_once(string database)
    {
        await using var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await practice.MakeWebhookAsync(receiver);
        var other = await practice.MakeAsync(new { });

        foreach (var (field, input) in new (string, object)[] { ("testWebhook", new { webhookId = webhook.Id }), ("rotateWebhookSecret", new { webhookId = webhook.Id }), ("replayDeliveries", new { webhookId = webhook.Id }), ("deleteWebhook", new { webhookId = webhook.Id }) })
        {
            var payload = await practice.App.WebhookAsync(field, input, other.Key);
            Assert.Equal((field, "NOT_FOUND", null), (field, (string?)payload["errors"]![0]!["code"], payload["webhook"]));
            Assert.Equal("FORBIDDEN", (string?)(await practice.App.WebhookAsync(field, input, practice.Edith))["errors"]![0]!["code"]);
        }

        Assert.Equal("NOT_FOUND", (string?)(await practice.App.WebhookAsync("createWebhook", new { url = "https://example.org/", partnerId = webhook.Partner.Id }, other.Key))["errors"]![0]!["code"]);
        Assert.Equal("REQUIRED", (string?)(await practice.App.WebhookAsync("createWebhook", new { url = receiver.Url }, practice.Ada))["errors"]![0]!["code"]);
        Assert.Equal("INVALID", (string?)(await practice.App.WebhookAsync("createWebhook", new { url = receiver.Url, partnerId = webhook.Partner.Id }, practice.Ada))["errors"]![0]!["code"]);
        Assert.Empty((await practice.App.QueryAsync("{ partner { webhooks { id } } }", token: other.Key))["partner"]!["webhooks"]!.AsArray());
        var read = (await practice.App.QueryAsync($"{{ editorial {{ partners {{ nodes {{ id webhooks {{ {WebhookDesk.Fields} }} }} }} }} }}", token: practice.Ada))["editorial"]!.ToJsonString();
        Assert.Contains(webhook.Id, read);
        Assert.DoesNotContain(webhook.Secret["whsec_".Length..], read);

        var deleted = await practice.App.WebhookAsync("deleteWebhook", new { webhookId = webhook.Id }, webhook.Partner.Key);
        await practice.PublishedAsync(isClinical: false);
        await practice.App.SendDueAsync();
        Assert.Empty(deleted["errors"]!.AsArray());
        Assert.Empty(receiver.Changes);
        Assert.Equal("NOT_FOUND", (string?)(await practice.App.WebhookAsync("testWebhook", new { webhookId = webhook.Id }, practice.Ada))["errors"]![0]!["code"]);
        await using var db = practice.App.Database.Open();
        var row = await db.Webhooks.SingleAsync(Cancellation);
        Assert.Equal((0, null, 0), (row.Secret.Length, row.PreviousSecret, row.SigningKey.Length));
        var audit = (await practice.App.QueryAsync("{ editorial { audit(first: 10) { nodes { action partner by { name } } } } }", token: practice.Ada))["editorial"]!["audit"]!["nodes"]!.AsArray();
        Assert.Equal(["WEBHOOK_DELETED", "WEBHOOK_CREATED"], audit.Select(a => (string)a!["action"]!).Where(a => a.StartsWith("WEBHOOK", StringComparison.Ordinal)));
        Assert.All(audit.Where(a => ((string)a!["action"]!).StartsWith("WEBHOOK", StringComparison.Ordinal)), a => Assert.Equal((string?)a!["partner"], (string?)a["by"]!["name"]));
    }

    [Fact]
    public async Task A_partner_has_at_most_ten_endpoints()
    {
        await using var practice = await WebhookDesk.OpenAsync("SQLite", server);
        await using var receiver = await Receiver.StartAsync();
        var partner = await practice.MakeAsync(new { });

        var payloads = new List<JsonNode>();
        for (var i = 0; i <= CreateWebhook.EndpointsMax; i++)
        {
            payloads.Add(await practice.App.WebhookAsync("createWebhook", new { url = $"{receiver.Url}/{i}", partnerId = partner.Id }, practice.Ada));
        }

        Assert.All(payloads.SkipLast(1), p => Assert.Empty(p["errors"]!.AsArray()));
        Assert.Equal("INVALID", (string?)payloads[^1]["errors"]![0]!["code"]);
    }
}
