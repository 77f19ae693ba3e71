using GraphQL;
using GraphQL.DI;

namespace ContentHub.Api.Documents;

/// <summary>Registers documents by name.</summary>
internal static class DocumentsModule
{
    public static IServiceCollection AddDocuments(this IServiceCollection services)
    {
        services.AddOptions<DocumentOptions>().BindConfiguration("ContentHub:Documents").ValidateOnStart()
            .Validate(o => o.FullFolder is null || Directory.Exists(o.FullFolder), "ContentHub:Documents:Folder must name a folder that exists, or be empty.")
            .Validate(o => Enum.IsDefined(o.TrustedOnly), "ContentHub:Documents:TrustedOnly must be Nobody, Readers or Everyone.")
            .Validate(
                o => o.TrustedOnly is not (TrustedOnlyFor.Readers or TrustedOnlyFor.Everyone) || o.FullFolder is not null,
                "ContentHub:Documents:TrustedOnly refuses everything as long as ContentHub:Documents:Folder does not name the trusted documents.");
        services.AddSingleton(new AutomaticDocumentLimits());
        services.AddSingleton<AutomaticDocuments>();
        services.AddSingleton<TrustedDocuments>();
        services.AddSingleton<DocumentResolution>();
        services.AddHostedService(provider => provider.GetRequiredService<TrustedDocuments>());
        return services;
    }

    public static IGraphQLBuilder AddDocuments(this IGraphQLBuilder builder) =>
        builder.ConfigureExecution(provider => provider.GetRequiredService<DocumentResolution>());
}
