using System.Net;
using ContentHub.Tests.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContentHub.Tests.Accounts;

/// <summary>Tokens that nobody may sign in with, over HTTP, by every way to sign in.</summary>
public sealed class ForgeryTests(SignInSites sites) : IClassFixture<SignInSites>
{
    [Theory]
    [MemberData(nameof(SignInSite.Ways), MemberType = typeof(SignInSite))]
    public async Task Every_forgery_is_401_and_nothing_is_fetched_for_it(string way)
    {
        await using var elsewhere = await Elsewhere.StartAsync();
        var site = sites.Of(way);
        var asked = site.Actors.Asked.Count;
        var wrong = new List<string>();

        Assert.Equal(200, (await site.AskAsync(site.Authority.Token())).Status);
        var forgeries = Forgeries.All(site.Authority, elsewhere.Address);
        foreach (var (name, token) in forgeries)
        {
            if (!IsRefused(await site.AskAsync(token)))
            {
                wrong.Add(name);
            }
        }

        Assert.True(forgeries.Count > 100, $"There are {forgeries.Count}.");
        Assert.Empty(wrong);
        Assert.Equal(0, elsewhere.Requests);
        Assert.Equal(asked + 1, site.Actors.Asked.Count);
    }

    [Theory]
    [MemberData(nameof(SignInSite.Ways), MemberType = typeof(SignInSite))]
    public async Task Two_tokens_are_401(string way)
    {
        var site = sites.Of(way);

        var answer = await site.Server.AskWhoIAmAsync($"Bearer {site.Authority.Token()}", ("Authorization", $"Bearer {site.Authority.Token()}"));

        Assert.True(IsRefused(answer), answer.Text);
    }

    [Theory]
    [MemberData(nameof(SignInSite.Ways), MemberType = typeof(SignInSite))]
    public async Task Token_anywhere_but_in_its_header_signs_nobody_in(string way)
    {
        var site = sites.Of(way);
        var token = site.Authority.Token();
        (string Name, string Value)[] headers =
        [
            ("Cookie", $"Authorization=Bearer {token}; access_token={token}; .AspNetCore.Cookies={token}"), ("X-Authorization", $"Bearer {token}"),
            ("Proxy-Authorization", $"Bearer {token}"), ("X-Forwarded-Access-Token", token),
        ];

        var inHeaders = await site.Server.AskWhoIAmAsync(null, headers);
        var inQuery = await site.Server.GetAsync($"?query=%7Bviewer%7D&access_token={token}&token={token}&Authorization=Bearer%20{token}");

        Assert.Equal((200, "nobody"), (inHeaders.Status, inHeaders.Data.GetProperty("viewer").GetString()));
        Assert.Equal((200, "nobody"), (inQuery.Status, inQuery.Data.GetProperty("viewer").GetString()));
    }

    [Theory]
    [MemberData(nameof(SignInSite.Ways), MemberType = typeof(SignInSite))]
    public async Task Token_without_a_role_of_ours_is_told_so(string way)
    {
        var site = sites.Of(way);

        var answers = new[] { await site.AskAsync(site.Authority.Token(c => c.Remove("roles"))), await site.AskAsync(site.Authority.Token(c => c["roles"] = "Owner")) };

        Assert.All(answers, answer =>
        {
            Assert.True(IsRefused(answer), answer.Text);
            Assert.StartsWith("The bearer token carries no role of this application", answer.Message);
        });
    }

    [Theory]
    [MemberData(nameof(SignInSite.Ways), MemberType = typeof(SignInSite))]
    public async Task Log_holds_no_token_and_no_line_that_a_token_wrote(string way)
    {
        await using var elsewhere = await Elsewhere.StartAsync();
        await using var site = await SignInSite.StartAsync(way);
        var tokens = Forgeries.All(site.Authority, elsewhere.Address).Values
            .Append(site.Authority.Token())
            .Append(site.Authority.Token(c => c["iss"] = "x\r\nfail: a line of its own"))
            .Append(site.Authority.Token(c => c["aud"] = "x\r\nfail: a line of its own"))
            .Append(site.Authority.Token(c => c["name"] = "x\r\nfail: a line of its own"))
            .ToList();

        foreach (var token in tokens)
        {
            await site.AskAsync(token);
        }

        var log = site.Server.Log.Entries;
        Assert.Contains(log, entry => entry.Text.StartsWith("A token was refused: SecurityTokenInvalidAudienceException", StringComparison.Ordinal));
        Assert.Contains(log, entry => entry.Text.Contains(@"x\r\nfail: a line of its own", StringComparison.Ordinal));
        Assert.DoesNotContain(log, entry => entry.Text.Contains("\nfail:", StringComparison.Ordinal) || entry.Text.Contains("\rfail:", StringComparison.Ordinal));
        // The libraries' own account of it, a dozen lines for each token.
        Assert.DoesNotContain(log, entry => entry.Text.Contains("IDX", StringComparison.Ordinal));
        var secrets = tokens.SelectMany(token => token.Split('.')).Where(part => part.Length > 30).ToHashSet();
        Assert.DoesNotContain(log, entry => secrets.Any(part => entry.Text.Contains(part, StringComparison.Ordinal)));
    }

    static bool IsRefused(ApiAnswer answer) =>
        answer.Status == 401
        && (answer.Code, answer.Headers.WwwAuthenticate.ToString(), answer.CacheControl) == ("UNAUTHENTICATED", "Bearer error=\"invalid_token\"", "no-store")
        && !answer.Text.Contains("IDX", StringComparison.Ordinal);

    /// <summary>The attacker's own server: has keys, and counts who comes for them.</summary>
    sealed class Elsewhere(WebApplication app) : IAsyncDisposable
    {
        int _requests;

        public string Address => app.Urls.Single() + "/keys";

        public int Requests => Volatile.Read(ref _requests);

        public static async Task<Elsewhere> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var elsewhere = new Elsewhere(builder.Build());
            elsewhere.Map();
            await elsewhere.Start();
            return elsewhere;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        void Map() => app.Run(async http =>
        {
            Interlocked.Increment(ref _requests);
            await http.Response.WriteAsync(Forgeries.AttackersKeys());
        });

        Task Start() => app.StartAsync();
    }
}
