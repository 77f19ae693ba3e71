using ContentHub.Api;
using ContentHub.Api.Execution;
using GraphQLParser.AST;

namespace ContentHub.Delivery.Plans;

/// <summary>
/// Arguments with variables within objects and lists, which only the engine can read and slowly: what it made of the same values once is taken again. It follows
/// from the document and those values alone.
/// </summary>
internal sealed class ReadArguments
{
    private const int BytesMax = 4 * 1024 * 1024;

    /// <summary>What one takes beside its values: some objects of the arguments themselves, some of the cache.</summary>
    private const int BytesOfOne = 1_000;

    /// <summary>Of each value and each name, beside its characters.</summary>
    private const int BytesOfValue = 100;

    /// <summary>Of one text; what is longer hardly comes twice.</summary>
    private const int CharactersMax = 200;

    private readonly WeighedCache<Values, object> _kept = new(BytesMax);

    /// <param name="read">Reads the arguments of one request by the engine.</param>
    /// <param name="given">As they stand in the document.</param>
    /// <param name="slots">Where each variable stands, by name.</param>
    public Func<PlanRun, T> Remembering<T>(Func<PlanRun, T> read, IReadOnlyList<GraphQLArgument> given, IReadOnlyDictionary<string, int> slots)
    {
        var of = new object();
        int[] used = [.. given.SelectMany(argument => VariablesIn(argument.Value)).Distinct().Select(name => slots[name])];

        // What is written out in the document is made anew for each.
        var bytes = BytesOfOne + given.Sum(argument => BytesOf(argument.Value));
        return run =>
        {
            if (ValuesOf(of, used, run.Variables) is not { } values)
            {
                return read(run);
            }

            if (_kept.TryFind(values, out var known))
            {
                return (T)known;
            }

            var made = read(run);
            _kept.Keep(values, made!, bytes + values.Given.OfType<string>().Sum(text => sizeof(char) * text.Length));
            return made;
        };
    }

    /// <summary>The variables in a value.</summary>
    private static IEnumerable<string> VariablesIn(GraphQLValue value) => value switch
    {
        GraphQLVariable variable => [variable.Name.StringValue],
        GraphQLListValue { Values: { } items } => items.SelectMany(VariablesIn),
        GraphQLObjectValue { Fields: { } fields } => fields.SelectMany(field => VariablesIn(field.Value)),
        _ => [],
    };

    private static long BytesOf(GraphQLValue value) => BytesOfValue + value switch
    {
        GraphQLStringValue text => sizeof(char) * text.Value.Length,
        GraphQLListValue { Values: { } items } => items.Sum(BytesOf),
        GraphQLObjectValue { Fields: { } fields } => fields.Sum(field => BytesOfValue + BytesOf(field.Value)),
        _ => 0,
    };

    /// <returns>Null where a value is none that can be told from others at a glance.</returns>
    private static Values? ValuesOf(object of, int[] slots, BoundVariables variables)
    {
        var given = new object?[slots.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            var value = variables[slots[i]];
            if (value is not (string { Length: <= CharactersMax } or int or bool or Enum or null) && value != BoundVariables.Absent)
            {
                return null;
            }

            given[i] = value;
        }

        return new(of, given);
    }

    /// <summary>What was sent for the variables of one field's arguments.</summary>
    /// <param name="of">Which field of which plan.</param>
    private readonly struct Values(object of, object?[] given) : IEquatable<Values>
    {
        private readonly object _of = of;

        public object?[] Given { get; } = given;

        public bool Equals(Values other) => _of == other._of && Given.AsSpan().SequenceEqual(other.Given);

        public override bool Equals(object? obj) => obj is Values other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_of));
            foreach (var value in Given)
            {
                hash.Add(value);
            }

            return hash.ToHashCode();
        }
    }
}
