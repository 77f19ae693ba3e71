using ContentHub.Api.Execution;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;

namespace ContentHub.Accounts;

/// <summary>Registers sign-in. Somebody else must register <see cref="IActors"/>.</summary>
public static class AccountsModule
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var entra = EntraSettings.From(configuration);
        services.AddOptions<SignInOptions>()
            .Bind(configuration.GetSection("ContentHub:SignIn"))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignInOptions>>(new SignInValidation(entra, environment.IsDevelopment()));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(entra);
        services.AddSingleton(new DevelopmentTokens(DataFolder.Of(configuration)));
        services.AddSingleton<IRequestStart, CallerStart>();
        services.AddHostedService<SignInNotice>();
        if (entra.IsConfigured)
        {
            services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
                .AddMicrosoftIdentityWebApi(configuration, EntraSettings.Section);
            // Claims keep the names that they have in the token.
            services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, bearer => bearer.MapInboundClaims = false);
        }

        return services;
    }

    sealed class SignInValidation(EntraSettings entra, bool isDevelopment) : IValidateOptions<SignInOptions>
    {
        public ValidateOptionsResult Validate(string? name, SignInOptions options) =>
            SignInRules.Fault(options, entra, isDevelopment) is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
    }
}
