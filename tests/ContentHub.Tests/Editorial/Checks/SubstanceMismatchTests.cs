using Xunit;

namespace ContentHub.Tests.Editorial.Checks;

public sealed class SubstanceMismatchTests
{
    private const string Rule = "substance-mismatch";

    [Theory]
    [InlineData("If you live with opioid addiction, our team can help.", "opioid")]
    [InlineData("Our heroin program has openings in San Diego.", "heroin")]
    [InlineData("Naloxone kits are in every alcohol starter pack.", "Naloxone")]
    [InlineData("Llame hoy si necesita tratamiento para la cocaína.", "cocaína")]
    [InlineData("Ask about Suboxone today.", "Suboxone")]
    [InlineData("Meth addiction is treatable here.", "Meth")]
    [InlineData("Our OXYCODONE clinic is open.", "OXYCODONE")]
    [InlineData("Call us about your dri\u00ADnking.", "drinking")]
    public void Another_substance_on_a_clonazepam_page_is_found(string text, string word) =>
        Assert.Contains($"“{word}”", Clonazepam(text).Single(Rule).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Never take clonazepam together with opioids.")]
    [InlineData("Opioids, alcohol and benzodiazepines all slow breathing.")]
    [InlineData("Unlike heroin, this medicine comes from a pharmacy.")]
    [InlineData("Tell your care team about alcohol or other drugs while taking Klonopin.")]
    [InlineData("No mezcle benzodiacepinas con alcohol.")]
    [InlineData("Clean the skin with an alcohol swab.")]
    [InlineData("Keep drinking water through the day.")]
    [InlineData("Put ice on it, and do it at your own speed.")]
    [InlineData("Do not combine it with alcohol.")]
    [InlineData("Our clinic is open on Mondays.")]
    public void Comparing_combining_and_everyday_words_are_left_alone(string text) => Assert.Empty(Clonazepam(text).Find(Rule));

    [Fact]
    public void Medicines_that_treat_the_topic_belong_to_it()
    {
        Assert.Empty(new Page { TopicNames = ["Opioid use disorder", "opioid-use-disorder"] }.Paragraph("Naloxone and buprenorphine save lives.").Find(Rule));
        Assert.Empty(new Page { TopicNames = ["Alcohol"] }.Paragraph("Naltrexone can help.").Find(Rule));
        Assert.Empty(new Page { TopicNames = ["Anxiety", "anxiety"] }.Paragraph("An SSRI such as sertraline is often first.").Find(Rule));
        Assert.NotEmpty(new Page { TopicNames = ["Anxiety", "anxiety"] }.Paragraph("Heroin withdrawal is hard.").Find(Rule));
    }

    [Fact]
    public void Without_a_topic_that_says_which_nothing_is_strange() => Assert.Empty(new Page { TopicNames = ["Therapy"] }.Paragraph("Heroin is an opioid.").Find(Rule));

    [Fact]
    public void Headings_and_buttons_are_looked_at_too()
    {
        Assert.NotEmpty(new Page { TopicNames = ["Clonazepam"] }.Section("Opioid program").Find(Rule));
        Assert.NotEmpty(new Page { TopicNames = ["Clonazepam"] }.Text(ContentHub.Editorial.Checks.TextRole.Label, "Start opioid treatment").Find(Rule));
    }

    [Fact]
    public void A_section_about_mixing_may_name_what_is_mixed() =>
        Assert.Empty(new Page { TopicNames = ["Clonazepam"] }.Section("Mixing with other substances").Paragraph("Alcohol slows breathing.").Find(Rule));

    private static Page Clonazepam(string text) => new Page { TopicNames = ["Clonazepam", "Benzodiazepines"], Locale = text.Contains("Llame", StringComparison.Ordinal) || text.Contains("mezcle", StringComparison.Ordinal) ? "es-US" : "en-US" }.Paragraph(text);
}
