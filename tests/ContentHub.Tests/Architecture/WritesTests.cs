using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace ContentHub.Tests.Architecture;

/// <summary>What is not in the log did not happen: so nothing may write beside it.</summary>
public sealed partial class WritesTests
{
    /// <summary>Who may write, and why that is no way around the log.</summary>
    private static readonly string[] Writers =
    [
        "Storage/ChangeLog.cs", // the log itself
        "Storage/CommitListener.cs", // only listens
        "Storage/PostgreSqlDb.cs", // begins reading; takes the log's lock, and tells the other nodes
        "Storage/SqliteDb.cs", // begins reading; sets pragmas
        "Storage/PartnerUses.cs", // to ask is no act
        "Storage/People.cs", // to become known is no act
        "Storage/RetractionTellings.cs", // to hear of a retraction is no act; to acknowledge it is
        "Storage/ScheduleLeases.cs", // which node does what is due; the act itself goes through the log
        "Storage/SigningKeys.cs", // the site's key is no content
        "Storage/DatabaseFilling.cs", // brings in the log of another database as it was; no act is taken meanwhile
        "Storage/WebhookRows.cs", // to send is no act; acts on endpoints go through the log
        "Storage/SqliteFile.cs", // copies and checks whole files
        "Storage/SqliteRestore.cs", // gives the log of a restored file its new id
        "Storage/DatabaseMigration.cs", // makes the tables and gives the log its id
    ];

    [Fact]
    public void Only_the_change_log_saves()
    {
        var source = SourceFolder();

        var writers = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(source, file).Replace('\\', '/'))
            .Where(file => !Built().IsMatch(file) && Write().IsMatch(File.ReadAllText(Path.Combine(source, file))))
            .Order(StringComparer.Ordinal);

        Assert.Equal(Writers.Order(StringComparer.Ordinal), writers);
    }

    [Theory]
    [InlineData("await db.SaveChangesAsync(cancellation);")]
    [InlineData("db.Variants.ExecuteDelete();")]
    [InlineData("await db.Variants.ExecuteUpdateAsync(v => v);")]
    [InlineData("""db.Database.ExecuteSqlRaw("delete from Changes");""")]
    [InlineData("await db.Database.BeginTransactionAsync();")]
    [InlineData("using var command = connection.CreateCommand();")]
    public void Every_way_to_write_is_noticed(string line) => Assert.Matches(Write(), line);

    private static string SourceFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "ContentHub"));

    [GeneratedRegex(@"\b(SaveChanges|Execute(Sql|Update|Delete)|BeginTransaction|CreateCommand|new (Npgsql|Sqlite)Command)")]
    private static partial Regex Write();

    [GeneratedRegex("^(bin|obj)/|/Migrations/")]
    private static partial Regex Built();
}
