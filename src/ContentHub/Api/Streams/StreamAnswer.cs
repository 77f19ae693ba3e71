using GraphQL;
using GraphQLParser.AST;

namespace ContentHub.Api.Streams;

/// <summary>What both transports of streams ask of an answer.</summary>
internal static class StreamAnswer
{
    /// <summary>Nothing was executed, or a subscription did not begin.</summary>
    public static bool IsRefused(ExecutionResult result) =>
        !result.Executed || (result.Operation?.Operation == OperationType.Subscription && PulledResults.Of(result) is null);
}
