using ContentHub.Content.Topics;
using ContentHub.Delivery.Filters;
using GraphQL.Types;

namespace ContentHub.Content;

/// <summary>What the content types bring together: one schema.</summary>
public static class ContentModule
{
    public static IServiceCollection AddContent(this IServiceCollection services)
    {
        services.AddSingleton(new FilterTypes(typeof(TopicKind)));
        services.AddSingleton<ISchema, ContentSchema>();
        return services;
    }
}
