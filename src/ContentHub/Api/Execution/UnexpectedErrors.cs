using System.Diagnostics;
using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQLParser.Exceptions;

namespace ContentHub.Api.Execution;

/// <summary>Our own faults: written to the log in full, told to the caller only as a number to quote.</summary>
internal sealed class UnexpectedErrors(ILogger<UnexpectedErrors> logger) : IConfigureExecution
{
    public const string Code = "INTERNAL";
    public const string Message = "Something went wrong on our side.";

    /// <summary>Before anything that could fail.</summary>
    public float SortOrder => 0;

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        options.UnhandledExceptionDelegate = context =>
        {
            context.Exception = context.OriginalException switch
            {
                // The parser's own guard against documents that would exhaust the stack; GraphQL.NET does not expect it.
                GraphQLMaxDepthExceededException => new RequestRefusedException(
                    StatusCodes.Status400BadRequest, "DOCUMENT_TOO_DEEP", "The document is nested too deeply."),
                var exception => Mask(exception),
            };
            return Task.CompletedTask;
        };
        var result = await next(options);
        MaskIn(result);
        return result;
    }

    /// <summary>For results that are made later, such as those of a subscription's events.</summary>
    public void MaskIn(ExecutionResult result)
    {
        if (result.Errors?.Any(HidesException) == true)
        {
            result.Errors = [.. result.Errors.Select(error => HidesException(error) ? MaskInPlace(error) : error)];
        }
    }

    /// <summary>An error that a resolver raised around an exception: GraphQL.NET takes it for one that was meant to be read.</summary>
    static bool HidesException(ExecutionError error) => error is { InnerException: not null } and not DocumentError;

    ExecutionError MaskInPlace(ExecutionError error)
    {
        var masked = Mask(error);
        masked.Path = error.Path;
        error.Locations?.ForEach(masked.AddLocation);
        return masked;
    }

    /// <summary>Logs the exception and gives what the caller may see of it.</summary>
    public ExecutionError Mask(Exception exception)
    {
        // The trace id, where there is one, so that the number leads to the trace as well.
        var correlationId = (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
        logger.LogError(exception, "A request failed. Correlation id: {CorrelationId}", correlationId);
        return new MaskedError(correlationId);
    }
}

/// <summary>Stands for an exception that was logged.</summary>
internal sealed class MaskedError : ExecutionError
{
    public MaskedError(string correlationId)
        : base(UnexpectedErrors.Message)
    {
        Code = UnexpectedErrors.Code;
        Extensions = new Dictionary<string, object?> { ["correlationId"] = correlationId };
    }
}
