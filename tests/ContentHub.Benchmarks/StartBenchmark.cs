using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ContentHub.Delivery;
using ContentHub.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContentHub.Benchmarks;

/// <summary>
/// How long a server with many articles takes from start to ready, and for a page with relations:
/// <c>dotnet run -c Release --project tests/ContentHub.Benchmarks -- start [articles] [connection string]</c>.
/// The server runs in this process, over HTTP, on a database of its own; a PostgreSQL one that is named must be empty.
/// </summary>
internal static class StartBenchmark
{
    private const int Rounds = 3;
    private const int Pages = 2_000;

    private const string Page = """
        { articles(first: 20) { totalCount nodes { title summary topics { title } authors { title } faqs { title } } } }
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var articles = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        var options = new DatabaseOptions { Data = Directory.CreateTempSubdirectory("contenthub-benchmark-").FullName, Database = args.Length > 1 ? args[1] : null };
        try
        {
            var filling = Stopwatch.StartNew();
            var bytes = await FillAsync(options, articles);
            Say($"{articles} articles of {bytes / articles} bytes written in {filling.Elapsed.TotalSeconds:f1} s; {Environment.ProcessorCount} cores.");
            for (var round = 1; round <= Rounds; round++)
            {
                await MeasureAsync(options, articles, round);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(options.Data, recursive: true);
        }
    }

    internal static async Task<long> FillAsync(DatabaseOptions options, int articles)
    {
        var factory = new ContentHubDbFactory(options);
        await DatabaseMigration.RunAsync(factory);
        var actor = await new People(factory).EnsureAsync("benchmark", "Benchmark", null, "", isSystem: true);
        await using var log = new ChangeLog(factory, TimeProvider.System);
        var entries = ManyArticles.Of(articles, actor, TimeProvider.System.GetUtcNow());
        foreach (var batch in entries.Chunk(ChangeLog.ChangesMax))
        {
            await using var db = factory.CreateDbContext();
            await log.CommitAsync(db, [.. batch.Select(entry => entry.AddTo(db))]);
        }

        return entries.Where(e => e.Variant.Type == "ARTICLE").Sum(e => (long)e.Revision.Document.Length);
    }

    private static async Task MeasureAsync(DatabaseOptions options, int articles, int round)
    {
        var (starting, worked) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        await using var app = Server.Build(["--environment=Development", "--urls=http://127.0.0.1:0"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ContentHub:Data"] = options.Data, ["ContentHub:Database"] = options.Database, ["ContentHub:Seed"] = "none",
            });
            builder.Logging.ClearProviders();
        });
        await app.StartAsync();
        await app.Services.GetRequiredService<SnapshotFollower>().Loaded;
        var (ready, work) = (starting.Elapsed, Process.GetCurrentProcess().TotalProcessorTime - worked);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var count = await AskAsync(http);
        var first = starting.Elapsed;
        if (count != articles)
        {
            throw new InvalidOperationException($"{count} articles are public, not {articles}.");
        }

        var asking = Stopwatch.StartNew();
        for (var page = 0; page < Pages; page++)
        {
            await AskAsync(http);
        }

        var each = asking.Elapsed / Pages;
        var held = GC.GetTotalMemory(forceFullCollection: true) / (1024 * 1024);
        Say($"Round {round}: start to ready {ready.TotalSeconds:f2} s ({work.TotalSeconds:f2} s of processor time), to the first answer {first.TotalSeconds:f2} s; a page of 20 with three relations {each.TotalMilliseconds:f2} ms over HTTP, one after another; {held} MB in use.");
    }

    private static async Task<int> AskAsync(HttpClient http)
    {
        using var response = await http.PostAsJsonAsync("/graphql", new { query = Page });
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return answer.RootElement.GetProperty("data").GetProperty("articles").GetProperty("totalCount").GetInt32();
    }

    private static void Say(string line) => Console.WriteLine(line);
}
