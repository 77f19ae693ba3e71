using System.Diagnostics;
using System.Globalization;
using ContentHub.Editorial;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Checks.Matching;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Editorial.Checks;

/// <summary>Texts that nobody writes: none makes a check fail or hang, and every range stays inside its text.</summary>
public sealed class WorstTextsTests
{
    private const int Mebibyte = 1 << 20;

    /// <summary>Far above what any of them takes; a check that goes with the square of the length would need hours.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("a")]
    [InlineData("addict")]
    [InlineData("ad\u200Bdict ")]
    [InlineData(". ")]
    [InlineData("! ")]
    [InlineData("*")]
    [InlineData("[")]
    [InlineData("\u0301")]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("ness")]
    [InlineData("STOP ")]
    [InlineData("reduce ")]
    [InlineData("keep a ")]
    [InlineData("high fever ")]
    [InlineData("\"")]
    [InlineData("opioid ")]
    [InlineData("Heroin. ")]
    [InlineData("\"addict\" ")]
    [InlineData("An addict. ")]
    [InlineData("Take 1 mg. ")]
    [InlineData("take twice a day ")]
    [InlineData("dependence or addiction ")]
    [InlineData("🙂")]
    [InlineData("a@b ")]
    public void Up_to_a_mebibyte_of_anything_is_checked_in_time_that_grows_with_its_length(string part)
    {
        // What is full of findings says as much with a quarter of it, and the tests stay fast.
        var text = string.Concat(Enumerable.Repeat(part, (part.Contains(' ') ? Mebibyte / 4 : Mebibyte) / part.Length));
        var watch = Stopwatch.StartNew();

        EditorialChecks.Run(EditorialChecks.All, new Page { TopicNames = ["Clonazepam"] }.Section("Heading").Paragraph(text).List(text[..1000], text[..1000]).Checked());

        Assert.True(watch.Elapsed < Hang, $"{watch.Elapsed} for “{part}” again and again.");
    }

    [Fact]
    public void Whatever_is_written_ranges_stay_inside_it() => Gen.OneOf(
            Gen.String[Gen.Char["aA dictclean!*_`[]()<>&;.,\n\u00AD\u200B\u0301é ñ1%/:-’\"“”"], 0, 60],
            Gen.OneOf<string>("He was an *addict*", " [clean](https://example.org/) ", "&eacute;", "\\*been clean\\*", " 15% ", "overdose", "**suicide**", " 0.5 mg ", "Klonopin", "CALL US TODAY", "!!").Array[1, 8].Select(string.Concat))
        .Sample(text =>
        {
            var page = new Page { TopicNames = ["Alcohol"] }.Section("A heading").Paragraph(text).List(text, text).Quote(text, null).Paragraph(text);
            foreach (var finding in EditorialChecks.Run(EditorialChecks.All, page.Checked()))
            {
                Assert.True(finding.Range is null || (finding.Range.Start >= 0 && finding.Range.Start <= finding.Range.End && finding.Range.End <= text.Length), $"{finding} in “{text}”");
                Assert.NotEmpty(finding.Message);
                Assert.NotEmpty(finding.Suggestion!);
            }
        }, iter: 500);

    [Theory]
    [InlineData("plain words", "plain words", "plain words")]
    [InlineData("Él Ñandú", "Él Ñandú", "el nandu")]
    [InlineData("e\u0301l so\u00ADlo\u200B", "él solo", "el solo")]
    [InlineData("two  spaces\u00A0here", "two spaces here", "two spaces here")]
    [InlineData("don’t “say” self‑harm", "don’t “say” self‑harm", "don't \"say\" self-harm")]
    [InlineData("*a* `code` b", "a code b", "a      b")]
    [InlineData("see https://example.org/addict now", "see https://example.org/addict now", "see                            now")]
    [InlineData("a &amp; b \\* c", "a & b * c", "a & b * c")]
    public void A_text_is_read_once_for_all_checks(string source, string plain, string folded)
    {
        var text = new CheckedText(new OutlineText(["text"], TextRole.Paragraph, source, IsMarkdown: true));

        Assert.Equal((plain, folded), (text.Plain, text.Folded));
    }

    [Theory]
    [InlineData("He *was* an **addict**.", "addict")]
    [InlineData("A &eacute; [clean](https://example.org) word", "clean")]
    [InlineData("\\* \\_ been so\u00ADber", "sober")]
    [InlineData("e\u0301l dijo: aquí", "dijo")]
    public void A_place_in_what_is_read_leads_to_its_place_in_the_source(string source, string word)
    {
        var text = new CheckedText(new OutlineText(["text"], TextRole.Paragraph, source, IsMarkdown: true));

        var range = text.RangeOf(text.Plain.IndexOf(word, StringComparison.Ordinal), word.Length);

        Assert.Equal(word, source[range.Start..range.End].Replace("\u00AD", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_many_findings_of_a_rule_twenty_are_told_and_the_rest_counted()
    {
        var page = new Page();
        for (var i = 0; i < 50; i++)
        {
            page.Paragraph("He was an addict.");
        }

        var findings = page.Find("stigmatising-language");

        Assert.Equal(21, findings.Count);
        Assert.Equal("30 more of the same kind.", findings[^1].Message);
    }

    [Fact]
    public void Every_check_has_a_name_of_its_own_and_says_what_it_is_about()
    {
        Assert.Equal(EditorialChecks.All.Count, EditorialChecks.All.Select(c => c.Rule).Distinct().Count());
        Assert.All(EditorialChecks.All, c => Assert.Matches("^[a-z]+(-[a-z]+)*$", c.Rule));
        Assert.All(EditorialChecks.All, c => Assert.True(c.About.Length > 20 && !c.About.EndsWith('.'), string.Create(CultureInfo.InvariantCulture, $"{c.Rule}: {c.About}")));
    }
}
