using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using ContentHub.Delivery;
using ContentHub.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContentHub.Benchmarks.Corpora;

/// <summary>
/// What a publication costs where many articles are public: <c>dotnet run -c Release --project tests/ContentHub.Benchmarks -- publish --articles 100000</c>.
/// The advance of the snapshot by itself; from the commit's begin until this node shows it; and a page of a list, read again and again meanwhile.
/// </summary>
internal static class PublishBenchmark
{
    private static readonly ListRequest Page = new("ARTICLE", "en-US", LocaleFallback.Chain, EntryOrder.PublishedAtDesc, null, new(20, null, null, null));

    public static Task<int> RunAsync(string[] args)
    {
        var articles = new Option<int>("--articles") { DefaultValueFactory = _ => 100_000, Description = "Of some eight kilobytes." };
        var count = new Option<int>("--publications") { DefaultValueFactory = _ => 300, Description = "Articles that are published anew." };
        var folder = new Option<string?>("--folder") { Description = "Where corpora are kept; by default in the temporary folder." };
        var command = new RootCommand("Publication in a large corpus.") { articles, count, folder };
        command.SetAction(async parsed => await MeasureAsync(await Corpus.OpenAsync(parsed.GetValue(articles), parsed.GetValue(folder)), parsed.GetValue(count)));
        return command.Parse(args).InvokeAsync();
    }

    private static async Task MeasureAsync(Corpus corpus, int count)
    {
        await using var app = Server.Build(["--environment=Development", "--urls=http://127.0.0.1:0"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ContentHub:Data"] = corpus.Options.Data, ["ContentHub:Seed"] = "none" });
            builder.Logging.ClearProviders();
        });
        await app.StartAsync();
        var (follower, types) = (app.Services.GetRequiredService<SnapshotFollower>(), app.Services.GetRequiredService<DeliveryTypes>());
        await follower.Loaded;
        Say($"{follower.Current.VariantCount} entries are public; {Environment.ProcessorCount} cores.");

        var (advances, withoutPauses) = Advances(follower.Current, types, corpus.Articles, count);
        Tell("advance of the snapshot", advances);
        Tell("- without collections", withoutPauses);
        Tell("page of 20, undisturbed", Pages(follower, () => false, count * 100));
        var publishing = PublishAsync(app, corpus.Articles, count);
        var pages = Pages(follower, () => !publishing.IsCompleted, 0);
        Tell("commit to visible", await publishing);
        Tell("page of 20, meanwhile", pages);
    }

    /// <returns>What each took, and the same without what all threads stood still for a garbage collection.</returns>
    private static (List<TimeSpan> Took, List<TimeSpan> WithoutPauses) Advances(Published view, DeliveryTypes types, int articles, int count)
    {
        var (words, took, withoutPauses) = (new Words(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < 2 * count; i++)
        {
            var before = view.BySlug("ARTICLE", $"article-{i * 7919 % articles}", "en-US", LocaleFallback.Chain)!;
            var entry = types["ARTICLE"].Read(new()
            {
                VariantId = before.VariantId, EntryId = before.EntryId, Type = "ARTICLE", Locale = before.Locale, Version = before.Version + 1, IsRetracted = false,
                Document = $$"""{"slug":"{{before.Slug}}","title":"{{words.Sentence()}}","topics":[{{string.Join(',', before.Topics.Select(t => $"\"{t}\""))}}],"audience":"PATIENT"}""",
                References = before.Uses, FirstPublishedAt = before.FirstPublishedAt, PublishedAt = before.PublishedAt.AddDays(1), ContentModifiedAt = before.PublishedAt.AddDays(1),
            });
            var (clock, paused) = (Stopwatch.GetTimestamp(), GC.GetTotalPauseDuration());
            view = view.Advance(view.LogId, view.Sequence + 1, [(entry.VariantId, entry)]);
            took.Add(Stopwatch.GetElapsedTime(clock));
            withoutPauses.Add(took[^1] - (GC.GetTotalPauseDuration() - paused));
        }

        // The first half warms up.
        return (took[count..], withoutPauses[count..]);
    }

    /// <summary>The same text anew: what is published is what was.</summary>
    private static async Task<List<TimeSpan>> PublishAsync(WebApplication app, int articles, int count)
    {
        var (log, databases, follower) = (app.Services.GetRequiredService<ChangeLog>(), app.Services.GetRequiredService<IDbContextFactory<ContentHubDb>>(), app.Services.GetRequiredService<SnapshotFollower>());
        var took = new List<TimeSpan>();
        for (var i = 0; i < count; i++)
        {
            var entry = follower.Current.BySlug("ARTICLE", $"article-{i * 7919 % articles}", "en-US", LocaleFallback.Chain)!;
            await using var db = databases.CreateDbContext();
            var variant = await db.Variants.SingleAsync(v => v.Id == entry.VariantId);
            var revision = await db.Revisions.SingleAsync(r => r.VariantId == variant.Id && r.Version == variant.PublishedVersion);
            variant.PublishedAt = TimeProvider.System.GetUtcNow();
            var clock = Stopwatch.GetTimestamp();
            await follower.WaitForAsync(await log.CommitAsync(db, [new(ChangeKind.Published, variant, revision, variant.CreatedBy)]), CancellationToken.None);
            took.Add(Stopwatch.GetElapsedTime(clock));
        }

        return took;
    }

    private static List<TimeSpan> Pages(SnapshotFollower follower, Func<bool> goesOn, int atLeast)
    {
        var took = new List<TimeSpan>();
        while (took.Count < atLeast || goesOn())
        {
            var clock = Stopwatch.GetTimestamp();
            foreach (var entry in follower.Current.Page(Page).Nodes)
            {
                GC.KeepAlive(entry);
            }

            took.Add(Stopwatch.GetElapsedTime(clock));
        }

        return took;
    }

    private static void Tell(string name, List<TimeSpan> took)
    {
        took.Sort();
        Say($"{name,-26} p50 {took[took.Count / 2].TotalMilliseconds:f3} ms, p99 {took[took.Count * 99 / 100].TotalMilliseconds:f3} ms, most {took[^1].TotalMilliseconds:f3} ms, of {took.Count}");
    }

    private static void Say(DefaultInterpolatedStringHandler line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, ref line));
}
