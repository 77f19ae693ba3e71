using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ContentHub.PartnerProgram;

/// <summary>Reads the change feed to its end, again and again, from whichever server answers.</summary>
internal sealed class Follower(CopyFile copy, News news, string servers, string key) : IDisposable
{
    private const int PageSize = 20;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    private const string Acknowledge = "mutation($input: AcknowledgeRetractionInput!) { acknowledgeRetraction(input: $input) { acknowledgedAt errors { code message } } }";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    public void Dispose() => _http.Dispose();

    public async Task RunAsync(CancellationToken cancellation)
    {
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                while (await ReadPageAsync(cancellation))
                {
                }

                foreach (var cursor in copy.Unacknowledged())
                {
                    await AcknowledgeAsync(cursor, cancellation);
                }

                await news.WaitAsync(LookAgainAfter, cancellation);
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException || (gone is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                await Task.Delay(RetryAfter, cancellation);
            }
        }
    }

    /// <returns>Whether more follow.</returns>
    private async Task<bool> ReadPageAsync(CancellationToken cancellation)
    {
        var page = await AskAsync(server => new HttpRequestMessage(HttpMethod.Get, new Uri(server, $"/syndication/changes?first={PageSize}{(copy.Cursor is { } cursor ? $"&after={cursor}" : "")}")), cancellation);
        copy.Take(page);
        if ((bool)page["hasNextPage"]!)
        {
            return true;
        }

        // A server that is behind the copy says nothing about it.
        if ((string?)page["stateHash"] is { } right && copy.StateHash() != right)
        {
            throw new InvalidOperationException($"The copy is not what the server holds at {copy.Cursor}.");
        }

        return false;
    }

    private async Task AcknowledgeAsync(string cursor, CancellationToken cancellation)
    {
        var answer = await AskAsync(
            server => new HttpRequestMessage(HttpMethod.Post, new Uri(server, "/graphql")) { Content = JsonContent.Create(new { query = Acknowledge, variables = new { input = new { cursor } } }) },
            cancellation);
        if (answer["data"]?["acknowledgeRetraction"]?["acknowledgedAt"] is null)
        {
            throw new InvalidOperationException($"The acknowledgement was refused: {answer.ToJsonString()}");
        }

        copy.Acknowledged(cursor);
    }

    /// <summary>Asks one server after the other until one answers.</summary>
    private async Task<JsonNode> AskAsync(Func<Uri, HttpRequestMessage> request, CancellationToken cancellation)
    {
        var last = new HttpRequestException("There is no server.");
        foreach (var server in await File.ReadAllLinesAsync(servers, cancellation))
        {
            try
            {
                using var message = request(new Uri(server));
                using var answer = await _http.SendAsync(message, cancellation);
                answer.EnsureSuccessStatusCode();
                return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!;
            }
            catch (HttpRequestException gone)
            {
                last = gone;
            }
        }

        throw last;
    }
}
