using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Storage;

public sealed class AuditVerificationTests(PostgreSqlServer server)
{
    /// <summary>What somebody with access to the database may do to row 2, or to what it records, and what is then said.</summary>
    private static readonly (string Sqlite, string PostgreSql, string Said)[] Tamperings =
    [
        Both("""update "Changes" set "Kind" = 'Approved' where "Sequence" = 2""", "Row 2 was changed"),
        ("""update "Changes" set "At" = "At" + 1 where "Sequence" = 2""", """update "Changes" set "At" = "At" + interval '1 millisecond' where "Sequence" = 2""", "Row 2 was changed"),
        Both("""update "Changes" set "EntryId" = (select "EntryId" from "Changes" where "Sequence" = 4) where "Sequence" = 2""", "Row 2 was changed"),
        Both("""update "Changes" set "VariantId" = (select "VariantId" from "Changes" where "Sequence" = 4) where "Sequence" = 2""", "Row 2 was changed"),
        Both("""update "Changes" set "Locale" = 'es-US' where "Sequence" = 2""", "Row 2 was changed"),
        Both("""update "Changes" set "Version" = 1 where "Sequence" = 2""", "Row 2 was changed"),
        Both("""update "Changes" set "ActorId" = (select "Id" from "People" where "IsSystem") where "Sequence" = 2""", "Row 2 was changed"),
        Both("""update "Changes" set "Reason" = '' where "Sequence" = 2""", "Row 2 was changed"),
        Both("""update "Changes" set "DocumentHash" = "PreviousHash" where "Sequence" = 2""", "Row 2 was changed"),
        Both("""update "Changes" set "PreviousHash" = "DocumentHash" where "Sequence" = 2""", "Row 2 does not follow row 1"),
        Both("""update "Changes" set "Hash" = "DocumentHash" where "Sequence" = 2""", "Row 2 was changed"),
        Both("""update "Changes" set "Kind" = 'Blessed' where "Sequence" = 2""", "Row 2 cannot be read"),
        Both("""delete from "Changes" where "Sequence" = 2""", "Row 2 is missing: after row 1 comes row 3"),
        Both("""update "Changes" set "Sequence" = 9 where "Sequence" = 2""", "Row 2 is missing: after row 1 comes row 3"),
        Both("""update "Revisions" set "Document" = '{"dose":"10 mg"}' where "Version" = 2""", "The document of revision 2"),
        Both("""update "Revisions" set "Document" = "Document" || ' ' where "Version" = 2""", "The document of revision 2"),
        Both("""update "Revisions" set "DocumentHash" = (select "PreviousHash" from "Changes" where "Sequence" = 2) where "Version" = 2""", "The document of revision 2"),
        Both("""delete from "Revisions" where "Version" = 2""", "Row 2 records revision 2"),
    ];

    [Theory, EachDatabase]
    public async Task An_untouched_log_is_found_right_to_its_end(string database)
    {
        await using var desk = await FourActsAsync(database);
        await using var db = desk.Database.Open();

        var result = await AuditVerification.RunAsync(db);

        var last = await db.Changes.OrderBy(c => c.Sequence).LastAsync();
        Assert.Null(result.Fault);
        Assert.Equal(4, result.Rows);
        Assert.Equal(4, result.Head?.Sequence);
        Assert.Equal(last.Hash, result.Head?.Hash);
    }

    [Theory, EachDatabase]
    public async Task An_empty_log_is_right(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await using var db = desk.Database.Open();

        var result = await AuditVerification.RunAsync(db);

        Assert.Equal(new AuditResult(0, null, null), result);
    }

    [Theory, EachDatabase]
    public async Task Whatever_is_changed_is_found_and_the_first_wrong_row_is_named(string database)
    {
        foreach (var (onSqlite, onPostgreSql, said) in Tamperings)
        {
            await using var desk = await FourActsAsync(database);
            await using var db = desk.Database.Open();
            await TamperAsync(db, database is TestDatabase.Sqlite ? onSqlite : onPostgreSql);

            var result = await AuditVerification.RunAsync(db);

            Assert.Equal((1L, 2L), (result.Rows, result.Fault?.Sequence));
            Assert.StartsWith(said, result.Fault?.Reason);
        }
    }

    [Theory, EachDatabase]
    public async Task A_row_whose_hash_was_made_to_fit_is_found_by_the_next(string database)
    {
        await using var desk = await FourActsAsync(database);
        await using var db = desk.Database.Open();
        await TamperAsync(db, """update "Changes" set "Reason" = 'forged' where "Sequence" = 2""");
        var fitting = ChangeChain.HashOf(await db.Changes.AsNoTracking().SingleAsync(c => c.Sequence == 2));
        await db.Database.ExecuteSqlAsync($"""update "Changes" set "Hash" = {fitting} where "Sequence" = 2""");

        var result = await AuditVerification.RunAsync(db);

        Assert.Equal(3, result.Fault?.Sequence);
        Assert.StartsWith("Row 3 does not follow row 2", result.Fault?.Reason);
    }

    [Theory, EachDatabase]
    public async Task A_revision_that_no_act_wrote_is_found(string database)
    {
        await using var desk = await FourActsAsync(database);
        await using var db = desk.Database.Open();
        await TamperAsync(db, """
            insert into "Revisions" ("VariantId", "Version", "Document", "DocumentHash", "CreatedBy", "CreatedAt", "State")
            select "VariantId", 7, "Document", "DocumentHash", "CreatedBy", "CreatedAt", "State" from "Revisions" where "Version" = 2
            """);

        var result = await AuditVerification.RunAsync(db);

        Assert.StartsWith("No row records revision 7", result.Fault?.Reason);
    }

    [Theory, EachDatabase]
    public async Task Rows_cut_off_at_the_end_are_found_by_a_head_that_was_kept(string database)
    {
        await using var desk = await FourActsAsync(database);
        await using var db = desk.Database.Open();
        var kept = (await AuditVerification.RunAsync(db)).Head;
        await TamperAsync(db, """delete from "Changes" where "Sequence" >= 3; delete from "Revisions" where "VariantId" not in (select "VariantId" from "Changes")""");

        var alone = await AuditVerification.RunAsync(db);
        var withHead = await AuditVerification.RunAsync(db, kept);

        Assert.Null(alone.Fault);
        Assert.StartsWith("Row 3 is missing: the log ends before row 4", withHead.Fault?.Reason);
    }

    [Theory, EachDatabase]
    public async Task A_log_that_was_written_anew_is_found_by_a_head_that_was_kept(string database)
    {
        await using var desk = await FourActsAsync(database);
        await using var db = desk.Database.Open();

        var result = await AuditVerification.RunAsync(db, new LogHead(2, ChangeChain.Start));

        Assert.StartsWith("Row 2 is another than the one that was kept", result.Fault?.Reason);
    }

    private static (string Sqlite, string PostgreSql, string Said) Both(string sql, string said) => (sql, sql, said);

    /// <summary>Rows: 1 created, 2 saved, 3 approved, and 4 another entry created.</summary>
    private async Task<Desk> FourActsAsync(string database)
    {
        var desk = await Desk.OpenAsync(database, server);
        await new People(desk.Database.Factory).EnsureAsync("system:worker", "Worker", null, "", isSystem: true);
        var variantId = await desk.CreateAsync("alcohol");
        await desk.SaveAsync(variantId, "alcohol");
        await desk.ApproveAsync(variantId);
        await desk.CreateAsync("opioids");
        return desk;
    }

    /// <summary>Whoever tampers can switch off what would stop them.</summary>
    private static async Task TamperAsync(ContentHubDb db, string sql)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = (db is SqliteDb ? "pragma foreign_keys = off;" : "set session_replication_role = replica;") + sql;
        await command.ExecuteNonQueryAsync();
    }
}
