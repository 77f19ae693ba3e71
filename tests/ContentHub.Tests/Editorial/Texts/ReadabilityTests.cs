using ContentHub.Editorial.Texts;
using Xunit;

namespace ContentHub.Tests.Editorial.Texts;

public sealed class ReadabilityTests
{
    [Fact]
    public void English_gets_the_flesch_kincaid_grade()
    {
        // 13 words, 2 sentences, 24 syllables: 0.39 x 6.5 + 11.8 x 24/13 - 15.59 = 8.73.
        var score = Readability.Of("Dependence can begin within weeks. Never stop this medicine suddenly without a doctor.", "en-US");

        Assert.Equal(new(13, 1, 8.7, null, "Flesch-Kincaid grade level"), score);
    }

    [Fact]
    public void Spanish_gets_the_perspicuity_of_szigriszt_pazos()
    {
        // 9 words, 2 sentences, 20 syllables: 206.835 - 62.3 x 20/9 - 4.5 = 63.89.
        var score = Readability.Of("La dependencia puede empezar pronto. No deje la medicina.", "es-US");

        Assert.Equal(new(9, 1, null, 63.9, "Szigriszt-Pazos on the INFLESZ scale"), score);
    }

    [Theory]
    [InlineData("fr-CA")]
    [InlineData("de")]
    [InlineData("")]
    public void Other_languages_get_words_and_minutes_only(string locale) =>
        Assert.Equal(new(3, 1, null, null, "None for this language"), Readability.Of("Bonjour tout le-monde.", locale));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(200, 1)]
    [InlineData(201, 2)]
    [InlineData(1_100, 6)]
    public void Minutes_are_rounded_up(int words, int minutes) =>
        Assert.Equal((words, minutes), Readability.Of(string.Join(' ', Enumerable.Repeat("word", words)), "en") is var s ? (s.Words, s.Minutes) : default);

    [Fact]
    public void Text_without_a_word_has_no_grade() =>
        Assert.Equal(new(0, 0, null, null, "Flesch-Kincaid grade level"), Readability.Of(" … \n", "en-US"));

    [Fact]
    public void The_easiest_text_is_grade_0_and_the_hardest_spanish_0_points()
    {
        Assert.Equal(0, Readability.Of("Go. Run. Sit.", "en").Grade);
        Assert.Equal(0, Readability.Of("Electroencefalográficamente desinstitucionalización.", "es").Score);
    }

    [Fact]
    public void A_long_word_in_each_sentence_raises_the_grade_past_8()
    {
        var score = Readability.Of("The pharmacokinetic properties vary considerably. Pharmacokinetic interactions necessitate individual consideration.", "en-US");

        Assert.True(score.Grade > 8);
    }

    [Fact]
    public void A_list_reads_easier_than_the_same_words_in_one_sentence()
    {
        var list = Readability.Of("You may feel sick\nYou may feel tired\nYou may not sleep well", "en-US");

        var sentence = Readability.Of("You may feel sick and you may feel tired and you may not sleep well", "en-US");

        Assert.True(list.Grade < sentence.Grade);
    }
}
