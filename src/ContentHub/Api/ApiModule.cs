using System.Text.Encodings.Web;
using ContentHub.Api.Documents;
using ContentHub.Api.Execution;
using ContentHub.Api.Health;
using ContentHub.Api.Http;
using ContentHub.Api.Streams;
using ContentHub.Api.Telemetry;
using GraphQL;
using GraphQL.DI;
using GraphQL.Types;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ContentHub.Api;

/// <summary>Registers GraphQL over HTTP and the engine behind it.</summary>
public static class ApiModule
{
    /// <summary>The one place that calls <c>AddGraphQL</c>. The schema itself, an <c>ISchema</c> singleton, is registered by the caller.</summary>
    /// <param name="configure">Adds validation rules, graph types and the like.</param>
    public static IServiceCollection AddApi(this IServiceCollection services, Action<IGraphQLBuilder>? configure = null)
    {
        services.AddSingleton(new DocumentCacheLimits());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ApiMetrics>();
        services.AddHealth();
        services.AddDocuments();
        services.AddSingleton<UnexpectedErrors>();
        services.AddSingleton<RequestReading>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<GraphQLHttp>();
        services.AddStreams();
        services.AddGraphQL(builder =>
        {
            builder
                .AddSystemTextJson(json => json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)
                .AddErrorInfoProvider<ErrorForm>()
                .ConfigureExecution(provider => provider.GetRequiredService<UnexpectedErrors>())
                .ConfigureExecution<OperationMetrics>()
                .ConfigureExecution<OperationSpans>()
                .AddDocuments()
                .ConfigureExecution<DocumentCache>()
                .AddExecutionStrategy<PulledSubscriptions>(OperationType.Subscription)
                .AddValidationRule(PageSizeRule.Instance, useForCachedDocuments: true);
            configure?.Invoke(builder);
        });
        return services;
    }

    /// <summary>Answers at <c>/graphql</c>, and at <c>/health</c>.</summary>
    public static IEndpointConventionBuilder MapApi(this IEndpointRouteBuilder endpoints)
    {
        // A schema that cannot be built stops the start instead of failing every request.
        endpoints.ServiceProvider.GetRequiredService<ISchema>().Initialize();
        endpoints.MapHealth();
        var keepAlive = endpoints.ServiceProvider.GetRequiredService<IOptions<StreamOptions>>().Value.KeepAlive;
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets(new WebSocketOptions { KeepAliveInterval = keepAlive, KeepAliveTimeout = keepAlive });
        pipeline.Run(endpoints.ServiceProvider.GetRequiredService<GraphQLHttp>().HandleAsync);
        return endpoints.Map(GraphQLHttp.Path, pipeline.Build());
    }

    /// <summary>Operations that last: WebSocket and server-sent events.</summary>
    static void AddStreams(this IServiceCollection services)
    {
        services.AddOptions<StreamOptions>().BindConfiguration(StreamOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<StreamSockets.Parts>();
        services.AddSingleton<StreamSockets>();
        services.AddSingleton<EventStream>();
    }
}
