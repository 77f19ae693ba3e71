using System.Text.Json.Nodes;
using ContentHub.Accounts;
using ContentHub.Api;
using ContentHub.Editorial.Schedules;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Editorial.Workflow;

/// <summary>A question (clinical) or a glossary term (not clinical), as of the version that a test speaks of.</summary>
public sealed record Item(string Id, string EntryId, string Slug, int Version, bool IsClinical)
{
    /// <summary>Another entry, for what is to name one.</summary>
    public string? InsteadId { get; init; }

    public string Type => IsClinical ? "FaqEntry" : "GlossaryTerm";

    public string Field => IsClinical ? "faqEntry" : "glossaryTerm";

    /// <summary>Its one text that tests change.</summary>
    public string TextField => IsClinical ? "shortAnswer" : "definition";
}

/// <summary>A small practice at work: the server, its people, and entries brought to where a test needs them. Its clock moves a second with every act.</summary>
public sealed class Practice : IAsyncDisposable
{
    /// <summary>What backs a made-up clinical text, so that it may go out.</summary>
    private static readonly object[] Sources = [new { title = "About sleep (made up)", publisher = "A publisher", url = "https://example.org/sleep" }];

    private readonly ManualClock _clock;
    private readonly string _topic;
    private int _count;

    private Practice(ContentHubApp app, ManualClock clock, string topic) => (App, _clock, _topic) = (app, clock, topic);

    public ContentHubApp App { get; }

    public DateTimeOffset Now => _clock.Now;

    public TimeProvider Clock => _clock;

    /// <summary>What the next entry is called, by its number.</summary>
    public Func<int, string> Title { get; set; } = number => $"Entry number {number} of a test";

    /// <summary>Begins the entries, unless a test says otherwise.</summary>
    public string Ann => Token("Ann", Role.Author);

    public string Abe => Token("Abe", Role.Author);

    public string Edith => Token("Edith", Role.Editor);

    public string Rhea => Token("Rhea", Role.MedicalReviewer);

    public string Paul => Token("Paul", Role.Publisher);

    public string Ada => Token("Ada", Role.Admin);

    /// <summary>Her token has no role: it signs nobody in.</summary>
    public string Nora => Token("Nora");

    public static async Task<Practice> OpenAsync(string database, PostgreSqlServer server, Dictionary<string, string?>? settings = null) =>
        await OpenAsync(await TestDatabase.CreateAsync(database, server), new ManualClock(Desk.Monday), settings);

    /// <summary>On a database that is there already; it is thrown away with the practice.</summary>
    internal static async Task<Practice> OpenAsync(TestDatabase database, ManualClock clock, Dictionary<string, string?>? settings = null)
    {
        var app = await ContentHubApp.StartAsync(database, clock: clock, settings: settings);
        var practice = new Practice(app, clock, "");
        var topic = await practice.DoneAsync("createTopic", new { content = new { title = "Sleep", kind = "CONDITION", summary = "About sleep." } }, practice.Edith);
        var id = (string)topic["draft"]!["id"]!;
        await practice.DoneAsync("publish", new { id, version = 1 }, practice.Edith);
        return new(app, clock, (string)topic["draft"]!["entryId"]!);
    }

    /// <summary>The same practice after a time without any server; this one is gone.</summary>
    public async Task<Practice> RestartedAsync(TimeSpan away)
    {
        await App.StopAsync();
        _clock.Advance(away);
        return new(await ContentHubApp.StartAsync(App.Database, clock: _clock), _clock, _topic) { _count = _count };
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>Who signs in today; the same name is the same person.</summary>
    public string Token(string name, params Role[] roles) => App.Services.GetRequiredService<DevelopmentTokens>().Create(name, roles, _clock.Now);

    /// <summary>A mutation that may be refused.</summary>
    public Task<JsonNode> MutateAsync(string field, object input, string token, string? selection = null)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return App.MutateAsync(field, input, token, selection);
    }

    /// <summary>A mutation that must not be refused.</summary>
    public async Task<JsonNode> DoneAsync(string field, object input, string token, string? selection = null)
    {
        var payload = await MutateAsync(field, input, token, selection);
        Assert.True(payload["errors"]!.AsArray().Count == 0, $"{field}: {payload["errors"]!.ToJsonString()}");
        return payload;
    }

    /// <summary>A mutation that must be refused for one reason; gives that reason.</summary>
    public async Task<JsonNode> RefusedAsync(string field, object input, string token)
    {
        var payload = await MutateAsync(field, input, token);
        Assert.Null(payload["draft"]);
        Assert.Null(payload["sequence"]);
        return Assert.Single(payload["errors"]!.AsArray())!;
    }

    public async Task<Item> DraftAsync(bool isClinical = true, string? by = null, string? title = null)
    {
        title ??= Title(++_count);
        var payload = isClinical
            ? await DoneAsync("createFaqEntry", new { content = new { question = title, shortAnswer = "First text.", topics = new[] { _topic }, references = Sources, answer = new[] { new { paragraph = new { text = "All of it." } } } } }, by ?? Ann)
            : await DoneAsync("createGlossaryTerm", new { content = new { title, definition = "First text.", topics = new[] { _topic } } }, by ?? Ann);
        var draft = payload["draft"]!;
        return new((string)draft["id"]!, (string)draft["entryId"]!, (string)draft["slug"]!, 1, isClinical) { InsteadId = _topic };
    }

    /// <summary>Saves another text as the next version.</summary>
    public async Task<Item> EditAsync(Item item, string text, string? by = null)
    {
        var payload = await DoneAsync($"update{item.Type}", new { id = item.Id, expectedVersion = item.Version, patch = new Dictionary<string, string> { [item.TextField] = text } }, by ?? Ann);
        return item with { Version = (int)payload["draft"]!["version"]! };
    }

    /// <summary>Saves a text that links to another entry as the next version of a question.</summary>
    public async Task<Item> LinkAsync(Item item, Item target)
    {
        var answer = new[] { new { paragraph = new { text = $"See [more](entry:{target.EntryId})." } } };
        var payload = await DoneAsync("updateFaqEntry", new { id = item.Id, expectedVersion = item.Version, patch = new { answer } }, Ann);
        return item with { Version = (int)payload["draft"]!["version"]! };
    }

    public async Task<Item> SubmittedAsync(Item item, string? by = null)
    {
        await DoneAsync("submitForReview", new { id = item.Id, version = item.Version }, by ?? Edith);
        return item;
    }

    public async Task<Item> ApprovedAsync(Item item, string? by = null)
    {
        await SubmittedAsync(item);
        await DoneAsync("approve", new { id = item.Id, version = item.Version }, by ?? (item.IsClinical ? Rhea : Edith));
        return item;
    }

    /// <summary>Plans its publication.</summary>
    public async Task<Item> ScheduledAsync(Item item, DateTimeOffset at, string? note = null)
    {
        await DoneAsync("publish", new { id = item.Id, version = item.Version, at, note }, Edith);
        return item;
    }

    public async Task<Item> PublishedAsync(Item item)
    {
        await ApprovedAsync(item);
        await DoneAsync("publish", new { id = item.Id, version = item.Version }, Edith);
        return item;
    }

    public async Task<Item> PublishedAsync(bool isClinical = true) => await PublishedAsync(await DraftAsync(isClinical));

    /// <summary>A fresh entry whose newest version is in this state, brought there by acts alone.</summary>
    public async Task<Item> InStateAsync(bool isClinical, WorkflowState state)
    {
        switch (state)
        {
            case WorkflowState.Draft:
                return await DraftAsync(isClinical);
            case WorkflowState.InReview:
                return await SubmittedAsync(await DraftAsync(isClinical));
            case WorkflowState.ChangesRequested:
                var sentBack = await SubmittedAsync(await DraftAsync(isClinical));
                await DoneAsync("requestChanges", new { id = sentBack.Id, version = 1, note = "Say it in plain words." }, Rhea);
                return sentBack;
            case WorkflowState.Approved:
                return await ApprovedAsync(await DraftAsync(isClinical));
            case WorkflowState.Scheduled:
                return await ScheduledAsync(await ApprovedAsync(await DraftAsync(isClinical)), Now.AddDays(60));
            case WorkflowState.Published:
                return await PublishedAsync(isClinical);
            case WorkflowState.Superseded:
                // The newest was out, then an older one that was approved before took its place.
                var older = await ApprovedAsync(await DraftAsync(isClinical));
                var newer = await PublishedAsync(await EditAsync(older, "Second text."));
                await DoneAsync("publish", new { id = older.Id, version = older.Version }, Edith);
                return newer;
            case WorkflowState.Unpublished:
                var takenDown = await PublishedAsync(isClinical);
                await DoneAsync("unpublish", new { id = takenDown.Id, version = 1 }, Edith);
                return takenDown;
            case WorkflowState.Retracted:
                var retracted = await PublishedAsync(isClinical);
                await DoneAsync("retract", new { id = retracted.Id, version = 1, reason = "It named a wrong dose." }, Paul);
                return retracted;
            default:
                throw new InvalidOperationException($"Unknown state {state}.");
        }
    }

    /// <summary>What readers get at the entry's address; null when nothing.</summary>
    public async Task<JsonNode?> ReadAsync(Item item, string? preview = null) => (await App.QueryAsync(
        $$"""
        query($slug: String!) { {{item.Field}}(slug: $slug) {
          slug status title {{(item.IsClinical ? "shortAnswer answer { key } body { plain }" : "definition { plain }")}} publishedVersion
          firstPublishedAt publishedAt contentModifiedAt
          review { reviewerName version nextReviewDue status }
          notices { kind text version at reason correctionClass onTopUntil replacedBy { entryId slug } }
        } }
        """,
        new { slug = item.Slug }, preview: preview))[item.Field];

    /// <summary>The newest version as editors see it; null when it has left all lists.</summary>
    public async Task<JsonNode?> SeeAsync(Item item, string? token = null) => (await App.QueryAsync(
        """
        query($id: ID!) { editorial { draft(id: $id) {
          version state publishedVersion title content { ... on FaqEntryContent { shortAnswer } ... on GlossaryTermContent { definition } }
          review { reviewerName status }
          actions { action allowed reason whoCan }
        } } }
        """,
        new { id = item.Id }, token ?? Edith))["editorial"]!["draft"];

    public async Task<string?> StateOfAsync(Item item) => (string?)(await App.QueryAsync(
        "query($id: ID!, $version: Int!) { editorial { revision(id: $id, version: $version) { state } } }",
        new { id = item.Id, version = item.Version }, Edith))["editorial"]!["revision"]?["state"];

    /// <summary>What waits on this entry.</summary>
    public async Task<IReadOnlyList<JsonNode>> TasksAsync(Item item, string token, object? where = null) => [.. (await App.QueryAsync(
        "query($where: TaskFilter) { editorial { tasks(first: 100, where: $where) { nodes { id kind roles since dueAt note draft { id version } } } } }",
        new { where }, token))["editorial"]!["tasks"]!["nodes"]!.AsArray().OfType<JsonNode>().Where(t => (string?)t["draft"]!["id"] == item.Id)];

    /// <summary>Moves the clock and does what is due by then.</summary>
    public async Task PassAsync(TimeSpan time, ContentHubApp? node = null)
    {
        _clock.Advance(time);
        await (node ?? App).Services.GetRequiredService<ScheduleWorker>().RunDueAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What is scheduled for an entry.</summary>
    public async Task<IReadOnlyList<JsonNode>> PlansAsync(Item item) => [.. (await App.QueryAsync(
        """
        query($id: ID!) { editorial { draft(id: $id) {
          scheduledAct { version }
          scheduledActs { action version at by { name } note isRelease isEmergencyEnd isLate refusal }
        } } }
        """,
        new { id = item.Id }, Edith))["editorial"]!["draft"]!["scheduledActs"]!.AsArray().OfType<JsonNode>()];

    /// <summary>The log of an entry, oldest first: kind, version, who, and what was said.</summary>
    public async Task<IReadOnlyList<string>> LogAsync(Item item)
    {
        await using var db = App.Database.Open();
        var entryId = Guid.Parse(item.EntryId);
        return await (
            from change in db.Changes
            where change.EntryId == entryId
            join person in db.People on change.ActorId equals person.Id
            orderby change.Sequence
            select $"{change.Kind} {change.Version} by {person.Name}: {change.Reason}").ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Everything of an entry that an act could move, and where the log ends.</summary>
    public async Task<Standing> StandingAsync(Item item)
    {
        await using var db = App.Database.Open();
        var entryId = Guid.Parse(item.EntryId);
        var variant = await db.Variants.AsNoTracking().SingleAsync(v => v.EntryId == entryId, TestContext.Current.CancellationToken);
        var revisions = await db.Revisions.AsNoTracking().Where(r => r.VariantId == variant.Id).OrderBy(r => r.Version)
            .Select(r => new { r.Version, r.State, r.ApprovedBy, r.PublishedAt, r.EmergencyReason }).ToListAsync(TestContext.Current.CancellationToken);
        var comments = await db.Comments.CountAsync(c => c.VariantId == variant.Id, TestContext.Current.CancellationToken);
        return new(
            await db.Changes.MaxAsync(c => c.Sequence, TestContext.Current.CancellationToken),
            variant.HeadState,
            string.Join("; ", revisions) + $" {variant.Act} {variant.HeadVersion} {variant.PublishedVersion} {variant.RetractedVersion} {variant.UpdatedAt} {variant.DiscardedAt} {comments}");
    }
}

/// <summary>How an entry stands in the database, for comparing before and after.</summary>
public sealed record Standing(long Sequence, WorkflowState HeadState, string Rows);

/// <summary>One practice a database for all tests of a class; their entries do not meet.</summary>
public sealed class Practices(PostgreSqlServer server) : IAsyncDisposable
{
    private readonly Dictionary<string, Practice> _open = [];

    public async Task<Practice> OnAsync(string database)
    {
        if (!_open.TryGetValue(database, out var practice))
        {
            _open[database] = practice = await Practice.OpenAsync(database, server);
        }

        return practice;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var practice in _open.Values)
        {
            await practice.DisposeAsync();
        }
    }
}
