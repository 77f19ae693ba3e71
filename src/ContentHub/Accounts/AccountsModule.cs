using ContentHub.Api.Execution;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ContentHub.Accounts;

/// <summary>Registers sign-in. Somebody else must register <see cref="IActors"/>.</summary>
public static class AccountsModule
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var entra = EntraSettings.From(configuration);
        var signIn = configuration.GetSection(SignInOptions.Section);
        services.AddOptions<SignInOptions>().Bind(signIn).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignInOptions>>(new SignInValidation(entra, environment.IsDevelopment()));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(entra);
        services.AddSingleton(new DevelopmentTokens(DataFolder.Of(configuration)));
        services.AddSingleton<IRequestStart, CallerStart>();
        services.AddHostedService<SignInNotice>();
        if (entra.IsConfigured)
        {
            services.AddEntra(configuration);
        }
        else if (!string.IsNullOrEmpty(signIn[nameof(SignInOptions.Authority)]))
        {
            services.AddOtherAuthority();
        }

        return services;
    }

    sealed class SignInValidation(EntraSettings entra, bool isDevelopment) : IValidateOptions<SignInOptions>
    {
        public ValidateOptionsResult Validate(string? name, SignInOptions options) =>
            SignInRules.Fault(options, entra, isDevelopment) is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
    }
}
