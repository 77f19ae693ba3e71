using ContentHub.Api;
using ContentHub.Api.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Accounts;

/// <summary>One request that lasts, as a socket does: each operation on it asks anew who is there.</summary>
public sealed class CallerStartTests
{
    const string Development = "development";

    public static TheoryData<string> Ways => [SignInSite.Entra, SignInSite.Other, Development];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Token_that_ends_meanwhile_is_refused_on_the_same_request(string way)
    {
        await using var socket = await Socket.OpenAsync(way);
        socket.Present(socket.Token("Ada"));

        var caller = await socket.CallerAsync();
        socket.Time.Now = caller.ExpiresAt!.Value - TimeSpan.FromSeconds(1);
        var justBefore = await socket.CallerAsync();
        socket.Time.Now = caller.ExpiresAt!.Value;
        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(socket.CallerAsync);

        Assert.Equal(caller.ActorId, justBefore.ActorId);
        Assert.Equal((401, "UNAUTHENTICATED"), (refusal.Status, refusal.Code));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Another_token_on_the_same_request_is_another_person(string way)
    {
        await using var socket = await Socket.OpenAsync(way);

        var before = await socket.CallerAsync();
        socket.Present(socket.Token("Ada"));
        var ada = await socket.CallerAsync();
        socket.Present(socket.Token("Bea"));
        var bea = await socket.CallerAsync();
        socket.Present(socket.Forged("Eve"));
        await Assert.ThrowsAsync<RequestRefusedException>(socket.CallerAsync);

        Assert.Equal((false, null), (before.IsSignedIn, before.ExpiresAt));
        Assert.Equal(("Ada", "Bea"), (ada.Name, bea.Name));
        Assert.NotEqual(ada.ActorId, bea.ActorId);
    }

    [Theory]
    [InlineData(SignInSite.Entra, 30)]
    [InlineData(SignInSite.Other, 30)]
    [InlineData(Development, 0)]
    public async Task Caller_ends_when_the_token_is_refused_from(string way, int toleranceSeconds)
    {
        await using var socket = await Socket.OpenAsync(way);
        var token = socket.Token("Ada");
        socket.Present(token);

        var caller = await socket.CallerAsync();

        Assert.Equal(new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token).ValidTo.AddSeconds(toleranceSeconds), caller.ExpiresAt!.Value.UtcDateTime);
    }

    [Fact]
    public async Task End_at_the_end_of_all_dates_is_a_late_one()
    {
        await using var socket = await Socket.OpenAsync(SignInSite.Other);
        socket.Present(socket.Site.Authority.Token(c => c["exp"] = DateTimeOffset.MaxValue.ToUnixTimeSeconds()));

        var caller = await socket.CallerAsync();

        Assert.Equal(9987, caller.ExpiresAt!.Value.Year);
    }

    sealed class Socket(SignInSite site, string way) : IAsyncDisposable
    {
        readonly DefaultHttpContext _http = new() { RequestServices = site.Server.Services, Connection = { RemoteIpAddress = System.Net.IPAddress.Loopback } };

        public SignInSite Site => site;

        public FixedTime Time => site.Time;

        public static async Task<Socket> OpenAsync(string way) =>
            new(await SignInSite.StartAsync(way == Development ? SignInSite.Other : way, way == Development ? "Development" : "Production"), way);

        public string Token(string name) => way == Development
            ? site.DevelopmentTokens().Create(name, [Role.Editor], site.Time.Now)
            : site.Authority.Token(c => (c["sub"], c["name"]) = (name, name));

        /// <summary>In good form, and signed with a key that is nobody's.</summary>
        public string Forged(string name)
        {
            using var elsewhere = new TemporaryFolder();
            return way == Development
                ? new ContentHub.Accounts.DevelopmentTokens(elsewhere.Path).Create(name, [Role.Editor], site.Time.Now)
                : site.Authority.Token(c => (c["sub"], c["name"]) = (name, name), sign: FakeAuthority.With(FakeAuthority.NewKey()));
        }

        public void Present(string token) => _http.Request.Headers.Authorization = $"Bearer {token}";

        public async Task<Caller> CallerAsync()
        {
            var userContext = new Dictionary<string, object?>();
            await site.Server.Services.GetServices<IRequestStart>().OfType<ContentHub.Accounts.CallerStart>().Single().PrepareAsync(_http, userContext);
            return CallerContext.Of(userContext);
        }

        public ValueTask DisposeAsync() => site.DisposeAsync();
    }
}
