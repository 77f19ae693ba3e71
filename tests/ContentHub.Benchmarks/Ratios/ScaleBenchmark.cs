using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using ContentHub.Benchmarks.Corpora;

namespace ContentHub.Benchmarks.Ratios;

/// <summary>
/// What the size of a site costs its readers: <c>dotnet run -c Release --project tests/ContentHub.Benchmarks -- scale</c>. The same 200 articles and
/// pages are asked of a small and of a large server, and articles and pages from all over of the large one, in rounds that alternate. A ratio is that of the
/// processor time for each answer, in the median of the rounds.
/// </summary>
internal static class ScaleBenchmark
{
    private const int ConnectionCount = 32;

    public static Task<int> RunAsync(string[] args)
    {
        var few = new Option<int>("--few") { DefaultValueFactory = _ => 1_000, Description = "Articles of the small server." };
        var many = new Option<int>("--many") { DefaultValueFactory = _ => 100_000, Description = "Articles of the large server." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5, Description = "Of which the median counts." };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 2, Description = "Of each kind of work in each round." };
        var folder = new Option<string?>("--folder") { Description = "Where corpora are kept; by default in the temporary folder." };
        var only = new Option<string>("--only") { DefaultValueFactory = _ => "", Description = "Only the work whose name has this in it." };
        var command = new RootCommand("The same questions, of a small site and of a large one.") { few, many, rounds, seconds, folder, only };
        command.SetAction(async parsed =>
        {
            var small = await Corpus.OpenAsync(parsed.GetValue(few), parsed.GetValue(folder));
            var large = await Corpus.OpenAsync(parsed.GetValue(many), parsed.GetValue(folder));
            await MeasureAsync(small, large, parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(only)!);
        });
        return command.Parse(args).InvokeAsync();
    }

    private static async Task MeasureAsync(Corpus small, Corpus large, int rounds, TimeSpan duration, string only)
    {
        using var few = await ServerBeside.StartAsync("contenthub", small.Options.Data);
        using var many = await ServerBeside.StartAsync("contenthub", large.Options.Data);
        Cores.TakeSecond();
        var (works, same, spread) = (await WorksAsync(few, small.Articles, isSpread: false), await WorksAsync(many, large.Articles, isSpread: false), await WorksAsync(many, large.Articles, isSpread: true));
        foreach (var (i, work) in works.Index().Where(indexed => indexed.Item.Name.Contains(only, StringComparison.Ordinal)))
        {
            (ServerBeside Server, Work Work, List<double> Micros)[] all = [(few, work, []), (many, same[i], []), (many, spread[i], [])];

            // The first round warms up.
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var (server, what, seen) in all)
                {
                    var worked = server.Worked;
                    var answers = await new Connections(server.Address, ConnectionCount).AskAsync(what.Requests, duration);
                    seen.Add((server.Worked - worked).TotalMicroseconds / answers);
                }
            }

            var micros = all.Select(a => Samples.Median(a.Micros.Skip(1))).ToArray();
            Say($"{work.Name,-28} {small.Articles} articles {micros[0]:f1} µs; {large.Articles} articles, the same {micros[1]:f1} µs: {Ratio(all[0].Micros, all[1].Micros):f2}; from all over {micros[2]:f1} µs: {Ratio(all[0].Micros, all[2].Micros):f2}");
        }
    }

    /// <summary>Of what was measured in the same round.</summary>
    private static double Ratio(List<double> before, List<double> after) => Samples.Median(before.Zip(after, (b, a) => b / a).Skip(1));

    private static async Task<IReadOnlyList<Work>> WorksAsync(ServerBeside server, int articles, bool isSpread) =>
        Work.All(Samples.Numbers(articles, isSpread), await Samples.CursorsAsync(new(server.Address, ConnectionCount), articles, isSpread));

    private static void Say(DefaultInterpolatedStringHandler line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, ref line));
}
