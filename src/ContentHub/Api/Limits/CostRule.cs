using ContentHub.Api.Execution;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.Limits;

/// <summary>Counts what a valid operation will cost with the variables of this request, and refuses what is over the limit.</summary>
/// <remarks>Has to run on every repeat of a known document: variables and callers differ.</remarks>
internal sealed class CostRule(IOptions<LimitOptions> options, Disclosure disclosure) : ValidationRuleBase
{
    public const string TooHigh = "COST_TOO_HIGH";

    public override ValueTask<INodeVisitor?> GetPostNodeVisitorAsync(ValidationContext context)
    {
        var operation = OperationCost.Of(context.Schema, context.Document, context.Operation);
        if (operation.AsksForSchema && !disclosure.ShowsSchemaTo(CallerContext.Of(context.UserContext)))
        {
            throw Disclosure.SchemaIsHidden();
        }

        foreach (var fault in operation.Faults(context.Variables, context.Document))
        {
            context.ReportError(fault);
        }

        var report = operation.Count(context.Variables);
        context.UserContext[CostReport.Key] = report;
        var max = options.Value.CostMax;
        if (report.Used > max)
        {
            throw new RequestRefusedException(
                StatusCodes.Status400BadRequest,
                TooHigh,
                $"This operation costs {report.Used}, {report.Used - max} over the limit of {max}. Most of it, {report.HeaviestCost}, is `{report.ShownPath}`: ask for fewer items or fields of it at once.");
        }

        return default;
    }
}
