using System.Collections;
using System.Globalization;

namespace ContentHub.Delivery.Filters;

/// <summary>What a filter input says about the values of a field: one of them must meet all of it.</summary>
/// <param name="Item">Null: no condition on a value.</param>
/// <param name="IsNull">True: there must be no value; false: there must be one; null: either.</param>
/// <param name="OneOf">The values that <c>eq</c> and <c>in</c> leave; null when neither is given.</param>
/// <param name="IsExact"><paramref name="OneOf"/> is all that is said.</param>
internal sealed record ItemCondition<TItem>(Func<TItem, bool>? Item, bool? IsNull, IReadOnlySet<TItem>? OneOf, bool IsExact)
{
    public bool SaysNothing => Item is null && IsNull is null;

    public bool Matches(IEnumerable<TItem> items) => (IsNull is null || items.Any() != IsNull) && (Item is null || items.Any(Item));
}

/// <summary>Reads the shared filter inputs. An input that is absent or null says nothing, and so does each of its fields.</summary>
internal static class FilterInputs
{
    public static ItemCondition<string> OfText(object? input)
    {
        var fields = Fields(input);
        var conditions = new List<Func<string, bool>>();
        if (fields.GetValueOrDefault("contains") is string part && FoldedText.Of(part) is var foldedPart)
        {
            conditions.Add(text => FoldedText.Of(text).Contains(foldedPart, StringComparison.Ordinal));
        }

        if (fields.GetValueOrDefault("startsWith") is string start && FoldedText.Of(start) is var foldedStart)
        {
            conditions.Add(text => FoldedText.Of(text).StartsWith(foldedStart, StringComparison.Ordinal));
        }

        return Values<string>(fields, value => [(string)value], conditions);
    }

    /// <summary>An id that is not a UUID is none that exists.</summary>
    public static ItemCondition<Guid> OfId(object? input) => Values<Guid>(
        Fields(input),
        value => Guid.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), out var id) ? [id] : [],
        []);

    public static ItemCondition<TEnum> OfEnum<TEnum>(object? input)
        where TEnum : struct, Enum => Values<TEnum>(Fields(input), value => [(TEnum)value], []);

    /// <summary>Of values that are told apart by equality alone.</summary>
    public static ItemCondition<object> OfAny(object? input) => Values<object>(Fields(input), value => [value], []);

    /// <summary>Of an enum that is known by its values alone.</summary>
    public static ItemCondition<Enum> OfAnyEnum(object? input) => Values<Enum>(Fields(input), value => [(Enum)value], []);

    /// <param name="read">Makes the field's value of the input's.</param>
    public static ItemCondition<TItem> OfRange<TItem>(object? input, Func<object, TItem> read)
        where TItem : struct, IComparable<TItem>
    {
        var fields = Fields(input);
        var conditions = new List<Func<TItem, bool>>();
        foreach (var (name, test) in Comparisons)
        {
            if (fields.GetValueOrDefault(name) is { } value)
            {
                var bound = read(value);
                conditions.Add(item => test(item.CompareTo(bound)));
            }
        }

        return new(All(conditions), fields.GetValueOrDefault("isNull") as bool?, null, IsExact: false);
    }

    public static IReadOnlyDictionary<string, object?> Fields(object? input) => input switch
    {
        null => new Dictionary<string, object?>(),
        IReadOnlyDictionary<string, object?> fields => fields,
        IDictionary<string, object?> fields => fields.AsReadOnly(),
        _ => throw new ArgumentException($"A filter input came as {input.GetType()}.", nameof(input)),
    };

    public static IEnumerable<object> Items(object? list) => ((IEnumerable?)list ?? Array.Empty<object>()).Cast<object>();

    private static readonly (string Name, Func<int, bool> Test)[] Comparisons =
    [
        ("eq", static c => c == 0),
        ("gte", static c => c >= 0),
        ("gt", static c => c > 0),
        ("lte", static c => c <= 0),
        ("lt", static c => c < 0),
    ];

    /// <param name="read">Makes the field's value of the input's; none of one that no entry can have.</param>
    private static ItemCondition<TItem> Values<TItem>(IReadOnlyDictionary<string, object?> fields, Func<object, TItem[]> read, List<Func<TItem, bool>> others)
    {
        HashSet<TItem>? oneOf = null;
        if (fields.GetValueOrDefault("eq") is { } equal)
        {
            oneOf = [.. read(equal)];
        }

        if (fields.GetValueOrDefault("in") is { } among)
        {
            var given = Items(among).SelectMany(read);
            oneOf = oneOf is null ? [.. given] : [.. oneOf.Intersect(given)];
        }

        if (fields.GetValueOrDefault("notIn") is { } without)
        {
            var excluded = Items(without).SelectMany(read).ToHashSet();
            others.Add(item => !excluded.Contains(item));
        }

        var isNull = fields.GetValueOrDefault("isNull") as bool?;
        var isExact = oneOf is not null && others.Count == 0 && isNull is null;
        if (oneOf is not null)
        {
            others.Insert(0, oneOf.Contains);
        }

        return new(All(others), isNull, oneOf, isExact);
    }

    private static Func<TItem, bool>? All<TItem>(List<Func<TItem, bool>> conditions) => conditions switch
    {
        [] => null,
        [var only] => only,
        _ => item => conditions.TrueForAll(c => c(item)),
    };
}
