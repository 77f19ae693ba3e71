using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Syndication.Changes;
using Xunit;

namespace ContentHub.Tests.Syndication.Partners;

/// <summary>A partner as an administrator made it, and how its program asks.</summary>
internal sealed record MadePartner(string Id, string KeyId, string Key);

/// <summary>What administrators and partners' programs do.</summary>
internal static class PartnerDesk
{
    public const string Selection = "partner { id name quota { perMinute perDay usedToday } keys { id prefix expiresAt lastUsedAt } licence { types topics { title } locales audiences territory expiresOn attributionText attributionHtml } } key errors { __typename code path message }";

    public static async Task<MadePartner> MakeAsync(this ContentHubApp app, string admin, object licence, int perMinute = 10_000, int perDay = 1_000_000, string name = "A health portal (made up)")
    {
        var payload = await app.MutateAsync("createPartner", new { name, contactEmail = "portal@example.org", licence, perMinute, perDay }, admin, Selection);
        Assert.True(payload["errors"]!.AsArray().Count == 0, payload["errors"]!.ToJsonString());
        return new((string)payload["partner"]!["id"]!, (string)payload["partner"]!["keys"]![0]!["id"]!, (string)payload["key"]!);
    }

    public static Task<MadePartner> MakeAsync(this Practice practice, object licence, int perMinute = 10_000, int perDay = 1_000_000) => practice.App.MakeAsync(practice.Ada, licence, perMinute, perDay);

    public static async Task LicenceAsync(this ContentHubApp app, string admin, MadePartner partner, object licence)
    {
        var payload = await app.MutateAsync("updatePartner", new { partnerId = partner.Id, licence }, admin, Selection);
        Assert.True(payload["errors"]!.AsArray().Count == 0, payload["errors"]!.ToJsonString());
    }

    /// <summary>A page of the partner's change feed.</summary>
    public static async Task<JsonNode> ChangesAsync(this ContentHubApp app, string key, string? after, int first = 100, bool isCompact = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/syndication/changes?first={first}&compact={(isCompact ? "true" : "false")}{(after is null ? "" : $"&after={after}")}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Follows the feed to its end.</summary>
    /// <returns>What came, oldest first.</returns>
    public static async Task<IReadOnlyList<JsonNode>> FollowAsync(this CopyOfChanges copy, ContentHubApp app, string key, int first = 100, bool isCompact = false)
    {
        var came = new List<JsonNode>();
        bool more;
        do
        {
            var page = await app.ChangesAsync(key, copy.Cursor, first, isCompact);
            came.AddRange(page["changes"]!.AsArray().Select(c => c!.DeepClone()));
            more = copy.Take(page);
        }
        while (more);
        return came;
    }
}
