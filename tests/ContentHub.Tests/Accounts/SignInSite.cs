using ContentHub.Accounts;
using ContentHub.Tests.Api;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Identity.Web;
using Xunit;

namespace ContentHub.Tests.Accounts;

/// <summary>A server that people sign in to, and the authority that it trusts.</summary>
sealed class SignInSite : IAsyncDisposable
{
    public const string Entra = "Entra ID";
    public const string Other = "another authority";

    readonly TemporaryFolder _data = new();

    SignInSite(FakeAuthority authority) => Authority = authority;

    public static TheoryData<string> Ways => [Entra, Other];

    public FakeAuthority Authority { get; }

    public ApiServer Server { get; private set; } = null!;

    public RememberedActors Actors { get; } = new();

    /// <summary>The server's clock; tokens are made by the real one.</summary>
    public FixedTime Time { get; } = new(DateTimeOffset.UtcNow);

    /// <param name="way">One of <see cref="Ways"/>.</param>
    /// <param name="settings">Beside those that the way takes.</param>
    /// <param name="scheme">Changes the framework's options.</param>
    public static async Task<SignInSite> StartAsync(
        string way,
        string environment = "Production",
        bool isPlain = false,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<JwtBearerOptions>? scheme = null,
        Action<FakeAuthority>? authority = null)
    {
        var site = new SignInSite(await FakeAuthority.StartAsync(isPlain));
        authority?.Invoke(site.Authority);
        site.Server = await ApiServer.StartAsync(environment: environment, host: host =>
        {
            host.Configuration.AddInMemoryCollection(way == Entra ? site.EntraSettings() : site.OtherSettings());
            host.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
            host.Configuration["ContentHub:Data"] = site._data.Path;
            host.Services.AddSingleton<TimeProvider>(site.Time);
            host.Services.AddSingleton<IActors>(site.Actors);
            host.Services.AddAccounts(host.Configuration, host.Environment);
            TrustTheAuthority(host.Services, way == Entra ? AuthorityModule.EntraScheme : AuthorityModule.OtherScheme);
            host.Services.PostConfigureAll(scheme ?? (_ => { }));
        });
        return site;
    }

    public Task<ApiAnswer> AskAsync(string token) => Server.AskWhoIAmAsync($"Bearer {token}");

    public DevelopmentTokens DevelopmentTokens() => new(_data.Path);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Authority.DisposeAsync();
        _data.Dispose();
    }

    Dictionary<string, string?> EntraSettings() => new()
    {
        ["AzureAd:Instance"] = Authority.Instance,
        ["AzureAd:TenantId"] = FakeAuthority.TenantId,
        ["AzureAd:ClientId"] = FakeAuthority.ClientId,
    };

    Dictionary<string, string?> OtherSettings() => new()
    {
        ["ContentHub:SignIn:Authority"] = Authority.Issuer,
        ["ContentHub:SignIn:Audience"] = FakeAuthority.ClientId,
    };

    /// <summary>Its certificate is its own; Microsoft.Identity.Web asks it by two clients.</summary>
    static void TrustTheAuthority(IServiceCollection services, string scheme)
    {
        services.AddHttpClient("authority").ConfigurePrimaryHttpMessageHandler(Trusting);
        services.Configure<AadIssuerValidatorOptions>(options => options.HttpClientName = "authority");
        services.Configure<JwtBearerOptions>(scheme, options => options.BackchannelHttpHandler = Trusting());
    }

    static HttpClientHandler Trusting() => new() { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
}

/// <summary>One site for each way, for tests that change nothing about it.</summary>
public sealed class SignInSites : IAsyncLifetime
{
    readonly Dictionary<string, SignInSite> _sites = [];

    public async ValueTask InitializeAsync()
    {
        foreach (var way in SignInSite.Ways)
        {
            _sites[way] = await SignInSite.StartAsync(way);
        }
    }

    internal SignInSite Of(string way) => _sites[way];

    public async ValueTask DisposeAsync()
    {
        foreach (var site in _sites.Values)
        {
            await site.DisposeAsync();
        }
    }
}
