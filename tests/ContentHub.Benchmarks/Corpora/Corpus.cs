using ContentHub.Storage;

namespace ContentHub.Benchmarks.Corpora;

/// <summary>A database with many articles, made once and used again.</summary>
/// <param name="Options">Where it is.</param>
/// <param name="Articles">Of some eight kilobytes, see <see cref="ManyArticles"/>.</param>
internal sealed record Corpus(DatabaseOptions Options, int Articles)
{
    /// <summary>The one in the folder; written now where it is missing or was not finished.</summary>
    /// <param name="folder">Null: one of the temporary folder that later runs find again.</param>
    /// <param name="database">Null: a file in the folder. A PostgreSQL database must be empty, or hold what an earlier run with the same folder wrote.</param>
    public static async Task<Corpus> OpenAsync(int articles, string? folder = null, string? database = null)
    {
        var data = Path.Combine(folder ?? Path.Combine(Path.GetTempPath(), "contenthub-corpus"), $"{articles}");
        var corpus = new Corpus(new() { Data = data, Database = database }, articles);
        var whole = Path.Combine(data, "whole");
        if (!File.Exists(whole))
        {
            if (Directory.Exists(data))
            {
                Directory.Delete(data, recursive: true);
            }

            Directory.CreateDirectory(data);
            var bytes = await FillAsync(corpus.Options, articles);
            await File.WriteAllTextAsync(whole, $"{articles} articles of {bytes / articles} bytes");
        }

        Console.WriteLine($"{await File.ReadAllTextAsync(whole)} in {data}");
        return corpus;
    }

    /// <returns>Characters of all articles together.</returns>
    public static async Task<long> FillAsync(DatabaseOptions options, int articles)
    {
        var factory = new ContentHubDbFactory(options);
        await DatabaseMigration.RunAsync(factory);
        var actor = await new People(factory).EnsureAsync("benchmark", "Benchmark", null, "", isSystem: true);
        await using var log = new ChangeLog(factory, TimeProvider.System);
        var characters = 0L;
        foreach (var batch in ManyArticles.Of(articles, actor, TimeProvider.System.GetUtcNow()).Chunk(ChangeLog.ChangesMax))
        {
            await using var db = factory.CreateDbContext();
            await log.CommitAsync(db, [.. batch.Select(entry => entry.AddTo(db))]);
            characters += batch.Where(e => e.Variant.Type == "ARTICLE").Sum(e => (long)e.Revision.Document.Length);
        }

        return characters;
    }
}
