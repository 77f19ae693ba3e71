using ContentHub.Accounts;
using ContentHub.Api;
using ContentHub.Tests.Api;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ContentHub.Tests.Accounts;

public sealed class EntraSignInTests : IAsyncLifetime
{
    readonly RememberedActors _actors = new();
    readonly TemporaryFolder _data = new();
    FakeAuthority _authority = null!;
    ApiServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _authority = await FakeAuthority.StartAsync();
        _server = await StartAsync(_authority.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _authority.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Bearer_of_a_token_is_known_by_name_address_and_roles()
    {
        var answer = await _server.AskWhoIAmAsync($"Bearer {_authority.Token()}");

        Assert.Equal("Ada Example <ada@example.test> Editor MedicalReviewer", answer.Data.GetProperty("viewer").GetString());
        var asked = Assert.Single(_actors.Asked);
        Assert.Equal(($"{_authority.Issuer}|s1", "Ada Example", "ada@example.test"), (asked.Subject, asked.Name, asked.Email));
        Assert.Equal([Role.Editor, Role.MedicalReviewer], asked.Roles.Order());
    }

    [Fact]
    public async Task Scope_without_roles_signs_in_without_a_role()
    {
        var token = _authority.Token(descriptor =>
        {
            descriptor.Claims.Remove("roles");
            descriptor.Claims["scp"] = "access_as_user";
        });

        var answer = await _server.AskWhoIAmAsync($"Bearer {token}");

        Assert.Equal("Ada Example <ada@example.test> ", answer.Data.GetProperty("viewer").GetString());
    }

    [Fact]
    public async Task Without_a_token_one_is_nobody()
    {
        var answer = await _server.AskWhoIAmAsync(null);

        Assert.Equal((200, "nobody"), (answer.Status, answer.Data.GetProperty("viewer").GetString()));
    }

    public static TheoryData<string> BadTokens => [.. Bad.Keys];

    static readonly Dictionary<string, Action<FakeAuthority, SecurityTokenDescriptor>> Bad = new()
    {
        ["expired"] = (_, token) =>
        {
            token.IssuedAt = token.NotBefore = DateTime.UtcNow.AddHours(-2);
            token.Expires = DateTime.UtcNow.AddHours(-1);
        },
        ["not yet valid"] = (_, token) =>
        {
            token.NotBefore = DateTime.UtcNow.AddHours(1);
            token.Expires = DateTime.UtcNow.AddHours(2);
        },
        ["for another audience"] = (_, token) => token.Audience = "bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee",
        ["of a foreign key with the same id"] = (_, token) =>
            token.SigningCredentials = new SigningCredentials(FakeAuthority.NewKey(), SecurityAlgorithms.RsaSha256),
        ["without a signature"] = (_, token) => token.SigningCredentials = null,
        ["signed with the public key as a secret"] = (_, token) =>
            token.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(new byte[64]) { KeyId = "k1" }, SecurityAlgorithms.HmacSha256),
        ["without roles or scopes"] = (_, token) => token.Claims.Remove("roles"),
        ["of another tenant"] = (authority, token) =>
        {
            token.Issuer = authority.IssuerOf("99999999-2222-3333-4444-555555555555");
            token.Claims["tid"] = "99999999-2222-3333-4444-555555555555";
        },
        ["of a foreign issuer"] = (_, token) => token.Issuer = $"https://evil.example/{FakeAuthority.TenantId}/v2.0",
        ["of nobody"] = (_, token) =>
        {
            token.Claims.Remove("sub");
            token.Claims.Remove("oid");
        },
        ["that claims to be a development token"] = (_, token) => token.Issuer = DevelopmentTokens.Issuer,
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Bad_token_is_401(string which)
    {
        var token = _authority.Token(descriptor => Bad[which](_authority, descriptor));

        var answer = await _server.AskWhoIAmAsync($"Bearer {token}");

        Assert.Equal((401, "UNAUTHENTICATED"), (answer.Status, answer.Code));
        Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.Empty(_actors.Asked);
        Assert.DoesNotContain("IDX", answer.Text);
    }

    [Fact]
    public async Task Development_token_is_401_in_production()
    {
        var token = new DevelopmentTokens(_data.Path).Create("Sam", [Role.Admin], TimeProvider.System.GetUtcNow());

        var answer = await _server.AskWhoIAmAsync($"Bearer {token}");

        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task Both_ways_work_side_by_side_in_development()
    {
        await using var server = await StartAsync(_authority.Instance, "Development");
        var token = new DevelopmentTokens(_data.Path).Create("Sam", [Role.Admin], TimeProvider.System.GetUtcNow());

        var development = await server.AskWhoIAmAsync($"Bearer {token}");
        var entra = await server.AskWhoIAmAsync($"Bearer {_authority.Token()}");

        Assert.StartsWith("Sam", development.Data.GetProperty("viewer").GetString());
        Assert.StartsWith("Ada", entra.Data.GetProperty("viewer").GetString());
    }

    [Fact]
    public async Task Readers_are_served_while_the_authority_is_away_and_tokens_are_not_called_invalid()
    {
        var token = _authority.Token();
        await using var server = await StartAsync(_authority.Instance);
        await _authority.DisposeAsync();

        var signedIn = await server.AskWhoIAmAsync($"Bearer {token}");
        var reader = await server.AskWhoIAmAsync(null);

        Assert.Equal((503, "SIGN_IN_UNAVAILABLE"), (signedIn.Status, signedIn.Code));
        Assert.Equal(200, reader.Status);
    }

    [Fact]
    public async Task Application_without_a_tenant_stops_the_start()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(instance: ""));

        Assert.Contains("AzureAd__TenantId", fault.Message);
    }

    Task<ApiServer> StartAsync(string instance, string environment = "Production") => ApiServer.StartAsync(
        environment: environment,
        host: host =>
        {
            host.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ContentHub:Data"] = _data.Path,
                ["AzureAd:Instance"] = instance,
                ["AzureAd:TenantId"] = FakeAuthority.TenantId,
                ["AzureAd:ClientId"] = FakeAuthority.ClientId,
            });
            host.Services.AddSingleton<IActors>(_actors);
            host.Services.AddAccounts(host.Configuration, host.Environment);
            TrustTheAuthority(host.Services);
        });

    /// <summary>Its certificate is its own; two clients of Microsoft.Identity.Web ask it.</summary>
    static void TrustTheAuthority(IServiceCollection services)
    {
        services.AddHttpClient("authority").ConfigurePrimaryHttpMessageHandler(Trusting);
        services.Configure<AadIssuerValidatorOptions>(options => options.HttpClientName = "authority");
        services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options => options.BackchannelHttpHandler = Trusting());
    }

    static HttpClientHandler Trusting() => new() { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
}
