using GraphQL;
using GraphQL.Types;

namespace ContentHub.Api.Limits;

/// <summary>
/// How fields declare what they cost. A field costs 1, whatever it is, and a list's selection counts once for every item: as
/// many as are asked for, or as the list is said to hold. A unit is about a microsecond.
/// </summary>
public static class FieldCosts
{
    /// <summary>Items of a list that says nothing else, e.g. the topics of an article.</summary>
    public const int ListSizeDefault = 5;

    /// <summary>A field of Mutation: a transaction that is on the disk before it is answered.</summary>
    public const int MutationDefault = 1_000;

    /// <summary>A statement to the database.</summary>
    public const int Statement = 100;

    /// <summary>A field of Subscription, which also holds a connection.</summary>
    public const int SubscriptionDefault = 100;

    const string Weight = "cost-weight";
    const string ListSize = "cost-list-size";
    const string PerValue = "cost-per-value";

    extension(IComplexGraphType type)
    {
        /// <summary>Makes fields cost more than 1, each time they are resolved.</summary>
        public void Costs(int weight, params ReadOnlySpan<string> fields)
        {
            foreach (var name in fields)
            {
                Field(type, name).Metadata[Weight] = weight;
            }
        }

        /// <summary>Says how many items lists hold where nobody says how many they want: rather a large case than the usual one.</summary>
        public void Holds(int items, params ReadOnlySpan<string> fields)
        {
            foreach (var name in fields)
            {
                Field(type, name).Metadata[ListSize] = items;
            }
        }
    }

    /// <summary>Adds to the field's cost for each single value that is given in an argument.</summary>
    public static QueryArgument CostsEach(this QueryArgument argument, int weight)
    {
        argument.Metadata[PerValue] = weight;
        return argument;
    }

    /// <summary>What a field costs by itself.</summary>
    internal static long WeightOf(FieldType field, IGraphType parent, ISchema schema) => field.GetMetadata<int?>(Weight)
        ?? (parent == schema.Mutation ? MutationDefault : parent == schema.Subscription ? SubscriptionDefault : 1);

    internal static int? ListSizeOf(FieldType field) => field.GetMetadata<int?>(ListSize);

    internal static int? PerValueOf(QueryArgument argument) => argument.GetMetadata<int?>(PerValue);

    static FieldType Field(IComplexGraphType type, string name) =>
        type.Fields.Find(name) ?? throw new ArgumentException($"{type.Name} has no field {name}.", nameof(name));
}
