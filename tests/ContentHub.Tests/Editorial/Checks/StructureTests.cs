using ContentHub.Editorial;
using ContentHub.Editorial.Checks;
using Xunit;

namespace ContentHub.Tests.Editorial.Checks;

public sealed class ReferenceMissingTests
{
    private const string Rule = "reference-missing";

    [Theory]
    [InlineData("Panic disorder often starts in young adults.", "en-US")]
    [InlineData("Clonazepam is a benzodiazepine.", "en-US")]
    [InlineData("Tremor, sweating, nausea", "en-US")]
    [InlineData("El insomnio es frecuente.", "es-US")]
    public void Clinical_text_without_a_source_blocks(string text, string locale) => Assert.Equal(FindingSeverity.Error, Page.Of(text, locale).Single(Rule).Severity);

    [Theory]
    [InlineData("FDA", "FDA", null)]
    [InlineData("FDA", "FDA", "")]
    [InlineData("", "FDA", "https://www.fda.gov/")]
    [InlineData("A label", " ", "https://www.fda.gov/")]
    [InlineData("A label", "FDA", "http://www.fda.gov/")]
    [InlineData("A label", "FDA", "page 10")]
    public void A_source_that_nobody_can_find_is_none(string title, string publisher, string? url) =>
        Assert.NotEmpty(Page.Of("Clonazepam is a benzodiazepine.").Sourced(title, publisher, url).Find(Rule));

    [Theory]
    [InlineData("Clonazepam tablets, label", "DailyMed", "https://dailymed.nlm.nih.gov/")]
    [InlineData("A paper, doi:10.1000/xyz123", "A journal", null)]
    [InlineData("A paper. PMID: 12345678", "A journal", null)]
    [InlineData("A book", "A house, ISBN 978-0-306-40615-7", null)]
    [InlineData("A paper", "A journal", "https://doi.org/10.1000/xyz123")]
    public void One_that_can_be_found_is_enough(string title, string publisher, string? url) =>
        Assert.Empty(Page.Of("Clonazepam is a benzodiazepine.").Sourced("Print", "A house", null).Sourced(title, publisher, url).Find(Rule));

    [Fact]
    public void What_is_not_clinical_and_what_says_nothing_need_none()
    {
        Assert.Empty(new Page { Type = "PROGRAM", IsClinical = false }.Paragraph("Group therapy, nine hours a week.").Find(Rule));
        Assert.Empty(new Page { Type = "HELP_LINE", IsClinical = false }.Paragraph("Somebody listens.").Find(Rule));
        Assert.Empty(new Page().Section("Only a heading").Find(Rule));
        Assert.Empty(new Page().Text(TextRole.Title, "Only a title").Find(Rule));
    }

    [Fact]
    public void A_translation_has_the_sources_of_its_source()
    {
        SourceFacts From(params OutlineSource[] sources) => new("en-US", 1, 1, false, false, sources);

        Assert.Empty(new Page { Locale = "es-US", Source = From(new OutlineSource("Label", "FDA", new("https://www.fda.gov/"))) }.Paragraph("El insomnio es frecuente.").Find(Rule));
        Assert.NotEmpty(new Page { Locale = "es-US", Source = From() }.Paragraph("El insomnio es frecuente.").Find(Rule));
    }
}

public sealed class LinkTargetMissingTests
{
    private const string Rule = "link-target-missing";
    private static readonly Guid Target = Guid.NewGuid();

    [Fact]
    public void Links_and_blocks_that_readers_cannot_follow_block()
    {
        Assert.Contains("does not exist", Page.Of($"See [signs](entry:{Target}).").Single(Rule).Message, StringComparison.Ordinal);
        Assert.Contains("“Signs”, which readers cannot see", To(isVisible: false).Paragraph($"See [signs](entry:{Target}).").Single(Rule).Message, StringComparison.Ordinal);
        Assert.Contains("readers cannot see", To(isVisible: false).Shows(Target).Single(Rule).Message, StringComparison.Ordinal);
        Assert.Contains("retracted", To(isVisible: false, isRetracted: true).Paragraph($"See [signs](entry:{Target}).").Single(Rule).Message, StringComparison.Ordinal);
        Assert.Contains("section “tapering”", To(anchors: ["overview"]).Paragraph($"See [taper](entry:{Target}#tapering).").Single(Rule).Message, StringComparison.Ordinal);
        Assert.Contains("this entry", new Page { EntryId = Target }.Section("Overview", anchor: "overview").Paragraph($"[taper](entry:{Target}#tapering)").Single(Rule).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_that_hold_do_not()
    {
        Assert.Empty(To().Paragraph($"See [signs](entry:{Target}).").Find(Rule));
        Assert.Empty(To().Shows(Target).Find(Rule));
        Assert.Empty(To(anchors: ["tapering"]).Paragraph($"See [taper](entry:{Target}#tapering).").Find(Rule));
        Assert.Empty(new Page { EntryId = Target }.Section("Overview", anchor: "overview").Paragraph($"[top](entry:{Target}#overview)").Find(Rule));
        Assert.Empty(Page.Of("See [MedlinePlus](https://medlineplus.gov/).").Find(Rule));
        Assert.Empty(Page.Of("See the page Signs of dependence.").Find(Rule));
    }

    [Fact]
    public void The_link_is_the_range()
    {
        var text = $"Please *see* [signs](entry:{Target}).";

        var finding = Page.Of(text).Single(Rule);

        Assert.Equal($"[signs](entry:{Target})", text[finding.Range!.Start..finding.Range.End]);
    }

    private static Page To(bool isVisible = true, bool isRetracted = false, string[]? anchors = null)
    {
        var page = new Page();
        page.Linked[Target] = new("ARTICLE", "Signs", isVisible, isRetracted, anchors?.ToHashSet(), null);
        return page;
    }
}

public sealed class ImageAltMissingTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("IMG_2034.jpg")]
    [InlineData("photo")]
    [InlineData("   ")]
    [InlineData("imagen")]
    [InlineData("FOTO")]
    [InlineData("Untitled")]
    [InlineData("...")]
    [InlineData("img_2034")]
    public void A_picture_that_says_nothing_blocks(string? alt) => Assert.Equal(FindingSeverity.Error, Assert.Single(Find(alt)).Severity);

    [Theory]
    [InlineData("A counselor and a patient talk in an office")]
    [InlineData("Bar chart: most people taper over months")]
    [InlineData("Mapa de San Diego")]
    [InlineData("A photo of the front door")]
    [InlineData("Dr. Sample")]
    public void One_that_says_something_does_not(string alt) => Assert.Empty(Find(alt));

    [Fact]
    public void What_only_decorates_needs_no_words_and_too_many_are_a_warning()
    {
        Assert.Empty(Find("", isDecorative: true));
        Assert.Equal(FindingSeverity.Warning, Assert.Single(Find(new string('a', 251))).Severity);
        Assert.Empty(Find(new string('a', 250)));
    }

    private static IReadOnlyList<Finding> Find(string? alt, bool isDecorative = false)
    {
        var page = new Page();
        page.Outline.Images.Add(new(["image"], alt, "IMG_2034.jpg", isDecorative));
        return page.Find("image-alt-missing");
    }
}

public sealed class ListItemLostTests
{
    private const string Rule = "list-item-lost";

    [Fact]
    public void A_paragraph_with_the_shape_of_the_items_is_found()
    {
        Assert.NotEmpty(new Page().List("Ask: Say what you feel.", "Plan: Write the steps down.").Paragraph("Rest: Sleep at the same hours.").Find(Rule));
        Assert.NotEmpty(new Page().Steps("Call", "Ask").Paragraph("3) Write it down").Find(Rule));
        Assert.NotEmpty(Page.Of("• Nausea").Find(Rule));
        Assert.NotEmpty(new Page().List("Nausea", "Tremor").Paragraph("Headache").Find(Rule));
        Assert.NotEmpty(new Page().List("**Ask.** Say what you feel.", "**Plan.** Write it down.").Paragraph("**Walk.** Ten minutes is enough.").Find(Rule));
        Assert.NotEmpty(new Page().Paragraph("Headache").List("Nausea", "Tremor").Find(Rule));
        Assert.NotEmpty(new Page().List("Call your doctor.", "Ask for a plan.").Paragraph("Keep your visits.").Find(Rule));
        Assert.NotEmpty(new Page().List("Pida una cita.", "Hable con su médico.").Paragraph("Llame a un amigo.").Find(Rule));
        Assert.NotEmpty(new Page().List("Feeling sleepy.", "Losing balance.").Paragraph("Missing a step.").Find(Rule));
        Assert.NotEmpty(Page.Of("- Nausea").Find(Rule));
    }

    [Fact]
    public void Introductions_closing_remarks_and_prose_are_left_alone()
    {
        Assert.Empty(new Page().List("Nausea", "Tremor").Paragraph("These symptoms often ease with time.").Find(Rule));
        Assert.Empty(new Page().List("Nausea", "Tremor").Paragraph("If you notice any of them, call your clinic.").Find(Rule));
        Assert.Empty(new Page().Paragraph("Common signs include:").List("Nausea", "Tremor").Find(Rule));
        Assert.Empty(new Page().List("Nausea", "Tremor").Paragraph(string.Join(' ', Enumerable.Repeat("word", 60))).Find(Rule));
        Assert.Empty(new Page().List("Nausea", "Tremor").Section("More").Paragraph("Headache").Find(Rule));
        Assert.Empty(new Page().List("Nausea", "Tremor").Paragraph("Your care team can help you find out which of them matter.").Find(Rule));
        Assert.Empty(new Page().Paragraph("Most people get better.").Find(Rule));
        Assert.Empty(new Page().Paragraph("You feel ill.").List("You cannot cut down.", "You take more than was prescribed.").Find(Rule));
    }

    [Fact]
    public void It_says_where_the_list_is()
    {
        Assert.Contains("before it", new Page().List("Nausea", "Tremor").Paragraph("Headache").Single(Rule).Message, StringComparison.Ordinal);
        Assert.Contains("after it", new Page().Paragraph("Headache").List("Nausea", "Tremor").Single(Rule).Message, StringComparison.Ordinal);
    }
}

public sealed class HeadingTests
{
    [Theory]
    [InlineData("2,4", 1)]
    [InlineData("3", 1)]
    [InlineData("2,3,5", 1)]
    [InlineData("2,2,4", 1)]
    [InlineData("4,2,4", 2)]
    [InlineData("2,3,2", 0)]
    [InlineData("2,3,4,2", 0)]
    [InlineData("2,2,3", 0)]
    [InlineData("2", 0)]
    [InlineData("2,3,4,3,4", 0)]
    public void A_heading_may_go_down_one_level_at_a_time(string levels, int findings)
    {
        var page = new Page();
        foreach (var (i, level) in levels.Split(',').Index())
        {
            page.Section($"Heading {i}", int.Parse(level, System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.Equal(findings, page.Find("heading-skips-level").Count);
    }

    [Fact]
    public void Text_before_the_first_heading_has_no_level() => Assert.Empty(new Page().Section(null, 4).Section("First", 2).Find("heading-skips-level"));

    [Theory]
    [InlineData("Symptoms|Symptoms", 1)]
    [InlineData("What is it?|What is it", 1)]
    [InlineData("SÍNTOMAS|Sintomas", 1)]
    [InlineData("Get help!|Get help", 1)]
    [InlineData("Overview|Overview|Overview", 2)]
    [InlineData("Síntomas|Si\u0301ntomas", 1)]
    [InlineData("Signs of use|Signs of withdrawal", 0)]
    [InlineData("FAQ", 0)]
    [InlineData("Part 1|Part 2", 0)]
    [InlineData("Get help|Get help now", 0)]
    [InlineData("Help|helps", 0)]
    public void Equal_headings_are_found_whatever_their_dress(string headings, int findings)
    {
        var page = new Page();
        foreach (var heading in headings.Split('|'))
        {
            page.Section(heading);
        }

        Assert.Equal(findings, page.Find("heading-duplicate").Count);
    }

    [Fact]
    public void Equal_headings_under_different_ones_are_told_apart() =>
        Assert.Empty(new Page().Section("Withdrawal").Section("Symptoms", 3).Section("Overdose").Section("Symptoms", 3).Find("heading-duplicate"));
}

public sealed class LengthTests
{
    [Theory]
    [InlineData(31, "en-US", true)]
    [InlineData(44, "en-US", true)]
    [InlineData(36, "es-US", true)]
    [InlineData(40, "es-US", true)]
    [InlineData(100, "en-US", true)]
    [InlineData(30, "en-US", false)]
    [InlineData(34, "es-US", false)]
    [InlineData(35, "es-US", false)]
    [InlineData(15, "en-US", false)]
    [InlineData(1, "en-US", false)]
    public void A_sentence_may_have_thirty_words_in_English_and_thirty_five_in_Spanish(int words, string locale, bool isFound)
    {
        Assert.Equal(isFound, Page.Of(Words(words) + ".", locale).Find("long-sentence").Count > 0);
        Assert.Equal(isFound, new Page { Locale = locale }.List(Words(words)).Find("long-sentence").Count > 0);
        Assert.Equal(isFound, new Page { Locale = locale }.Callout(Words(words) + ".").Find("long-sentence").Count > 0);
    }

    [Fact]
    public void Sentences_are_told_apart_and_abbreviations_do_not_end_them()
    {
        Assert.Empty(Page.Of($"{Words(15)}. W{Words(15)}. W{Words(15)}.").Find("long-sentence"));
        Assert.NotEmpty(Page.Of($"{Words(20)}; {Words(20)}.").Find("long-sentence"));
        Assert.Empty(Page.Of("Dr. Sample sees patients at 9 a.m.").Find("long-sentence"));
        Assert.Empty(new Page().Quote(Words(38) + ".", "Somebody").Find("long-sentence"));
        Assert.Empty(Page.Of(Words(35) + ":").Find("long-sentence"));
    }

    [Fact]
    public void A_section_may_have_three_hundred_words_between_headings()
    {
        Assert.NotEmpty(new Page().Section("One").Paragraph(Words(420)).Find("long-section"));
        Assert.NotEmpty(new Page().Section("One").Paragraph(Words(301)).Find("long-section"));
        Assert.NotEmpty(new Page().Section(null).Paragraph(Words(200)).Section(null).Paragraph(Words(200)).Find("long-section"));
        Assert.NotEmpty(new Page { Type = "FAQ_ENTRY" }.Section(null).Paragraph(Words(310)).Find("long-section"));
        Assert.Single(new Page().Section("One").Paragraph(Words(10)).Section("Two").Paragraph(Words(450)).Paragraph(Words(450)).Find("long-section"));

        Assert.Empty(new Page().Section("One").Paragraph(Words(300)).Find("long-section"));
        Assert.Empty(new Page().Section("1").Paragraph(Words(150)).Section("2").Paragraph(Words(150)).Section("3").Paragraph(Words(150)).Section("4").Paragraph(Words(150)).Find("long-section"));
        Assert.Empty(new Page().Section("One").Text(TextRole.Cell, Words(400)).Find("long-section"));
        Assert.Empty(new Page().Section("One").Paragraph(Words(200)).Section("More", 3).Paragraph(Words(150)).Find("long-section"));
        Assert.Empty(Page.Of(Words(60)).Find("long-section"));
    }

    [Fact]
    public void Hard_text_for_patients_is_found_from_a_hundred_words()
    {
        const string Rule = "reading-level";
        var hard = string.Join(' ', Enumerable.Repeat("Pharmacokinetic considerations necessitate individualized administration of benzodiazepines.", 16));
        var hardSpanish = string.Join(' ', Enumerable.Repeat("La individualización farmacocinética contraindica administraciones concomitantes de benzodiacepinas.", 14));
        var easy = string.Join(' ', Enumerable.Repeat("You can ask for help. We are here for you.", 15));
        var easySpanish = string.Join(' ', Enumerable.Repeat("Usted puede pedir ayuda. Le oímos. No está solo.", 15));

        Assert.Contains("Pharmacokinetic", Page.Of(hard).Single(Rule).Suggestion, StringComparison.Ordinal);
        Assert.Contains("INFLESZ", Page.Of(hardSpanish, "es-US").Single(Rule).Message, StringComparison.Ordinal);
        Assert.NotEmpty(Page.Of(Words(110) + ".").Find(Rule));
        Assert.NotEmpty(new Page { Type = "FAQ_ENTRY" }.Paragraph(hard).Find(Rule));
        Assert.NotEmpty(new Page().Section("One").Paragraph(hard[..900]).Section("Two").Paragraph(hard[900..]).Find(Rule));

        Assert.Empty(Page.Of(easy).Find(Rule));
        Assert.Empty(Page.Of(easySpanish, "es-US").Find(Rule));
        Assert.Empty(Page.Of(hard[..300]).Find(Rule));
        Assert.Empty(new Page { Outline = { IsForProfessionals = true } }.Paragraph(hard).Find(Rule));
        Assert.Empty(new Page().Quote(hard, "A label").Paragraph(easy).Find(Rule));
    }

    private static string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => i % 2 == 0 ? "take" : "rest"));
}
