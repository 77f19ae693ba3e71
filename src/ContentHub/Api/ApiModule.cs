using System.Text.Encodings.Web;
using ContentHub.Api.Documents;
using ContentHub.Api.Execution;
using ContentHub.Api.FrontDoor;
using ContentHub.Api.Health;
using ContentHub.Api.Http;
using ContentHub.Api.Limits;
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
        services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DisclosureOptions>().BindConfiguration(DisclosureOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Disclosure>();
        services.AddSingleton<DocumentShapeRule>();
        services.TryAddSingleton(new DocumentCacheLimits());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ApiMetrics>();
        services.AddSingleton<RequestTraces>();
        services.AddHealth();
        services.AddDocuments();
        services.AddSingleton<UnexpectedErrors>();
        services.AddSingleton<RequestReading>();
        services.AddSingleton<OperationRunner>();
        services.AddOptions<PlanOptions>().BindConfiguration(PlanOptions.Section);
        services.AddOptions<CdnOptions>().BindConfiguration(CdnOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DocumentCache>();
        services.AddSingleton<PlannedAnswers>();
        services.AddSingleton<EntityTags>();
        services.AddSingleton<GraphQLHttp>();
        services.AddSingleton<SchemaAtStart>();
        services.AddSingleton(provider => new Lazy<ISchema>(provider.GetRequiredService<ISchema>));
        services.AddSingleton<ProblemAnswers>();
        services.AddSingleton<PlainHttp>();
        services.AddFrontDoor();
        services.AddStreams();
        services.AddSingleton<GraphQL.Execution.IDocumentBuilder, DocumentParsing>();
        services.AddGraphQL(builder =>
        {
            builder
                .AddSystemTextJson(json => json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)
                .AddErrorInfoProvider<ErrorForm>()
                .ConfigureExecution(provider => provider.GetRequiredService<UnexpectedErrors>())
                .ConfigureExecution<OperationMetrics>()
                .ConfigureExecution<OperationSpans>()
                .AddDocuments()
                .ConfigureExecution<RequestTimeout>()
                .ConfigureExecution<DocumentLength>()
                .ConfigureExecution(provider => provider.GetRequiredService<DocumentCache>())
                .AddExecutionStrategy<PulledSubscriptions>(OperationType.Subscription)
                .AddSchemaVisitor<TimedActs>()
                .AddValidationRule<CostRule>(useForCachedDocuments: true);
            configure?.Invoke(builder);
        });
        return services;
    }

    /// <summary>Answers at <c>/graphql</c> and at <c>/health</c>, behind the front door, which guards whatever else is mapped as well.</summary>
    public static IEndpointConventionBuilder MapApi(this WebApplication app)
    {
        var schema = app.Services.GetRequiredService<SchemaAtStart>();
        app.UseFrontDoor();
        app.MapHealth();
        var keepAlive = app.Services.GetRequiredService<IOptions<StreamOptions>>().Value.KeepAlive;
        var pipeline = ((IEndpointRouteBuilder)app).CreateApplicationBuilder();
        pipeline.UseWhen(Admission.MayBecomeSocket, sockets => sockets.UseWebSockets(new WebSocketOptions { KeepAliveInterval = keepAlive, KeepAliveTimeout = keepAlive }));
        pipeline.Run(context => schema.Http.HandleAsync(context));
        return app.Map(GraphQLHttp.Path, pipeline.Build());
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
