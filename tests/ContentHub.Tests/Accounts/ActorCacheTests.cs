using ContentHub.Accounts;
using ContentHub.Api;
using Xunit;

namespace ContentHub.Tests.Accounts;

public sealed class ActorCacheTests
{
    static readonly HashSet<Role> Editor = [Role.Editor];

    readonly ActorCache _cache = new();
    readonly RememberedActors _actors = new();

    [Fact]
    public async Task Person_is_looked_up_once()
    {
        var first = await EnsureAsync("i|s", "Ada", "ada@example.test", Editor);
        var second = await EnsureAsync("i|s", "Ada", "ada@example.test", [Role.Editor]);

        Assert.Equal(first, second);
        Assert.Single(_actors.Asked);
    }

    [Fact]
    public async Task Whatever_changes_is_looked_up_again()
    {
        await EnsureAsync("i|s", "Ada", "ada@example.test", Editor);
        await EnsureAsync("i|t", "Ada", "ada@example.test", Editor);
        await EnsureAsync("i|s", "Ada L.", "ada@example.test", Editor);
        await EnsureAsync("i|s", "Ada", null, Editor);
        await EnsureAsync("i|s", "Ada", "ada@example.test", [Role.Editor, Role.Admin]);

        Assert.Equal(5, _actors.Asked.Count);
    }

    [Fact]
    public async Task Who_gets_a_role_back_is_looked_up_again()
    {
        await EnsureAsync("i|s", "Ada", null, Editor);
        await EnsureAsync("i|s", "Ada", null, []);
        await EnsureAsync("i|s", "Ada", null, Editor);

        Assert.Equal(3, _actors.Asked.Count);
    }

    [Fact]
    public async Task Cache_does_not_grow_for_ever()
    {
        await EnsureAsync("i|first", "Ada", null, Editor);
        for (var i = 0; i < ActorCache.ActorsMax; i++)
        {
            await EnsureAsync($"i|{i}", "Ada", null, Editor);
        }

        await EnsureAsync("i|first", "Ada", null, Editor);

        Assert.Equal(2, _actors.Asked.Count(asked => asked.Subject == "i|first"));
    }

    Task<Guid> EnsureAsync(string subject, string name, string? email, HashSet<Role> roles) =>
        _cache.EnsureAsync(_actors, subject, name, email, roles, CancellationToken.None);
}
