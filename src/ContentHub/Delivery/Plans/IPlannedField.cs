using ContentHub.Delivery.Fields;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Delivery.Plans;

/// <summary>A field that a plan can answer. Resolvers that are none leave their operations to the executor.</summary>
internal interface IPlannedField<in TSource>
{
    /// <param name="selection">What is asked of the field's value.</param>
    /// <param name="node">The first of the document's fields with this response key: all of them have the same arguments.</param>
    /// <exception cref="NoPlanException">Not as it is asked for here.</exception>
    Write<TSource> Compile(PlanSelection selection, FieldType field, GraphQLField node);
}
