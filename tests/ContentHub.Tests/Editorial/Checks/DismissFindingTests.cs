using System.Text.Json.Nodes;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Editorial.Checks;

/// <summary>A warning that somebody judged and left: who may, how long that holds, and where it is told. The roles by state are in <see cref="WorkflowTableTests"/>.</summary>
public sealed class DismissFindingTests(Practices practices) : IClassFixture<Practices>
{
    private static int _count;

    [Theory, EachDatabase]
    public async Task A_dismissed_warning_stays_among_the_findings_with_who_when_and_why_and_in_the_log(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync(title: Labelling());
        var open = await WarningAsync(practice, item);

        var payload = await practice.DoneAsync("dismissFinding", Leave(item, open, "A quotation, see the source."), practice.Ann);
        var at = practice.Now;
        var left = await WarningAsync(practice, item, practice.Rhea);

        Assert.Null(open["dismissal"]);
        Assert.Equal(((string?)open["key"], (string?)open["message"]), ((string?)left["key"], (string?)left["message"]));
        var dismissal = left["dismissal"]!;
        Assert.Equal(("Ann", at, 1, "A quotation, see the source."), ((string?)dismissal["by"]!["name"], (DateTimeOffset)dismissal["at"]!, (int)dismissal["version"]!, (string?)dismissal["reason"]));
        Assert.Equal("FindingDismissed 1 by Ann: stigmatising-language at question: A quotation, see the source.", (await practice.LogAsync(item))[^1]);
        await using var db = practice.App.Database.Open();
        Assert.Null((await AuditVerification.RunAsync(db, null, TestContext.Current.CancellationToken)).Fault);
        Assert.NotNull((string?)payload["sequence"]);
    }

    [Theory, EachDatabase]
    public async Task It_holds_while_other_words_change_and_falls_when_its_own_do(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync(title: Labelling());
        await practice.DoneAsync("dismissFinding", Leave(item, await WarningAsync(practice, item), "Meant so."), practice.Ann);

        var elsewhere = await practice.EditAsync(item, "Another answer.");
        var held = await WarningAsync(practice, elsewhere);
        var changed = await practice.DoneAsync("updateFaqEntry", new { id = item.Id, expectedVersion = 2, patch = new { question = Labelling() } }, practice.Ann);
        var fallen = await WarningAsync(practice, item);
        var restored = await practice.DoneAsync("restoreRevision", new { id = item.Id, expectedVersion = 3, restore = 1 }, practice.Edith);
        var back = await WarningAsync(practice, item);

        Assert.Equal("Meant so.", (string?)held["dismissal"]!["reason"]);
        Assert.Null(fallen["dismissal"]);
        Assert.NotEqual((string?)held["key"], (string?)fallen["key"]);
        Assert.Equal("Meant so.", (string?)back["dismissal"]!["reason"]);
        Assert.NotNull(changed["draft"]);
        Assert.NotNull(restored["draft"]);
    }

    [Theory, EachDatabase]
    public async Task It_can_be_taken_back_and_judged_anew_and_doing_so_twice_changes_nothing(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync(title: Labelling());
        var warning = await WarningAsync(practice, item);
        await practice.DoneAsync("dismissFinding", Leave(item, warning, "Meant so."), practice.Ann);

        var again = await practice.DoneAsync("dismissFinding", Leave(item, warning, " Meant so. "), practice.Ann);
        await practice.DoneAsync("dismissFinding", Leave(item, warning, "I agree."), practice.Rhea);
        var judged = await WarningAsync(practice, item);
        await practice.DoneAsync("dismissFinding", new { id = item.Id, version = 1, finding = (string?)warning["key"], dismissed = false, reason = "It is our word." }, practice.Edith);
        var open = await WarningAsync(practice, item);
        var openAgain = await practice.DoneAsync("dismissFinding", new { id = item.Id, version = 1, finding = (string?)warning["key"], dismissed = false }, practice.Edith);

        Assert.Null(again["sequence"]);
        Assert.Equal(("Rhea", "I agree."), ((string?)judged["dismissal"]!["by"]!["name"], (string?)judged["dismissal"]!["reason"]));
        Assert.Null(open["dismissal"]);
        Assert.Null(openAgain["sequence"]);
        Assert.Equal(
            ["FindingDismissed 1 by Ann", "FindingDismissed 1 by Rhea", "FindingReopened 1 by Edith"],
            (await practice.LogAsync(item)).Skip(1).Select(line => line.Split(':')[0]));
    }

    [Theory, EachDatabase]
    public async Task An_error_cannot_be_dismissed_and_a_dismissed_warning_lets_no_error_through(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync(title: Labelling());
        item = await practice.EditAsync(item, "An overdose can stop a person's breathing.");
        var findings = await FindingsAsync(practice, item);
        var error = findings.Single(f => (string?)f["severity"] == "ERROR");
        await practice.DoneAsync("dismissFinding", Leave(item, findings.Single(f => (string?)f["severity"] == "WARNING"), "Meant so."), practice.Ann);

        var refused = await practice.RefusedAsync("dismissFinding", Leave(item, error, "I know better."), practice.Rhea);
        var blocked = await practice.RefusedAsync("submitForReview", new { id = item.Id, version = 2 }, practice.Ann);

        Assert.Equal(("INVALID", "input/finding"), ((string?)refused["code"], Path(refused)));
        Assert.Contains("error", (string?)refused["message"], StringComparison.Ordinal);
        Assert.Equal("BLOCKED_BY_FINDINGS", (string?)blocked["code"]);
    }

    [Theory, EachDatabase]
    public async Task What_is_missing_or_unknown_is_told_at_once_and_nothing_is_written(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync(title: Labelling());
        var key = (string?)(await WarningAsync(practice, item))["key"];
        var before = await practice.StandingAsync(item);

        var many = await practice.MutateAsync("dismissFinding", new { id = item.Id, version = 1, finding = "nothing", reason = "  " }, practice.Ann);
        var tooLong = await practice.RefusedAsync("dismissFinding", new { id = item.Id, version = 1, finding = key, reason = new string('a', 1001) }, practice.Ann);
        var missing = await practice.RefusedAsync("dismissFinding", new { id = item.Id, version = 1, finding = key }, practice.Ann);
        var after = await practice.StandingAsync(item);
        await practice.EditAsync(item, "Another answer.");
        var stale = await practice.RefusedAsync("dismissFinding", new { id = item.Id, version = 1, finding = key, reason = "Meant so." }, practice.Ann);

        Assert.Equal(["REQUIRED input/reason", "NOT_FOUND input/finding"], many["errors"]!.AsArray().Select(e => $"{e!["code"]} {Path(e)}"));
        Assert.Equal(("TOO_LONG", "REQUIRED", "CONFLICT"), ((string?)tooLong["code"], (string?)missing["code"], (string?)stale["code"]));
        Assert.Equal(before, after);
    }

    [Theory, EachDatabase]
    public async Task That_a_sign_of_danger_is_none_is_said_only_by_a_clinician_who_did_not_write_it(string database)
    {
        var practice = await practices.OnAsync(database);
        var both = practice.Token("Rosa", ContentHub.Api.Role.Author, ContentHub.Api.Role.MedicalReviewer);
        var list = await practice.DoneAsync("createSymptomList", new { content = new { title = $"Signs {Interlocked.Increment(ref _count)}", groups = new[] { new { category = "PHYSICAL", symptoms = new[] { new { name = "Seizure" } } } } } }, both);
        var item = new Item((string)list["draft"]!["id"]!, (string)list["draft"]!["entryId"]!, "", 1, true);
        var warning = (await FindingsAsync(practice, item)).Single(f => (string?)f["rule"] == "severity-too-low");

        var editor = await practice.RefusedAsync("dismissFinding", Leave(item, warning, "Rare."), practice.Edith);
        var writer = await practice.RefusedAsync("dismissFinding", Leave(item, warning, "Rare."), both);
        await practice.DoneAsync("dismissFinding", Leave(item, warning, "Named as what it is not."), practice.Rhea);
        await practice.DoneAsync("dismissFinding", new { id = item.Id, version = 1, finding = (string?)warning["key"], dismissed = false }, practice.Edith);

        Assert.Equal(("FORBIDDEN", "[\"MEDICAL_REVIEWER\"]"), ((string?)editor["code"], editor["requires"]!.ToJsonString()));
        Assert.Equal("OWN_REVISION", (string?)writer["code"]);
        Assert.Null((await FindingsAsync(practice, item)).Single(f => (string?)f["rule"] == "severity-too-low")["dismissal"]);
    }

    [Theory, EachDatabase]
    public async Task Dismissed_ones_do_not_hide_those_that_stand_open(string database)
    {
        var practice = await practices.OnAsync(database);
        var answer = Enumerable.Range(1, 24).Select(i => new { paragraph = new { text = $"Number {i} is called an addict by some." } });
        var created = await practice.DoneAsync("createFaqEntry", new { content = new { question = $"Who is it {Interlocked.Increment(ref _count)}?", answer } }, practice.Ann);
        var item = new Item((string)created["draft"]!["id"]!, (string)created["draft"]!["entryId"]!, "", 1, true);
        async Task<List<JsonNode>> LabelsAsync() => [.. (await FindingsAsync(practice, item)).Where(f => (string?)f["rule"] == "stigmatising-language")];
        var first = await LabelsAsync();
        foreach (var finding in first.Take(3))
        {
            await practice.DoneAsync("dismissFinding", Leave(item, finding, "Quoted."), practice.Ann);
        }

        var then = await LabelsAsync();

        Assert.Equal((21, "4 more of the same kind.", null), (first.Count, (string?)first[20]["message"], (string?)first[20]["key"]));
        Assert.Equal(20 + 1 + 3, then.Count);
        Assert.Equal("1 more of the same kind.", (string?)then[20]["message"]);
        Assert.All(then.Take(21), f => Assert.Null(f["dismissal"]));
        Assert.All(then.Skip(21), f => Assert.NotNull(f["dismissal"]));
    }

    private static string Labelling() => $"Is addict number {Interlocked.Increment(ref _count)} weak?";

    private static object Leave(Item item, JsonNode finding, string reason) => new { id = item.Id, version = item.Version, finding = (string?)finding["key"], reason };

    private static string Path(JsonNode error) => string.Join('/', error["path"]!.AsArray().Select(p => (string?)p));

    private static async Task<JsonNode> WarningAsync(Practice practice, Item item, string? token = null) =>
        Assert.Single(await FindingsAsync(practice, item, token), f => (string?)f["severity"] == "WARNING");

    private static async Task<List<JsonNode>> FindingsAsync(Practice practice, Item item, string? token = null) => [.. (await practice.App.QueryAsync(
        "query($id: ID!) { editorial { draft(id: $id) { findings { key rule severity message path dismissal { by { name } at version reason } } } } }",
        new { id = item.Id }, token ?? practice.Ann))["editorial"]!["draft"]!["findings"]!.AsArray().OfType<JsonNode>()];
}
