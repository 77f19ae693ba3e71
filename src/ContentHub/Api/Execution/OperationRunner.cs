using GraphQL;
using GraphQL.Transport;
using GraphQL.Types;
using GraphQL.Validation;

namespace ContentHub.Api.Execution;

/// <summary>Runs GraphQL operations, whichever transport they came by.</summary>
internal sealed class OperationRunner(IDocumentExecuter executer, ISchema schema, IEnumerable<IRequestStart> starts)
{
    readonly IRequestStart[] _starts = [.. starts.OrderBy(start => start.Stage)];

    /// <summary>Finds out who is asking and what they may see. Once for each operation, so that it runs on one view of what is public.</summary>
    /// <returns>The user context.</returns>
    /// <exception cref="RequestRefusedException">The request is answered with this error and nothing runs.</exception>
    public async ValueTask<Dictionary<string, object?>> PrepareAsync(HttpContext http)
    {
        var userContext = new Dictionary<string, object?>();
        foreach (var start in _starts)
        {
            await start.PrepareAsync(http, userContext);
        }

        return userContext;
    }

    /// <param name="transport">Which kinds of operation may come this way.</param>
    /// <returns>Errors included; only cancellation is thrown.</returns>
    public Task<ExecutionResult> RunAsync(
        HttpContext http, GraphQLRequest request, Dictionary<string, object?> userContext, TransportRule transport, CancellationToken cancellation) =>
        executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Query = request.Query,
            DocumentId = request.DocumentId,
            OperationName = request.OperationName,
            Variables = request.Variables,
            Extensions = request.Extensions,
            UserContext = userContext,
            User = http.User,
            RequestServices = http.RequestServices,
            CancellationToken = cancellation,
            ValidationRules = [transport, ExpansionLimit.Instance, .. DocumentValidator.CoreRules],
            CachedDocumentValidationRules = [transport],
        });
}
