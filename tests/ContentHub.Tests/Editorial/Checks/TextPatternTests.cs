using ContentHub.Editorial.Checks;
using Xunit;

namespace ContentHub.Tests.Editorial.Checks;

public sealed class CurePromiseTests
{
    [Theory]
    [InlineData("Our program cures anxiety for good.")]
    [InlineData("We guarantee your recovery.")]
    [InlineData("A 100% effective, painless detox.")]
    [InlineData("Never relapse again with our method.")]
    [InlineData("Garantizamos resultados sin efectos secundarios.")]
    [InlineData("A MIRACLE for people who cannot sleep.")]
    [InlineData("The best rehab in town.")]
    [InlineData("Nuestra terapia cura la ansiedad.")]
    [InlineData("It works for everyone.")]
    public void Promises_are_found(string text) => Assert.NotEmpty(Page.Of(text).Find("cure-promise"));

    [Theory]
    [InlineData("There is no quick cure for insomnia.")]
    [InlineData("We cannot guarantee an outcome.")]
    [InlineData("We guarantee your privacy.")]
    [InlineData("Recovery is possible with treatment and support.")]
    [InlineData("No existe una cura rápida.")]
    [InlineData("No treatment can guarantee recovery.")]
    [InlineData("Nobody can promise this, and nothing is guaranteed.")]
    [InlineData("Is there a cure for addiction?")]
    [InlineData("Ningún tratamiento garantiza la recuperación.")]
    [InlineData("We can’t guarantee it.")]
    [InlineData("A secure place to talk.")]
    public void Denials_are_wanted(string text) => Assert.Empty(Page.Of(text).Find("cure-promise"));
}

public sealed class DoseInPatientTextTests
{
    [Theory]
    [InlineData("Start with 0.5 mg at bedtime.")]
    [InlineData("Take two tablets with food.")]
    [InlineData("Cut your dose by 10% every two weeks.")]
    [InlineData("Tome una pastilla cada 8 horas.")]
    [InlineData("Most people take it twice a day as a pill.")]
    [InlineData("Baje la dosis un 10% cada semana.")]
    [InlineData("Tome 0,5 mg.")]
    [InlineData("Clonazepam is given three times a day.")]
    public void Doses_and_steps_are_found(string text) => Assert.NotEmpty(Page.Of(text).Find("dose-in-patient-text"));

    [Theory]
    [InlineData("The program meets nine hours a week.")]
    [InlineData("Your prescriber may lower your dose slowly.")]
    [InlineData("Fasting glucose was 90 mg/dL.")]
    [InlineData("The label lists 200 mg of caffeine per can.")]
    [InlineData("Brush your teeth twice a day.")]
    [InlineData("Cut down on screens every day.")]
    [InlineData("Groups meet every 2 weeks.")]
    [InlineData("Su médico puede bajar la dosis poco a poco.")]
    public void Other_amounts_and_times_are_left_alone(string text) => Assert.Empty(Page.Of(text).Find("dose-in-patient-text"));

    [Fact]
    public void Clinicians_may_read_doses() => Assert.Empty(new Page { Outline = { IsForProfessionals = true } }.Paragraph("Start with 0.5 mg at bedtime.").Find("dose-in-patient-text"));
}

public sealed class DependenceAddictionMixTests
{
    [Theory]
    [InlineData("Physical dependence is addiction.")]
    [InlineData("Dependence, or addiction, can start in weeks.")]
    [InlineData("Clonazepam dependence (addiction) is treatable.")]
    [InlineData("People become dependent, that is, addicted.")]
    [InlineData("La dependencia (adicción) tarda semanas.")]
    [InlineData("Addiction, also known as physical dependence, is common.")]
    [InlineData("La dependencia o adicción puede empezar pronto.")]
    public void One_word_for_the_other_is_found(string text) => Assert.NotEmpty(Page.Of(text).Find("dependence-addiction-mix"));

    [Theory]
    [InlineData("Dependence is not the same as addiction.")]
    [InlineData("A person can be dependent without being addicted.")]
    [InlineData("Addiction and physical dependence are two different things.")]
    [InlineData("La dependencia física no es lo mismo que la adicción.")]
    [InlineData("Addiction is a treatable condition.")]
    [InlineData("Is it dependence or addiction?")]
    [InlineData("People often mix up dependence or addiction.")]
    public void Telling_them_apart_is_wanted(string text) => Assert.Empty(Page.Of(text).Find("dependence-addiction-mix"));
}

public sealed class DependenceUnderItsNameTests
{
    private const string Rule = "dependence-addiction-mix";

    [Fact]
    public void A_section_that_announces_dependence_and_speaks_of_addiction_alone_is_found()
    {
        Assert.NotEmpty(Page("Clonazepam", "Signs of dependence", "Addiction can start in weeks."));
        Assert.NotEmpty(Page("Benzodiacepinas", "Señales de dependencia", "La adicción puede empezar pronto."));
        Assert.Empty(Page("Clonazepam", "Signs of dependence", "Dependence can start in weeks. Addiction is rarer."));
        Assert.Empty(Page("Clonazepam", "Dependence and addiction", "Addiction can start in weeks."));
        Assert.Empty(Page("Opioids", "Signs of dependence", "Addiction can start in weeks."));
        Assert.Empty(Page("Clonazepam", "Signs", "Addiction can start in weeks."));
    }

    private static IReadOnlyList<ContentHub.Editorial.Finding> Page(string topic, string heading, string text) =>
        new Page { TopicNames = [topic] }.Section(heading).Paragraph(text).Find(Rule);
}

public sealed class FigureWithoutLinkTests
{
    [Theory]
    [InlineData("About 15% of adults take one.")]
    [InlineData("One in five adults has insomnia.")]
    [InlineData("3 out of 10 people stop.")]
    [InlineData("A study of 2019 found the same.")]
    [InlineData("Una de cada cinco personas tiene insomnio.")]
    [InlineData("El 20 por ciento lo toma.")]
    public void A_figure_that_leads_nowhere_is_found(string text) => Assert.NotEmpty(Page.Of(text).Find("figure-without-link"));

    [Theory]
    [InlineData("About [15% of adults](https://www.cdc.gov/) take one.")]
    [InlineData("Nobody is 100% sure.")]
    [InlineData("One in the morning is a bad time to be awake.")]
    [InlineData("Call 988.")]
    [InlineData("The clinic opened in 2019.")]
    [InlineData("Two people in five rooms.")]
    public void A_linked_figure_and_other_numbers_are_left_alone(string text) => Assert.Empty(Page.Of(text).Find("figure-without-link"));
}

public sealed class HelplineOutdatedTests
{
    [Theory]
    [InlineData("Call 1-800-273-8255.")]
    [InlineData("Call 800-273-8255.")]
    [InlineData("Call (800) 273-8255 now.")]
    [InlineData("Call 1.800.273.8255.")]
    [InlineData("Llame al 1 800 273 8255.")]
    public void The_old_number_is_found_however_it_is_written(string text) => Assert.Equal("988", Page.Of(text).Single("helpline-outdated").Replacement);

    [Theory]
    [InlineData("Call 988.")]
    [InlineData("Call 1-800-662-4357.")]
    [InlineData("Call 1-800-273-8256.")]
    [InlineData("Order 11800273825599.")]
    [InlineData("Room 273-8255.")]
    public void Other_numbers_are_left_alone(string text) => Assert.Empty(Page.Of(text).Find("helpline-outdated"));
}

public sealed class ShoutingTests
{
    [Theory]
    [InlineData("CALL US TODAY for help")]
    [InlineData("DO NOT STOP suddenly: NEVER STOP ALONE")]
    [InlineData("START YOUR RECOVERY")]
    [InlineData("Help is here!!!")]
    [InlineData("LLAME AHORA MISMO")]
    [InlineData("Please DON’T STOP ALONE AGAIN.")]
    public void Capitals_in_a_row_are_found(string text) => Assert.NotEmpty(Page.Of(text).Find("shouting"));

    [Theory]
    [InlineData("FDA and SAMHSA agree")]
    [InlineData("PTSD, SSRI and IOP are explained below")]
    [InlineData("Do not stop suddenly")]
    [InlineData("Call 911 NOW")]
    [InlineData("ICD-10-CM F13.20")]
    [InlineData("FDA, NIDA, SAMHSA, ASAM")]
    [InlineData("Help is here!")]
    public void Acronyms_and_one_loud_word_are_left_alone(string text) => Assert.Empty(Page.Of(text).Find("shouting"));

    [Theory]
    [InlineData("GET HELP", true)]
    [InlineData("SIGNS OF USE", true)]
    [InlineData("FDA NIDA", false)]
    [InlineData("Get HELP", false)]
    [InlineData("PTSD", false)]
    public void A_heading_in_capitals_is_shouted_from_two_words(string heading, bool isFound) => Assert.Equal(isFound, new Page().Section(heading).Find("shouting").Count > 0);

    [Fact]
    public void A_quoted_label_may_shout() => Assert.Empty(new Page().Quote("WARNING: RISKS FROM CONCOMITANT USE", "FDA label").Find("shouting"));
}

public sealed class SeverityTooLowTests
{
    [Theory]
    [InlineData("Seizure")]
    [InlineData("Trouble breathing")]
    [InlineData("Chest pain")]
    [InlineData("Thoughts of suicide")]
    [InlineData("Convulsiones")]
    [InlineData("Dificultad para respirar")]
    [InlineData("Can’t be woken")]
    [InlineData("HALLUCINATIONS")]
    public void A_known_emergency_that_is_not_marked_is_found(string name) => Assert.NotEmpty(Find(name));

    [Theory]
    [InlineData("Headache")]
    [InlineData("Fear of dying")]
    [InlineData("Withdraws from friends")]
    [InlineData("Tremor")]
    [InlineData("Náuseas")]
    [InlineData("Sweating")]
    public void Others_are_left_alone(string name) => Assert.Empty(Find(name));

    [Fact]
    public void In_a_long_term_condition_hallucinations_may_be_serious_but_a_seizure_is_not()
    {
        Assert.Empty(Find("Hallucinations", isLongTerm: true));
        Assert.NotEmpty(Find("Seizure", isLongTerm: true));
    }

    [Fact]
    public void What_is_marked_is_right() => Assert.Empty(Find("Seizure", isEmergency: true));

    private static IReadOnlyList<ContentHub.Editorial.Finding> Find(string name, bool isEmergency = false, bool isLongTerm = false)
    {
        var page = new Page();
        page.Outline.Symptoms.Add(new(["groups", "g1", "symptoms", "y1", "severity"], name, isEmergency, isLongTerm, HasAction: isEmergency));
        return page.Find("severity-too-low");
    }
}
