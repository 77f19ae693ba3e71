using ContentHub.Delivery.Search;
using Xunit;

namespace ContentHub.Tests.Delivery.Search;

/// <summary>How what somebody typed becomes words.</summary>
public sealed class SearchTextTests
{
    [Theory]
    [InlineData("The patient's dependence", "patient/patient dependence/depend")]
    [InlineData("How do I stop?", "stop/stop")]
    [InlineData("Ansiedad naïve", "ansiedad/ansiedad naive/naiv")]
    public void English_has_stems_and_no_possessives(string text, string words) => Assert.Equal(words, Words(SearchLanguage.English, text));

    [Theory]
    [InlineData("las señales de la depresión", "senales/senal depresion/depresion")]
    [InlineData("¿Qué medicinas?", "medicinas/medicin")]
    public void Spanish_has_stems_and_no_accents(string text, string words) => Assert.Equal(words, Words(SearchLanguage.Spanish, text));

    [Fact]
    public void Other_languages_are_cut_at_their_words() => Assert.Equal("die/die angst/angst", Words(SearchLanguage.Of("de-DE"), "Die Angst"));

    [Fact]
    public void Words_beyond_the_sixteenth_do_not_count() =>
        Assert.Equal(16, SearchText.Read(string.Join(' ', Enumerable.Range(0, 40).Select(n => $"w{n}"))).In(SearchLanguage.English).Count);

    [Theory]
    [InlineData("panic atta", true)]
    [InlineData("panic atta ", false)]
    [InlineData("\"panic\"", false)]
    [InlineData("the", true)]
    [InlineData("panic the", false)]
    public void The_last_word_may_be_in_the_typing(string text, bool isBeginning) =>
        Assert.Equal(isBeginning, SearchText.Read(text).In(SearchLanguage.English).Words.Any(word => word.IsBeginning));

    [Fact]
    public void Quotes_make_phrases_and_an_open_one_does_not()
    {
        var closed = SearchText.Read("a “panic attack” today").In(SearchLanguage.English);
        var open = SearchText.Read("\"panic attack").In(SearchLanguage.English);

        Assert.Equal(["panic attack"], closed.Phrases.Select(p => string.Join(' ', p.Select(w => w.Written))));
        Assert.Equal(["today"], closed.Words.Select(w => w.Word.Written));
        Assert.Empty(open.Phrases);
        Assert.Equal(["panic", "attack"], open.Words.Select(w => w.Word.Written));
    }

    [Theory]
    [InlineData("suicide", true)]
    [InlineData("SUICIDAL", true)]
    [InlineData("sucide", true)]
    [InlineData("suciide", true)]
    [InlineData("I don’t want to live", true)]
    [InlineData("self-harm", true)]
    [InlineData("hacerme daño", true)]
    [InlineData("how to overdose", true)]
    [InlineData("decide", false)]
    [InlineData("living with depression", false)]
    [InlineData("do I want to diet", false)]
    [InlineData("opioid withdrawal", false)]
    public void Words_of_a_life_in_danger_are_known(string text, bool isCrisis) => Assert.Equal(isCrisis, SearchText.Read(text).IsCrisis);

    private static string Words(SearchLanguage language, string text) => string.Join(' ', language.WordsOf(text).Select(word => $"{word.Written}/{word.Stem}"));
}
