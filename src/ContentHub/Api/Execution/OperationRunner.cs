using ContentHub.Api.Limits;
using ContentHub.Api.Streams;
using GraphQL;
using GraphQL.Transport;
using GraphQL.Types;
using GraphQL.Validation;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.Execution;

/// <summary>Runs GraphQL operations, whichever transport they came by.</summary>
internal sealed class OperationRunner(
    IDocumentExecuter executer, ISchema schema, IEnumerable<IRequestStart> starts, DocumentShapeRule shape, Disclosure disclosure, IOptions<LimitOptions> limits)
{
    /// <summary>Of what is put into it for most requests; those by GET have their state besides.</summary>
    const int UserContextSize = 3;

    readonly IRequestStart[] _starts = [.. starts.OrderBy(start => start.Stage)];

    /// <summary>Finds out who is asking and what they may see. Once for each operation, so that it runs on one view of what is public.</summary>
    /// <returns>The user context.</returns>
    /// <exception cref="RequestRefusedException">The request is answered with this error and nothing runs.</exception>
    public async ValueTask<Dictionary<string, object?>> PrepareAsync(HttpContext http)
    {
        var userContext = new Dictionary<string, object?>(HttpMethods.IsGet(http.Request.Method) ? UserContextSize + 1 : UserContextSize);
        foreach (var start in _starts)
        {
            await start.PrepareAsync(http, userContext);
        }

        return userContext;
    }

    /// <param name="transport">Which kinds of operation may come this way.</param>
    /// <returns>Errors and the cost included; only the client's own cancellation is thrown.</returns>
    public async Task<ExecutionResult> RunAsync(
        HttpContext http, GraphQLRequest request, IDictionary<string, object?> userContext, TransportRule transport, CancellationToken cancellation)
    {
        var result = await executer.ExecuteAsync(new ExecutionOptions
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
            ValidationRules = [transport, shape, .. DocumentValidator.CoreRules, EnoughErrors.Instance],
            CachedDocumentValidationRules = [transport],
        });
        return Finish(result, userContext);
    }

    /// <summary>Makes of a result what the caller is to see.</summary>
    public ExecutionResult Finish(ExecutionResult result, IDictionary<string, object?> userContext)
    {
        EnoughErrors.Unfold(result);
        disclosure.Hide(result, CallerContext.Of(userContext));
        ErrorsShown.Cut(result);
        var cost = userContext.TryGetValue(CostReport.Key, out var value) && value is CostReport report ? report : CostReport.Nothing;
        Tell(result, cost);
        result.Streams = result.Streams?.ToDictionary(
            stream => stream.Key, IObservable<ExecutionResult> (stream) => ((PulledResults)stream.Value).WithFirst(first => Tell(first, cost)));
        return result;
    }

    /// <summary>The answer to a request of which nothing ran.</summary>
    public ExecutionResult Refusal(ExecutionError error)
    {
        var result = new ExecutionResult(error);
        Tell(result, CostReport.Nothing);
        return result;
    }

    void Tell(ExecutionResult result, CostReport cost) =>
        (result.Extensions ??= [])[CostReport.Key] = cost.ToExtension(limits.Value.CostMax);
}
