using ContentHub.Accounts;
using ContentHub.Api;
using ContentHub.Tests.Api;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace ContentHub.Tests.Accounts;

public sealed class DevelopmentSignInTests : IDisposable
{
    readonly TemporaryFolder _data = new();
    readonly RememberedActors _actors = new();
    readonly FixedTime _time = new(new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero));

    string Token => new DevelopmentTokens(_data.Path).Create("Sam", [Role.Editor, Role.Publisher], _time.Now);

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Bearer_of_a_token_is_known_by_name_and_roles()
    {
        await using var server = await StartAsync("Development");

        var answer = await server.AskWhoIAmAsync($"Bearer {Token}");

        Assert.Equal("Sam <> Editor Publisher", answer.Data.GetProperty("viewer").GetString());
        Assert.Equal("no-store, private", answer.CacheControl);
        var asked = Assert.Single(_actors.Asked);
        Assert.Equal(("contenthub-development|Sam", "Sam", null), (asked.Subject, asked.Name, asked.Email));
    }

    [Fact]
    public async Task Person_is_looked_up_once_for_many_requests()
    {
        await using var server = await StartAsync("Development");

        await server.AskWhoIAmAsync($"Bearer {Token}");
        await server.AskWhoIAmAsync($"bearer  {Token} ");

        Assert.Single(_actors.Asked);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic c2FtOnNlY3JldA==")]
    [InlineData("Negotiate x")]
    [InlineData("")]
    public async Task Without_a_bearer_token_one_is_nobody(string? authorization)
    {
        await using var server = await StartAsync("Development");

        var answer = await server.AskWhoIAmAsync(authorization);

        Assert.Equal((200, "nobody"), (answer.Status, answer.Data.GetProperty("viewer").GetString()));
        Assert.Empty(_actors.Asked);
    }

    [Theory]
    [InlineData("Bearer x")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("Bearer ,")]
    public async Task Token_that_is_none_is_401(string authorization)
    {
        await using var server = await StartAsync("Development");

        var answer = await server.AskWhoIAmAsync(authorization);

        AssertRefused(answer);
    }

    [Fact]
    public async Task Token_that_was_changed_is_401()
    {
        await using var server = await StartAsync("Development");

        var answer = await server.AskWhoIAmAsync($"Bearer {Token[..^6]}AAAAAA");

        AssertRefused(answer);
        Assert.Empty(_actors.Asked);
    }

    [Fact]
    public async Task Token_that_has_expired_is_401()
    {
        await using var server = await StartAsync("Development");
        var token = Token;
        _time.Now += TimeSpan.FromDays(30);

        var answer = await server.AskWhoIAmAsync($"Bearer {token}");

        AssertRefused(answer);
    }

    [Fact]
    public async Task Two_tokens_are_401()
    {
        await using var server = await StartAsync("Development");

        var answer = await server.AskWhoIAmAsync($"Bearer {Token}", ("Authorization", $"Bearer {Token}"));

        AssertRefused(answer);
    }

    [Fact]
    public async Task Token_without_a_role_is_401_and_told_so()
    {
        await using var server = await StartAsync("Development");

        var answer = await server.AskWhoIAmAsync($"Bearer {new DevelopmentTokens(_data.Path).Create("Sam", [], _time.Now)}");

        AssertRefused(answer);
        Assert.StartsWith("The bearer token carries no role of this application", answer.Message);
        Assert.Empty(_actors.Asked);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public async Task Token_through_a_proxy_is_401(string header, string value)
    {
        await using var server = await StartAsync("Development");

        var answer = await server.AskWhoIAmAsync($"Bearer {Token}", (header, value));

        AssertRefused(answer);
    }

    [Fact]
    public async Task Token_is_401_in_production()
    {
        await using var server = await StartAsync("Production");

        var answer = await server.AskWhoIAmAsync($"Bearer {Token}");

        AssertRefused(answer);
    }

    [Fact]
    public async Task Token_is_401_when_development_sign_in_is_off()
    {
        await using var server = await StartAsync("Development", ("ContentHub:SignIn:Development", "false"));

        var answer = await server.AskWhoIAmAsync($"Bearer {Token}");

        AssertRefused(answer);
    }

    [Fact]
    public async Task Start_is_refused_when_development_sign_in_is_on_in_production()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("Production", ("ContentHub:SignIn:Development", "true")));

        Assert.StartsWith("ContentHub:SignIn:Development is for the Development environment only", fault.Message);
        Assert.Contains("AzureAd__ClientId", fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task Production_without_sign_in_serves_readers_and_warns()
    {
        await using var server = await StartAsync("Production");

        var answer = await server.AskWhoIAmAsync(null);

        Assert.Equal(200, answer.Status);
        Assert.Contains(server.Log.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains("Nobody can sign in"));
    }

    static void AssertRefused(ApiAnswer answer)
    {
        Assert.Equal((401, "UNAUTHENTICATED"), (answer.Status, answer.Code));
        Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("no-store", answer.CacheControl);
    }

    Task<ApiServer> StartAsync(string environment, params (string Name, string Value)[] settings) => ApiServer.StartAsync(
        environment: environment,
        host: host =>
        {
            host.Configuration.AddInMemoryCollection([
                new("ContentHub:Data", _data.Path),
                .. settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value)),
            ]);
            host.Services.AddSingleton<TimeProvider>(_time);
            host.Services.AddSingleton<IActors>(_actors);
            host.Services.AddAccounts(host.Configuration, host.Environment);
        });
}
