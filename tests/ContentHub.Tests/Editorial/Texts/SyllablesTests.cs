using ContentHub.Editorial.Texts;
using Xunit;

namespace ContentHub.Tests.Editorial.Texts;

public sealed class SyllablesTests
{
    [Theory]
    [InlineData(1, "a I the dose help calm stopped times through strength eyes ache friend tongue league")]
    [InlineData(2, "doctor table people needed wanted doses nurses headache seizure anxious muscle rhythm quiet being create safely useful stomach fatigue business prescribe")]
    [InlineData(3, "medicine withdrawal dependence overdose alcohol physician opioid different addiction carefully nicotine vehicle naloxone drowsiness")]
    [InlineData(4, "anxiety emergency dependency clonazepam information society experience psychiatry psychiatric oxycodone variety temperature insomnia")]
    [InlineData(5, "intoxication methamphetamine hallucination examination electricity university")]
    [InlineData(6, "benzodiazepine responsibility rehabilitation")]
    public void English_words_have_as_many_syllables_as_they_are_spoken_with(int syllables, string words) =>
        Assert.All(words.Split(' '), word => Assert.True(Syllables.InEnglish(word) == syllables, $"{word}: {Syllables.InEnglish(word)}"));

    [Theory]
    [InlineData("FDA", 3)]
    [InlineData("PTSD", 4)]
    [InlineData("SAMHSA", 2)]
    [InlineData("911", 3)]
    [InlineData("1-800-662-4357", 11)]
    [InlineData("18006624357", 4)]
    [InlineData("2.5", 2)]
    [InlineData("9-week", 2)]
    [InlineData("long-term", 2)]
    [InlineData("doesn't", 2)]
    [InlineData("don’t", 1)]
    [InlineData("you're", 1)]
    [InlineData("nurse's", 2)]
    [InlineData("Sam’s", 1)]
    [InlineData("café", 2)]
    [InlineData("Take", 1)]
    [InlineData("hmm", 1)]
    public void Numbers_short_names_and_compounds_are_read_out(string word, int syllables) =>
        Assert.Equal(syllables, Syllables.InEnglish(word));

    [Theory]
    [InlineData(1, "y muy ley rey guion que pie dio bien luz sin más")]
    [InlineData(2, "dosis agua miedo cuerpo causa ruido mayo dúo búho leer caos guerra queso país raíz baúl reír aún ciudad viuda")]
    [InlineData(3, "ansiedad doctora persona síntoma médico ayuda peligro ahora oído alcohol síndrome pingüino ansioso insomnio héroe salida")]
    [InlineData(4, "tratamiento dependencia abstinencia convulsiones adicciones vehículo policía teoría medicinas clonazepam sobredosis caótico")]
    [InlineData(5, "medicamento enfermedades rehabilitar escalofríos electricidad desintoxicar")]
    [InlineData(6, "benzodiacepina universitario")]
    public void Spanish_words_have_as_many_syllables_as_the_academy_counts(int syllables, string words) =>
        Assert.All(words.Split(' '), word => Assert.True(Syllables.InSpanish(word) == syllables, $"{word}: {Syllables.InSpanish(word)}"));

    [Theory]
    [InlineData("prohibir", 2)]
    [InlineData("ahumar", 2)]
    [InlineData("ahijado", 3)]
    [InlineData("MÉDICO", 3)]
    [InlineData("988", 3)]
    [InlineData("médico-paciente", 6)]
    [InlineData("antigüedad", 4)]
    [InlineData("averiguáis", 4)]
    public void A_silent_h_keeps_a_diphthong_and_case_does_not_matter(string word, int syllables) =>
        Assert.Equal(syllables, Syllables.InSpanish(word));
}
