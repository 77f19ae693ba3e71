using GraphQL;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ContentHub.Api.Limits;

/// <summary>
/// Ends the check of a document once more is wrong with it than an answer tells: for each unknown name the engine looks through all that it
/// knows for one that resembles it, and a document holds thousands.
/// </summary>
internal sealed class EnoughErrors : ValidationRuleBase, INodeVisitor
{
    /// <summary>Behind all other rules, so that it looks at a node when they have.</summary>
    public static readonly EnoughErrors Instance = new();

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(this);

    public ValueTask EnterAsync(ASTNode node, ValidationContext context) =>
        context.HasErrors && context.Errors.Count() > ErrorsShown.ErrorsMax ? throw new Reached([.. context.Errors]) : default;

    public ValueTask LeaveAsync(ASTNode node, ValidationContext context) => default;

    /// <summary>Puts the errors that were found until then where they belong.</summary>
    public static void Unfold(ExecutionResult result)
    {
        if (result.Errors?.OfType<Reached>().FirstOrDefault() is { } reached)
        {
            result.Errors = [.. reached.Errors];
        }
    }

    /// <summary>An <see cref="ExecutionError"/>, so that it passes through GraphQL.NET as one.</summary>
    sealed class Reached(IReadOnlyList<ExecutionError> errors) : ExecutionError("Enough is wrong with the document.")
    {
        public IReadOnlyList<ExecutionError> Errors => errors;
    }
}
