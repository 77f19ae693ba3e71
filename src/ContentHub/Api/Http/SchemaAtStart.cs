using GraphQL.Types;

namespace ContentHub.Api.Http;

/// <summary>
/// Makes the schema and what answers by it, beside all else that a start does: neither needs the other, and both take long. A schema that cannot be
/// made stops the start instead of failing every request.
/// </summary>
internal sealed class SchemaAtStart : IHostedService
{
    private readonly Task<GraphQLHttp> _making;

    public SchemaAtStart(IServiceProvider services) => _making = Task.Run(() =>
    {
        services.GetRequiredService<ISchema>().Initialize();
        return services.GetRequiredService<GraphQLHttp>();
    });

    /// <summary>Waits for it, where no start did.</summary>
    public GraphQLHttp Http => _making.GetAwaiter().GetResult();

    public Task StartAsync(CancellationToken cancellationToken) => _making.WaitAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
