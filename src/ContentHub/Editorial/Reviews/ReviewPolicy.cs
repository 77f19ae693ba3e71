using ContentHub.Editorial.Documents;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ContentHub.Editorial.Reviews;

/// <summary>By when something is to be checked again: the intervals of its type, as the modules have them and the settings change them.</summary>
public sealed class ReviewPolicy(IOptions<ReviewOptions> options)
{
    /// <summary>The last day that a reviewer may name. A month's end stays one: 31 August and six months are 28 or 29 February.</summary>
    public DateOnly Longest(ContentType type, DateOnly today) => today.AddMonths(IntervalOf(type, options.Value).Max);

    public int LongestMonths(ContentType type) => IntervalOf(type, options.Value).Max;

    /// <summary>The day when nobody names one.</summary>
    public async Task<DateOnly> DueAsync(Act act, ContentType type, IEntryContent content)
    {
        var interval = IntervalOf(type, options.Value);
        var isSooner = type.IsReviewedSooner(content)
            || (interval.LooksAtSubject && SoonerSubjects.Name(type.OutlineOf(content), await TopicNamesAsync(act.Db, content.AllTopics, act.Cancellation)));
        var months = isSooner ? Math.Min(interval.Sooner, interval.Default) : interval.Default;
        return act.Today.AddMonths(Math.Min(months, interval.Max));
    }

    internal static ReviewInterval IntervalOf(ContentType type, ReviewOptions options) => options.Types.GetValueOrDefault(type.Name) is { } set
        ? type.Review with { Default = set.Default ?? type.Review.Default, Max = set.Longest ?? type.Review.Max, Sooner = set.Sooner ?? type.Review.Sooner }
        : type.Review;

    /// <summary>What its topics are called, in every language.</summary>
    private static async Task<IReadOnlyList<string>> TopicNamesAsync(ContentHubDb db, IReadOnlyList<Guid> topics, CancellationToken cancellation) => topics.Count == 0
        ? []
        : await db.Variants.AsNoTracking().Where(v => topics.Contains(v.EntryId) && v.DiscardedAt == null).Select(v => v.Title).ToListAsync(cancellation);
}
