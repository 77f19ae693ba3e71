using ContentHub.Api.Execution;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ContentHub.Api.Http;

/// <summary>Which kinds of operation may come this way: with GET only what changes nothing, and subscriptions not at all.</summary>
internal sealed class OperationOverHttp(bool isGet) : ValidationRuleBase
{
    public static readonly OperationOverHttp Get = new(isGet: true);
    public static readonly OperationOverHttp Post = new(isGet: false);

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        var kind = context.Operation.Operation;
        if (isGet && kind != OperationType.Query)
        {
            throw new RequestRefusedException(
                StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "Only queries may be sent with GET; use POST.")
            {
                Headers = new Dictionary<string, string> { ["Allow"] = "POST" },
            };
        }

        if (kind == OperationType.Subscription)
        {
            throw new RequestRefusedException(
                StatusCodes.Status400BadRequest, "SUBSCRIPTION_NEEDS_STREAM", "Subscriptions need a connection that stays open, not a single answer.");
        }

        return default;
    }
}
