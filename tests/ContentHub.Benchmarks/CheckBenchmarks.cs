using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using ContentHub.Editorial;
using ContentHub.Editorial.Checks;
using ContentHub.Importing.Seeding;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContentHub.Benchmarks;

/// <summary>
/// What <c>editorial.check</c> costs for an article of 3,000 words on a server with the seed: parsing, its two statements, every check.
/// The limit that editors were promised is 50 ms.
/// </summary>
[MemoryDiagnoser]
public class CheckBenchmarks
{
    private const int Words = 3_000;

    private WebApplication _app = null!;
    private DirectoryInfo _data = null!;
    private CheckInput _article = null!;
    private Outline _outline = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _data = Directory.CreateTempSubdirectory("contenthub-benchmark-");
        _app = Server.Build(["--environment=Development", "--urls=http://127.0.0.1:0"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ContentHub:Data"] = _data.FullName });
            builder.Logging.ClearProviders();
        });
        await _app.StartAsync();
        var types = _app.Services.GetRequiredService<ContentTypes>();
        var lead = SeedFile.ReadAll(Path.Combine(AppContext.BaseDirectory, "seed"), types.All, "en-US").Single(f => f.File == "articles/signs-of-clonazepam-dependence.json");
        _article = new(types["ARTICLE"], Lengthened(lead.Content));
        _outline = types["ARTICLE"].OutlineOf(types["ARTICLE"].ReadContent((JsonObject)_article.Content.DeepClone()));
        Console.WriteLine($"{_outline.Texts.Sum(t => t.Source.Split(' ').Length)} words, {_outline.Texts.Count} texts");
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Benchmark]
    public Task<CheckResult> Check_an_article_of_three_thousand_words() =>
        _app.Services.GetRequiredService<CheckText>().RunAsync(_article, null, null, CancellationToken.None);

    [Benchmark]
    public IReadOnlyList<Finding> The_checks_alone() =>
        EditorialChecks.Run(EditorialChecks.All, new(_outline, new EntryFacts { Type = "ARTICLE", IsClinical = true, Locale = "en-US", Today = new(2026, 3, 3), TopicNames = ["Clonazepam"] }, new()));

    /// <summary>The same sections again and again, as many as it takes.</summary>
    private static JsonObject Lengthened(JsonObject article)
    {
        var longer = (JsonObject)article.DeepClone();
        var sections = longer["sections"]!.AsArray();
        var once = sections.Select(s => s!.DeepClone()).ToList();
        for (var i = 0; WordsIn(longer) < Words; i++)
        {
            var copy = (JsonObject)once[i % once.Count].DeepClone();
            foreach (var name in new[] { "key", "anchor", "companions" })
            {
                copy.Remove(name);
            }

            sections.Add(copy);
        }

        return longer;
    }

    private static int WordsIn(JsonNode? node) => node switch
    {
        JsonObject fields => fields.Where(f => f.Key is "text" or "heading" or "title" or "summary" or "sections" or "blocks" or "items" or "paragraph" or "bulletList" or "numberedList" or "callout").Sum(f => WordsIn(f.Value)),
        JsonArray items => items.Sum(WordsIn),
        JsonValue value when value.TryGetValue<string>(out var text) => text.Split(' ').Length,
        _ => 0,
    };
}
