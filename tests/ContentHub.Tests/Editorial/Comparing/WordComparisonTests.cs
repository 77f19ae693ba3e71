using ContentHub.Editorial.Comparing;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Editorial.Comparing;

public sealed class WordComparisonTests
{
    [Theory]
    [InlineData("a b c", "a b c", "a b c")]
    [InlineData("a b c", "a x c", "a [-b-]{+x+} c")]
    [InlineData("one two three four", "one 2 3 four", "one [-two three-]{+2 3+} four")]
    [InlineData("a c", "a b c", "a {+b +}c")]
    [InlineData("Stop.", "Stop!", "Stop[-.-]{+!+}")]
    [InlineData("", "new", "{+new+}")]
    [InlineData("old", "", "[-old-]")]
    [InlineData("", "", "")]
    [InlineData("naïve cafe\u0301", "naïve cafe", "naïve [-cafe\u0301-]{+cafe+}")]
    [InlineData("see 👩‍⚕️ now", "see 👨‍⚕️ now", "see [-👩‍⚕️-]{+👨‍⚕️+} now")]
    [InlineData("中文字", "中国字", "中[-文-]{+国+}字")]
    [InlineData("a  b", "a b", "a[-  -]{+ +}b")]
    public void Words_that_stay_go_and_come_are_told_apart(string before, string after, string expected) =>
        Assert.Equal(expected, string.Concat(WordComparison.Of(before, after).Select(run => run.Kind switch
        {
            WordChangeKind.Removed => $"[-{run.Text}-]",
            WordChangeKind.Added => $"{{+{run.Text}+}}",
            _ => run.Text,
        })));

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.OneOf<string>("a", "b", "word", "Word", " ", "  ", ".", ",", "é", "e\u0301", "👩‍⚕️", "中", "\uD800", "\n").Array[0, 30].Select(string.Concat),
        Gen.String);

    [Fact]
    public void The_runs_join_to_the_two_texts_and_no_two_of_a_kind_stand_together() =>
        Gen.Select(Texts, Texts).Sample(
            (before, after) =>
            {
                var runs = WordComparison.Of(before, after);

                Assert.Equal(after, string.Concat(runs.Where(run => run.Kind != WordChangeKind.Removed).Select(run => run.Text)));
                Assert.Equal(before, string.Concat(runs.Where(run => run.Kind != WordChangeKind.Added).Select(run => run.Text)));
                Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.NotEqual(pair.First.Kind, pair.Second.Kind));
                Assert.DoesNotContain(runs, run => run.Text.Length == 0);
            },
            iter: 4_000);

    [Fact]
    public void The_alignment_is_as_long_as_can_be() =>
        Gen.Select(Gen.Int[0, 3].Array[0, 12], Gen.Int[0, 3].Array[0, 12]).Sample(
            (before, after) =>
            {
                var pairs = Alignment.Of(before, after);

                Assert.All(pairs, pair => Assert.Equal(before[pair.Before], after[pair.After]));
                Assert.All(pairs.Zip(pairs.Skip(1)), two => Assert.True(two.First.Before < two.Second.Before && two.First.After < two.Second.After));
                Assert.Equal(LongestByTable(before, after), pairs.Count);
            },
            iter: 4_000);

    [Fact]
    public void Long_texts_without_a_word_in_common_are_one_change()
    {
        var before = string.Join(' ', Enumerable.Range(0, 20_000).Select(i => $"a{i}"));
        var after = string.Join("  ", Enumerable.Range(0, 20_000).Select(i => $"b{i}"));

        Assert.Equal([new(WordChangeKind.Removed, before), new(WordChangeKind.Added, after)], WordComparison.Of(before, after));
    }

    private static int LongestByTable(int[] before, int[] after)
    {
        var table = new int[before.Length + 1, after.Length + 1];
        for (var i = 1; i <= before.Length; i++)
        {
            for (var j = 1; j <= after.Length; j++)
            {
                table[i, j] = before[i - 1] == after[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
            }
        }

        return table[before.Length, after.Length];
    }
}
