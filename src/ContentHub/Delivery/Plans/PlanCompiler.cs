using ContentHub.Api.Execution;
using ContentHub.Api.Http;
using ContentHub.Delivery.Fields;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Delivery.Plans;

/// <summary>Compiles what readers ask into plans: operations that need nothing but fields of delivery. Everything else has none.</summary>
internal sealed class PlanCompiler : IPlanCompiler
{
    private readonly PartStore _store = new();
    private readonly ReadArguments _arguments = new();

    public IAnswerPlan? Compile(
        ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, IReadOnlyDictionary<string, bool> conditions, IReadOnlyDictionary<string, int> slots)
    {
        try
        {
            if (operation.Operation != OperationType.Query || operation.Directives?.Items.Count > 0)
            {
                return null;
            }

            var scope = new PlanScope(schema, document, conditions, slots, _store, _arguments);
            var write = new PlanSelection(scope, [operation.SelectionSet]).CompileRoot(schema.Query);
            return new Plan(write, scope.Fields);
        }
        // Whatever is wrong with it, the executor says so in its own words.
        catch (Exception)
        {
            return null;
        }
    }

    private sealed class Plan(Write<object?> write, int fields) : IAnswerPlan
    {
        public int Fields => fields;

        public void Write(AnswerBuffer answer, IDictionary<string, object?> userContext, BoundVariables variables, PlanPatience patience) =>
            write(null, new PlanRun(answer, Telling(Request.Of(userContext), AnswerKeys.Of(userContext)), variables, patience));

        private static Request Telling(Request request, AnswerKeys? keys) => keys is null ? request : request with { View = request.View.Telling(keys) };
    }
}
