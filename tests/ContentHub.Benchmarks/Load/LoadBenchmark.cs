using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ContentHub.Benchmarks.Load;

/// <summary>
/// Mixed load at half of what the server can do, to see that it answers everything and holds no more memory as time goes by:
/// <c>dotnet run -c Release --project tests/ContentHub.Benchmarks -- load --minutes 10</c>. Readers, editors, subscribers and wrong requests, from this
/// machine to a server on it; both share its cores. Ends with 1 when there was an error or memory grew.
/// </summary>
internal static class LoadBenchmark
{
    private const double GrowthMaxMegabytes = 50;
    private const int Readers = 32;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(10);

    public static Task<int> RunAsync(string[] args)
    {
        var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 10, Description = "How long the steady load lasts." };
        var share = new Option<double>("--share") { DefaultValueFactory = _ => 0.5, Description = "Of the capacity." };
        var subscribers = new Option<int>("--subscribers") { DefaultValueFactory = _ => 20, Description = "Of each kind of stream; 0 for a server without." };
        var command = new RootCommand("Mixed load.") { minutes, share, subscribers };
        command.SetAction(parsed => RunAsync(TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(share), parsed.GetValue(subscribers)));
        return command.Parse(args).InvokeAsync();
    }

    private static async Task<int> RunAsync(TimeSpan duration, double share, int subscriberCount)
    {
        using var server = new LoadedServer();
        var endpoint = new Uri(await server.Address, "/graphql");
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { Timeout = TimeSpan.FromSeconds(30) };
        var reader = await Reader.ForAsync(http, endpoint);
        var (editor, reviewer) = (await server.TokenAsync("Editor", "Sam"), await server.TokenAsync("MedicalReviewer", "Dr. Lee"));

        var warm = new Crowd(http, reader, new Tally());
        await warm.AskAsFastAsCanBeAsync(Readers, Warming);
        var capacity = await warm.AskAsFastAsCanBeAsync(Readers, Measuring);
        Say($"Capacity {capacity:f0} answers a second with {Readers} readers, on {Environment.ProcessorCount} cores that both sides share; {server.Memory:f0} MB.");

        var tally = new Tally();
        using var subscribers = new Subscribers(endpoint, tally);
        using var stop = new CancellationTokenSource();
        var work = Task.WhenAll(
            Task.Run(() => new Crowd(http, reader, tally).AskSteadilyAsync(capacity * share, stop.Token)),
            new Editors(http, endpoint, tally).RunAsync(editor, reviewer, stop.Token),
            subscribers.RunAsync(subscriberCount, stop.Token));
        var memory = await WatchAsync(server, tally, duration, work);
        await stop.CancelAsync();
        await work;
        return Report(server, tally, subscribers, memory, duration);
    }

    /// <returns>Memory in MB, by the time at which it was looked at.</returns>
    private static async Task<List<(TimeSpan At, double Memory)>> WatchAsync(LoadedServer server, Tally tally, TimeSpan duration, Task work)
    {
        var samples = new List<(TimeSpan At, double Memory)>();
        var clock = Stopwatch.StartNew();
        var before = 0L;
        while (clock.Elapsed < duration && !work.IsFaulted)
        {
            var rest = duration - clock.Elapsed;
            await Task.Delay(rest < SampleEvery ? rest : SampleEvery);
            samples.Add((clock.Elapsed, server.Memory));
            var answers = tally.Answers;
            Say($"{clock.Elapsed:mm\\:ss}  {(answers - before) / SampleEvery.TotalSeconds,7:f0} answers a second  {tally.ErrorCount} errors  {samples[^1].Memory:f0} MB");
            before = answers;
        }

        return samples;
    }

    private static int Report(LoadedServer server, Tally tally, Subscribers subscribers, List<(TimeSpan At, double Memory)> memory, TimeSpan duration)
    {
        foreach (var line in tally.Lines().Concat(server.Faults.Select(fault => $"LOG {fault}")))
        {
            Say($"{line}");
        }

        // In a run that is shorter than ten minutes, a fifth of it.
        var from = duration / 5;
        var settled = memory.Where(sample => sample.At >= from).Select(sample => sample.Memory).ToList();
        var (start, growth) = (settled[0], settled.Max() - settled.Min());
        Say($"{tally.Answers} answers and {subscribers.Events} events in {duration.TotalMinutes:f1} minutes, {tally.Answers / duration.TotalSeconds:f0} answers a second; {tally.ErrorCount} errors, {server.Faults.Count} faults in the log.");
        Say($"Memory {start:f0} MB after {from.TotalMinutes:f1} minutes; from then on {settled.Min():f0} to {settled.Max():f0} MB, a range of {growth:f0} MB; {settled[^1]:f0} MB at the end.");
        return tally.ErrorCount == 0 && server.Faults.Count == 0 && growth <= GrowthMaxMegabytes ? 0 : 1;
    }

    private static void Say(DefaultInterpolatedStringHandler line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, ref line));
}
