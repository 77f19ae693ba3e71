using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace ContentHub.Tests.Storage;

public sealed class ChangeLogTests(PostgreSqlServer server)
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(1);

    [Theory, EachDatabase]
    public async Task A_follower_meets_the_changes_of_many_writers_in_order_and_without_gaps(string database)
    {
        const int Writers = 8;
        const int ActsEach = 40;
        await using var desk = await Desk.OpenAsync(database, server);
        using var written = new CancellationTokenSource();
        var follower = FollowAsync(desk, written.Token);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var act = 0; act < ActsEach; act++)
            {
                await desk.CreateAsync($"slug-{writer}-{act}");
            }
        })));

        await written.CancelAsync();
        Assert.Equal(Enumerable.Range(1, Writers * ActsEach).Select(n => (long)n), await follower);
        await using var db = desk.Database.Open();
        Assert.Null((await AuditVerification.RunAsync(db)).Fault);
    }

    [Theory, EachDatabase]
    public async Task Acts_get_the_next_numbers_and_the_last_is_returned(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await using var db = desk.Database.Open();
        await desk.CreateAsync("first");

        var sequence = await desk.Log.CommitAsync(db, [desk.Draft(db, "second"), desk.Draft(db, "third")]);

        Assert.Equal(3, sequence);
        Assert.Equal([1L, 2, 3], await db.Changes.Select(c => c.Sequence).Order().ToListAsync());
    }

    [Theory, EachDatabase]
    public async Task A_row_says_what_the_act_said(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await using var db = desk.Database.Open();
        var draft = desk.Draft(db, "alcohol") with { Reason = "because", Address = "192.0.2.1", FromState = WorkflowState.Approved };

        await desk.Log.CommitAsync(db, [draft]);

        await using var later = desk.Database.Open();
        var row = await later.Changes.SingleAsync();
        Assert.Equal((ChangeKind.Created, Desk.Monday, "en-US", 1), (row.Kind, row.At, row.Locale, row.Version));
        Assert.Equal((draft.Variant.EntryId, draft.Variant.Id, desk.Actor), (row.EntryId, row.VariantId, row.ActorId));
        Assert.Equal(("because", "192.0.2.1"), (row.Reason, row.Address));
        Assert.Equal((WorkflowState.Approved, WorkflowState.Draft), (row.FromState, row.ToState));
        Assert.Equal(draft.Revision.DocumentHash, row.DocumentHash);
        Assert.Equal(ChangeChain.Start, row.PreviousHash);
        Assert.Equal(ChangeChain.HashOf(row), row.Hash);
    }

    [Theory, EachDatabase]
    public async Task Moments_are_cut_to_milliseconds_and_an_act_may_name_its_own(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await using var db = desk.Database.Open();
        var noonInVienna = new DateTimeOffset(2026, 6, 1, 12, 0, 0, 1, TimeSpan.FromHours(2)).AddTicks(9_999);

        await desk.Log.CommitAsync(db, [desk.Draft(db, "alcohol") with { At = noonInVienna }]);

        await using var later = desk.Database.Open();
        var at = (await later.Changes.SingleAsync()).At;
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 10, 0, 0, 1, TimeSpan.Zero), at);
        Assert.Equal(TimeSpan.Zero, at.Offset);
    }

    [Theory, EachDatabase]
    public async Task Five_hundred_changes_go_into_one_commit_and_one_more_is_refused(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await using var db = desk.Database.Open();
        var changes = Enumerable.Range(1, 500).Select(n => desk.Draft(db, $"slug-{n}")).ToList();

        var sequence = await desk.Log.CommitAsync(db, changes);

        Assert.Equal(500, sequence);
        await Assert.ThrowsAsync<ArgumentException>(() => desk.Log.CommitAsync(db, [.. changes, changes[0]]));
        Assert.Null((await AuditVerification.RunAsync(db)).Fault);
    }

    [Theory, EachDatabase]
    public async Task Of_two_acts_on_one_variant_the_second_to_commit_loses(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var variantId = await desk.CreateAsync("alcohol");
        await using var db = desk.Database.Open();
        var mine = await HeadOfAsync(db, variantId);
        await desk.ApproveAsync(variantId);
        mine.Variant.Title = "Mine";

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => desk.Log.CommitAsync(db, [mine]));

        Assert.Equal("", (await db.Variants.AsNoTracking().SingleAsync()).Title);
        Assert.Equal(2, await db.Changes.CountAsync());
    }

    [Theory, EachDatabase]
    public async Task Of_many_acts_at_once_on_one_variant_all_that_were_answered_are_there(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var variantId = await desk.CreateAsync("alcohol");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            try
            {
                await desk.SaveAsync(variantId, "alcohol-and-you");
                return true;
            }
            catch (ConcurrencyConflictException)
            {
                return false;
            }
        })));

        await using var db = desk.Database.Open();
        var won = answers.Count(answered => answered);
        Assert.InRange(won, 1, 8);
        Assert.Equal(1 + won, (await db.Variants.SingleAsync()).LastVersion);
        Assert.Equal(1 + won, await db.Revisions.CountAsync());
        Assert.Equal(1 + won, await db.Changes.CountAsync());
    }

    [Theory, EachDatabase]
    public async Task A_slug_that_another_entry_has_is_refused(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await desk.CreateAsync("alcohol");

        await Assert.ThrowsAsync<SlugTakenException>(() => desk.CreateAsync("alcohol"));

        await desk.CreateAsync("alcohol", "es-US");
    }

    [Theory, EachDatabase]
    public async Task Two_acts_that_give_one_variant_the_same_slug_are_a_conflict_and_no_taken_slug(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var variantId = await desk.CreateAsync("alcohol");
        await using var db = desk.Database.Open();
        var mine = await HeadOfAsync(db, variantId);
        db.Add(new SlugClaim { Type = "ARTICLE", Locale = "en-US", Slug = "alcohol-and-you", VariantId = variantId });
        await desk.SaveAsync(variantId, "alcohol-and-you");

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => desk.Log.CommitAsync(db, [mine]));
    }

    [Theory, EachDatabase]
    public async Task An_entry_has_each_locale_once(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var entryId = Guid.CreateVersion7();
        await desk.CreateAsync("alcohol", "en-US", entryId);

        await Assert.ThrowsAsync<LocaleExistsException>(() => desk.CreateAsync("drinking", "en-US", entryId));

        await desk.CreateAsync("alcohol", "es-US", entryId);
    }

    [Theory, EachDatabase]
    public async Task An_id_that_is_in_use_is_refused(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var variantId = await desk.CreateAsync("alcohol");
        await using var db = desk.Database.Open();
        var entryId = (await db.Entries.AsNoTracking().SingleAsync()).Id;

        var sameVariant = desk.Draft(db, "drinking", variantId: variantId);
        await Assert.ThrowsAsync<DuplicateIdException>(() => desk.Log.CommitAsync(db, [sameVariant]));
        var other = desk.Draft(db, "drinking");
        db.Add(new Entry { Id = entryId, Type = "ARTICLE", CreatedAt = Desk.Monday });
        await Assert.ThrowsAsync<DuplicateIdException>(() => desk.Log.CommitAsync(db, [other]));
    }

    [Theory, EachDatabase]
    public async Task A_failed_commit_leaves_nothing_behind_and_the_session_empty(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await desk.CreateAsync("alcohol");
        await using var db = desk.Database.Open();
        ChangeDraft[] changes = [desk.Draft(db, "opioids"), desk.Draft(db, "alcohol")];

        await Assert.ThrowsAsync<SlugTakenException>(() => desk.Log.CommitAsync(db, changes));

        Assert.Empty(db.ChangeTracker.Entries());
        Assert.Equal((1, 1, 1, 1), (
            await db.Entries.CountAsync(), await db.Variants.CountAsync(), await db.Slugs.CountAsync(), await db.Changes.CountAsync()));
        Assert.Equal(2, await desk.Log.CommitAsync(db, [desk.Draft(db, "opioids")]));
    }

    [Theory, EachDatabase]
    public async Task A_failure_while_the_log_is_written_takes_the_act_back_too(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await using var db = desk.Database.Open();
        var byNobody = desk.Draft(db, "alcohol") with { ActorId = Guid.CreateVersion7() };

        await Assert.ThrowsAsync<DbUpdateException>(() => desk.Log.CommitAsync(db, [byNobody]));

        Assert.Equal((0, 0), (await db.Entries.CountAsync(), await db.Changes.CountAsync()));
        Assert.Equal(1, await desk.Log.CommitAsync(db, [desk.Draft(db, "alcohol")]));
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_not_written()
    {
        await using var desk = await Desk.OpenAsync(TestDatabase.Sqlite, server);
        await using var db = desk.Database.Open();
        await using var other = desk.Database.Open();
        var draft = desk.Draft(db, "alcohol");
        var stranger = desk.Draft(other, "opioids");
        var forged = new Revision
        {
            VariantId = draft.Variant.Id, Version = 2, Document = "{}", DocumentHash = ChangeChain.HashOf("{ }"), CreatedBy = desk.Actor, CreatedAt = Desk.Monday,
        };

        await Assert.ThrowsAsync<ArgumentException>(() => desk.Log.CommitAsync(db, []));
        await Assert.ThrowsAsync<ArgumentException>(() => desk.Log.CommitAsync(db, [draft with { Revision = stranger.Revision }]));
        await Assert.ThrowsAsync<ArgumentException>(() => desk.Log.CommitAsync(db, [draft with { Revision = forged }]));
        await Assert.ThrowsAsync<ArgumentException>(() => desk.Log.CommitAsync(db, [stranger]));

        Assert.Equal(0, await db.Entries.CountAsync());
    }

    [Theory, EachDatabase]
    public async Task Nothing_that_has_a_history_can_be_deleted(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await desk.CreateAsync("alcohol");
        await using var db = desk.Database.Open();

        var refused = await Record.ExceptionAsync(() => db.Variants.ExecuteDeleteAsync());

        Assert.IsAssignableFrom<System.Data.Common.DbException>(refused);
    }

    [Fact]
    public async Task A_deadlock_is_a_conflict()
    {
        Assert.SkipWhen(PostgreSqlServer.Programs is null && Environment.GetEnvironmentVariable("CONTENTHUB_REQUIRE_ALL") != "1", PostgreSqlServer.HowToInstall);
        await using var desk = await Desk.OpenAsync(TestDatabase.PostgreSql, server);
        Guid[] ids = [.. new[] { await desk.CreateAsync("alcohol"), await desk.CreateAsync("opioids") }.Order()];

        // Of two that wait for each other PostgreSQL ends the one whose patience ends first.
        var options = desk.Database.Options;
        await using var db = new ContentHubDbFactory(options with { Database = options.Database + ";Options=-c deadlock_timeout=2s" }).CreateDbContext();
        var acts = new[] { await HeadOfAsync(db, ids[0]), await HeadOfAsync(db, ids[1]) };
        await using var rival = new NpgsqlConnection(desk.Database.Options.Database);
        await rival.OpenAsync();
        await ExecuteAsync(rival, "begin; set local deadlock_timeout = '1min'");
        await ExecuteAsync(rival, $"""update "Variants" set "Title" = 'x' where "Id" = '{ids[1]}'""");
        var act = desk.Log.CommitAsync(db, acts);
        await ExecuteAsync(rival, $"""
            do $$ begin
              while not exists (select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))) loop perform pg_sleep(0.001); end loop;
              update "Variants" set "Title" = 'x' where "Id" = '{ids[0]}';
            end $$
            """);
        await ExecuteAsync(rival, "rollback");

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => act);
    }

    [Theory, EachDatabase]
    public async Task Who_waits_is_woken_by_a_commit(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var waiting = desk.Log.WaitForCommitAsync(after: 0, LongEnough);
        var another = desk.Log.WaitForCommitAsync(after: 0, LongEnough);

        await desk.CreateAsync("alcohol");

        await waiting.WaitAsync(LongEnough / 2);
        await another.WaitAsync(LongEnough / 2);
    }

    [Theory, EachDatabase]
    public async Task Who_comes_after_the_commit_does_not_wait(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await desk.CreateAsync("alcohol");

        await desk.Log.WaitForCommitAsync(after: 0, LongEnough).WaitAsync(LongEnough / 2);
    }

    [Theory, EachDatabase]
    public async Task Waiting_ends_without_a_commit_and_when_it_is_cancelled(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        using var cancelled = new CancellationTokenSource();

        await desk.Log.WaitForCommitAsync(after: 0, TimeSpan.FromMilliseconds(1));
        var waiting = desk.Log.WaitForCommitAsync(after: 7, LongEnough, cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Another_node_hears_of_a_commit_also_after_its_connection_was_lost()
    {
        Assert.SkipWhen(PostgreSqlServer.Programs is null && Environment.GetEnvironmentVariable("CONTENTHUB_REQUIRE_ALL") != "1", PostgreSqlServer.HowToInstall);
        await using var desk = await Desk.OpenAsync(TestDatabase.PostgreSql, server);
        await using var node = new ChangeLog(desk.Database.Factory, desk.Clock);
        await using var connection = new NpgsqlConnection(desk.Database.Options.Database);
        await connection.OpenAsync();

        // A connection that begins to listen wakes everyone, for what it has missed.
        await node.WaitForCommitAsync(after: 0, LongEnough).WaitAsync(LongEnough / 2);
        var heard = node.WaitForCommitAsync(after: 0, LongEnough);
        await desk.CreateAsync("alcohol");
        await heard.WaitAsync(LongEnough / 2);

        var reconnected = node.WaitForCommitAsync(after: 1, LongEnough);
        await ExecuteAsync(connection, "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()");
        await reconnected.WaitAsync(LongEnough / 2);
        var heardAgain = node.WaitForCommitAsync(after: 1, LongEnough);
        await desk.CreateAsync("opioids");
        await heardAgain.WaitAsync(LongEnough / 2);
    }

    private static async Task<ChangeDraft> HeadOfAsync(ContentHubDb db, Guid variantId)
    {
        var variant = await db.Variants.SingleAsync(v => v.Id == variantId);
        return new(ChangeKind.Commented, variant, await db.Revisions.FirstAsync(r => r.VariantId == variantId), variant.CreatedBy);
    }

    /// <summary>Reads on until <paramref name="written"/> and the end is reached.</summary>
    private static async Task<List<long>> FollowAsync(Desk desk, CancellationToken written)
    {
        var met = new List<long>();
        await using var db = desk.Database.Open();
        while (true)
        {
            var isLast = written.IsCancellationRequested;
            var last = met.LastOrDefault();
            var next = await db.Changes.Where(c => c.Sequence > last).OrderBy(c => c.Sequence).Select(c => c.Sequence).ToListAsync(CancellationToken.None);
            met.AddRange(next);
            if (next.Count == 0 && isLast)
            {
                return met;
            }

            await Task.Yield();
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
