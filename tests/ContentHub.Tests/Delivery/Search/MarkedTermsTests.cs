using ContentHub.Delivery.Search;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Delivery.Search;

/// <summary>Which words of a text are marked, against the language's own reading of the whole text.</summary>
public sealed class MarkedTermsTests
{
    private static readonly string[] LookedFor = ["sleep", "panic", "ñame"];

    /// <summary>What is looked for, what begins like it or ends like it, and all that may stand in or between words.</summary>
    private static readonly Gen<string> Texts = Gen.OneOf<string>(
        "sleep", "Sleeping", "SLEEPS", "sle", "asleep", "panic", "panics", "hispanic", "pánic", "ñame", "name", "rest", "x", "7", "3.5",
        " ", " ", " ", "-", "_", ".", ",", ";", ":", "'", "'s", "’s", "…", "—", "“", "\n", "(", "\\", "é").Array[0, 24].Select(string.Concat);

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public void Exactly_the_words_that_were_looked_for_are_found_in_a_text(string locale)
    {
        var language = SearchLanguage.Of(locale);
        var words = LookedFor.Select(word => Assert.Single(language.WordsOf(word))).ToList();

        Texts.Sample(
            text =>
            {
                var terms = new MarkedTerms(language);
                words.ForEach(word => terms.Add(new(word, IsBeginning: false, IsExact: true), []));

                var expected = language.WordsOf(text)
                    .Select(word => (word.Start, word.End, Place: words.FindIndex(w => word.Stem == w.Stem || word.Stem == w.Written || word.Written == w.Stem || word.Written == w.Written)))
                    .Where(word => word.Place >= 0)
                    .Select(word => (word.Start, word.End, 1 << word.Place));
                Assert.Equal(expected, terms.In(text).Select(word => (word.Start, word.End, word.Places)));
            },
            iter: 5_000);
    }
}
