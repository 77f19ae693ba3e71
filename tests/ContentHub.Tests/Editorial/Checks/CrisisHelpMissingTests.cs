using ContentHub.Editorial;
using ContentHub.Editorial.Checks;
using Xunit;

namespace ContentHub.Tests.Editorial.Checks;

public sealed class CrisisHelpMissingTests
{
    private const string Rule = "crisis-help-missing";
    private static readonly Guid Line = Guid.NewGuid();

    [Theory]
    [InlineData("Stopping a benzodiazepine suddenly can cause severe withdrawal.", "en-US")]
    [InlineData("An overdose can stop a person's breathing.", "en-US")]
    [InlineData("Some people with depression have thoughts of suicide.", "en-US")]
    [InlineData("Going cold turkey is risky.", "en-US")]
    [InlineData("La abstinencia puede ser peligrosa.", "es-US")]
    [InlineData("She said she wants to die.", "en-US")]
    [InlineData("Serotonin syndrome can come on fast.", "en-US")]
    [InlineData("No deje la medicina: suspenderla de golpe es peligroso.", "es-US")]
    [InlineData("Puede tener pensamientos de SUICIDIO.", "es-US")]
    [InlineData("Call SAMHSA at 1-800-662-4357 about suicide.", "en-US")]
    [InlineData("People who self‑harm need care.", "en-US")]
    public void Words_of_danger_without_help_block(string text, string locale) => Assert.Equal(FindingSeverity.Error, Page.Of(text, locale).Single(Rule).Severity);

    [Theory]
    [InlineData("Social withdrawal is common in depression.")]
    [InlineData("You can make a withdrawal of consent at any time.")]
    [InlineData("Food poisoning causes vomiting.")]
    [InlineData("Suicide prevention month starts in September.")]
    [InlineData("His withdrawal from friends worried them.")]
    [InlineData("The 988 Suicide & Crisis Lifeline is free.")]
    [InlineData("You can make a bank withdrawal here.")]
    public void Near_misses_do_not(string text) => Assert.Empty(Page.Of(text).Find(Rule));

    [Theory]
    [InlineData("Withdrawal can be dangerous.", "Call 911 if someone has a seizure.", true)]
    [InlineData("Thoughts of suicide can come.", "Call or text 988 now.", true)]
    [InlineData("Thoughts of suicide can come.", "Call or text 9-8-8 now.", true)]
    [InlineData("Thoughts of suicide can come.", "Call 911 if someone is in danger.", false)]
    [InlineData("Thoughts of suicide can come.", "Call SAMHSA at 1-800-662-HELP (4357).", false)]
    [InlineData("Withdrawal can be dangerous.", "Get help right away.", false)]
    [InlineData("Withdrawal can be dangerous.", "Room 9112 is open.", false)]
    public void An_emergency_box_counts_when_it_names_the_number_that_is_due(string text, string box, bool isEnough) =>
        Assert.Equal(isEnough, Page.Of(text).Callout(box).Find(Rule).Count == 0);

    [Fact]
    public void A_box_that_is_no_emergency_and_a_number_in_passing_do_not_count()
    {
        Assert.NotEmpty(Page.Of("Withdrawal can be dangerous.").Callout("Call 911.", isEmergency: false).Find(Rule));
        Assert.NotEmpty(Page.Of("Withdrawal can be dangerous. Keep 911 in mind.").Find(Rule));
    }

    [Theory]
    [InlineData("988", false, true, true)]
    [InlineData("1-800-662-4357", false, true, false)]
    [InlineData("988", false, false, false)]
    [InlineData("911", true, true, false)]
    public void A_help_line_counts_when_readers_see_it_and_it_is_of_the_kind(string number, bool isEmergency, bool isVisible, bool isEnough)
    {
        var block = Page.Of("Thoughts of suicide can come.").Shows(Line);
        var link = Page.Of($"Thoughts of suicide can come: [call](entry:{Line}).");
        foreach (var page in new[] { block, link })
        {
            page.Linked[Line] = new("HELP_LINE", "A line", isVisible, false, null, new([number], isEmergency));
            Assert.Equal(isEnough, page.Find(Rule).Count == 0);
        }
    }

    [Fact]
    public void The_number_is_that_of_the_country()
    {
        Assert.NotEmpty(Page.Of("La abstinencia puede ser peligrosa.", "es-ES").Callout("Llame al 911.").Find(Rule));
        Assert.Empty(Page.Of("La abstinencia puede ser peligrosa.", "es-ES").Callout("Llame al 112.").Find(Rule));
        Assert.Empty(Page.Of("Pensamientos de suicidio.", "es-ES").Callout("Llame al 024.").Find(Rule));
    }

    [Fact]
    public void A_practice_elsewhere_can_name_its_numbers()
    {
        var page = Page.Of("Thoughts of suicide can come.", "en-NZ").Callout("Call 1737 now.");
        Assert.NotEmpty(page.Find(Rule));

        page.Options.CrisisNumbers.Add("1737");

        Assert.Empty(page.Find(Rule));
    }

    [Fact]
    public void A_section_that_stands_alone_needs_the_help_in_itself_or_a_companion()
    {
        var elsewhere = new Page().Section("Stopping", standsAlone: true).Paragraph("Withdrawal is dangerous.").Section("Help").Callout("Call 911.");
        var inCompanion = new Page().Section("Stopping", 2, null, true, "s2").Paragraph("Withdrawal is dangerous.").Section("Help").Callout("Call 911.");
        var inItself = new Page().Section("Stopping", standsAlone: true).Paragraph("Withdrawal is dangerous.").Callout("Call 911.");

        Assert.Contains("shown without the rest", elsewhere.Single(Rule).Message, StringComparison.Ordinal);
        Assert.Empty(inCompanion.Find(Rule));
        Assert.Empty(inItself.Find(Rule));
    }

    [Fact]
    public void An_emergency_symptom_with_an_action_is_help()
    {
        var list = Page.Of("Withdrawal can come with seizures.");
        Assert.NotEmpty(list.Find(Rule));

        list.Outline.Symptoms.Add(new(["groups"], "Seizure", IsEmergency: true, IsLongTerm: false, HasAction: true));

        Assert.Empty(list.Find(Rule));
    }

    [Fact]
    public void What_cannot_hold_help_is_not_asked_for_it() => Assert.Empty(new Page { Type = "TOPIC", Outline = { CanHoldHelp = false } }.Paragraph("Overdose.").Find(Rule));

    [Fact]
    public void One_finding_a_kind_of_danger_says_it()
    {
        var page = Page.Of("Withdrawal. Overdose.").Paragraph("Withdrawal again, and suicide.");

        Assert.Equal(3, page.Find(Rule).Count);
        Assert.Contains(page.Find(Rule), f => f.Message.Contains("988 Suicide & Crisis Lifeline", StringComparison.Ordinal));
    }
}
