using System.Globalization;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Syndication.Changes;

/// <summary>Whatever is written, and however often subscribers and servers come and go: each change is heard once, in order.</summary>
public sealed class ResumeTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task Each_subscriber_hears_each_public_change_once_and_in_order(string database)
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var ready = await TestDatabase.CreateAsync(database, server);
        var app = await ContentHubApp.StartAsync(ready);
        var writer = new RandomWriter(random);
        var heard = Enumerable.Range(0, 4).Select(_ => new List<string>()).ToList();
        try
        {
            var cursors = heard.Select(_ => Subscriber.StartOf(app)).ToList();
            for (var round = 0; round < 4; round++)
            {
                // In every round somebody is there from its start, and others come and go while it is written.
                var end = new TaskCompletionSource<long>();
                var current = app;
                var listening = Task.WhenAll(heard.Select((list, i) => ListenAsync(current, cursors, i, list, new Random(seed + (round * 10) + i), end.Task)));
                await writer.WriteAsync(app, acts: 25);
                end.SetResult(writer.LastSequence);
                await listening;
                if (round < 3)
                {
                    await app.StopAsync();
                    app = await ContentHubApp.StartAsync(ready);
                }
            }

            Assert.All(heard, list => Assert.Equal(writer.Expected, list));
            Assert.True(writer.Expected.Count > 20, $"Only {writer.Expected.Count} changes.");
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Whoever_is_far_behind_reads_in_batches_and_then_joins_what_happens()
    {
        var ready = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        var app = await ContentHubApp.StartAsync(ready);
        var writer = new RandomWriter(new Random(1));
        await writer.ToggleAsync(app, 260);
        await app.StopAsync();
        await using var restarted = await ContentHubApp.StartAsync(ready);
        using var subscriber = await Subscriber.OpenAsync(restarted, Subscriber.StartOf(restarted));

        var writing = writer.ToggleAsync(restarted, 20);
        var heard = new List<string>();
        while (heard.Count < 280)
        {
            heard.Add(RandomWriter.LineOf(await subscriber.NextAsync()));
        }

        await writing;
        Assert.Equal(writer.Expected, heard);
    }

    /// <summary>Listens, leaves and comes back, until it has heard all that was written.</summary>
    private static async Task ListenAsync(ContentHubApp app, List<string> cursors, int i, List<string> heard, Random random, Task<long> end)
    {
        while (true)
        {
            using var subscriber = await Subscriber.OpenAsync(app, cursors[i]);
            for (var stay = i == 0 ? int.MaxValue : random.Next(1, 6); stay > 0; stay--)
            {
                var next = subscriber.NextAsync();
                while (await Task.WhenAny(next, end, Task.Delay(20)) != next)
                {
                    if (end.IsCompleted && (heard.Count == 0 ? 0 : SequenceOf(heard[^1])) >= await end)
                    {
                        return;
                    }
                }

                var change = await next;
                heard.Add(RandomWriter.LineOf(change));
                cursors[i] = (string)change["cursor"]!;
                if (end.IsCompleted && SequenceOf(heard[^1]) >= await end)
                {
                    return;
                }
            }
        }
    }

    private static long SequenceOf(string line) => long.Parse(line[..line.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
}

/// <summary>Acts at random on a few glossary terms, and knows what readers must hear of it.</summary>
internal sealed class RandomWriter(Random random)
{
    private readonly List<Term> _terms = [];

    /// <summary>One line for each public change: sequence, kind, version, entry.</summary>
    public List<string> Expected { get; } = [];

    public long LastSequence => Expected.Count == 0 ? 0 : long.Parse(Expected[^1].Split(' ')[0], CultureInfo.InvariantCulture);

    public static string LineOf(JsonNode change) => $"{change["sequence"]} {change["kind"]} {change["version"]} {change["ref"]!["entryId"]}";

    public async Task WriteAsync(ContentHubApp app, int acts)
    {
        for (var i = 0; i < acts; i++)
        {
            await ActAsync(app);
        }
    }

    /// <summary>Publishes and unpublishes the same version over and over.</summary>
    public async Task ToggleAsync(ContentHubApp app, int times)
    {
        var term = _terms.Count == 0 ? await CreateAsync(app) : _terms[0];
        for (var i = 0; i < times; i++)
        {
            await (term.IsPublic ? TakeAwayAsync(app, term, "unpublish", "UNPUBLISHED") : PublishAsync(app, term));
        }
    }

    private async Task ActAsync(ContentHubApp app)
    {
        if (_terms.Count < 2 || random.Next(8) == 0)
        {
            await CreateAsync(app);
            return;
        }

        var term = _terms[random.Next(_terms.Count)];
        switch (random.Next(6))
        {
            case 0 when term.IsPublic:
                await TakeAwayAsync(app, term, "unpublish", "UNPUBLISHED");
                break;
            case 1 when term.IsPublic:
                await TakeAwayAsync(app, term, "retract", "RETRACTED");
                break;
            case 2:
                await app.MutateAsync("addComment", new { id = term.Id, version = term.Head, text = "A remark." }, Editor(app));
                break;
            case 3 or 4 when !term.IsHeadSpent:
                await PublishAsync(app, term);
                break;
            default:
                term.Head = (int)(await app.DoneAsync("updateGlossaryTerm", new { id = term.Id, expectedVersion = term.Head, patch = new { definition = $"Text {random.Next()}." } }, Editor(app)))["draft"]!["version"]!;
                term.IsHeadSpent = false;
                break;
        }
    }

    private async Task<Term> CreateAsync(ContentHubApp app)
    {
        var name = $"Term {_terms.Count}";
        var draft = (await app.DoneAsync("createGlossaryTerm", new { content = new { title = name, definition = "First text." } }, Editor(app)))["draft"]!;
        var term = new Term((string)draft["id"]!, (string)draft["entryId"]!);
        _terms.Add(term);
        return term;
    }

    private async Task PublishAsync(ContentHubApp app, Term term)
    {
        var done = await app.DoneAsync("publish", new { id = term.Id, version = term.Head }, Editor(app));
        Expect(done, term.IsPublic ? "UPDATED" : "PUBLISHED", term.Head, term);
        (term.Public, term.IsHeadSpent) = (term.Head, true);
    }

    private async Task TakeAwayAsync(ContentHubApp app, Term term, string field, string kind)
    {
        var version = term.Public!.Value;
        var done = await app.DoneAsync(field, new { id = term.Id, version, reason = "A reason." }, Editor(app));
        Expect(done, kind, version, term);
        term.Public = null;
        term.IsHeadSpent = term.IsHeadSpent && !(field == "unpublish" && version == term.Head);
    }

    private void Expect(JsonNode payload, string kind, int version, Term term) => Expected.Add($"{payload["sequence"]} {kind} {version} {term.EntryId}");

    private static string Editor(ContentHubApp app) => app.Token("Edith", Role.Editor, Role.Publisher);

    private sealed class Term(string id, string entryId)
    {
        public string Id => id;

        public string EntryId => entryId;

        public int Head { get; set; } = 1;

        public int? Public { get; set; }

        /// <summary>The newest version is out, or was and may not be again.</summary>
        public bool IsHeadSpent { get; set; }

        public bool IsPublic => Public is not null;
    }
}
