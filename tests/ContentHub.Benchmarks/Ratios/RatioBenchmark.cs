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
        var warm = new Option<double>("--warm") { DefaultValueFactory = _ => 6, Description = "Seconds of each kind of work before the first round, until what the runtime compiles while it runs is compiled." };
        var only = new Option<string>("--only") { DefaultValueFactory = _ => "", Description = "Only the work whose name has this in it." };
        var command = new RootCommand("Ratios to bytes that never change.") { articles, rounds, seconds, spread, warm, only };
        command.SetAction(parsed => RunAsync(
            parsed.GetValue(articles), new(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), TimeSpan.FromSeconds(parsed.GetValue(warm))), parsed.GetValue(spread), parsed.GetValue(only)!));
        return command.Parse(args).InvokeAsync();
    }

    private static async Task<int> RunAsync(int articles, Rounds rounds, bool isSpread, string only)
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
            foreach (var work in Work.All(Samples.Numbers(articles, isSpread), await Samples.CursorsAsync(connections, articles, isSpread)).Where(work => work.Name.Contains(only, StringComparison.Ordinal)))
            {
                works.AddRange(await WithTagsAsync(connections, work));
            }

            foreach (var (work, size) in works)
            {
                await MeasureAsync(work, size, ours, kestrel, rounds);
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

    private static async Task MeasureAsync(Work work, int size, ServerBeside ours, ServerBeside kestrel, Rounds rounds)
    {
        (string Name, ServerBeside Server, Work Work, List<(double Micros, double PerSecond)> Seen)[] all =
        [
            ("answer", ours, work, []), ("constant", ours, work.Constant(size), []), ("kestrel", kestrel, work.Constant(size), []),
        ];

        var bytes = 0L;
        for (var round = 0; round <= rounds.Count; round++)
        {
            var allocated = await AllocatedAsync(ours);
            foreach (var (_, server, what, seen) in all)
            {
                var (worked, clock) = (server.Worked, Stopwatch.StartNew());
                var answers = await new Connections(server.Address, ConnectionCount).AskAsync(what.Requests, round == 0 ? rounds.Warm : rounds.Duration);
                var measured = ((server.Worked - worked).TotalMicroseconds / answers, answers / clock.Elapsed.TotalSeconds);
                if (what == work)
                {
                    bytes = (await AllocatedAsync(ours) - allocated) / answers;
                }

                if (round > 0)
                {
                    seen.Add(measured);
                }
            }
        }

        var (answer, constant, bare) = (Samples.Median(all[0].Seen.Select(s => s.Micros)), Samples.Median(all[1].Seen.Select(s => s.Micros)), Samples.Median(all[2].Seen.Select(s => s.Micros)));
        var perSecond = all.Select(a => Samples.Median(a.Seen.Select(s => s.PerSecond))).ToArray();
        Say($"{work.Name,-34} {size,6} B   {answer,6:f1} µs   constant bytes behind the same middleware {constant,6:f1} µs: {Ratio(all[1].Seen, all[0].Seen):f2}   Kestrel alone {bare,6:f1} µs: {Ratio(all[2].Seen, all[0].Seen):f2}   ({perSecond[0]:f0}, {perSecond[1]:f0}, {perSecond[2]:f0} a second)   {bytes} B allocated");
    }

    /// <summary>By our server, since it started.</summary>
    private static async Task<long> AllocatedAsync(ServerBeside ours)
    {
        var (_, body) = await new Connections(ours.Address, 1).AskAsync(System.Text.Encoding.ASCII.GetBytes($"GET {BenchmarkedServer.AllocatedPath} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        return long.Parse(body, CultureInfo.InvariantCulture);
    }

    /// <summary>Of what was measured in the same round.</summary>
    private static double Ratio(List<(double Micros, double PerSecond)> limit, List<(double Micros, double PerSecond)> ours) => Samples.Median(limit.Zip(ours, (l, o) => l.Micros / o.Micros));

    /// <param name="Duration">Of each kind of work in each.</param>
    /// <param name="Warm">Of the one before them, which does not count.</param>
    private sealed record Rounds(int Count, TimeSpan Duration, TimeSpan Warm);

    private static void Say(DefaultInterpolatedStringHandler line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, ref line));
}
