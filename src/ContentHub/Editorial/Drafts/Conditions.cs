using System.Collections;
using System.Linq.Expressions;
using ContentHub.Editorial.Texts;

namespace ContentHub.Editorial.Drafts;

/// <summary>Readers' filters as conditions for the database: the same input, on any column.</summary>
internal static class Conditions
{
    /// <param name="filter">A DateTimeFilter.</param>
    public static Expression<Func<T, bool>> Time<T>(object filter, Expression<Func<T, DateTimeOffset>> column) => All(Fields(filter).Select(f => Compose(column, Bound(f.Key, f.Value))));

    private static Expression<Func<DateTimeOffset, bool>> Bound(string comparison, object value)
    {
        var bound = value is DateTimeOffset moment ? moment : default;
        return comparison switch
        {
            "gte" => time => time >= bound,
            "gt" => time => time > bound,
            "lte" => time => time <= bound,
            "lt" => time => time < bound,
            "isNull" => (bool)value ? time => false : time => true,
            _ => throw new InvalidOperationException($"DateTimeFilter has no field {comparison}."),
        };
    }

    /// <param name="filter">Of an enum: <c>eq</c>, <c>in</c>, <c>notIn</c>.</param>
    public static Expression<Func<TItem, bool>> Choice<TItem, T>(object filter, Expression<Func<TItem, T>> column, Func<object, T> read) => All(Fields(filter).Select(f =>
    {
        var values = f.Value is IEnumerable items and not string ? items.Cast<object>().Select(read).ToList() : [read(f.Value)];
        var among = Among(column, values);
        return f.Key == "notIn" ? Not(among) : among;
    }));

    /// <param name="filter">A StringFilter.</param>
    public static Expression<Func<T, bool>> Text<T>(object filter, Expression<Func<T, string>> column) => All(Fields(filter).Select(f => f.Key switch
    {
        "eq" => Among(column, Storable([(string)f.Value])),
        "in" => Among(column, Storable(Items<string>(f.Value))),
        "notIn" => Not(Among(column, Storable(Items<string>(f.Value)))),
        "contains" => Compose(column, Holds(((string)f.Value).ToLowerInvariant())),
        "startsWith" => Compose(column, Starts(((string)f.Value).ToLowerInvariant())),
        "isNull" => (bool)f.Value ? v => false : v => true,
        _ => throw new InvalidOperationException($"StringFilter has no field {f.Key}."),
    }));

    /// <summary>What no database can hold is in none: asking for it must not fail.</summary>
    private static List<string> Storable(IEnumerable<string> values) => [.. values.Where(InputTexts.CanBeStored)];

#pragma warning disable CA1304, CA1311, CA1862 // The database compares, not this machine's culture.
    private static Expression<Func<string, bool>> Holds(string part) => InputTexts.CanBeStored(part) ? text => text.ToLower().Contains(part) : text => false;

    private static Expression<Func<string, bool>> Starts(string part) => InputTexts.CanBeStored(part) ? text => text.ToLower().StartsWith(part) : text => false;
#pragma warning restore CA1304, CA1311, CA1862

    private static Expression<Func<T, bool>> Among<T, TValue>(Expression<Func<T, TValue>> column, List<TValue> values) => Compose<T, TValue>(column, value => values.Contains(value));

    private static Expression<Func<T, bool>> Compose<T, TValue>(Expression<Func<T, TValue>> column, Expression<Func<TValue, bool>> condition) =>
        Expression.Lambda<Func<T, bool>>(new Replace(condition.Parameters[0], column.Body).Visit(condition.Body), column.Parameters);

    public static Expression<Func<T, bool>> All<T>(IEnumerable<Expression<Func<T, bool>>> conditions) =>
        conditions.Aggregate((Expression<Func<T, bool>>?)null, (left, right) => left is null ? right : Join(left, right, Expression.AndAlso)) ?? (v => true);

    public static Expression<Func<T, bool>> Any<T>(IEnumerable<Expression<Func<T, bool>>> conditions) => conditions.Aggregate((left, right) => Join(left, right, Expression.OrElse));

    public static Expression<Func<T, bool>> Not<T>(Expression<Func<T, bool>> condition) => Expression.Lambda<Func<T, bool>>(Expression.Not(condition.Body), condition.Parameters);

    private static Expression<Func<T, bool>> Join<T>(Expression<Func<T, bool>> left, Expression<Func<T, bool>> right, Func<Expression, Expression, Expression> join) =>
        Expression.Lambda<Func<T, bool>>(join(left.Body, new Replace(right.Parameters[0], left.Parameters[0]).Visit(right.Body)), left.Parameters);

    /// <summary>What is null does not filter.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Fields(object filter) =>
        ((IDictionary<string, object?>)filter).Where(f => f.Value is not null).Select(f => new KeyValuePair<string, object>(f.Key, f.Value!));

    public static IEnumerable<T> Items<T>(object list) => ((IEnumerable)list).Cast<T>();

    private sealed class Replace(ParameterExpression parameter, Expression with) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? with : node;
    }
}
