using ContentHub.Api;
using ContentHub.Syndication.Changes;

namespace ContentHub.Syndication;

/// <summary>How what is public leaves the house: others follow the change log.</summary>
public static class SyndicationModule
{
    public static IServiceCollection AddSyndication(this IServiceCollection services)
    {
        services.AddSingleton<PublicChangeReader>();
        services.AddSingleton<ChangeFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
        services.AddSingleton<ContentChanged>();
        services.AddSingleton<ISchemaExtension, ChangeSchema>();
        return services;
    }
}
