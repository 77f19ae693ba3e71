using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ContentHub.Tests.Syndication.Webhooks;

public sealed class RetractionsByWebhookTests(PostgreSqlServer server)
{
    private const string Receipts = "query($id: ID!) { editorial { retraction(id: $id) { receipts { sentAt toldAt acknowledgedAt note } } } }";

    [Theory, EachDatabase]
    public async Task A_retraction_that_was_taken_is_told_and_comes_again_until_it_is_acknowledged(string database)
    {
        await using var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        var made = await practice.MakeWebhookAsync(receiver);
        var term = await practice.PublishedAsync(isClinical: false);
        await RetractAsync(practice, term);
        await practice.App.SendDueAsync();

        var receipt = await ReceiptAsync(practice, term);
        Assert.NotNull(receipt["toldAt"]);
        Assert.Null(receipt["acknowledgedAt"]);
        await practice.PassAndSendAsync(TimeSpan.FromHours(5));
        Assert.Single(Retracted(receiver));

        await practice.PassAndSendAsync(TimeSpan.FromHours(2));
        await practice.App.SendDueAsync();
        Assert.Equal(2, Retracted(receiver).Count);
        await practice.PassAndSendAsync(TimeSpan.FromHours(7));
        Assert.Equal(3, Retracted(receiver).Count);
        Assert.Single(Retracted(receiver).Select(t => t.Id).Distinct());

        var cursor = (string)Retracted(receiver)[0].Data["cursor"]!;
        await practice.App.QueryAsync("mutation($input: AcknowledgeRetractionInput!) { acknowledgeRetraction(input: $input) { acknowledgedAt } }", new { input = new { cursor } }, made.Partner.Key);
        await practice.PassAndSendAsync(TimeSpan.FromDays(2));
        Assert.Equal(3, Retracted(receiver).Count);
    }

    [Theory, EachDatabase]
    public async Task A_reply_that_the_partner_signed_acknowledges(string database)
    {
        await using var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        var made = await practice.MakeWebhookAsync(receiver);
        var term = await practice.PublishedAsync(isClinical: false);
        receiver.Answer = (taken, http) => ReplyAsync(http, taken.Id, made.Secret, practice.Now, """{"acknowledged": true, "note": "Taken down."}""");

        await RetractAsync(practice, term);
        await practice.App.SendDueAsync();

        var receipt = await ReceiptAsync(practice, term);
        Assert.NotNull(receipt["acknowledgedAt"]);
        Assert.Equal("Taken down.", (string?)receipt["note"]);
        Assert.Empty((await practice.App.QueryAsync("{ partner { openRetractions { cursor } } }", token: made.Partner.Key))["partner"]!["openRetractions"]!.AsArray());
        await practice.PassAndSendAsync(TimeSpan.FromDays(1));
        Assert.Single(Retracted(receiver));
    }

    [Fact]
    public async Task No_other_reply_acknowledges()
    {
        await using var practice = await WebhookDesk.OpenAsync(TestDatabase.Sqlite, server);
        await using var receiver = await Receiver.StartAsync();
        var made = await practice.MakeWebhookAsync(receiver);
        const string Says = """{"acknowledged": true}""";
        var foreign = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        (string Name, Func<Taken, HttpContext, Task> Answer)[] replies =
        [
            ("not signed", (_, http) => http.Response.WriteAsync(Says)),
            ("signed by another", (t, http) => ReplyAsync(http, t.Id, foreign, practice.Now, Says)),
            ("of another event", (_, http) => ReplyAsync(http, "evt_another", made.Secret, practice.Now, Says)),
            ("old", (t, http) => ReplyAsync(http, t.Id, made.Secret, practice.Now.AddMinutes(-6), Says)),
            ("says no", (t, http) => ReplyAsync(http, t.Id, made.Secret, practice.Now, """{"acknowledged": false}""")),
            ("says nothing", (t, http) => ReplyAsync(http, t.Id, made.Secret, practice.Now, "[1]")),
            ("no JSON", (t, http) => ReplyAsync(http, t.Id, made.Secret, practice.Now, "{\"acknowledged\": tru")),
            ("another body than was signed", (t, http) => ReplyAsync(http, t.Id, made.Secret, practice.Now, """{"acknowledged": false}""", sent: Says)),
        ];
        foreach (var (name, answer) in replies)
        {
            var term = await practice.PublishedAsync(isClinical: false);
            receiver.Answer = answer;
            await RetractAsync(practice, term);
            await practice.App.SendDueAsync();

            var receipt = await ReceiptAsync(practice, term);
            Assert.True(receipt["toldAt"] is not null && receipt["acknowledgedAt"] is null, $"A reply that is {name} acknowledged.");
        }
    }

    private static async Task ReplyAsync(HttpContext http, string id, string secret, DateTimeOffset at, string body, string? sent = null)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}"));
        http.Response.Headers["webhook-id"] = id;
        http.Response.Headers["webhook-timestamp"] = timestamp;
        http.Response.Headers["webhook-signature"] = $"v1,{Convert.ToBase64String(signature)}";
        await http.Response.WriteAsync(sent ?? body);
    }

    private static List<Taken> Retracted(Receiver receiver) => [.. receiver.Changes.Where(t => t.Type == "content.retracted")];

    private static Task<JsonNode> RetractAsync(Practice practice, Item term) => practice.DoneAsync("retract", new { id = term.Id, version = 1, reason = "It named a wrong dose." }, practice.Paul);

    private static async Task<JsonNode> ReceiptAsync(Practice practice, Item term) =>
        Assert.Single((await practice.App.QueryAsync(Receipts, new { id = term.Id }, practice.Paul))["editorial"]!["retraction"]!["receipts"]!.AsArray())!;
}
