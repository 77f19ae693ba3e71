using ContentHub.Api;
using ContentHub.Syndication.Changes;
using ContentHub.Syndication.Codes;
using ContentHub.Syndication.Feeds;
using ContentHub.Syndication.Pages;

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
        services.AddSingleton<GoneEntries>();
        services.AddHostedService(provider => provider.GetRequiredService<GoneEntries>());
        services.AddSingleton<FeedEndpoint>();
        services.AddSingleton<PageEndpoint>();
        services.AddSingleton<OEmbed>();
        services.AddSingleton<InfobuttonEndpoint>();
        services.AddSingleton<ISchemaExtension, CodeSchema>();
        return services;
    }
}
