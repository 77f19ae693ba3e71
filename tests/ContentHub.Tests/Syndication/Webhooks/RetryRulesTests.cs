using ContentHub.Syndication.Webhooks;
using Xunit;

namespace ContentHub.Tests.Syndication.Webhooks;

public sealed class RetryRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Days = TimeSpan.FromDays(3);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 15)]
    [InlineData(3, 45)]
    [InlineData(4, 135)]
    [InlineData(5, 405)]
    [InlineData(6, 1215)]
    [InlineData(7, 3600)]
    [InlineData(1000, 3600)]
    public void Delays_grow_to_an_hour_and_are_a_fifth_more_or_less(int number, double seconds)
    {
        Assert.Equal(seconds, RetryRules.DelayAfter(number, 0.5).TotalSeconds, 6);
        Assert.Equal(seconds * 0.8, RetryRules.DelayAfter(number, 0).TotalSeconds, 6);
        Assert.Equal(seconds * 1.2, RetryRules.DelayAfter(number, 1).TotalSeconds, 6);
    }

    [Theory]
    [InlineData(120, 120)]
    [InlineData(0, 1)]
    [InlineData(-500, 1)]
    [InlineData(10_000_000, 86_400)]
    public void What_the_answer_asks_for_is_done_within_a_day(int asked, int seconds) =>
        Assert.Equal((RetryVerdict.Retry, Now.AddSeconds(seconds)), RetryRules.After(Attempt(503, retryAfter: TimeSpan.FromSeconds(asked)), Now, Days, 0.5));

    [Fact]
    public void It_is_tried_a_last_time_when_the_days_are_over_and_then_given_up()
    {
        var attempt = Attempt(500, number: 70);

        Assert.Equal((RetryVerdict.Retry, Now + Days), RetryRules.After(attempt, Now + Days - TimeSpan.FromMinutes(1), Days, 0.5));
        Assert.Equal((RetryVerdict.GiveUp, null), RetryRules.After(attempt, Now + Days, Days, 0.5));
    }

    [Theory]
    [InlineData(410, false, "Disable")]
    [InlineData(404, false, "Retry")]
    [InlineData(302, false, "Retry")]
    [InlineData(500, true, "Disable")]
    [InlineData(null, true, "Disable")]
    [InlineData(null, false, "Retry")]
    public void One_that_is_gone_or_takes_the_next_one_neither_is_disabled(int? status, bool hasGivenUp, string verdict) =>
        Assert.Equal(verdict, RetryRules.After(Attempt(status, hasGivenUp: hasGivenUp), Now, Days, 0.5).Verdict.ToString());

    private static FailedAttempt Attempt(int? status, int number = 1, TimeSpan? retryAfter = null, bool hasGivenUp = false) => new(status, number, Now, retryAfter, hasGivenUp);
}
