using ContentHub.Api.Execution;
using GraphQL;
using GraphQL.DI;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.Limits;

/// <summary>Refuses a document that is too long before it is parsed.</summary>
internal sealed class DocumentLength(IOptions<LimitOptions> options) : IConfigureExecution
{
    /// <summary>Before the document cache looks for it.</summary>
    public float SortOrder => 150;

    public Task<ExecutionResult> ExecuteAsync(ExecutionOptions execution, ExecutionDelegate next)
    {
        var max = options.Value.DocumentMaxCharacters;
        return execution.Query?.Length > max
            ? Task.FromResult(new ExecutionResult(new RequestRefusedException(
                StatusCodes.Status400BadRequest,
                DocumentShapeRule.TooLarge,
                $"A document has at most {max} characters; this one has {execution.Query.Length}. Long values belong into variables.")))
            : next(execution);
    }
}
