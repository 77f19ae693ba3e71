using System.Collections;
using System.Globalization;
using System.Numerics;
using GraphQLParser.AST;

namespace ContentHub.Api.Limits;

/// <summary>What is known only with the variables of a request: a number of items, a number of values.</summary>
internal interface IAmount
{
    /// <summary>Whether it is the same whatever the variables are.</summary>
    bool IsFixed { get; }

    long Of(GivenVariables variables);
}

internal sealed record FixedAmount(long Value) : IAmount
{
    public static readonly FixedAmount One = new(1);

    public bool IsFixed => true;

    public long Of(GivenVariables variables) => Value;
}

/// <summary>The variables of one request as they were sent, before they are converted, and what the operation says to take for those that were not.</summary>
internal readonly struct GivenVariables(IReadOnlyDictionary<string, object?> sent, IReadOnlyDictionary<string, GraphQLValue> defaults)
{
    /// <summary>Whether a value holds no variable.</summary>
    public static bool IsFixed(GraphQLValue? value) => value switch
    {
        GraphQLVariable => false,
        GraphQLListValue list => list.Values?.TrueForAll(IsFixed) ?? true,
        GraphQLObjectValue fields => fields.Fields?.TrueForAll(field => IsFixed(field.Value)) ?? true,
        _ => true,
    };

    /// <summary>A number's value, a list's length; 1 for any other value, since a list of one may be written without its brackets; null for none.</summary>
    public long? SizeOf(GraphQLValue? value) => value switch
    {
        null or GraphQLNullValue => null,
        GraphQLIntValue number => long.TryParse(number.Value.Span, NumberStyles.Integer, CultureInfo.InvariantCulture, out var size) ? size : long.MaxValue,
        GraphQLListValue list => list.Values?.Count ?? 0,
        GraphQLVariable { Name.StringValue: var name } when sent.TryGetValue(name, out var raw) => SizeOfRaw(raw),
        GraphQLVariable { Name.StringValue: var name } => SizeOf(defaults.GetValueOrDefault(name)),
        _ => 1,
    };

    /// <summary>How many values stand in a value; 0 for none.</summary>
    public long ValuesIn(GraphQLValue? value)
    {
        var variables = this;
        return value switch
        {
            null or GraphQLNullValue => 0,
            GraphQLListValue list => list.Values?.Sum(item => variables.ValuesIn(item)) ?? 0,
            GraphQLObjectValue fields => fields.Fields?.Sum(field => variables.ValuesIn(field.Value)) ?? 0,
            GraphQLVariable { Name.StringValue: var name } when sent.TryGetValue(name, out var raw) => ValuesInRaw(raw),
            GraphQLVariable { Name.StringValue: var name } => ValuesIn(defaults.GetValueOrDefault(name)),
            _ => 1,
        };
    }

    /// <summary>Whether a condition holds; as if it did where it cannot be told.</summary>
    public bool IsTrue(GraphQLValue? value, bool otherwise) => value switch
    {
        GraphQLBooleanValue literal => literal.BoolValue,
        GraphQLVariable { Name.StringValue: var name } when sent.TryGetValue(name, out var raw) => raw as bool? ?? otherwise,
        GraphQLVariable { Name.StringValue: var name } => IsTrue(defaults.GetValueOrDefault(name), otherwise),
        _ => otherwise,
    };

    static long? SizeOfRaw(object? raw) => raw switch
    {
        null => null,
        int number => number,
        long number => number,
        BigInteger number => number.Sign < 0 ? long.MinValue : long.MaxValue,
        ICollection items => items.Count,
        _ => 1,
    };

    static long ValuesInRaw(object? raw) => raw switch
    {
        null => 0,
        IDictionary<string, object?> fields => fields.Values.Sum(ValuesInRaw),
        IReadOnlyDictionary<string, object?> fields => fields.Values.Sum(ValuesInRaw),
        string => 1,
        IEnumerable items => items.Cast<object?>().Sum(ValuesInRaw),
        _ => 1,
    };
}
