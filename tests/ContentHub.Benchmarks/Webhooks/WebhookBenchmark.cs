using System.Diagnostics;
using System.Globalization;
using ContentHub.Api;
using ContentHub.Delivery;
using ContentHub.Editorial;
using ContentHub.Storage;
using ContentHub.Syndication.Partners;
using ContentHub.Syndication.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContentHub.Benchmarks.Webhooks;

/// <summary>
/// Many events to twenty endpoints, three of them dead, against the same to the seventeen alone:
/// <c>dotnet run -c Release --project tests/ContentHub.Benchmarks -- webhooks [events] [connection string] [another connection string]</c>. Server and endpoints share this process
/// and its cores; each round has a database of its own, and PostgreSQL ones that are named must be empty. Ends with 1 when one of the seventeen missed an event, or had
/// them out of order.
/// </summary>
internal static class WebhookBenchmark
{
    private const int Lively = 17;

    private static readonly TimeSpan Most = TimeSpan.FromMinutes(10);
    private static readonly Death[] Dead = [Death.Refuses, Death.NeverAnswers, Death.Answers500];

    public static async Task<int> RunAsync(string[] args)
    {
        var events = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        Say($"{events} events, {Environment.ProcessorCount} cores.");
        await MeasureAsync(Math.Min(events, 1_000), null, [], isWarming: true);
        var alone = await MeasureAsync(events, args.ElementAtOrDefault(1), [], isWarming: false);
        var beside = await MeasureAsync(events, args.ElementAtOrDefault(2), Dead, isWarming: false);
        Say($"The last of the {Lively} had everything after {alone.Last.TotalSeconds:f1} s alone and {beside.Last.TotalSeconds:f1} s beside {Dead.Length} dead ones: {beside.Last / alone.Last:f2} times as long.");
        return alone.IsRight && beside.IsRight ? 0 : 1;
    }

    private static async Task<(TimeSpan Last, bool IsRight)> MeasureAsync(int events, string? database, Death[] dead, bool isWarming)
    {
        var data = Directory.CreateTempSubdirectory("contenthub-benchmark-").FullName;
        await using var endpoints = await Endpoints.StartAsync(Lively, dead, events);
        var app = Server.Build(["--environment=Development", "--urls=http://127.0.0.1:0"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ContentHub:Data"] = data, ["ContentHub:Database"] = database, ["ContentHub:Seed"] = "none", ["ContentHub:Webhooks:Allowed:0"] = "127.0.0.0/8",
            });
            builder.Logging.ClearProviders();
        });
        try
        {
            await app.StartAsync();
            await app.Services.GetRequiredService<SnapshotFollower>().Loaded;
            await MakeEndpointsAsync(app, endpoints);
            await endpoints.DieAsync();
            var clock = Stopwatch.StartNew();
            await PublishAsync(app, events);
            var written = clock.Elapsed;
            await endpoints.All.WaitAsync(Most);
            var last = clock.Elapsed;
            if (!isWarming)
            {
                Say($"{Lively} endpoints and {dead.Length} dead ones: written after {written.TotalSeconds:f1} s, delivered after {last.TotalSeconds:f1} s, {events * Lively / last.TotalSeconds:f0} deliveries a second; {endpoints.Again} were sent twice, {endpoints.OutOfOrder} out of order.");
            }

            return (last, endpoints.OutOfOrder == 0);
        }
        finally
        {
            await app.StopAsync();
            await app.DisposeAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>A partner for each, so that nothing is shared but the log.</summary>
    private static async Task MakeEndpointsAsync(WebApplication app, Endpoints endpoints)
    {
        var admin = await app.Services.GetRequiredService<People>().ProgramAsync("benchmark", "Benchmark", CancellationToken.None, Role.Admin);
        foreach (var url in endpoints.Urls)
        {
            var partner = await app.Services.GetRequiredService<CreatePartner>().RunAsync(new() { Name = url, ContactEmail = "a@example.org", Licence = new() }, admin, CancellationToken.None);
            var made = await app.Services.GetRequiredService<CreateWebhook>().RunAsync(new() { Url = url, PartnerId = partner.Partner!.Row.Id.ToString() }, admin, CancellationToken.None);
            if (made.Errors.Count > 0)
            {
                throw new InvalidOperationException(made.Errors[0].Message);
            }
        }
    }

    private static async Task PublishAsync(WebApplication app, int events)
    {
        var actor = await app.Services.GetRequiredService<People>().EnsureAsync("benchmark", "Benchmark", null, "", isSystem: true);
        var (log, databases) = (app.Services.GetRequiredService<ChangeLog>(), app.Services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<ContentHubDb>>());
        foreach (var batch in ManyArticles.OfTopics(events, actor, TimeProvider.System.GetUtcNow()).Chunk(ChangeLog.ChangesMax))
        {
            await using var db = databases.CreateDbContext();
            await log.CommitAsync(db, [.. batch.Select(entry => entry.AddTo(db))]);
        }
    }

    private static void Say(System.Runtime.CompilerServices.DefaultInterpolatedStringHandler line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, ref line));
}
