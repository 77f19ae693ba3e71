using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ContentHub.Benchmarks.Corpora;

/// <summary>
/// How long a server with many articles takes from start to ready, and what it weighs:
/// <c>dotnet run -c Release --project tests/ContentHub.Benchmarks -- start --articles 100000</c>.
/// The server is a process of its own, on a database that later runs use again.
/// </summary>
internal static class StartBenchmark
{
    private const int Pages = 2_000;

    private const string Page = """
        query Page($after: String) { articles(first: 20, after: $after) { totalCount pageInfo { endCursor } nodes { title summary topics { title } authors { title } faqs { title } sections { heading blocks { key } } } } }
        """;

    public static Task<int> RunAsync(string[] args)
    {
        var articles = new Option<int>("--articles") { DefaultValueFactory = _ => 1_000, Description = "Of some eight kilobytes." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "Starts; the first of a new corpus makes the search index too." };
        var folder = new Option<string?>("--folder") { Description = "Where corpora are kept; by default in the temporary folder." };
        var database = new Option<string?>("--database") { Description = "A PostgreSQL connection string, of an empty database or one that an earlier run with the same folder filled." };
        var program = new Option<string?>("--program") { Description = "Another build of ContentHub.dll, such as a published one." };
        var tell = new Option<bool>("--tell") { Description = "Prints what the server says meanwhile." };
        var command = new RootCommand("Start to ready, and memory.") { articles, rounds, folder, database, program, tell };
        command.SetAction(async parsed =>
        {
            var corpus = await Corpus.OpenAsync(parsed.GetValue(articles), parsed.GetValue(folder), parsed.GetValue(database));
            for (var round = 1; round <= parsed.GetValue(rounds); round++)
            {
                using var server = new MeasuredServer(corpus, parsed.GetValue(program), parsed.GetValue(tell));
                await MeasureAsync(server, corpus, round);
            }
        });
        return command.Parse(args).InvokeAsync();
    }

    private static async Task MeasureAsync(MeasuredServer server, Corpus corpus, int round)
    {
        var ready = await server.ReadyAsync();
        var (work, atReady) = (server.Worked, server.Megabytes);
        var searchable = await server.Searchable;
        using var http = new HttpClient { BaseAddress = await server.Address };
        await WalkAsync(http, corpus.Articles);
        Say($"Round {round}: start to ready {ready.TotalSeconds:f2} s ({work.TotalSeconds:f2} s of processor time), to search {searchable.TotalSeconds:f2} s; {atReady:f0} MB when ready, {server.Megabytes:f0} MB after {Pages} pages of 20 all over the list, {server.MegabytesMost:f0} MB at most; {Environment.ProcessorCount} cores.");
    }

    /// <summary>Page after page, from the start again after the last.</summary>
    private static async Task WalkAsync(HttpClient http, int articles)
    {
        string? after = null;
        for (var page = 0; page < Pages; page++)
        {
            using var response = await http.PostAsJsonAsync("/graphql", new { query = Page, variables = new { after } });
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
            var list = answer.RootElement.GetProperty("data").GetProperty("articles");
            after = list.GetProperty("pageInfo").GetProperty("endCursor").GetString();
            if (list.GetProperty("totalCount").GetInt32() != articles)
            {
                throw new InvalidOperationException($"{list.GetProperty("totalCount")} articles are public, not {articles}.");
            }

            if (list.GetProperty("nodes").GetArrayLength() < 20)
            {
                after = null;
            }
        }
    }

    private static void Say(DefaultInterpolatedStringHandler line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, ref line));
}
