using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Delivery;
using ContentHub.Editorial;
using ContentHub.Tests.Api.Attacks.Fuzzing;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Syndication.Partners;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Delivery.Plans;

/// <summary>The executor is the oracle: whatever a plan answers is, byte for byte, what the executor answers.</summary>
public sealed class PlanOracleTests(PostgreSqlServer server)
{
    /// <summary>Answers that are compared.</summary>
    private const int Comparisons = 10_000;

    private readonly List<string> _differences = [];
    private readonly Lock _lock = new();
    private int _number;
    private int _compared;
    private int _valid;
    private int _errors;
    private int _refused;

    [Fact]
    public async Task Plans_answer_ten_thousand_operations_as_the_executor_does()
    {
        // That of the day, so that one change is not stopped by another's luck.
        var seed = Environment.GetEnvironmentVariable("CONTENTHUB_PLAN_SEED") is { } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : DateOnly.FromDateTime(DateTime.UtcNow).DayNumber;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}: set CONTENTHUB_PLAN_SEED to repeat it.");
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true);
        var partner = await ChangeAsync(app);
        var plans = app.Services.GetRequiredService<PlannedAnswers>();
        var answeredBefore = plans.CountOf(PlanOutcome.Answered);
        var watch = Stopwatch.StartNew();

        await Task.WhenAll(CompareAsync(app, partner, new Dice(seed)), CompareAsync(app, partner, new Dice(~seed)));

        var answered = plans.CountOf(PlanOutcome.Answered) - answeredBefore;
        var counts = string.Join(", ", Enum.GetValues<PlanOutcome>().Select(o => $"{o} {plans.CountOf(o)}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{_compared} compared in {watch.Elapsed.TotalSeconds:0.0} s: {_valid} without fault, {_errors} with field errors, {_refused} refused; {counts}.");
        Assert.True(_differences.Count == 0, $"Seed {seed}: {_differences.Count} answers differ.\n{string.Join("\n\n", _differences.Take(5))}");
        Assert.True(_valid > Comparisons / 2, $"Seed {seed}: only {_valid} of {_compared} operations have no fault: too few for an oracle.");
        Assert.True(_errors > Comparisons / 200 && _refused > Comparisons / 100, $"Seed {seed}: {_errors} and {_refused} operations with faults are too few.");
        Assert.True(_valid - answered <= _valid / 100, $"Seed {seed}: of {_valid} operations without fault only {answered} were answered by plans ({counts}).");
    }

    private async Task CompareAsync(ContentHubApp app, string partner, Dice dice)
    {
        var schema = new SchemaModel(await File.ReadAllTextAsync(SchemaFile(), TestContext.Current.CancellationToken));
        var types = app.Services.GetRequiredService<DeliveryTypes>().All.ToList();
        var generator = new OperationGenerator(schema, new KnownValues(schema, dice, await EntriesAsync(app), await CursorsAsync(app)), dice, types);
        while (Volatile.Read(ref _compared) < Comparisons)
        {
            var operation = generator.Next(Interlocked.Increment(ref _number));
            var (first, second) = dice.Percent(70) ? (null, partner) : (partner, (string?)null);
            // A text is new to the server when it comes the first time: then it is the executor's.
            var isKept = await CompareAsync(app, operation, operation.Text, operation.Variables, first);
            if (isKept)
            {
                // The plan was compiled for another caller and other variables; a remark makes a new text of it for the executor.
                await CompareAsync(app, operation, $"{operation.Text}\n# again", operation.Others, second, operation.Text);
            }
        }
    }

    /// <returns>Whether it was executed, so that it can be compared again.</returns>
    private async Task<bool> CompareAsync(ContentHubApp app, GeneratedOperation operation, string text, JsonObject variables, string? token, string? planned = null)
    {
        var expected = await AnswerAsync(app, text, variables, token);
        var actual = await AnswerAsync(app, planned ?? text, variables, token);
        if (planned is null && expected == actual)
        {
            // What the plan has kept of it with the entries.
            actual = await AnswerAsync(app, text, variables, token);
        }

        Interlocked.Increment(ref _compared);
        var isExecuted = expected.Contains("\"data\":", StringComparison.Ordinal);
        var hasErrors = expected.Contains("{\"errors\":", StringComparison.Ordinal);
        if (isExecuted && !hasErrors && operation.IsOfDelivery)
        {
            Interlocked.Increment(ref _valid);
        }

        if (hasErrors)
        {
            Interlocked.Increment(ref isExecuted ? ref _errors : ref _refused);
        }

        if (expected != actual)
        {
            lock (_lock)
            {
                _differences.Add($"{text}\n{variables.ToJsonString()}\nas {(token is null ? "anonymous" : "partner")}\nexecutor: {Cut(expected, actual)}\nplan:     {Cut(actual, expected)}");
            }
        }

        return isExecuted;
    }

    /// <returns>Status, the headers that depend on the answer, and the whole body.</returns>
    private static async Task<string> AnswerAsync(ContentHubApp app, string query, JsonObject variables, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql");
        request.Content = new StringContent(new JsonObject { ["query"] = query, ["variables"] = variables.DeepClone() }.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return $"{await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)} {(int)response.StatusCode} {response.Headers.CacheControl} {response.Content.Headers.ContentType} {response.Content.Headers.ContentLength}";
    }

    /// <summary>From shortly before the first difference.</summary>
    private static string Cut(string text, string other)
    {
        var at = text.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        var start = Math.Max(0, at - 150);
        return $"…{text.AsSpan(start, Math.Min(400, text.Length - start))}";
    }

    private static Task<List<PublishedEntry>> EntriesAsync(ContentHubApp app) =>
        Task.FromResult(app.Current.Locales.All.SelectMany(l => app.Current.List(null, l.Tag, LocaleFallback.None)).ToList());

    private static async Task<IReadOnlyList<string>> CursorsAsync(ContentHubApp app)
    {
        var lists = await app.QueryAsync("{ articles(first: 5) { edges { cursor } } topics(first: 5, orderBy: TITLE_DESC) { edges { cursor } } faqEntries(first: 5) { edges { cursor } } people { edges { cursor } } sitemap { edges { cursor } } }");
        return [.. lists.AsObject().SelectMany(list => list.Value!["edges"]!.AsArray().Select(edge => (string)edge!["cursor"]!))];
    }

    /// <summary>Makes of the seed something with a past: entries that were renamed, retracted and taken back.</summary>
    /// <returns>The key of a partner who may see some of it.</returns>
    private static async Task<string> ChangeAsync(ContentHubApp app)
    {
        var (publisher, editor) = (app.Token("Paul", Role.Publisher, Role.Editor), app.Token("Edith", Role.Editor));
        PublishedEntry One(string type, string slug) => app.Current.BySlug(type, slug, "en-US", LocaleFallback.None)!;
        var retracted = One("ARTICLE", "mixing-sedatives");
        await app.DoneAsync("retract", new { id = EntryIds.Of(retracted), version = retracted.Version, reason = "It named a wrong dose.", replacedBy = One("ARTICLE", "benzodiazepines-uses-and-risks").EntryId }, publisher);
        var gone = One("FAQ_ENTRY", "what-is-clonazepam");
        await app.DoneAsync("unpublish", new { id = EntryIds.Of(gone), version = gone.Version }, editor);
        var renamed = One("TOPIC", "opioids");
        var draft = (await app.DoneAsync("updateTopic", new { id = EntryIds.Of(renamed), expectedVersion = renamed.Version, patch = new { slug = "opioids-renamed", title = "Opioids “all” & \"more\" \\ <b> é 😀" } }, editor))["draft"]!;
        await app.PublishAsync((string)draft["id"]!, (int)draft["version"]!, isClinical: false);
        var partner = await app.MakeAsync(app.Token("Ada", Role.Admin), new { types = new[] { "ARTICLE", "TOPIC", "FAQ_ENTRY", "SYMPTOM_LIST" }, locales = new[] { "en-US" }, attributionText = "A clinic's own words" });
        return partner.Key;
    }

    internal static string SchemaFile([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "schema.graphql"));
}
