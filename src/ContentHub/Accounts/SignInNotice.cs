using Microsoft.Extensions.Options;

namespace ContentHub.Accounts;

/// <summary>Says at start when nobody could sign in: readers are served all the same.</summary>
internal sealed class SignInNotice(EntraSettings entra, IOptions<SignInOptions> options, IHostEnvironment environment, ILogger<SignInNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!entra.IsConfigured && string.IsNullOrEmpty(options.Value.Authority) && !environment.IsDevelopment())
        {
            logger.LogWarning("Nobody can sign in: {HowToConfigure}.", SignInRules.HowToConfigure);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
