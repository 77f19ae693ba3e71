using GraphQL.Validation;
using GraphQLParser.AST;

namespace ContentHub.Api.Execution;

/// <summary>Which kinds of operation may come by a transport: with GET only what changes nothing, subscriptions only by a stream.</summary>
internal sealed class TransportRule(bool takesChanges, bool takesSubscriptions) : ValidationRuleBase
{
    /// <summary>One answer to a GET request.</summary>
    public static readonly TransportRule Get = new(takesChanges: false, takesSubscriptions: false);

    /// <summary>One answer to a POST request.</summary>
    public static readonly TransportRule Post = new(takesChanges: true, takesSubscriptions: false);

    /// <summary>Server-sent events in answer to a GET request.</summary>
    public static readonly TransportRule GetStream = new(takesChanges: false, takesSubscriptions: true);

    /// <summary>Server-sent events in answer to a POST request, and WebSocket.</summary>
    public static readonly TransportRule Stream = new(takesChanges: true, takesSubscriptions: true);

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        var kind = context.Operation.Operation;
        if (!takesChanges && (kind == OperationType.Mutation || (kind == OperationType.Subscription && !takesSubscriptions)))
        {
            throw new RequestRefusedException(
                StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "Only queries may be sent with GET; use POST.")
            {
                Headers = new Dictionary<string, string> { ["Allow"] = "POST" },
            };
        }

        if (!takesSubscriptions && kind == OperationType.Subscription)
        {
            throw new RequestRefusedException(
                StatusCodes.Status400BadRequest, "SUBSCRIPTION_NEEDS_STREAM", "Subscriptions need a connection that stays open, not a single answer.");
        }

        return default;
    }
}
