using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ContentHub.Editorial.Reviews;

/// <summary>When content is to be checked again; section <c>ContentHub:Reviews</c>.</summary>
public sealed class ReviewOptions
{
    /// <summary>By the content type's name, e.g. <c>ARTICLE</c>; what is absent stays as the type's module has it.</summary>
    public Dictionary<string, ReviewIntervalOptions> Types { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often a node looks whether a review has become due or overdue, 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Months, 1 to 120; null keeps the type's own.</summary>
public sealed class ReviewIntervalOptions
{
    /// <summary>When the reviewer names no day.</summary>
    [Range(1, 120)]
    public int? Default { get; set; }

    /// <summary>The latest day that a reviewer may name.</summary>
    [Range(1, 120)]
    public int? Longest { get; set; }

    /// <summary>When it is about something grave and the reviewer names no day; for the types that look at that.</summary>
    [Range(1, 120)]
    public int? Sooner { get; set; }
}

/// <summary>Stops the start when the intervals contradict each other or name no type.</summary>
internal sealed class ReviewOptionsCheck(ContentTypes types) : IValidateOptions<ReviewOptions>
{
    public ValidateOptionsResult Validate(string? name, ReviewOptions options)
    {
        var faults = new List<string>();
        foreach (var (type, months) in options.Types)
        {
            if (types.All.FirstOrDefault(t => t.Name.Equals(type, StringComparison.OrdinalIgnoreCase)) is not { } known)
            {
                faults.Add($"ContentHub:Reviews:Types:{type} is no content type; there are {string.Join(", ", types.All.Select(t => t.Name).Order(StringComparer.Ordinal))}.");
            }
            else if (new[] { months.Default, months.Longest, months.Sooner }.Any(m => m is < 1 or > 120))
            {
                faults.Add($"ContentHub:Reviews:Types:{known.Name}: months are 1 to 120.");
            }
            else if (ReviewPolicy.IntervalOf(known, options) is var interval && (interval.Default > interval.Max || interval.Sooner > interval.Max))
            {
                faults.Add($"ContentHub:Reviews:Types:{known.Name}: Default and Sooner are at most Longest, which is {interval.Max} months.");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
