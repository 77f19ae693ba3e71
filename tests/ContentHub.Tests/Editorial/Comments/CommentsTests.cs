using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Xunit;

namespace ContentHub.Tests.Editorial.Comments;

public sealed class CommentsTests(Practices practices) : IClassFixture<Practices>
{
    [Theory, EachDatabase]
    public async Task A_thread_holds_its_replies_in_order_with_who_said_what_where(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        var thread = await CommentAsync(practice, item, practice.Rhea, new { text = "Is this so?", path = new[] { "answer", "p1", "text" } });
        var at = practice.Now;
        await CommentAsync(practice, item, practice.Ann, new { text = "Yes, by the label.", replyTo = thread });
        await CommentAsync(practice, item, practice.Paul, new { text = "Good.", replyTo = thread });
        var other = await CommentAsync(practice, item, practice.Edith, new { text = "And the whole?", path = (string[]?)null, mentions = (string[]?)null, replyTo = (string?)null });

        var threads = await ThreadsAsync(practice, item);

        Assert.Equal([thread, other], threads.Select(t => (string)t["id"]!));
        var first = threads[0];
        Assert.Equal(("Is this so?", "Rhea", 1, at), ((string?)first["text"], (string?)first["by"]!["name"], (int)first["version"]!, (DateTimeOffset)first["at"]!));
        Assert.Equal(["answer", "p1", "text"], first["path"]!.AsArray().Select(p => (string?)p));
        Assert.Equal(["Ann: Yes, by the label.", "Paul: Good."], first["replies"]!.AsArray().Select(r => $"{r!["by"]!["name"]}: {r["text"]}"));
        Assert.Empty(threads[1]["path"]!.AsArray());
        Assert.Empty(threads[1]["replies"]!.AsArray());
    }

    [Theory, EachDatabase]
    public async Task A_thread_stays_on_its_version_when_the_text_moves_on(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        await CommentAsync(practice, item, practice.Rhea, new { text = "On the first version." });
        var next = await practice.EditAsync(item, "Second text.");

        await CommentAsync(practice, item, practice.Rhea, new { text = "On the first version, later." });
        await CommentAsync(practice, next, practice.Rhea, new { text = "On the second version." });

        Assert.Equal([1, 1, 2], (await ThreadsAsync(practice, item)).Select(t => (int)t["version"]!));
    }

    [Theory, EachDatabase]
    public async Task A_thread_is_settled_once_and_can_be_opened_again(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        var thread = await CommentAsync(practice, item, practice.Rhea, new { text = "Is this so?" });

        var settled = await ResolveAsync(practice, thread, practice.Ann);
        var settledAt = practice.Now;
        var before = await practice.StandingAsync(item);
        var again = await ResolveAsync(practice, thread, practice.Edith);
        var after = await practice.StandingAsync(item);
        var (open, closed) = (await ThreadsAsync(practice, item, resolved: false), await ThreadsAsync(practice, item, resolved: true));
        var opened = await ResolveAsync(practice, thread, practice.Rhea, resolved: false);

        Assert.Equal((settledAt, "Ann"), ((DateTimeOffset)settled["resolvedAt"]!, (string?)settled["resolvedBy"]!["name"]));
        Assert.Equal(settled.ToJsonString(), again.ToJsonString());
        Assert.Equal(before, after);
        Assert.Empty(open);
        Assert.Single(closed);
        Assert.Null(opened["resolvedAt"]);
        Assert.Null(opened["resolvedBy"]);
        Assert.Single(await ThreadsAsync(practice, item, resolved: false));
    }

    [Theory, EachDatabase]
    public async Task Mentioned_roles_have_a_task_until_the_thread_is_settled(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        var thread = await CommentAsync(practice, item, practice.Ann, new { text = "Is this dose right?", mentions = new[] { "MEDICAL_REVIEWER", "PUBLISHER", "MEDICAL_REVIEWER" } });

        var asked = Assert.Single(await practice.TasksAsync(item, practice.Rhea, new { mine = true }));
        var notAsked = await practice.TasksAsync(item, practice.Edith, new { mine = true });
        await ResolveAsync(practice, thread, practice.Rhea);
        var settled = await practice.TasksAsync(item, practice.Rhea);
        await ResolveAsync(practice, thread, practice.Rhea, resolved: false);
        var opened = await practice.TasksAsync(item, practice.Paul, new { mine = true });

        Assert.Equal("ANSWER_COMMENT", (string?)asked["kind"]);
        Assert.Equal("Is this dose right?", (string?)asked["note"]);
        Assert.Equal(["MEDICAL_REVIEWER", "PUBLISHER"], asked["roles"]!.AsArray().Select(r => (string?)r));
        Assert.Empty(notAsked);
        Assert.Empty(settled);
        Assert.Equal((string?)asked["id"], (string?)Assert.Single(opened)["id"]);
    }

    [Theory, EachDatabase]
    public async Task A_role_that_only_a_reply_mentions_is_asked_as_well(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        var thread = await CommentAsync(practice, item, practice.Ann, new { text = "Is this so?" });
        await CommentAsync(practice, item, practice.Edith, new { text = "Let a clinician say.", replyTo = thread, mentions = new[] { "MEDICAL_REVIEWER" } });

        var asked = await practice.TasksAsync(item, practice.Rhea, new { mine = true });
        await ResolveAsync(practice, thread, practice.Rhea);

        Assert.Equal("Let a clinician say.", (string?)Assert.Single(asked)["note"]);
        Assert.Empty(await practice.TasksAsync(item, practice.Rhea));
    }

    [Theory, EachDatabase]
    public async Task All_faults_of_a_comment_are_told_at_once_and_it_is_not_made(string database)
    {
        var practice = await practices.OnAsync(database);
        var (item, elsewhere) = (await practice.DraftAsync(), await practice.DraftAsync());
        var thread = await CommentAsync(practice, elsewhere, practice.Ann, new { text = "On another entry." });
        var reply = await CommentAsync(practice, elsewhere, practice.Ann, new { text = "A reply there.", replyTo = thread });
        var tooDeep = Enumerable.Range(0, 21).Select(i => $"{i}").ToArray();

        var many = await practice.MutateAsync("addComment", new { id = item.Id, version = 1, text = " ", path = tooDeep, replyTo = thread }, practice.Ann);
        var tooLong = await practice.MutateAsync("addComment", new { id = item.Id, version = 1, text = new string('a', 5001) }, practice.Ann);
        var noVersion = await practice.MutateAsync("addComment", new { id = item.Id, version = 2, text = "On what?" }, practice.Ann);
        var toReply = await practice.MutateAsync("addComment", new { id = elsewhere.Id, version = 1, text = "Deeper.", replyTo = reply }, practice.Ann);

        Assert.Equal(["REQUIRED text", "INVALID path", "NOT_FOUND replyTo"], Told(many));
        Assert.Equal(["TOO_LONG text"], Told(tooLong));
        Assert.Equal(["NOT_FOUND version"], Told(noVersion));
        Assert.Equal(["NOT_FOUND replyTo"], Told(toReply));
        Assert.Empty(await ThreadsAsync(practice, item));
    }

    [Theory, EachDatabase]
    public async Task Only_a_threads_first_comment_can_be_settled_and_none_of_what_was_thrown_away(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        var thread = await CommentAsync(practice, item, practice.Rhea, new { text = "Is this so?" });
        var reply = await CommentAsync(practice, item, practice.Ann, new { text = "Yes.", replyTo = thread });

        var ofReply = await practice.MutateAsync("resolveComment", new { commentId = reply }, practice.Ann);
        var unknown = await practice.MutateAsync("resolveComment", new { commentId = "nothing" }, practice.Ann);
        await practice.DoneAsync("discardDraft", new { id = item.Id, version = 1 }, practice.Ann);
        var thrownAway = await practice.MutateAsync("resolveComment", new { commentId = thread }, practice.Ann);

        foreach (var payload in new[] { ofReply, unknown, thrownAway })
        {
            Assert.Equal(["NOT_FOUND commentId"], Told(payload));
            Assert.Null(payload["comment"]);
        }
    }

    [Theory, EachDatabase]
    public async Task Commenting_moves_neither_the_text_nor_what_readers_see(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var (read, seen) = (await practice.ReadAsync(item), await practice.SeeAsync(item));

        await CommentAsync(practice, item, practice.Rhea, new { text = "Look at this again next year." });

        Assert.Equal(read!.ToJsonString(), (await practice.ReadAsync(item))!.ToJsonString());
        Assert.Equal(seen!.ToJsonString(), (await practice.SeeAsync(item))!.ToJsonString());
    }

    private static async Task<string> CommentAsync(Practice practice, Item item, string token, object rest)
    {
        var input = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(rest))!.AsObject();
        (input["id"], input["version"]) = (item.Id, item.Version);
        return (string)(await practice.DoneAsync("addComment", input, token))["comment"]!["id"]!;
    }

    private static async Task<JsonNode> ResolveAsync(Practice practice, string thread, string token, bool resolved = true) => (await practice.DoneAsync(
        "resolveComment", new { commentId = thread, resolved }, token, "comment { id resolvedAt resolvedBy { name } } errors { code path message }"))["comment"]!;

    private static async Task<IReadOnlyList<JsonNode>> ThreadsAsync(Practice practice, Item item, bool? resolved = null) => [.. (await practice.App.QueryAsync(
        """
        query($id: ID!, $resolved: Boolean) { editorial { draft(id: $id) { comments(resolved: $resolved) { nodes {
          id version path text at by { name } mentions resolvedAt replies { text by { name } }
        } } } } }
        """,
        new { id = item.Id, resolved }, practice.Edith))["editorial"]!["draft"]!["comments"]!["nodes"]!.AsArray().OfType<JsonNode>()];

    private static IEnumerable<string> Told(JsonNode payload) => payload["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["path"]![1]}");
}
