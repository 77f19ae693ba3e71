using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using ContentHub.Delivery.Queries;
using Xunit;

namespace ContentHub.Tests.Delivery.Filters;

public sealed class FilterWordsTests
{
    private static readonly DateOnly Today = new(2026, 11, 27);

    [Fact]
    public void Filters_that_differ_have_other_words()
    {
        Dictionary<string, object?>[] filters =
        [
            Of("title", "a"), Of("title", "a\"1:b"), Of("title", new List<object?> { "a", "b" }), Of("title", new List<object?> { "a\"1:b" }), Of("title", null), Of("slug", "a"),
            Of("title", 1), Of("title", 1.0), Of("title", true), Of("title", LocaleFallback.Chain), Of("title", "Chain"), Of("title", Of("eq", "a")), Of("title", new List<object?> { Of("eq", "a") }),
            Of("title", Guid.Empty), Of("title", new DateOnly(2026, 1, 1)), Of("title", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        ];

        Assert.Equal(filters.Length, filters.Select(f => FilterWords.Of(f, Today)).OfType<string>().Distinct().Count());
        Assert.NotEqual(FilterWords.Of(filters[0], Today), FilterWords.Of(filters[0], Today.AddDays(1)));
        Assert.Equal(FilterWords.Of(Of("title", Of("eq", "a")), Today), FilterWords.Of(Of("title", Of("eq", "a")), Today));
    }

    [Fact]
    public void What_is_unusual_or_long_has_none()
    {
        Assert.Null(FilterWords.Of(Of("title", new object()), Today));
        Assert.Null(FilterWords.Of(Of("title", new string('a', 600)), Today));
    }

    [Fact]
    public void A_filter_that_is_asked_for_again_has_the_words_of_the_day()
    {
        var arguments = new ListArguments(new(null, null, null, null), null, LocaleFallback.Chain, Of("title", "a"), EntryOrder.TitleAsc);

        var words = new[] { Today, Today, Today.AddDays(1), Today }.Select(arguments.WordsOn);

        Assert.Equal(new[] { Today, Today, Today.AddDays(1), Today }.Select(day => FilterWords.Of(arguments.Where!, day)), words);
    }

    private static Dictionary<string, object?> Of(string name, object? value) => new() { [name] = value };
}
