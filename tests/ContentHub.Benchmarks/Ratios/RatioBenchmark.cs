using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using ContentHub.Storage;

namespace ContentHub.Benchmarks.Ratios;

/// <summary>
/// How near the server comes to bytes that never change, in one run:
/// <c>dotnet run -c Release --project tests/ContentHub.Benchmarks -- ratio --articles 1000</c>. Our server and Kestrel by itself each run as a process of their own
/// on one core, whoever asks on the other; rounds of all alternate, so that what else the machine does meets all alike. A ratio is
/// that of the processor time for each answer, in the median of the rounds.
/// </summary>
internal static class RatioBenchmark
{
    private const int ConnectionCount = 32;

    public static Task<int> RunAsync(string[] args)
    {
        var articles = new Option<int>("--articles") { DefaultValueFactory = _ => 1_000, Description = "Of some eight kilobytes." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5, Description = "Of which the median counts." };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 2, Description = "Of each kind of work in each round." };
        var spread = new Option<bool>("--spread") { Description = "Articles and pages from all over, instead of the first 200." };
        var command = new RootCommand("Ratios to bytes that never change.") { articles, rounds, seconds, spread };
        command.SetAction(parsed => RunAsync(parsed.GetValue(articles), parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(spread)));
        return command.Parse(args).InvokeAsync();
    }

    private static async Task<int> RunAsync(int articles, int rounds, TimeSpan duration, bool isSpread)
    {
        var options = new DatabaseOptions { Data = Directory.CreateTempSubdirectory("contenthub-benchmark-").FullName };
        try
        {
            await Corpora.Corpus.FillAsync(options, articles);
            var starting = Stopwatch.StartNew();
            using var ours = await ServerBeside.StartAsync("contenthub", options.Data);
            Say($"{articles} articles, ready after {starting.Elapsed.TotalSeconds:f1} s with {ours.Megabytes:f0} MB; {Environment.ProcessorCount} cores, {(Cores.CanChoose ? "server and client on one each" : "shared by server and client")}.");
            using var kestrel = await ServerBeside.StartAsync("kestrel");
            Cores.TakeSecond();
            var connections = new Connections(ours.Address, ConnectionCount);
            var works = new List<(Work Work, int Size)>();
            foreach (var work in Work.All(Samples.Numbers(articles, isSpread), await Samples.CursorsAsync(connections, articles, isSpread)))
            {
                works.AddRange(await WithTagsAsync(connections, work));
            }

            foreach (var (work, size) in works)
            {
                await MeasureAsync(work, size, ours, kestrel, rounds, duration);
            }

            Say($"{ours.Megabytes:f0} MB at the end.");
            return 0;
        }
        finally
        {
            Directory.Delete(options.Data, recursive: true);
        }
    }

    /// <summary>The work itself, and as 304 where its answers have tags.</summary>
    private static async Task<List<(Work, int)>> WithTagsAsync(Connections connections, Work work)
    {
        var (sizes, tags) = (new List<int>(), new List<string>());
        foreach (var request in work.Requests)
        {
            var (head, body) = await connections.AskAsync(request);
            if (!head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) || body.AsSpan().IndexOf("\"errors\""u8) >= 0)
            {
                throw new InvalidOperationException($"{work.Name}: {head}{System.Text.Encoding.UTF8.GetString(body)}");
            }

            sizes.Add(body.Length);
            tags.AddRange(head.Split("\r\n").Where(line => line.StartsWith("ETag: ", StringComparison.OrdinalIgnoreCase)).Select(line => line["ETag: ".Length..]));
        }

        return tags.Count == sizes.Count ? [(work, (int)sizes.Average()), (work.With(tags), 0)] : [(work, (int)sizes.Average())];
    }

    private static async Task MeasureAsync(Work work, int size, ServerBeside ours, ServerBeside kestrel, int rounds, TimeSpan duration)
    {
        (string Name, ServerBeside Server, Work Work, List<(double Micros, double PerSecond)> Seen)[] all =
        [
            ("answer", ours, work, []), ("constant", ours, work.Constant(size), []), ("kestrel", kestrel, work.Constant(size), []),
        ];

        // The first round warms up.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (_, server, what, seen) in all)
            {
                var (worked, clock) = (server.Worked, Stopwatch.StartNew());
                var answers = await new Connections(server.Address, ConnectionCount).AskAsync(what.Requests, duration);
                var measured = ((server.Worked - worked).TotalMicroseconds / answers, answers / clock.Elapsed.TotalSeconds);
                if (round > 0)
                {
                    seen.Add(measured);
                }
            }
        }

        var (answer, constant, bare) = (Samples.Median(all[0].Seen.Select(s => s.Micros)), Samples.Median(all[1].Seen.Select(s => s.Micros)), Samples.Median(all[2].Seen.Select(s => s.Micros)));
        var perSecond = all.Select(a => Samples.Median(a.Seen.Select(s => s.PerSecond))).ToArray();
        Say($"{work.Name,-34} {size,6} B   {answer,6:f1} µs   constant bytes behind the same middleware {constant,6:f1} µs: {Ratio(all[1].Seen, all[0].Seen):f2}   Kestrel alone {bare,6:f1} µs: {Ratio(all[2].Seen, all[0].Seen):f2}   ({perSecond[0]:f0}, {perSecond[1]:f0}, {perSecond[2]:f0} a second)");
    }

    /// <summary>Of what was measured in the same round.</summary>
    private static double Ratio(List<(double Micros, double PerSecond)> limit, List<(double Micros, double PerSecond)> ours) => Samples.Median(limit.Zip(ours, (l, o) => l.Micros / o.Micros));

    private static void Say(DefaultInterpolatedStringHandler line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, ref line));
}
