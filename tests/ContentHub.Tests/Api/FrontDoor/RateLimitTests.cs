using ContentHub.Accounts;
using ContentHub.Api;
using ContentHub.Tests.Accounts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Api.FrontDoor;

public sealed class RateLimitTests : IDisposable
{
    readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Every_answer_tells_what_is_left()
    {
        await using var server = await FrontDoorServer.StartAsync(("RateLimits:AddressPerMinute", "60"));

        var first = await server.AskAsync();
        var refused = await server.PostTextAsync("{");
        var elsewhere = await server.AskAsync(HttpMethod.Get, "/nowhere");

        Assert.Equal("\"address\";q=60;w=60", first.Header("RateLimit-Policy"));
        Assert.Equal("\"address\";r=59;t=1", first.Header("RateLimit"));
        Assert.StartsWith("\"address\";r=5", refused.Header("RateLimit"));
        Assert.StartsWith("\"address\";r=5", elsewhere.Header("RateLimit"));
    }

    [Fact]
    public async Task One_too_many_is_429_and_told_when_to_come_again()
    {
        await using var server = await FrontDoorServer.StartAsync(("RateLimits:AddressPerMinute", "2"), ("Cors:Origins:0", "https://example.org"));
        await server.AskAsync();
        await server.AskAsync();

        var answer = await server.AskAsync(("Origin", "https://example.org"), ("Accept", "application/graphql-response+json"));

        Assert.Equal((429, "RATE_LIMITED", "application/graphql-response+json"), (answer.Status, answer.Code, answer.MediaType));
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
        Assert.StartsWith("\"address\";r=0;t=", answer.Header("RateLimit"));
        Assert.Equal("no-store", answer.CacheControl);
        // A browser lets the script read it all the same.
        Assert.Equal("https://example.org", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Health_checks_are_never_turned_away()
    {
        await using var server = await FrontDoorServer.StartAsync(("RateLimits:AddressPerMinute", "1"));
        await server.AskAsync();

        var health = await server.AskAsync(HttpMethod.Get, "/health/live");
        var other = await server.AskAsync(HttpMethod.Get, "/healthy");

        Assert.Equal((200, 429), (health.Status, other.Status));
        Assert.Null(health.Header("RateLimit"));
    }

    [Fact]
    public async Task Development_has_no_limits_unless_they_are_set()
    {
        await using var server = await ApiServer.StartAsync(environment: "Development", host: host => host.Configuration.Sources.Clear());

        var answer = await server.AskAsync();

        Assert.Null(answer.Header("RateLimit"));
    }

    [Fact]
    public async Task Production_has_limits_unless_they_are_turned_off()
    {
        await using var server = await ApiServer.StartAsync(environment: "Production", host: host => host.Configuration.Sources.Clear());

        var answer = await server.AskAsync();

        Assert.Equal("\"address\";q=1200;w=60", answer.Header("RateLimit-Policy"));
    }

    [Fact]
    public async Task Exempt_addresses_are_not_counted()
    {
        await using var server = await FrontDoorServer.StartAsync(("RateLimits:AddressPerMinute", "1"), ("RateLimits:Exempt:0", "127.0.0.0/8"));
        await server.AskAsync();

        var answer = await server.AskAsync();

        Assert.Equal(200, answer.Status);
        Assert.Null(answer.Header("RateLimit"));
    }

    // ---- proxies

    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    public async Task Forged_forwarding_changes_nothing(string? trusted)
    {
        await using var server = await FrontDoorServer.StartAsync([("RateLimits:AddressPerMinute", "2"), .. Trusted(trusted)]);
        await server.AskAsync(("X-Forwarded-For", "203.0.113.1"));
        await server.AskAsync(("X-Forwarded-For", "203.0.113.2"), ("Forwarded", "for=203.0.113.2"), ("X-Real-IP", "203.0.113.2"));

        var answer = await server.AskAsync(("X-Forwarded-For", "203.0.113.3"));

        Assert.Equal(429, answer.Status);
    }

    [Fact]
    public async Task Address_that_a_trusted_proxy_tells_is_the_one_that_counts()
    {
        await using var server = await FrontDoorServer.StartAsync([("RateLimits:AddressPerMinute", "1"), .. Trusted("127.0.0.1")]);
        await server.AskAsync(("X-Forwarded-For", "203.0.113.1"));

        var same = await server.AskAsync(("X-Forwarded-For", "203.0.113.1"));
        var other = await server.AskAsync(("X-Forwarded-For", "203.0.113.2"));
        // What the client wrote before the proxy added to it.
        var forged = await server.AskAsync(("X-Forwarded-For", "198.51.100.9, 203.0.113.1"));

        Assert.Equal((429, 200, 429), (same.Status, other.Status, forged.Status));
    }

    [Fact]
    public async Task Neighbours_in_ipv6_count_as_one()
    {
        await using var server = await FrontDoorServer.StartAsync([("RateLimits:AddressPerMinute", "1"), .. Trusted("127.0.0.1")]);
        await server.AskAsync(("X-Forwarded-For", "2001:db8:1:2::1"));

        var neighbour = await server.AskAsync(("X-Forwarded-For", "2001:db8:1:2:ffff::9"));
        var stranger = await server.AskAsync(("X-Forwarded-For", "2001:db8:1:3::1"));

        Assert.Equal((429, 200), (neighbour.Status, stranger.Status));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1")]
    public async Task Development_token_through_a_proxy_is_refused_whether_or_not_it_is_trusted(string? trusted)
    {
        await using var server = await SignInAsync(Trusted(trusted));

        var direct = await server.AskWhoIAmAsync($"Bearer {Token("Sam")}");
        var forwarded = await server.AskWhoIAmAsync($"Bearer {Token("Sam")}", ("X-Forwarded-For", "127.0.0.1"));

        Assert.Equal((200, 401), (direct.Status, forwarded.Status));
    }

    // ---- people

    [Fact]
    public async Task Person_has_a_quota_besides_that_of_the_address()
    {
        await using var server = await SignInAsync(("RateLimits:AddressPerMinute", "60"), ("RateLimits:EditorPerMinute", "1"));

        var first = await server.AskWhoIAmAsync($"Bearer {Token("Sam")}");
        var second = await server.AskWhoIAmAsync($"Bearer {Token("Sam")}");
        var colleague = await server.AskWhoIAmAsync($"Bearer {Token("Lee")}");
        var reader = await server.AskWhoIAmAsync(null);

        Assert.Equal((200, 429, 200, 200), (first.Status, second.Status, colleague.Status, reader.Status));
        Assert.Equal("\"address\";q=60;w=60, \"editor\";q=1;w=60", first.Header("RateLimit-Policy"));
        Assert.EndsWith("\"editor\";r=0;t=60", first.Header("RateLimit"));
        Assert.Equal("RATE_LIMITED", second.Code);
        Assert.NotNull(second.Headers.RetryAfter);
    }

    [Fact]
    public async Task Guesses_at_tokens_use_up_the_quota_of_the_address()
    {
        await using var server = await SignInAsync(("RateLimits:AddressPerMinute", "2"));

        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            statuses.Add((await server.AskWhoIAmAsync($"Bearer {Token("Sam")}x")).Status);
        }

        Assert.Equal([401, 401, 429], statuses);
    }

    static (string, string)[] Trusted(string? proxy) => proxy is null ? [] : [("FrontDoor:TrustedProxies:0", proxy)];

    string Token(string name) => new DevelopmentTokens(_data.Path).Create(name, [Role.Editor], TimeProvider.System.GetUtcNow());

    Task<ApiServer> SignInAsync(params (string Name, string Value)[] settings) => ApiServer.StartAsync(
        environment: "Development",
        host: host =>
        {
            host.Configuration.AddInMemoryCollection([
                new("ContentHub:Data", _data.Path),
                .. settings.Select(setting => KeyValuePair.Create<string, string?>($"ContentHub:{setting.Name}", setting.Value)),
            ]);
            host.Services.AddSingleton<IActors>(new RememberedActors());
            host.Services.AddAccounts(host.Configuration, host.Environment);
        });
}
