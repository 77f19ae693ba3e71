using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace ContentHub.Tests.Databases;

/// <summary>Runs a theory once on each database; its one parameter is a string for <see cref="TestDatabase"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachDatabaseAttribute : DataAttribute
{
    /// <summary>Where a class is for one of them alone, because the two take long and are to run beside each other.</summary>
    public string? Only { get; init; }

    public override bool SupportsDiscoveryEnumeration() => true;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        // Where everything is required (CI), a test that cannot run is not skipped but fails.
        var mayRun = PostgreSqlServer.Programs is not null
            || Environment.GetEnvironmentVariable("CONTENTHUB_REQUIRE_ALL") == "1";
        ITheoryDataRow[] rows =
        [
            new TheoryDataRow<string>(TestDatabase.Sqlite),
            new TheoryDataRow<string>(TestDatabase.PostgreSql) { Skip = mayRun ? null : PostgreSqlServer.HowToInstall },
        ];
        return new([.. rows.Where(row => Only is null || Equals(row.GetData()[0], Only))]);
    }
}
