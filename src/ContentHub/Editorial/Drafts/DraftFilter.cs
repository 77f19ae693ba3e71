using System.Collections;
using System.Linq.Expressions;
using ContentHub.Delivery;
using ContentHub.Editorial.Texts;
using ContentHub.Storage;

namespace ContentHub.Editorial.Drafts;

/// <summary>
/// Which entries of the content list, as a condition for the database. The same rules as readers' filters: fields are joined
/// by AND; null or absent does not filter; an empty <c>and</c> or <c>or</c> is no condition, <c>not: {}</c> matches nothing.
/// </summary>
/// <param name="today">In the site's time zone.</param>
internal sealed class DraftFilter(ContentHubDb db, DateOnly today)
{
    /// <summary>More words of a text search are passed over.</summary>
    private const int WordsMax = 10;

    public Expression<Func<Variant, bool>> Compile(IDictionary<string, object?>? input) => All((input ?? new Dictionary<string, object?>())
        .Where(f => f.Value is not null)
        .Select(f => Field(f.Key, f.Value!)));

    private Expression<Func<Variant, bool>> Field(string name, object value) => name switch
    {
        "and" => All(Items<IDictionary<string, object?>>(value).Select(Compile)),
        "or" => Items<IDictionary<string, object?>>(value).Select(Compile).ToList() is { Count: > 0 } some ? Any(some) : v => true,
        "not" => Not(Compile((IDictionary<string, object?>)value)),
        "state" => Choice(value, v => v.HeadState, item => (WorkflowState)item),
        "type" => Choice(value, v => v.Type, item => ((DeliveryType)item).Name),
        "locale" => Text<Variant>(value, v => v.Locale),
        "text" => All(((string)value).ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(WordsMax).Select(HasWord)),
        "author" => WrittenBy(db.People.Where(Text<Person>(value, p => p.Name))),
        "hasUnpublishedChanges" => (bool)value ? v => v.PublishedVersion == null || v.PublishedVersion != v.HeadVersion : v => v.PublishedVersion == v.HeadVersion,
        "reviewStatus" => All(Fields(value).Select(f =>
        {
            var among = Any((f.Value is IEnumerable items and not string ? items.Cast<ReviewStatus>() : [(ReviewStatus)f.Value]).Select(Stands).Prepend(v => false));
            return f.Key == "notIn" ? Not(among) : among;
        })),
        "updatedAt" => All(Fields(value).Select(f => Time(f.Key, f.Value))),
        _ => throw new InvalidOperationException($"DraftFilter has no field {name}."),
    };

    private static Expression<Func<Variant, bool>> HasWord(string word) => InputTexts.CanBeStored(word) ? v => v.SearchText.Contains(word) : v => false;

    private Expression<Func<Variant, bool>> WrittenBy(IQueryable<Person> people) =>
        v => db.Revisions.Any(r => r.VariantId == v.Id && people.Any(p => p.Id == r.CreatedBy));

    /// <summary>The same days as <see cref="ReviewStatusRules"/>, for the database.</summary>
    private Expression<Func<Variant, bool>> Stands(ReviewStatus status)
    {
        var (from, last) = (today, today.AddDays(ReviewStatusRules.DueDays));
        return status switch
        {
            ReviewStatus.Current => v => v.PublishedVersion != null && v.NextReviewDue > last,
            ReviewStatus.Due => v => v.PublishedVersion != null && v.NextReviewDue >= from && v.NextReviewDue <= last,
            ReviewStatus.Overdue => v => v.PublishedVersion != null && v.NextReviewDue < from,
            _ => throw new InvalidOperationException($"Unknown status {status}."),
        };
    }

    private static Expression<Func<Variant, bool>> Time(string comparison, object value)
    {
        var time = value is DateTimeOffset moment ? moment : default;
        return comparison switch
        {
            "gte" => v => v.UpdatedAt >= time,
            "gt" => v => v.UpdatedAt > time,
            "lte" => v => v.UpdatedAt <= time,
            "lt" => v => v.UpdatedAt < time,
            "isNull" => (bool)value ? v => false : v => true,
            _ => throw new InvalidOperationException($"DateTimeFilter has no field {comparison}."),
        };
    }

    private static Expression<Func<Variant, bool>> Choice<T>(object filter, Expression<Func<Variant, T>> column, Func<object, T> read) => All(Fields(filter).Select(f =>
    {
        var values = f.Value is IEnumerable items and not string ? items.Cast<object>().Select(read).ToList() : [read(f.Value)];
        var among = Among(column, values);
        return f.Key == "notIn" ? Not(among) : among;
    }));

    private static Expression<Func<T, bool>> Text<T>(object filter, Expression<Func<T, string>> column) => All(Fields(filter).Select(f => f.Key switch
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

    private static Expression<Func<T, bool>> All<T>(IEnumerable<Expression<Func<T, bool>>> conditions) =>
        conditions.Aggregate((Expression<Func<T, bool>>?)null, (left, right) => left is null ? right : Join(left, right, Expression.AndAlso)) ?? (v => true);

    private static Expression<Func<T, bool>> Any<T>(IEnumerable<Expression<Func<T, bool>>> conditions) => conditions.Aggregate((left, right) => Join(left, right, Expression.OrElse));

    private static Expression<Func<T, bool>> Not<T>(Expression<Func<T, bool>> condition) => Expression.Lambda<Func<T, bool>>(Expression.Not(condition.Body), condition.Parameters);

    private static Expression<Func<T, bool>> Join<T>(Expression<Func<T, bool>> left, Expression<Func<T, bool>> right, Func<Expression, Expression, Expression> join) =>
        Expression.Lambda<Func<T, bool>>(join(left.Body, new Replace(right.Parameters[0], left.Parameters[0]).Visit(right.Body)), left.Parameters);

    private static IEnumerable<KeyValuePair<string, object>> Fields(object filter) =>
        ((IDictionary<string, object?>)filter).Where(f => f.Value is not null).Select(f => new KeyValuePair<string, object>(f.Key, f.Value!));

    private static IEnumerable<T> Items<T>(object list) => ((IEnumerable)list).Cast<T>();

    private sealed class Replace(ParameterExpression parameter, Expression with) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? with : node;
    }
}
