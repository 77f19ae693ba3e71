using System.Text.Json.Nodes;
using ContentHub.Syndication.Webhooks;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Syndication.Partners;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Syndication.Webhooks;

/// <summary>An endpoint as it was made.</summary>
internal sealed record MadeWebhook(string Id, string Secret, string PublicKey, MadePartner Partner);

/// <summary>What administrators and partners' programs do with endpoints.</summary>
internal static class WebhookDesk
{
    public const string Fields = "id url events state publicKey createdAt lastSuccessAt nextAttemptAt fault cursor";
    public const string Selection = $"webhook {{ {Fields} }} secret queued errors {{ __typename code path message }}";

    /// <summary>Loopback addresses may be sent to.</summary>
    public static readonly Dictionary<string, string?> Settings = new() { ["ContentHub:Webhooks:Allowed:0"] = "127.0.0.0/8" };

    public static Task<Practice> OpenAsync(string database, PostgreSqlServer server) => Practice.OpenAsync(database, server, Settings);

    /// <summary>Any of the mutations.</summary>
    public static async Task<JsonNode> WebhookAsync(this ContentHubApp app, string field, object input, string token)
    {
        var type = field is "testWebhook" or "deleteWebhook" ? "WebhookInput" : $"{char.ToUpperInvariant(field[0])}{field[1..]}Input";
        return (await app.QueryAsync($"mutation($input: {type}!) {{ {field}(input: $input) {{ {Selection} }} }}", new { input }, token))[field]!;
    }

    /// <summary>A partner and its endpoint, which answers its challenge.</summary>
    public static async Task<MadeWebhook> MakeWebhookAsync(this Practice practice, Receiver receiver, MadePartner? partner = null, string[]? events = null)
    {
        partner ??= await practice.MakeAsync(new { });
        var payload = await practice.App.WebhookAsync("createWebhook", new { url = receiver.Url, events }, partner.Key);
        Assert.True(payload["errors"]!.AsArray().Count == 0, payload["errors"]!.ToJsonString());
        return new((string)payload["webhook"]!["id"]!, (string)payload["secret"]!, (string)payload["webhook"]!["publicKey"]!, partner);
    }

    /// <summary>Sends all that is due now.</summary>
    public static Task SendDueAsync(this ContentHubApp app) => app.Services.GetRequiredService<WebhookWorker>().RunDueAsync(TestContext.Current.CancellationToken);

    /// <summary>Moves the clock, then sends all that is due.</summary>
    public static async Task PassAndSendAsync(this Practice practice, TimeSpan by)
    {
        practice.Advance(by);
        await practice.App.SendDueAsync();
    }

    /// <summary>The partner's only endpoint, as the partner sees it.</summary>
    public static async Task<JsonNode> ReadWebhookAsync(this ContentHubApp app, MadePartner partner) =>
        Assert.Single((await app.QueryAsync($"{{ partner {{ webhooks {{ {Fields} }} }} }}", token: partner.Key))["partner"]!["webhooks"]!.AsArray())!;

    /// <summary>What was sent to it, newest first.</summary>
    public static async Task<JsonNode> DeliveriesAsync(this ContentHubApp app, MadePartner partner, int first = 100, string? after = null, bool? failed = null) =>
        (await app.QueryAsync(
            "query($first: Int, $after: String, $failed: Boolean) { partner { webhooks { deliveries(first: $first, after: $after, failed: $failed) { totalCount pageInfo { hasNextPage endCursor } nodes { id cursor kind at attempts status error nextAttemptAt deliveredAt givenUpAt isReplay } } } } }",
            new { first, after, failed }, partner.Key))["partner"]!["webhooks"]![0]!["deliveries"]!;
}
