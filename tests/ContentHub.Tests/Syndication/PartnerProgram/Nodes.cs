using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Syndication.PartnerProgram;

/// <summary>Servers as processes of their own, on one database. Each may be killed and comes back under another address.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    private readonly Dictionary<string, string?> _settings;
    private readonly (ServerProcess Process, HttpClient Http)[] _nodes;
    private Task _restarting = Task.CompletedTask;

    private Nodes(Dictionary<string, string?> settings, int count) => (_settings, _nodes) = (settings, new (ServerProcess, HttpClient)[count]);

    /// <summary>Names the address of each in a line, for programs that look for them.</summary>
    public required string AddressFile { get; init; }

    public static async Task<Nodes> StartAsync(TestDatabase database, int count, string addressFile, IReadOnlyDictionary<string, string?> settings)
    {
        var all = new Dictionary<string, string?>(database.Settings) { ["ContentHub:Seed"] = "none" };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var nodes = new Nodes(all, count) { AddressFile = addressFile };
        for (var number = 0; number < count; number++)
        {
            nodes._nodes[number] = await ServerProcess.StartAsync(all);
        }

        nodes.WriteAddresses();
        return nodes;
    }

    /// <summary>SIGKILL, whatever it is doing; then another start.</summary>
    public Task KillAndRestartAsync(int number) => _restarting = RestartAsync(number);

    private async Task RestartAsync(int number)
    {
        await _nodes[number].Process.KillAsync();
        _nodes[number].Http.Dispose();
        await _nodes[number].Process.DisposeAsync();
        _nodes[number] = await ServerProcess.StartAsync(_settings);
        WriteAddresses();
    }

    /// <summary>Asks a node, or the next one while it is down.</summary>
    /// <returns>What stands in <c>data</c>, or null when the connection broke: then nobody knows whether it was done.</returns>
    public async Task<JsonNode?> AskAsync(int number, string token, string query, object? variables)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var answer = await _nodes[number % _nodes.Length].Http.SendAsync(request, TestContext.Current.CancellationToken);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.True(body["data"] is not null && body["errors"] is null, body.ToJsonString());
            return body["data"];
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or ObjectDisposedException or TaskCanceledException { InnerException: not TimeoutException })
        {
            // Its client is thrown away with the node, whatever it waits for.
            return null;
        }
    }

    /// <summary>A page of the change feed.</summary>
    public async Task<JsonNode> ChangesAsync(string key, string? after)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/syndication/changes?first=1000{(after is null ? "" : $"&after={after}")}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await _nodes[0].Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        await _restarting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var (process, http) in _nodes.Where(n => n.Process is not null))
        {
            http.Dispose();
            await process.DisposeAsync();
        }
    }

    /// <summary>At once or not at all: whoever reads it never sees half of it.</summary>
    private void WriteAddresses()
    {
        File.WriteAllLines(AddressFile + ".new", _nodes.Select(n => n.Http.BaseAddress!.ToString()));
        File.Move(AddressFile + ".new", AddressFile, overwrite: true);
    }
}
