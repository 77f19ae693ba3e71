using GraphQL.Types;

namespace ContentHub.Api.Limits;

/// <summary>
/// How long the lists of introspection are. A schema has a few hundred types, so one query for all of it is dear but has to
/// pass, while lists within lists of the same kind, which no tool asks for, grow beyond any limit.
/// </summary>
internal static class IntrospectionCosts
{
    /// <summary>Fields of a large type: what may come where somebody walks from field to type to field.</summary>
    const int Walking = 30;

    /// <summary>No type is wrapped more often than in <c>[T!]!</c>: the list, its items, itself. What stands below is always null.</summary>
    const int WrappingsMax = 3;

    public static bool IsRoot(FieldType field, ISchema schema) => field == schema.SchemaMetaFieldType || field == schema.TypeMetaFieldType;

    /// <param name="path">Names of the introspection fields above it.</param>
    /// <returns>Null for a field of any other type.</returns>
    public static int? ListSizeOf(FieldType field, IGraphType parent, IReadOnlyList<string> path, ISchema schema)
    {
        if (!parent.Name.StartsWith("__", StringComparison.Ordinal))
        {
            return null;
        }

        if (field.Name == "ofType")
        {
            return path.Count >= WrappingsMax && path.TakeLast(WrappingsMax).All(name => name == "ofType") ? 0 : 1;
        }

        return field.Name switch
        {
            "fields" or "inputFields" or "interfaces" or "possibleTypes" when path.Contains(field.Name) => Walking,
            // Half of them: these are property reads on objects that stand ready.
            "types" => schema.AllTypes.Count / 2,
            "directives" or "fields" => 4,
            "inputFields" or "enumValues" => 2,
            _ => 1,
        };
    }
}
