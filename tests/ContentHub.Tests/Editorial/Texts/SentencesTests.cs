using ContentHub.Editorial.Texts;
using Xunit;

namespace ContentHub.Tests.Editorial.Texts;

public sealed class SentencesTests
{
    [Theory]
    [InlineData("One. Two! Three?", "One.|Two!|Three?")]
    [InlineData("Dr. Sample sees patients at 9 a.m.", "Dr. Sample sees patients at 9 a.m.")]
    [InlineData("Come at 9 a.m. Bring a list.", "Come at 9 a.m.|Bring a list.")]
    [InlineData("Come at 9 a.m. or later.", "Come at 9 a.m. or later.")]
    [InlineData("Some medicines, e.g. clonazepam, are calming. Ask first.", "Some medicines, e.g. clonazepam, are calming.|Ask first.")]
    [InlineData("It took 2.5 days. Then it ended.", "It took 2.5 days.|Then it ended.")]
    [InlineData("See level 2.1.", "See level 2.1.")]
    [InlineData("In the U.S. there is help.", "In the U.S. there is help.")]
    [InlineData("He lives in the U.S. She does not.", "He lives in the U.S.|She does not.")]
    [InlineData("En EE. UU. hay ayuda. Llame.", "En EE. UU. hay ayuda.|Llame.")]
    [InlineData("El Dr. Muestra y la Sra. Prueba atienden. ¿Tiene dudas? ¡Llame!", "El Dr. Muestra y la Sra. Prueba atienden.|¿Tiene dudas?|¡Llame!")]
    [InlineData("\"Is it safe?\" she asked.", "\"Is it safe?\" she asked.")]
    [InlineData("She said, “Stop.” He did.", "She said, “Stop.”|He did.")]
    [InlineData("(It helps.) It does.", "(It helps.)|It does.")]
    [InlineData("Wait ... then call.", "Wait ... then call.")]
    [InlineData("Wait… Then call.", "Wait…|Then call.")]
    [InlineData("What?! No.", "What?!|No.")]
    [InlineData("1. Call us. 2. Come in.", "1. Call us.|2. Come in.")]
    [InlineData("J. Smith wrote it. It is good.", "J. Smith wrote it.|It is good.")]
    [InlineData("So do I. We agree.", "So do I.|We agree.")]
    [InlineData("Heading without a stop\nA sentence.", "Heading without a stop|A sentence.")]
    [InlineData("Headaches, etc. Call us.", "Headaches, etc.|Call us.")]
    [InlineData("Headaches, etc. are common.", "Headaches, etc. are common.")]
    [InlineData("Visit example.org today.", "Visit example.org today.")]
    [InlineData("Ask your Dr.", "Ask your Dr.")]
    [InlineData("No stop", "No stop")]
    [InlineData(" \n\n ", "")]
    [InlineData("...", "")]
    [InlineData("", "")]
    public void Text_is_split_where_a_sentence_ends(string plain, string expected) =>
        Assert.Equal(expected, string.Join('|', Sentences.Of(plain).Select(sentence => sentence.Text)));

    [Theory]
    [InlineData("Signs, such as \"long-term\" use — they're (often) 2.5 times.", "Signs such as long-term use they're often 2.5 times")]
    [InlineData("and/or", "and or")]
    [InlineData("¿Qué? ¡Ay!", "Qué Ay")]
    [InlineData("- & *", "")]
    [InlineData("Call 1-800-662-4357.", "Call 1-800-662-4357")]
    [InlineData("word\u00A0word", "word word")]
    public void Words_stand_between_spaces_dashes_and_slashes(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Sentences.WordsOf(text)));

    [Fact]
    public void A_sentence_knows_where_it_stands()
    {
        var second = Sentences.Of("One.  Two words.")[1];

        Assert.Equal((6, "Two words.", 2), (second.Start, second.Text, second.Words.Count));
    }

    [Fact]
    public void Text_of_closing_marks_alone_is_read_in_a_moment() =>
        Assert.Empty(Sentences.Of(new string(')', 200_000)));
}
