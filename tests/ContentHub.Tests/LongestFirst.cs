using ContentHub.Tests.Api.Attacks.Fuzzing;
using ContentHub.Tests.Clients;
using ContentHub.Tests.Delivery;
using ContentHub.Tests.Delivery.Plans;
using ContentHub.Tests.Durability;
using ContentHub.Tests.Editorial.Audit;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Importing.Pages;
using ContentHub.Tests.Syndication.PartnerProgram;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Xunit.TestCollectionOrderer(typeof(ContentHub.Tests.LongestFirst))]

namespace ContentHub.Tests;

/// <summary>
/// Classes run beside each other, the tests of one in turn. What takes longest begins first: begun last, it would keep one
/// core busy while the other has nothing left to do.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] Long =
    [
        typeof(KilledServerOnSqliteTests), typeof(WorkflowTableTests), typeof(PartnerProgramTests), typeof(VerbsTests), typeof(ImportFolderTests),
        typeof(FrontDoorFuzzTests), typeof(KilledServerOnPostgreSqlTests), typeof(PublishedOnlyTests), typeof(ClientsTests), typeof(AuditVerbTests),
        typeof(PlanOracleTests), typeof(FirstRealDayTests), typeof(StartTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        // A class that is in no named collection is one of its own, which says so in its name.
        var place = Array.FindIndex(Long, type => collection.TestCollectionDisplayName.Contains($" {type.FullName} ", StringComparison.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
