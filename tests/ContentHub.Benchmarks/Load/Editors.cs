using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ContentHub.Benchmarks.Load;

/// <summary>
/// Editors at work: each changes one entry of their own over and over and publishes it, through review where that is due, and begins a
/// draft now and then that is thrown away. What is public does not grow by it; the log and the revisions do, on disk.
/// </summary>
internal sealed class Editors(HttpClient http, Uri endpoint, Tally tally)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Until it is told to stop.</summary>
    public async Task RunAsync(string editor, string reviewer, CancellationToken cancellation)
    {
        await Task.WhenAll(
            KeepAsync(() => ReviseTopicAsync(editor, 0), cancellation),
            KeepAsync(() => ReviseTopicAsync(editor, 1), cancellation),
            KeepAsync(() => ReviseArticleAsync(editor, reviewer), cancellation),
            KeepAsync(() => BeginAndDiscardAsync(editor), cancellation));
    }

    private async Task KeepAsync(Func<Task> work, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, cancellation);
                await work();
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
        catch (Exception fault) when (fault is HttpRequestException or InvalidOperationException or System.Text.Json.JsonException)
        {
            tally.Failed("edit", fault.GetType().Name, fault.Message);
        }
    }

    private async Task ReviseTopicAsync(string editor, int number)
    {
        var (id, version) = await DraftAsync(editor, "TOPIC", number);
        var summary = string.Create(CultureInfo.InvariantCulture, $"Looked at again at {DateTimeOffset.UtcNow:O}.");
        var saved = await ActAsync(editor, "updateTopic", "UpdateTopicInput", new { id, expectedVersion = version, patch = new { summary } });
        await ActAsync(editor, "publish", "PublishInput", new { id, version = saved });
    }

    private async Task ReviseArticleAsync(string editor, string reviewer)
    {
        var (id, version) = await DraftAsync(editor, "ARTICLE", 0);
        var summary = string.Create(CultureInfo.InvariantCulture, $"Looked at again at {DateTimeOffset.UtcNow:O}.");
        var saved = await ActAsync(editor, "updateArticle", "UpdateArticleInput", new { id, expectedVersion = version, patch = new { summary } });
        await ActAsync(editor, "submitForReview", "WorkflowInput", new { id, version = saved });
        await ActAsync(reviewer, "approve", "ApproveInput", new { id, version = saved });
        await ActAsync(editor, "publish", "PublishInput", new { id, version = saved });
    }

    private async Task BeginAndDiscardAsync(string editor)
    {
        var id = Guid.NewGuid();
        var payload = await PayloadAsync(editor, "createTopic", "CreateTopicInput", new { id, content = new { title = $"Begun {id}", kind = "CONDITION" } });
        await ActAsync(editor, "discardDraft", "WorkflowInput", new { id = (string)payload["draft"]!["id"]!, version = (int)payload["draft"]!["version"]! });
    }

    /// <summary>The draft of the entry with this number among those of a type; they stand in the order of their slugs.</summary>
    private async Task<(string Id, int Version)> DraftAsync(string token, string type, int number)
    {
        var data = await AskAsync("drafts", token, "query($type: EntryType!) { editorial { drafts(first: 50, where: { type: { eq: $type }, locale: { eq: \"en-US\" } }) { nodes { id version slug } } } }", new { type });
        var drafts = data["editorial"]!["drafts"]!["nodes"]!.AsArray().OrderBy(draft => (string?)draft!["slug"], StringComparer.Ordinal).Where(draft => draft!["slug"] is not null).ToList();
        return ((string)drafts[number]!["id"]!, (int)drafts[number]!["version"]!);
    }

    /// <returns>The version that came of it.</returns>
    private async Task<int> ActAsync(string token, string field, string inputType, object input) =>
        (int?)(await PayloadAsync(token, field, inputType, input))["draft"]?["version"] ?? 0;

    private async Task<JsonNode> PayloadAsync(string token, string field, string inputType, object input)
    {
        var data = await AskAsync(field, token, $"mutation($input: {inputType}!) {{ {field}(input: $input) {{ draft {{ id version }} errors {{ code message path }} }} }}", new { input });
        var payload = data[field] ?? throw new InvalidOperationException($"{field} gave nothing.");
        return payload["errors"]!.AsArray().Count == 0 ? payload : throw new InvalidOperationException($"{field}: {payload["errors"]!.ToJsonString()}");
    }

    private async Task<JsonNode> AskAsync(string kind, string token, string query, object variables)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var clock = Stopwatch.StartNew();
        using var response = await http.SendAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        tally.Answered(kind, clock.Elapsed);
        return answer["errors"] is null ? answer["data"]! : throw new InvalidOperationException($"{kind}: {answer["errors"]!.ToJsonString()}");
    }
}
