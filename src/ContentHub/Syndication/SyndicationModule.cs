using ContentHub.Api.Execution;
using ContentHub.Api;
using ContentHub.Editorial.Fields;
using ContentHub.Editorial.Workflow;
using ContentHub.Syndication.Changes;
using ContentHub.Syndication.Codes;
using ContentHub.Syndication.Export;
using ContentHub.Syndication.Feeds;
using ContentHub.Syndication.Pages;
using ContentHub.Syndication.Partners;
using ContentHub.Syndication.Retractions;
using ContentHub.Syndication.Webhooks;

namespace ContentHub.Syndication;

/// <summary>How what is public leaves the house: others follow the change log.</summary>
public static class SyndicationModule
{
    public static IServiceCollection AddSyndication(this IServiceCollection services)
    {
        services.AddSingleton<PublicChangeReader>();
        services.AddSingleton<ChangeFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
        services.AddSingleton<ContentChanged>().AddSingleton<ChangePages>().AddSingleton<PartnerFeed>();
        services.AddSingleton<ISchemaExtension, ChangeSchema>();
        services.AddSingleton<ChangesHttp>();
        services.AddSingleton<Partners.Partners>().AddSingleton<LicenceReading>();
        services.AddSingleton<CreatePartner>().AddSingleton<UpdatePartner>().AddSingleton<RotatePartnerKey>().AddSingleton<RevokePartnerKey>();
        services.AddSingleton<PartnerSchema>();
        services.AddSingleton<ISchemaExtension>(provider => provider.GetRequiredService<PartnerSchema>());
        services.AddSingleton<IEditorialExtension>(provider => provider.GetRequiredService<PartnerSchema>());
        services.AddOptions<RetractionOptions>().BindConfiguration("ContentHub:Retractions").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Retractions.Retractions>().AddSingleton<Receipts>().AddSingleton<AcknowledgeRetraction>();
        services.AddSingleton<ITaskSource, RetractionTasks>();
        services.AddSingleton<PartnersHear>();
        services.AddHostedService(provider => provider.GetRequiredService<PartnersHear>());
        services.AddSingleton<RetractionSchema>();
        services.AddSingleton<ISchemaExtension>(provider => provider.GetRequiredService<RetractionSchema>());
        services.AddSingleton<IEditorialExtension>(provider => provider.GetRequiredService<RetractionSchema>());
        services.AddSingleton<SiteSignature>().AddSingleton<SiteKeysHttp>().AddSingleton<ExportedEntries>().AddSingleton<LicensedExport>().AddSingleton<ExportHttp>();
        services.AddSingleton<PartnerQuota>().AddSingleton<LicenceExpiry>();
        services.AddSingleton<IRequestStart>(provider => provider.GetRequiredService<PartnerQuota>());
        services.AddHostedService(provider => provider.GetRequiredService<PartnerQuota>());
        services.AddHostedService(provider => provider.GetRequiredService<LicenceExpiry>());
        services.AddWebhooks();
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
