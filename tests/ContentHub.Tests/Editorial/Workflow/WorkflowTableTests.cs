using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Xunit;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Storage;

namespace ContentHub.Tests.Editorial.Workflow;

/// <summary>
/// Who may do what in which state: every cell, written out here from the role table and the workflow as they were
/// decided, and held against the rules and against the running server.
/// </summary>
public sealed class WorkflowTableTests(PostgreSqlServer server)
{
    // O: the author who began the entry. A: another author. E: Editor. M: MedicalReviewer. P: Publisher.
    // Admin, whoever has no role and whoever is not signed in stand nowhere: they may do nothing. A dot: nobody.
    private const string Clinical = """
        state              EDIT  SUBMIT_FOR_REVIEW  REQUEST_CHANGES  APPROVE  PUBLISH  PUBLISH_IN_EMERGENCY  SCHEDULE  CANCEL_SCHEDULE  UNPUBLISH  RETRACT  RESTORE  DISCARD_DRAFT  COMMENT  PREVIEW  CONFIRM_REVIEW  ADD_NOTICE  DISMISS_FINDING
        DRAFT              OE    OE                 .                .        .        P                     .         .                .          .        E        OE             OAEMP    OAEMP    .               .           OEM
        IN_REVIEW          OE    .                  EM               M        .        P                     .         .                .          .        E        OE             OAEMP    OAEMP    .               .           OEM
        CHANGES_REQUESTED  OE    OE                 .                .        .        P                     .         .                .          .        E        OE             OAEMP    OAEMP    .               .           OEM
        APPROVED           OE    .                  EM               .        E        P                     E         .                .          .        E        OE             OAEMP    OAEMP    .               EMP         EM
        SCHEDULED          OE    .                  EM               .        E        P                     E         E                .          .        E        .              OAEMP    OAEMP    .               EMP         EM
        PUBLISHED          OE    .                  .                .        .        .                     .         E                E          P        E        .              OAEMP    OAEMP    M               EMP         EM
        SUPERSEDED         OE    .                  .                .        .        P                     .         .                .          .        E        .              OAEMP    OAEMP    .               .           .
        UNPUBLISHED        OE    .                  .                .        E        P                     E         .                .          P        E        .              OAEMP    OAEMP    .               .           EM
        RETRACTED          OE    .                  .                .        .        .                     .         .                .          .        E        .              OAEMP    OAEMP    .               P           .
        """;

    // What differs: an Editor approves, and may publish without anybody's approval.
    private const string NotClinical = """
        state              EDIT  SUBMIT_FOR_REVIEW  REQUEST_CHANGES  APPROVE  PUBLISH  PUBLISH_IN_EMERGENCY  SCHEDULE  CANCEL_SCHEDULE  UNPUBLISH  RETRACT  RESTORE  DISCARD_DRAFT  COMMENT  PREVIEW  CONFIRM_REVIEW  ADD_NOTICE  DISMISS_FINDING
        DRAFT              OE    OE                 .                .        E        P                     E         .                .          .        E        OE             OAEMP    OAEMP    .               .           OEM
        IN_REVIEW          OE    .                  EM               E        E        P                     E         .                .          .        E        OE             OAEMP    OAEMP    .               .           OEM
        CHANGES_REQUESTED  OE    OE                 .                .        .        P                     .         .                .          .        E        OE             OAEMP    OAEMP    .               .           OEM
        APPROVED           OE    .                  EM               .        E        P                     E         .                .          .        E        OE             OAEMP    OAEMP    .               EMP         EM
        SCHEDULED          OE    .                  EM               .        E        P                     E         E                .          .        E        .              OAEMP    OAEMP    .               EMP         EM
        PUBLISHED          OE    .                  .                .        .        .                     .         E                E          P        E        .              OAEMP    OAEMP    E               EMP         EM
        SUPERSEDED         OE    .                  .                .        .        P                     .         .                .          .        E        .              OAEMP    OAEMP    .               .           .
        UNPUBLISHED        OE    .                  .                .        E        P                     E         .                .          P        E        .              OAEMP    OAEMP    .               .           EM
        RETRACTED          OE    .                  .                .        .        .                     .         .                .          .        E        .              OAEMP    OAEMP    .               P           .
        """;

    /// <summary>The mutation of each act, whom it is open to at all, and where the newest version stands afterwards (a dot: where it stood).</summary>
    private const string Mutations = """
        EDIT                  update            AE    DRAFT
        SUBMIT_FOR_REVIEW     submitForReview   AE    IN_REVIEW
        REQUEST_CHANGES       requestChanges    EM    CHANGES_REQUESTED
        APPROVE               approve           EM    APPROVED
        PUBLISH               publish           EP    PUBLISHED
        PUBLISH_IN_EMERGENCY  publish           EP    PUBLISHED
        SCHEDULE              publish           EP    SCHEDULED
        CANCEL_SCHEDULE       cancelSchedule    E     APPROVED
        UNPUBLISH             unpublish         E     UNPUBLISHED
        RETRACT               retract           P     RETRACTED
        RESTORE               restoreRevision   E     DRAFT
        DISCARD_DRAFT         discardDraft      AE    SUPERSEDED
        COMMENT               addComment        AEMP  .
        PREVIEW               createPreview     AEMP  .
        CONFIRM_REVIEW        confirmReview     EM    .
        ADD_NOTICE            addNotice         EMP   .
        DISMISS_FINDING       dismissFinding    AEM   .
        """;

    /// <summary>The roles of each letter; X is the Admin, N has no role, and nobody is not signed in.</summary>
    private static readonly Dictionary<char, Role[]> Roles = new()
    {
        ['-'] = [],
        ['N'] = [],
        ['O'] = [Role.Author],
        ['A'] = [Role.Author],
        ['E'] = [Role.Editor],
        ['M'] = [Role.MedicalReviewer],
        ['P'] = [Role.Publisher],
        ['X'] = [Role.Admin],
    };

    private static readonly Dictionary<string, (string Field, string OpenTo, string Then)> MutationOf =
        Rows(Mutations).ToDictionary(r => r[0], r => (r[1], r[2], r[3]));

    private static readonly DateTimeOffset ToCome = Desk.Monday.AddDays(60);

    private readonly List<string> _wrong = [];

    [Fact]
    public void The_table_names_every_state_and_every_act()
    {
        foreach (var isClinical in new[] { true, false })
        {
            var table = new Table(isClinical);

            Assert.Equal(Enum.GetValues<WorkflowState>().Select(s => EnumNames.Of(s)), table.States);
            Assert.Equal(Enum.GetValues<WorkflowAction>().Select(a => EnumNames.Of(a)), table.Actions);
        }

        Assert.Equal(9 * 17 * 8 * 2, Cells().Count());
    }

    [Fact]
    public void The_rules_say_what_the_table_says_in_every_cell()
    {
        foreach (var (table, state, action, who) in Cells())
        {
            var (from, act) = (Enum.GetValues<WorkflowState>()[table.States.IndexOf(state)], Enum.GetValues<WorkflowAction>()[table.Actions.IndexOf(action)]);
            var caller = who == '-' ? Caller.Anonymous : new Caller(Guid.NewGuid(), "Somebody", null, Roles[who].ToHashSet());
            var isOwn = who == 'O';

            var may = WorkflowRules.Find(from, act, table.IsClinical)?.MayBy(caller, isOwn) == true;
            var isListed = WorkflowRules.Allowed(from, table.IsClinical, caller, isOwn).Contains(act);

            Expect(table.Allows(state, action, who), may, $"{table} {state} {action} by {who}: allowed");
            Expect(may, isListed, $"{table} {state} {action} by {who}: listed");
        }

        AssertNothingWrong();
    }

    [Theory, EachDatabase]
    public async Task The_server_does_what_the_table_says_in_every_cell(string database)
    {
        await using var practice = await OpenAsync(database);
        foreach (var place in Cells().GroupBy(c => (c.Table, c.State)))
        {
            var (table, state) = place.Key;
            Item? item = null;
            foreach (var (_, _, action, who) in place)
            {
                item ??= await InPlaceAsync(practice, table, state);
                if (await TryAsync(practice, item, table, state, action, who))
                {
                    item = null;
                }
            }
        }

        AssertNothingWrong();
    }

    [Theory, EachDatabase]
    public async Task A_draft_tells_each_person_what_the_table_allows_them(string database)
    {
        await using var practice = await OpenAsync(database);
        foreach (var place in Cells().GroupBy(c => (c.Table, c.State)))
        {
            var (table, state) = place.Key;
            var item = await InPlaceAsync(practice, table, state);
            foreach (var who in "OAEMPX")
            {
                var actions = (await practice.SeeAsync(item, TokenOf(practice, who)))!["actions"]!.AsArray();
                foreach (var (action, told) in table.Actions.Zip(actions))
                {
                    // Behind a newest version that was superseded stands another that is out: that one can be taken away, checked again and remarked on.
                    var cell = (state, action) switch
                    {
                        ("SUPERSEDED", "UNPUBLISH" or "RETRACT" or "CONFIRM_REVIEW" or "ADD_NOTICE") => table.Cell("PUBLISHED", action),
                        _ => table.Cell(state, action),
                    };
                    Expect(action, (string?)told!["action"], $"{table} {state}: order of acts");
                    Expect(cell.Contains(who), (bool)told["allowed"]!, $"{table} {state} {action} told to {who}");
                    Expect(cell.Contains(who), told["reason"] is null, $"{table} {state} {action} told to {who}: reason");
                    Expect(NamesOf(cell), Names(told["whoCan"]), $"{table} {state} {action} told to {who}: who can");
                }
            }
        }

        AssertNothingWrong();
    }

    /// <summary>Every entry has a warning, so that there is one to leave.</summary>
    private async Task<Practice> OpenAsync(string database)
    {
        var practice = await Practice.OpenAsync(database, server);
        practice.Title = number => $"Is addict number {number} weak?";
        return practice;
    }

    /// <summary>What is out is planned to be taken down, so that there is something to cancel.</summary>
    private static async Task<Item> InPlaceAsync(Practice practice, Table table, string state)
    {
        var item = await practice.InStateAsync(table.IsClinical, Enum.GetValues<WorkflowState>()[table.States.IndexOf(state)]);
        if (state == "PUBLISHED")
        {
            await practice.DoneAsync("unpublish", new { id = item.Id, version = item.Version, at = ToCome }, practice.Edith);
        }

        return item;
    }

    /// <summary>One cell over HTTP.</summary>
    /// <returns>Whether the entry was moved, so that the next cell needs a fresh one.</returns>
    private async Task<bool> TryAsync(Practice practice, Item item, Table table, string state, string action, char who)
    {
        var cell = $"{table} {state} {action} by {who}";
        var before = await practice.StandingAsync(item);
        var (field, input, inputType) = await RequestAsync(practice, item, state, action, who);
        var answer = await practice.App.SendAsync(
            $$"""
            mutation($input: {{inputType}}!) { {{field}}(input: $input) {
              __typename
              errors { __typename code ... on ForbiddenError { requires } ... on WorkflowError { state allowed } ... on ConflictError { currentVersion } }
            } }
            """,
            new { input }, TokenOf(practice, who));
        var after = await practice.StandingAsync(item);
        var payload = answer["data"]?[field];
        if (table.Allows(state, action, who))
        {
            var then = MutationOf[action].Then is "." || (state, action) is ("PUBLISHED", "CANCEL_SCHEDULE") ? state : MutationOf[action].Then;
            Expect("[]", payload?["errors"]?.ToJsonString(), $"{cell}: errors");
            Expect(then, EnumNames.Of(after.HeadState), $"{cell}: state afterwards");
            Expect(before.Sequence + 1, after.Sequence, $"{cell}: one change in the log");
            return MutationOf[action].Then is not ".";
        }

        Expect(before, after, $"{cell}: refused and nothing moved");
        if (who is '-' or 'N')
        {
            Expect("UNAUTHENTICATED", (string?)answer["errors"]?[0]?["extensions"]?["code"], $"{cell}: top-level code");
            Expect(null, payload?.ToJsonString(), $"{cell}: payload");
            return false;
        }

        Expect(Refusal(table, state, action, who), Told(payload?["errors"]), $"{cell}: refusal");
        return false;
    }

    /// <summary>First whether it is theirs to do at all, then whether it fits the state.</summary>
    private static string Refusal(Table table, string state, string action, char who)
    {
        var openTo = MutationOf[action].OpenTo;
        if (!NamesOf(openTo).Intersect(Roles[who].Select(r => EnumNames.Of(r))).Any())
        {
            return $"ForbiddenError FORBIDDEN {string.Join(',', NamesOf(openTo))}";
        }

        var ever = string.Concat(table.States.Select(s => table.Cell(s, action)));
        if (!ever.Contains(who))
        {
            // A role that they hold already would not help them: another author is told of the Editor.
            return $"ForbiddenError FORBIDDEN {string.Join(',', NamesOf(ever).Except(Roles[who].Select(r => EnumNames.Of(r))))}";
        }

        // Theirs in another state, in this one somebody else's.
        if (table.Cell(state, action) is not "." and var others)
        {
            return $"ForbiddenError FORBIDDEN {string.Join(',', NamesOf(others))}";
        }

        return $"WorkflowError WRONG_STATE {state} {string.Join(',', table.Actions.Where(a => table.Allows(state, a, who)))}";
    }

    private static string Told(JsonNode? errors) => string.Join(" and ", errors?.AsArray().Select(e => (string?)e!["__typename"] switch
    {
        "ForbiddenError" => $"ForbiddenError {e["code"]} {string.Join(',', Names(e["requires"]))}",
        "WorkflowError" => $"WorkflowError {e["code"]} {e["state"]} {string.Join(',', e["allowed"]!.AsArray().Select(a => (string?)a))}",
        var other => $"{other} {e["code"]}",
    }) ?? []);

    private static async Task<(string Field, object Input, string Type)> RequestAsync(Practice practice, Item item, string state, string action, char who)
    {
        var (id, version) = (item.Id, item.Version);
        var field = MutationOf[action].Field;
        return action switch
        {
            "EDIT" => ($"update{item.Type}", new { id, expectedVersion = version, patch = new Dictionary<string, string> { [item.TextField] = "Another text." } }, $"Update{item.Type}Input"),
            "SUBMIT_FOR_REVIEW" or "DISCARD_DRAFT" => (field, new { id, version }, "WorkflowInput"),
            "REQUEST_CHANGES" => (field, new { id, version, note = "Say it in plain words." }, "RequestChangesInput"),
            "APPROVE" => (field, new { id, version }, "ApproveInput"),
            "PUBLISH" => (field, new { id, version }, "PublishInput"),
            "PUBLISH_IN_EMERGENCY" => (field, new { id, version, emergencyReason = "Readers are in danger without it." }, "PublishInput"),
            "SCHEDULE" => (field, new { id, version, at = ToCome }, "PublishInput"),
            "CANCEL_SCHEDULE" => (field, new { id, version }, "WorkflowInput"),
            "UNPUBLISH" => (field, new { id, version }, "UnpublishInput"),
            "RETRACT" => (field, new { id, version, reason = "It named a wrong dose." }, "RetractInput"),
            "RESTORE" => (field, new { id, expectedVersion = version, restore = 1 }, "RestoreRevisionInput"),
            "COMMENT" => (field, new { id, version, text = "What about children?" }, "AddCommentInput"),
            "CONFIRM_REVIEW" => (field, new { id, version }, "ApproveInput"),
            "ADD_NOTICE" when state is "RETRACTED" => (field, new { id, version, kind = "REPLACED", text = "Read the other one.", replacedBy = item.InsteadId }, "AddNoticeInput"),
            "ADD_NOTICE" => (field, new { id, version, kind = "CORRECTION", text = "It said ten; it is twelve." }, "AddNoticeInput"),
            "DISMISS_FINDING" => (field, new { id, version, finding = await WarningOfAsync(practice, item), reason = $"Meant so, says {who}." }, "DismissFindingInput"),
            "PREVIEW" => (field, new { id, version }, "CreatePreviewInput"),
            _ => throw new InvalidOperationException($"Unknown act {action}."),
        };
    }

    private static async Task<string> WarningOfAsync(Practice practice, Item item) => (string)(await practice.App.QueryAsync(
        "query($id: ID!) { editorial { draft(id: $id) { findings { key severity } } } }", new { id = item.Id }, practice.Edith))["editorial"]!["draft"]!["findings"]!.AsArray()
        .First(f => (string?)f!["severity"] == "WARNING")!["key"]!;

    private static string? TokenOf(Practice practice, char who) => who switch
    {
        'O' => practice.Ann,
        'A' => practice.Abe,
        'E' => practice.Edith,
        'M' => practice.Rhea,
        'P' => practice.Paul,
        'X' => practice.Ada,
        'N' => practice.Nora,
        _ => null,
    };

    private static IEnumerable<(Table Table, string State, string Action, char Who)> Cells() =>
        from table in new[] { new Table(true), new Table(false) }
        from state in table.States
        from action in table.Actions
        from who in Roles.Keys
        select (table, state, action, who);

    private static IReadOnlyList<string> NamesOf(string letters) =>
        [.. letters.Where(Roles.ContainsKey).SelectMany(l => Roles[l]).Distinct().Order().Select(r => EnumNames.Of(r))];

    private static IReadOnlyList<string> Names(JsonNode? roles) => [.. roles?.AsArray().Select(r => (string)r!) ?? []];

    private static IEnumerable<string[]> Rows(string table) =>
        table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>All wrong cells are shown at once: one alone seldom says what happened.</summary>
    private void Expect<T>(T expected, T actual, string what)
    {
        var same = expected is IEnumerable<string> one && actual is IEnumerable<string> other ? one.SequenceEqual(other) : EqualityComparer<T>.Default.Equals(expected, actual);
        if (!same)
        {
            _wrong.Add($"{what}: expected {Show(expected)}, was {Show(actual)}");
        }
    }

    private void AssertNothingWrong() => Assert.True(_wrong.Count == 0, $"{_wrong.Count} cells are wrong:\n{string.Join('\n', _wrong.Take(50))}");

    private static string Show<T>(T value) => value is IEnumerable<string> many ? string.Join(',', many) : $"{value}";

    /// <summary>One of the two tables above, read.</summary>
    private sealed record Table(bool IsClinical)
    {
        private readonly string[][] _rows = [.. Rows(IsClinical ? Clinical : NotClinical)];

        public List<string> Actions => [.. _rows[0].Skip(1)];

        public List<string> States => [.. _rows.Skip(1).Select(r => r[0])];

        public string Cell(string state, string action) => _rows.Single(r => r[0] == state)[Actions.IndexOf(action) + 1];

        public bool Allows(string state, string action, char who) => Cell(state, action).Contains(who);

        public bool Equals(Table? other) => other?.IsClinical == IsClinical;

        public override int GetHashCode() => IsClinical.GetHashCode();

        public override string ToString() => IsClinical ? "clinical" : "not clinical";
    }
}
