using ContentHub.Storage;
using ContentHub.Storage.Migrations;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Xunit;

namespace ContentHub.Tests.Storage;

/// <summary>A database from before approvals were kept.</summary>
public sealed class ReviewHistoryTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task What_revisions_know_of_their_approval_is_taken_over(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var (shown, draft) = (await desk.CreateAsync("alcohol"), await desk.CreateAsync("opioids"));
        await desk.ApproveAsync(shown);
        await desk.PublishAsync(shown);
        await using var db = desk.Database.Open();
        await db.Approvals.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        var migration = new MigrationBuilder(db.Database.ProviderName);
        ReviewHistory.TakeOver(migration);

        foreach (var statement in migration.Operations.OfType<SqlOperation>())
        {
            await db.Database.ExecuteSqlRawAsync(statement.Sql, TestContext.Current.CancellationToken);
        }

        var row = Assert.Single((await new PublishedReader(desk.Database.Factory).LoadAtAsync(Desk.Monday)).Rows);
        Assert.Equal(new ReviewRow(desk.Actor, "Sam Sample", Desk.Monday, new DateOnly(2027, 6, 1)), row.Review);
        var days = await db.Variants.ToDictionaryAsync(v => v.Id, v => v.NextReviewDue, TestContext.Current.CancellationToken);
        Assert.Equal((new DateOnly(2027, 6, 1), (DateOnly?)null), (days[shown], days[draft]));
    }
}
