using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using ContentHub.Api;
using ContentHub.Content.Articles;
using ContentHub.Content.FaqEntries;
using ContentHub.Content.People;
using ContentHub.Content.Topics;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Search;
using ContentHub.Storage;

namespace ContentHub.Benchmarks;

/// <summary>
/// Searches for two words over 10,000 articles of eight kilobytes, with 20 highlighted hits and facets. Their words are made up and as
/// often as words are in a language (Zipf), so that most searches find some hundred entries.
/// </summary>
[MemoryDiagnoser]
public class SearchBenchmarks : IDisposable
{
    private const int Articles = 10_000;
    private const int Different = 500;
    private const int WarmUp = 3_000;
    private const int Searches = 2_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("contenthub-search-").FullName;
    private readonly SiteLocales _locales = new(new());
    private readonly Words _words = new();
    private SearchIndex _index = null!;
    private Request _request = null!;
    private int _round;

    [GlobalSetup]
    public void Build()
    {
        var view = Published.Empty(_locales).Advance(Guid.CreateVersion7(), 1, [.. ManyArticles.Of(Articles, Guid.NewGuid(), DateTimeOffset.UnixEpoch.AddYears(50)).Select(Read).Select(e => (e.VariantId, (PublishedEntry?)e))]);
        _request = new(view, new("https://example.org"), new(), SiteCalendar.At(DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc), Caller.Anonymous, null!);
        var (before, building) = (GC.GetTotalMemory(forceFullCollection: true), Stopwatch.StartNew());
        _index = new SearchIndex(_folder);
        _index.Advance(view, CancellationToken.None);
        _index.Commit();
        var took = building.Elapsed;
        Run("warm up");
        Console.WriteLine($"// {_index.Moment.Reader.NumDocs} entries indexed in {took.TotalSeconds:F1} s; {new DirectoryInfo(_folder).EnumerateFiles().Sum(f => f.Length) / 1e6:F1} MB on disk; {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6:F1} MB of managed memory.");
        foreach (var (kind, text) in new[] { ("two words", _words.Pair(0, 50, 2000)), ("common words", _words.Pair(0, 0, 10)), ("mistyped", Mistyped(0)) })
        {
            Console.WriteLine($"// {kind}: \"{text}\" finds {Run(text).TotalCount}");
        }
    }

    /// <summary>Processor time of each, which another program on the machine does not lengthen: <c>-- search</c>.</summary>
    public static int MeasureProcessorTime()
    {
        using var all = new SearchBenchmarks();
        all.Build();
        foreach (var (name, run) in new (string, Func<int>)[]
        {
            ("Two words", all.Two_words), ("Two words of which one is mistyped", all.Two_words_of_which_one_is_mistyped),
            ("Two of the commonest words", all.Two_of_the_commonest_words), ("The beginning of a word", all.The_beginning_of_a_word),
        })
        {
            // Until nothing is left to compile, which would count as work.
            Repeat(WarmUp, run);
            var (worked, allocated) = (Process.GetCurrentProcess().TotalProcessorTime, GC.GetTotalAllocatedBytes());
            Repeat(Searches, run);
            var each = (Process.GetCurrentProcess().TotalProcessorTime - worked) / Searches;
            Console.WriteLine($"{name}: {each.TotalMilliseconds:F2} ms of processor time, {(GC.GetTotalAllocatedBytes() - allocated) / Searches / 1000} KB.");
        }

        return 0;

        static void Repeat(int times, Func<int> run)
        {
            for (var i = 0; i < times; i++)
            {
                run();
            }
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _index.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public int Two_words() => Highlighted(_words.Pair(_round++ % Different, 50, 2000));

    [Benchmark]
    public int Two_words_of_which_one_is_mistyped() => Highlighted(Mistyped(_round++ % Different));

    [Benchmark]
    public int Two_of_the_commonest_words() => Highlighted(_words.Pair(_round++ % Different, 0, 10));

    [Benchmark]
    public int The_beginning_of_a_word() => Highlighted(_words.Pair(_round++ % Different, 50, 2000)[..4]);

    private string Mistyped(int number) => _words.Pair(number, 50, 2000) is var text ? $"{text[..3]}{text[4]}{text[3]}{text[5..]}" : "";

    private int Highlighted(string text) => Run(text) is var found ? found.Edges.Sum(edge => edge.Highlights.Count) + found.Facets.Count : 0;

    private SearchConnection Run(string text)
    {
        var locale = _locales.Default.Tag;
        return SearchEntries.In(_index.Moment, SearchText.Read(text), new(text, new(20, null, null, null), null, null), new(locale, new(text, locale), null), _request);
    }

    private PublishedEntry Read(StoredEntry stored)
    {
        ContentHub.Editorial.ContentType type = stored.Variant.Type switch { "ARTICLE" => ArticleModule.Type, "TOPIC" => TopicModule.Type, "PERSON" => PersonModule.Type, _ => FaqEntryModule.Type };
        return type.Read(new PublishedRow
        {
            VariantId = stored.Variant.Id, EntryId = stored.Variant.EntryId, Type = stored.Variant.Type, Locale = stored.Variant.Locale, Version = 1, IsRetracted = false,
            Document = stored.Revision.Document, References = [],
            FirstPublishedAt = DateTimeOffset.UnixEpoch, PublishedAt = DateTimeOffset.UnixEpoch, ContentModifiedAt = DateTimeOffset.UnixEpoch,
        });
    }
}
