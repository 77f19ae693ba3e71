using ContentHub.Editorial;
using Xunit;

namespace ContentHub.Tests.Editorial.Checks;

public sealed class StigmatisingLanguageTests
{
    private const string Rule = "stigmatising-language";

    [Theory]
    [InlineData("He was a heroin addict for years.", "heroin addict")]
    [InlineData("She has been clean for six months.", "been clean")]
    [InlineData("Her drug test came back dirty.", "test came back dirty")]
    [InlineData("His brother committed suicide in March.", "committed suicide")]
    [InlineData("Many alcoholics recover.", "alcoholics")]
    [InlineData("Substance abusers need care.", "Substance abusers")]
    [InlineData("He tried to kick the habit.", "kick the habit")]
    [InlineData("The ADDICTS in our group.", "ADDICTS")]
    [InlineData("A for\u00ADmer ad\u200Bdict told us.", "former addict")]
    [InlineData("A drug **addict** told us.", "drug addict")]
    [InlineData("She suffers from depression.", "suffers from depression")]
    [InlineData("Don’t call him a junkie: junkies are people.", "junkie")]
    public void Words_that_label_people_are_found(string text, string words) =>
        Assert.Contains(Page.Of(text).Find(Rule), f => f.Severity is FindingSeverity.Warning && f.Message.Contains($"“{words}”", StringComparison.Ordinal));

    [Theory]
    [InlineData("Los adictos necesitan ayuda.")]
    [InlineData("Un drogadicto puede recuperarse.")]
    [InlineData("Lleva seis meses limpio.")]
    [InlineData("Su hermano se cometió suicidio, dijo: cometió suicidio.")]
    [InlineData("El abuso de drogas es frecuente.")]
    [InlineData("Los alcoho\u0301licos del grupo.")]
    [InlineData("LOS ALCOHOLICOS del grupo.")]
    [InlineData("Un intento fallido de suicidio.")]
    public void So_are_Spanish_ones_with_and_without_accents(string text) => Assert.NotEmpty(Page.Of(text, "es-US").Find(Rule));

    [Theory]
    [InlineData("Clean your hands before you give naloxone.")]
    [InlineData("The National Institute on Drug Abuse funds research.")]
    [InlineData("Alcoholic hepatitis is a liver disease.")]
    [InlineData("She left her abuser and found shelter.")]
    [InlineData("Keep your kitchen clean.")]
    [InlineData("Addiction is a treatable condition.")]
    [InlineData("Alcoholics Anonymous meets on Mondays.")]
    [InlineData("This medicine can be habit-forming.")]
    [InlineData("Say “person with an addiction” instead of “addict”.")]
    [InlineData("The word \"junkie\" hurts.")]
    [InlineData("See https://example.org/drug-abuse for more.")]
    [InlineData("Type `addict` to search.")]
    [InlineData("Her room is clean.")]
    [InlineData("Nicotine replacement therapy helps.")]
    public void Near_misses_are_left_alone(string text) => Assert.Empty(Page.Of(text).Find(Rule));

    [Theory]
    [InlineData("Mantenga la cocina limpia.")]
    [InlineData("Alcohólicos Anónimos se reúne los lunes.")]
    [InlineData("Las bebidas alcohólicas son un riesgo.")]
    [InlineData("La adicción se puede tratar.")]
    [InlineData("Es un círculo vicioso.")]
    [InlineData("El agua está limpia.")]
    public void So_are_Spanish_ones(string text) => Assert.Empty(Page.Of(text, "es-US").Find(Rule));

    [Fact]
    public void Words_of_somebody_who_is_named_are_theirs_and_others_are_ours()
    {
        Assert.Empty(new Page().Quote("I was an addict for ten years.", "Ana, sample patient").Find(Rule));
        Assert.NotEmpty(new Page().Quote("I was an addict for ten years.", null).Find(Rule));
    }

    [Fact]
    public void The_place_is_told_in_the_Markdown_as_it_is_stored()
    {
        var text = "He *often* said: his brother **committed** suicide.";

        var finding = Page.Of(text).Single(Rule);

        Assert.Equal(["sections", "s1", "blocks", "b1", "text"], finding.Path);
        Assert.Equal("committed** suicide", text[finding.Range!.Start..finding.Range.End]);
        Assert.Equal("died by suicide", finding.Replacement);
        Assert.Contains("died by suicide", finding.Suggestion, StringComparison.Ordinal);
    }
}
