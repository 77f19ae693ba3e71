using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;

namespace ContentHub.Accounts;

/// <summary>Registers the check of tokens that an authority signs: Microsoft.Identity.Web for Entra ID, the framework's own for any other.</summary>
internal static class AuthorityModule
{
    public const string EntraScheme = JwtBearerDefaults.AuthenticationScheme;

    public const string OtherScheme = "Authority";

    /// <summary>A shared secret is none of them: whoever can check such a token could make one.</summary>
    static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static void AddEntra(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication().AddMicrosoftIdentityWebApi(configuration, EntraSettings.Section);
        // Its own check takes scopes for roles; ours comes after it, wants a role, and says so.
        services.Configure<MicrosoftIdentityOptions>(EntraScheme, entra => entra.AllowWebApiToBeAuthorizedByACL = true);
        services.AddAuthorityTokens(EntraScheme);
    }

    public static void AddOtherAuthority(this IServiceCollection services)
    {
        services.AddAuthentication().AddJwtBearer(OtherScheme, _ => { });
        services.AddOptions<JwtBearerOptions>(OtherScheme).Configure<IOptions<SignInOptions>>((bearer, options) =>
        {
            bearer.Authority = options.Value.Authority;
            bearer.Audience = options.Value.Audience;
            bearer.RequireHttpsMetadata = new Uri(options.Value.Authority!).Scheme == Uri.UriSchemeHttps;
        });
        services.AddAuthorityTokens(OtherScheme);
    }

    static void AddAuthorityTokens(this IServiceCollection services, string scheme)
    {
        // A single scheme becomes everybody's default, and would be asked for each request before ours asks it.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        // They write a dozen lines about each bad token, many as errors; what is refused is said once, by us.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.Warning)
            .AddFilter("Microsoft.IdentityModel", LogLevel.None));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<AuthorityTokens>(provider, scheme));
        services.AddOptions<JwtBearerOptions>(scheme)
            .Configure<TimeProvider>((bearer, time) => Restrict(bearer, time))
            .PostConfigure<TimeProvider, ILogger<AuthorityKeys>>((bearer, time, logger) => bearer.ConfigurationManager = new AuthorityKeys(
                bearer.MetadataAddress, new HttpDocumentRetriever(bearer.Backchannel) { RequireHttps = bearer.RequireHttpsMetadata }, time, logger));
    }

    static void Restrict(JwtBearerOptions bearer, TimeProvider time)
    {
        // Claims keep the names that they have in the token.
        bearer.MapInboundClaims = false;
        bearer.BackchannelTimeout = TimeSpan.FromSeconds(5);
        var rules = bearer.TokenValidationParameters;
        rules.ValidAlgorithms = Algorithms;
        rules.RequireSignedTokens = rules.RequireExpirationTime = rules.RequireAudience = true;
        rules.ValidateIssuer = rules.ValidateAudience = rules.ValidateLifetime = rules.ValidateIssuerSigningKey = true;
        rules.ClockSkew = AuthorityTokens.ClockTolerance;
        rules.LifetimeValidator = (notBefore, expires, _, _) => Holds(notBefore, expires, time.GetUtcNow());
    }

    static bool Holds(DateTime? notBefore, DateTime? expires, DateTimeOffset now) =>
        (notBefore is null || notBefore <= (now + AuthorityTokens.ClockTolerance).UtcDateTime)
        && expires > (now - AuthorityTokens.ClockTolerance).UtcDateTime;
}
