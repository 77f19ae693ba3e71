using Xunit;

namespace ContentHub.Tests.Accounts;

/// <summary>The authority changes its keys, and nobody restarts the server.</summary>
public sealed class KeyRollOverTests
{
    public static TheoryData<string> Ways => SignInSite.Ways;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Token_of_a_new_key_is_taken_at_once_and_those_of_the_removed_key_no_longer(string way)
    {
        await using var site = await SignInSite.StartAsync(way);
        var old = site.Authority.Token();
        Assert.Equal(200, (await site.AskAsync(old)).Status);
        site.Time.Now += TimeSpan.FromSeconds(10);
        site.Authority.RollOver("k2");

        var beforeAnyNewToken = await site.AskAsync(old);
        var first = await site.AskAsync(site.Authority.Token());
        var removed = await site.AskAsync(old);

        Assert.Equal((200, 200, 401), (beforeAnyNewToken.Status, first.Status, removed.Status));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Token_of_a_new_key_under_the_old_id_is_taken_too(string way)
    {
        await using var site = await SignInSite.StartAsync(way);
        var old = site.Authority.Token();
        Assert.Equal(200, (await site.AskAsync(old)).Status);
        site.Time.Now += TimeSpan.FromSeconds(10);
        site.Authority.RollOver(FakeAuthority.FirstKeyId);

        var first = await site.AskAsync(site.Authority.Token());
        var removed = await site.AskAsync(old);

        Assert.Equal((200, 401), (first.Status, removed.Status));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Flood_of_unknown_keys_asks_the_authority_once_in_ten_seconds(string way)
    {
        await using var site = await SignInSite.StartAsync(way);
        Assert.Equal(200, (await site.AskAsync(site.Authority.Token())).Status);
        var attacker = FakeAuthority.NewKey();
        var fetches = new List<int> { site.Authority.Fetches };

        for (var wave = 1; wave <= 2; wave++)
        {
            await FloodAsync(wave);
            fetches.Add(site.Authority.Fetches);
            site.Time.Now += TimeSpan.FromSeconds(10);
            await FloodAsync(wave);
            fetches.Add(site.Authority.Fetches);
        }

        var good = await site.AskAsync(site.Authority.Token());
        Assert.Equal([0, 0, 1, 1, 2], fetches.Select(count => count - fetches[0]));
        Assert.Equal(200, good.Status);

        async Task FloodAsync(int wave)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => site.AskAsync(
                site.Authority.Token(header: h => h["kid"] = $"unknown {wave} {i}", sign: FakeAuthority.With(attacker)))));
            Assert.All(answers, answer => Assert.Equal(401, answer.Status));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Flood_while_the_authority_is_away_asks_it_no_more_often(string way)
    {
        await using var site = await SignInSite.StartAsync(way);
        Assert.Equal(200, (await site.AskAsync(site.Authority.Token())).Status);
        site.Time.Now += TimeSpan.FromSeconds(10);
        site.Authority.IsAway = true;
        var attacker = FakeAuthority.NewKey("unknown");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => site.AskAsync(
            site.Authority.Token(header: h => h["kid"] = "unknown", sign: FakeAuthority.With(attacker)))));
        var good = await site.AskAsync(site.Authority.Token());

        Assert.All(answers, answer => Assert.Equal(401, answer.Status));
        Assert.Equal(200, good.Status);
    }
}
