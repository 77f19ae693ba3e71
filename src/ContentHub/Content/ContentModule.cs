using ContentHub.Api.Explorer;
using ContentHub.Content.Articles;
using ContentHub.Content.Topics;
using ContentHub.Delivery.Filters;
using GraphQL.Types;

namespace ContentHub.Content;

/// <summary>What the content types bring together: one schema.</summary>
public static class ContentModule
{
    public static IServiceCollection AddContent(this IServiceCollection services)
    {
        services.AddSingleton(new FilterTypes(typeof(TopicKind), typeof(Audience)));
        services.AddSingleton<ISchema, ContentSchema>();
        services.AddSingleton(new ExplorerExample("""
            # What readers see. Open the documentation at the right for everything that can be asked.
            {
              articles(first: 5) {
                nodes {
                  title
                  summary
                  review { reviewerName status }
                  sections { heading anchor }
                }
                pageInfo { hasNextPage endCursor }
              }
            }
            """));
        return services;
    }
}
