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
        services.AddSingleton<ContentChanged>().AddSingleton<ChangePages>();
        services.AddSingleton<ISchemaExtension, ChangeSchema>();
        services.AddSingleton<ChangesHttp>();
        return services;
    }

    /// <summary>What is served beside GraphQL; behind the same front door, so after <see cref="ApiModule.MapApi"/>.</summary>
    public static void MapSyndication(this WebApplication app) => app.MapGet(ChangesHttp.Path, app.Services.GetRequiredService<ChangesHttp>().HandleAsync);
}
