using System.Text.Json.Nodes;
using ContentHub.Storage;
using ContentHub.Syndication.Changes;
using ContentHub.Tests.Api.Streams;
using Xunit;

namespace ContentHub.Tests.Syndication.Changes;

/// <summary>Somebody who follows the changes over a WebSocket.</summary>
internal sealed class Subscriber(SocketClient client) : IDisposable
{
    private const string Query = """
        subscription($after: String, $types: [EntryType!], $topic: String, $locale: String) {
          contentChanged(after: $after, types: $types, topic: $topic, locale: $locale) {
            cursor sequence kind at version previousSlug reason urgency replacedBy { entryId } affects { slug }
            ref { nodeId entryId type locale slug title canonicalUrl }
            entry { __typename id title slug publishedVersion }
          }
        }
        """;

    /// <summary>Before the first change.</summary>
    public static string StartOf(ContentHubApp app) => new ChangeCursor(app.Current.LogId, 0).ToString();

    /// <summary>Behind the last change.</summary>
    public static string EndOf(ContentHubApp app) => new ChangeCursor(app.Current.LogId, app.Current.Sequence).ToString();

    public static async Task<Subscriber> OpenAsync(
        ContentHubApp app, string? after, IReadOnlyList<string>? types = null, string? topic = null, string? locale = null, string? token = null)
    {
        var client = await SocketClient.OpenAsync(new Uri(app.Http.BaseAddress!, "/graphql"), token is null ? null : new { Authorization = $"Bearer {token}" });
        await client.SubscribeAsync("a", Query, new { after, types, topic, locale });
        return new(client);
    }

    /// <summary>Whatever comes next.</summary>
    public async Task<JsonNode> MessageAsync() => await client.ReceiveAsync() ?? throw new InvalidOperationException($"The socket was closed: {client.Closed}.");

    public async Task<JsonNode> NextAsync()
    {
        var message = await MessageAsync();
        Assert.True(message["payload"]?["data"] is not null && message["payload"]!["errors"] is null, message.ToJsonString());
        return message["payload"]!["data"]!["contentChanged"]!;
    }

    public async Task<IReadOnlyList<JsonNode>> NextAsync(int count)
    {
        var changes = new List<JsonNode>();
        while (changes.Count < count)
        {
            changes.Add(await NextAsync());
        }

        return changes;
    }

    /// <summary>What comes next of one entry: others' reviews and emergencies end whenever the clock is moved.</summary>
    public async Task<JsonNode> NextOfAsync(string entryId)
    {
        while (true)
        {
            if (await NextAsync() is var change && (string?)change["ref"]!["entryId"] == entryId)
            {
                return change;
            }
        }
    }

    /// <summary>The code of the error that the subscription is refused with.</summary>
    public async Task<string?> RefusalAsync()
    {
        var message = await MessageAsync();
        Assert.Equal("error", (string?)message["type"]);
        return (string?)message["payload"]![0]!["extensions"]!["code"];
    }

    /// <summary>Goes without a word.</summary>
    public void Dispose()
    {
        client.Socket.Abort();
        client.Dispose();
    }
}
