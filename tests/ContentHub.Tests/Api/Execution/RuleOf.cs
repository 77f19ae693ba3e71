using GraphQL.Validation;

namespace ContentHub.Tests.Api.Execution;

/// <summary>A validation rule in one delegate, called once variables are known.</summary>
public sealed class RuleOf(Action<ValidationContext> check) : ValidationRuleBase
{
    public override ValueTask<INodeVisitor?> GetPostNodeVisitorAsync(ValidationContext context)
    {
        check(context);
        return default;
    }
}
