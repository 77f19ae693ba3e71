using ContentHub.Api;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ContentHub.Tests.Accounts;

/// <summary>What holds for every authority.</summary>
public sealed class AuthoritySignInTests(SignInSites sites) : IClassFixture<SignInSites>
{
    public static TheoryData<string> Ways => SignInSite.Ways;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Bearer_of_a_token_is_known_by_name_address_and_roles(string way)
    {
        await using var site = await SignInSite.StartAsync(way);

        var answer = await site.AskAsync(site.Authority.Token());

        Assert.Equal("Ada Example <ada@example.test> Editor MedicalReviewer", answer.Data.GetProperty("viewer").GetString());
        Assert.Equal("no-store, private", answer.CacheControl);
        var asked = Assert.Single(site.Actors.Asked);
        Assert.Equal(($"{site.Authority.Issuer}|s1", "Ada Example", "ada@example.test"), (asked.Subject, asked.Name, asked.Email));
        Assert.Equal([Role.Editor, Role.MedicalReviewer], asked.Roles.Order());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Without_a_token_one_is_nobody_and_no_check_runs(string way)
    {
        var checks = 0;
        await using var site = await SignInSite.StartAsync(way, scheme: bearer =>
        {
            var others = bearer.Events.OnMessageReceived;
            bearer.Events.OnMessageReceived = context =>
            {
                checks++;
                return others(context);
            };
        });

        var anonymous = await site.Server.AskWhoIAmAsync(null);
        var checksOfNobody = checks;
        await site.AskAsync(site.Authority.Token());

        Assert.Equal((200, "nobody"), (anonymous.Status, anonymous.Data.GetProperty("viewer").GetString()));
        Assert.Equal((0, 1), (checksOfNobody, checks));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Public_key_signatures_of_the_usual_kinds_are_taken(string way)
    {
        var authority = sites.Of(way).Authority;
        var statuses = new Dictionary<string, int>();

        foreach (var algorithm in new[] { "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256" })
        {
            SecurityKey key = algorithm == "ES256" ? authority.CurveKey : authority.Key;
            statuses[algorithm] = (await sites.Of(way).AskAsync(authority.Token(new SigningCredentials(key, algorithm)))).Status;
        }

        Assert.All(statuses, answered => Assert.Equal(200, answered.Value));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Clocks_may_differ_by_half_a_minute(string way)
    {
        await using var site = await SignInSite.StartAsync(way);
        var (from, to) = (site.Time.Now.AddMinutes(10), site.Time.Now.AddMinutes(20));
        var token = site.Authority.Token(c => (c["nbf"], c["exp"]) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds()));
        var statuses = new List<int>();

        foreach (var at in new[] { from.AddSeconds(-32), from.AddSeconds(-29), to.AddSeconds(28), to.AddSeconds(31) })
        {
            site.Time.Now = at;
            statuses.Add((await site.AskAsync(token)).Status);
        }

        Assert.Equal([401, 200, 200, 401], statuses);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Token_without_a_key_id_is_checked_against_all_keys(string way)
    {
        var answer = await sites.Of(way).AskAsync(sites.Of(way).Authority.Token(header: h => h.Remove("kid")));

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Development_token_is_401_in_production_also_with_its_key_there(string way)
    {
        var token = sites.Of(way).DevelopmentTokens().Create("Sam", [Role.Admin], TimeProvider.System.GetUtcNow());

        var answer = await sites.Of(way).AskAsync(token);

        Assert.Equal((401, "UNAUTHENTICATED"), (answer.Status, answer.Code));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Development_tokens_work_beside_the_authority_in_development(string way)
    {
        await using var site = await SignInSite.StartAsync(way, "Development");

        var development = await site.AskAsync(site.DevelopmentTokens().Create("Sam", [Role.Admin], site.Time.Now));
        var authority = await site.AskAsync(site.Authority.Token());

        Assert.StartsWith("Sam", development.Data.GetProperty("viewer").GetString());
        Assert.StartsWith("Ada", authority.Data.GetProperty("viewer").GetString());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Readers_are_served_while_the_authority_is_away_and_tokens_are_not_called_invalid(string way)
    {
        await using var site = await SignInSite.StartAsync(way, authority: a => a.IsAway = true);

        var signedIn = await site.AskAsync(site.Authority.Token());
        var reader = await site.Server.AskWhoIAmAsync(null);

        Assert.Equal((503, "SIGN_IN_UNAVAILABLE", "10"), (signedIn.Status, signedIn.Code, signedIn.Headers.RetryAfter?.ToString()));
        Assert.Equal(200, reader.Status);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Sign_in_works_once_the_authority_is_there(string way)
    {
        await using var site = await SignInSite.StartAsync(way, authority: a => a.IsAway = true);
        var before = await site.AskAsync(site.Authority.Token());
        site.Authority.IsAway = false;

        var tooEarly = await site.AskAsync(site.Authority.Token());
        site.Time.Now += TimeSpan.FromSeconds(10);
        var after = await site.AskAsync(site.Authority.Token());

        Assert.Equal((503, 503, 200), (before.Status, tooEarly.Status, after.Status));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Known_keys_stay_in_use_while_the_authority_is_away(string way)
    {
        await using var site = await SignInSite.StartAsync(way);
        Assert.Equal(200, (await site.AskAsync(site.Authority.Token())).Status);
        site.Authority.IsAway = true;
        site.Time.Now += TimeSpan.FromHours(3);
        var later = site.Authority.Token(c => c["exp"] = site.Time.Now.AddMinutes(5).ToUnixTimeSeconds());

        var answers = new[] { await site.AskAsync(later), await site.AskAsync(later) };

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
    }
}
