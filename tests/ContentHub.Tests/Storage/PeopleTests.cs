using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Storage;

public sealed class PeopleTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task Somebody_new_is_written_down(string database)
    {
        await using var fresh = await TestDatabase.CreateAsync(database, server);

        var id = await new People(fresh.Factory).EnsureAsync("system:import", "Import", null, "", isSystem: true);

        await using var db = fresh.Open();
        var person = await db.People.SingleAsync();
        Assert.Equal((id, "system:import", "Import", null, "", true), (person.Id, person.Subject, person.Name, person.Email, person.Roles, person.IsSystem));
    }

    [Theory, EachDatabase]
    public async Task Somebody_known_keeps_the_id_and_gets_what_is_new(string database)
    {
        await using var fresh = await TestDatabase.CreateAsync(database, server);
        var people = new People(fresh.Factory);
        var first = await people.EnsureAsync("oidc:1", "Sam", "sam@example.org", "Author", isSystem: false);

        var second = await people.EnsureAsync("oidc:1", "Sam Sample", null, "Author,Editor", isSystem: true);

        await using var db = fresh.Open();
        var person = await db.People.SingleAsync();
        Assert.Equal(first, second);
        Assert.Equal(("Sam Sample", null, "Author,Editor", false), (person.Name, person.Email, person.Roles, person.IsSystem));
    }

    [Theory, EachDatabase]
    public async Task Somebody_seen_by_many_requests_at_once_is_one_person(string database)
    {
        await using var fresh = await TestDatabase.CreateAsync(database, server);
        var people = new People(fresh.Factory);

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => people.EnsureAsync("oidc:1", "Sam", null, "Author", isSystem: false))));

        await using var db = fresh.Open();
        Assert.Equal((await db.People.SingleAsync()).Id, Assert.Single(ids.Distinct()));
    }
}
