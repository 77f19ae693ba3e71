using System.Collections;
using System.Linq.Expressions;
using ContentHub.Delivery;
using ContentHub.Editorial.Texts;
using ContentHub.Storage;
using static ContentHub.Editorial.Drafts.Conditions;

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
        "state" => Choice<Variant, WorkflowState>(value, v => v.HeadState, item => (WorkflowState)item),
        "type" => Choice<Variant, string>(value, v => v.Type, item => ((DeliveryType)item).Name),
        "locale" => Text<Variant>(value, v => v.Locale),
        "text" => All(((string)value).ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(WordsMax).Select(HasWord)),
        "author" => WrittenBy(db.People.Where(Text<Person>(value, p => p.Name))),
        "hasUnpublishedChanges" => (bool)value ? v => v.PublishedVersion == null || v.PublishedVersion != v.HeadVersion : v => v.PublishedVersion == v.HeadVersion,
        "reviewStatus" => All(Conditions.Fields(value).Select(f =>
        {
            var among = Any((f.Value is IEnumerable items and not string ? items.Cast<ReviewStatus>() : [(ReviewStatus)f.Value]).Select(Stands).Prepend(v => false));
            return f.Key == "notIn" ? Not(among) : among;
        })),
        "updatedAt" => Time<Variant>(value, v => v.UpdatedAt),
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
}
