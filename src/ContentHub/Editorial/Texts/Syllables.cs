using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace ContentHub.Editorial.Texts;

/// <summary>Counts the syllables of one word as it is spoken. English by its spelling and a list of exceptions; Spanish by the Academy's rules.</summary>
public static class Syllables
{
    /// <summary>A number is read digit by digit up to here, so that a phone number does not decide the grade of a page.</summary>
    private const int DigitsCountedMax = 4;

    /// <summary>Longer is no word of any language; looking at it all would take long.</summary>
    private const int LettersMax = 60;

    /// <returns>At least 1.</returns>
    public static int InEnglish(string word) => Math.Max(1, Parts(word).Sum(InEnglishPart));

    /// <inheritdoc cref="InEnglish"/>
    public static int InSpanish(string word) => Math.Max(1, Parts(word).Sum(part => IsNumber(part) ? OfNumber(part) : OfSpanish(part.ToLowerInvariant())));

    private static IEnumerable<string> Parts(string word) =>
        Cut(word).Normalize(NormalizationForm.FormC).Split(['-', '‑', '.', ',', '/', '+', '&'], StringSplitOptions.RemoveEmptyEntries);

    private static string Cut(string word) => word.Length <= LettersMax ? word : word[..(char.IsHighSurrogate(word[LettersMax - 1]) ? LettersMax - 1 : LettersMax)];

    private static bool IsNumber(string part) => part.Any(char.IsDigit);

    private static int OfNumber(string part) => Math.Min(DigitsCountedMax, part.Count(char.IsDigit));

    private static int InEnglishPart(string part)
    {
        if (IsNumber(part))
        {
            return OfNumber(part);
        }

        var letters = new string([.. part.Where(char.IsLetter)]);
        if (letters.Length is >= 2 and <= 6 && letters.All(char.IsUpper) && (SpelledOut.Contains(letters) || !letters.Any(c => "AEIOUY".Contains(c))))
        {
            return letters.Sum(c => c == 'W' ? 3 : 1);
        }

        var lower = WithoutAccents(letters.ToLowerInvariant());
        var isPossessive = part.EndsWith("'s", StringComparison.OrdinalIgnoreCase) || part.EndsWith("’s", StringComparison.OrdinalIgnoreCase);
        if (isPossessive && lower.Length > 1)
        {
            // Alex's and nurse's gain a syllable; Sam's does not.
            return OfEnglish(lower[..^1]) + (EndsWithSibilant(lower[..^1]) ? 1 : 0);
        }

        var contraction = part.Contains('\'') || part.Contains('’') ? Contractions.GetValueOrDefault(lower) : 0;
        return contraction > 0 ? contraction : OfEnglish(lower);
    }

    private static string WithoutAccents(string text) =>
        new([.. text.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)]);

    private static bool EndsWithSibilant(string word) =>
        word is [.., 's' or 'x' or 'z'] or [.., 's' or 'c', 'h'] or [.., 'c' or 's' or 'z' or 'g', 'e'];

    private static int OfEnglish(string word)
    {
        if (word.Length == 0)
        {
            return 0;
        }

        if (EnglishExceptions.TryGetValue(word, out var known))
        {
            return known;
        }

        // A plural of a word of the list: one more after a hiss, else the same.
        if (word is [.., 's'] && EnglishExceptions.TryGetValue(word[..^1], out known))
        {
            return known + (EndsWithSibilant(word[..^1]) ? 1 : 0);
        }

        var (stem, suffixes) = WithoutSuffixes(word);
        return Math.Max(1, VowelGroups(stem) + suffixes);
    }

    /// <summary>Takes off endings that would hide a silent e of the stem: care-less-ly, move-ment.</summary>
    private static (string Stem, int Syllables) WithoutSuffixes(string word)
    {
        var syllables = 0;
        while (Suffixes.FirstOrDefault(s => word.Length - s.Length >= 3 && word.EndsWith(s, StringComparison.Ordinal) && Vowels(word.AsSpan(0, word.Length - s.Length)) > 0) is { } suffix)
        {
            word = word[..^suffix.Length];
            syllables++;
        }

        return (word, syllables);
    }

    private static int VowelGroups(string word)
    {
        var count = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (IsVowel(word, i) && (i == 0 || !IsVowel(word, i - 1) || IsHiatus(word, i)))
            {
                count++;
            }
        }

        return count - SilentEndings(word, count) + SyllabicEndings(word);
    }

    private static bool IsVowel(string word, int i) => word[i] switch
    {
        'a' or 'e' or 'i' or 'o' => true,
        'u' => i == 0 || word[i - 1] != 'q',
        'y' => i > 0 && !(i + 1 < word.Length && "aeiou".Contains(word[i + 1]) && "aeiou".Contains(word[i - 1])),
        _ => false,
    };

    /// <summary>Two vowels side by side that belong to two syllables: di-et, cre-ate, flu-id, sci-ence.</summary>
    private static bool IsHiatus(string word, int i)
    {
        var pair = word.AsSpan(i - 1, 2);
        var before = i >= 2 ? word[i - 2] : '\0';
        var rest = word.AsSpan(i);
        return pair switch
        {
            "ia" => !(before is 'c' or 't' or 's' or 'g' && rest is "al" or "als" or "ally" or "an" or "ans" or "a") || rest is "ate" or "ates" or "ated" or "ation",
            "io" => !(before is 't' or 's' or 'c' or 'g' or 'x' && rest.StartsWith("on") || before is 'c' or 't' or 'g' && rest.StartsWith("ou")),
            "iu" => true,
            "ie" => rest is "et" or "ets" or "ety" or "er" or "ers" or "ence" or "ent" or "ents" or "ency" or "eties"
                && !(before is 'c' or 't' or 's' && rest is "ent" or "ents" or "ence" or "ency") || (before is 'r' && rest.StartsWith("ent")) || (rest is "est" && Vowels(word.AsSpan(0, i - 1)) > 0),
            "eo" => word is not ("people" or "peoples") && !(before is 'g' or 'c' && rest is "on" or "ons" or "ous"),
            "ea" => (rest is "ate" or "ates" or "ated" or "ating" or "ation" or "ator" or "ative" && (before is 'd' or 'n' or 'm' or 's' or 'l' || word.StartsWith("crea", StringComparison.Ordinal) || word.StartsWith("recrea", StringComparison.Ordinal))) || (rest is "al" or "a" or "an" or "as" && Vowels(word.AsSpan(0, i - 1)) > 0),
            "ei" => rest is "ity" or "ng" || word.EndsWith("eing", StringComparison.Ordinal),
            "ua" => before is not ('g' or 'q') || rest is "al" or "ally",
            "ue" => rest is "el" or "ent" or "ence" or "nce" or "et" && before is not ('g' or 'q') || rest is "ent" or "ence" && before is 'l',
            "ui" => rest is "id" or "ids" or "ity" or "ing" or "in" or "ine" or "itous" && before is not ('g' or 'q'),
            "uo" => before is not 'q',
            "oe" => rest is "et" or "em" or "ems" or "er" or "etic" or "est" or "exist" || rest.StartsWith("rci"),
            "oi" => rest is "ing" or "ic",
            "oa" => rest.StartsWith("ali"),
            "yi" => true,
            "ya" or "yo" => before is not '\0' && i >= 2 && !"aeiou".Contains(before),
            "ii" or "uu" => true,
            "ai" => rest is "ic" or "ics",
            "ao" => true,
            _ => false,
        };
    }

    private static int Vowels(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
        {
            count += "aeiouy".Contains(c) ? 1 : 0;
        }

        return count;
    }

    private static int SilentEndings(string word, int count)
    {
        if (count <= 1)
        {
            return 0;
        }

        return word switch
        {
            // ta-ble, peo-ple: the e is silent, the l speaks.
            [.., 'l', 'e'] or [.., 'l', 'e', 's' or 'd'] when word.TrimEnd('s', 'd') is [.., var c, 'l', 'e'] && !"aeiouyl".Contains(c) => 0,
            [.., var c, 'e'] when !"aeiouy".Contains(c) => 1,
            [.., 'g' or 'q', 'u', 'e'] or [.., 'g' or 'q', 'u', 'e', 's' or 'd'] => 1,
            // wanted and needed speak, stopped does not.
            [.., 't' or 'd', 'e', 'd'] => 0,
            [.., var c, 'e', 'd'] when !"aeiouy".Contains(c) => 1,
            [.., 'a' or 'e' or 'o', 'y', 'e', 'd'] => 1,
            // nurses and doses speak, times does not.
            [.., 's' or 'x' or 'z' or 'c' or 'g', 'e', 's'] or [.., 's' or 'c', 'h', 'e', 's'] => 0,
            [.., var c, 'e', 's'] when !"aeiouy".Contains(c) => 1,
            _ => 0,
        };
    }

    /// <summary>rhyth-m, pris-m, tourism: a nasal after a consonant speaks without a vowel.</summary>
    private static int SyllabicEndings(string word) =>
        word is [.., 's' or 'h', 'm'] or [.., 's', 'm', 's'] && (word.TrimEnd('s') is [.., 's', 'm'] or [.., 't', 'h', 'm']) ? 1 : 0;

    private static int OfSpanish(string word)
    {
        // Only letters that sound: a silent h does not part two vowels, the u of que, gui and gue is not one.
        var sounds = SoundsOf(word);
        var count = 0;
        for (var i = 0; i < sounds.Length; i++)
        {
            if (IsSpanishVowel(sounds, i) && (i == 0 || !IsSpanishVowel(sounds, i - 1) || AreApart(sounds, i)))
            {
                count++;
            }
        }

        return count == 0 && sounds.Length > 0 ? 1 : count;
    }

    private static string SoundsOf(string word)
    {
        var sounds = new StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            var next = i + 1 < word.Length ? word[i + 1] : '\0';
            var isSilent = (word[i] is 'h' && !(i > 0 && word[i - 1] is 'c'))
                || (word[i] is 'u' && i > 0 && ((word[i - 1] is 'q') || (word[i - 1] is 'g' && next is 'e' or 'i' or 'é' or 'í')));
            if (!isSilent && char.IsLetter(word[i]))
            {
                sounds.Append(word[i]);
            }
        }

        return sounds.ToString();
    }

    private static bool IsSpanishVowel(string sounds, int i) =>
        "aeiouáéíóúü".Contains(sounds[i]) || (sounds[i] == 'y' && (i + 1 == sounds.Length || !"aeiouáéíóúü".Contains(sounds[i + 1])));

    /// <summary>Two open vowels part; so do an accented í or ú beside an open one, and two of the same.</summary>
    private static bool AreApart(string sounds, int i)
    {
        var (first, second) = (sounds[i - 1], sounds[i]);
        var bothOpen = "aeoáéó".Contains(first) && "aeoáéó".Contains(second);
        var accentedClosed = (first is 'í' or 'ú' && "aeoáéó".Contains(second)) || (second is 'í' or 'ú' && "aeoáéó".Contains(first));
        return bothOpen || accentedClosed || (first is 'i' or 'í' && second is 'i' or 'í') || (first is 'u' && second is 'u');
    }

    private static readonly string[] Suffixes = ["lessly", "fully", "ments", "ment", "ness", "less", "ful", "ly"];

    private static readonly FrozenSet<string> SpelledOut = new[]
    {
        "FDA", "CDC", "NIH", "ADHD", "OCD", "IOP", "OTC", "ER", "US", "UK", "HIV", "EKG", "ECG", "ICU", "EMDR", "DUI", "OUD", "AUD", "SUD", "MAOI", "SSRI", "SNRI", "EMS", "EMT", "ID", "IV", "LGBTQ", "THC", "MRI", "AA", "NA", "RN", "PA",
    }.ToFrozenSet();

    private static readonly FrozenDictionary<string, int> Contractions = new Dictionary<string, int>
    {
        ["isnt"] = 2, ["wasnt"] = 2, ["doesnt"] = 2, ["didnt"] = 2, ["hasnt"] = 2, ["hadnt"] = 2, ["couldnt"] = 2, ["wouldnt"] = 2, ["shouldnt"] = 2, ["havent"] = 2,
        ["arent"] = 1, ["werent"] = 1, ["youre"] = 1, ["theyre"] = 1, ["were"] = 1, ["ive"] = 1, ["youve"] = 1, ["weve"] = 1, ["theyve"] = 1, ["youll"] = 1, ["theyll"] = 1, ["itll"] = 2, ["thatll"] = 2,
        ["mustnt"] = 2, ["neednt"] = 2, ["ill"] = 1, ["well"] = 1, ["shell"] = 1, ["hell"] = 1, ["id"] = 1, ["youd"] = 1, ["theyd"] = 1,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, int> EnglishExceptions = new Dictionary<string, int>
    {
        // Everyday words whose spelling misleads.
        ["are"] = 1, ["were"] = 1, ["people"] = 2, ["every"] = 2, ["everyone"] = 3, ["everything"] = 3, ["everyday"] = 3, ["something"] = 2, ["someone"] = 2, ["sometimes"] = 2, ["somewhere"] = 2, ["somebody"] = 3, ["anyone"] = 3,
        ["being"] = 2, ["seeing"] = 2, ["doing"] = 2, ["going"] = 2, ["idea"] = 3, ["area"] = 3, ["real"] = 1, ["really"] = 2, ["reality"] = 4, ["react"] = 2, ["reaction"] = 3, ["create"] = 2, ["creative"] = 3, ["business"] = 2,
        ["different"] = 3, ["interest"] = 3, ["evening"] = 2, ["family"] = 3, ["several"] = 3, ["medicine"] = 3, ["client"] = 2, ["patient"] = 2, ["quiet"] = 2, ["quietly"] = 3, ["science"] = 2, ["poem"] = 2,
        ["therefore"] = 2, ["careful"] = 2, ["carefully"] = 3, ["safely"] = 2, ["lonely"] = 2, ["likely"] = 2, ["heart"] = 1, ["breathe"] = 1, ["beyond"] = 2, ["recipe"] = 3, ["simile"] = 3, ["maybe"] = 2, ["cafe"] = 2,
        ["hundred"] = 2, ["sacred"] = 2, ["naked"] = 2, ["wicked"] = 2, ["rugged"] = 2, ["aged"] = 1, ["beloved"] = 3, ["learned"] = 1, ["bed"] = 1, ["agreed"] = 2, ["need"] = 1, ["succeed"] = 2, ["bleed"] = 1,
        ["queue"] = 1, ["argue"] = 2, ["value"] = 2, ["rescue"] = 2, ["continue"] = 3, ["issue"] = 2, ["tissue"] = 2, ["league"] = 1, ["fatigue"] = 2, ["tongue"] = 1, ["technique"] = 2, ["unique"] = 2, ["vague"] = 1,
        ["says"] = 1, ["said"] = 1, ["eye"] = 1, ["eyes"] = 1, ["hour"] = 1, ["our"] = 1, ["fire"] = 1, ["tired"] = 2, ["use"] = 1, ["used"] = 1, ["worse"] = 1, ["course"] = 1, ["nurse"] = 1, ["else"] = 1,
        ["colonel"] = 2, ["wednesday"] = 2, ["february"] = 4, ["chocolate"] = 3, ["temperature"] = 4, ["vegetable"] = 4, ["comfortable"] = 4, ["usual"] = 3, ["usually"] = 4, ["actual"] = 3, ["actually"] = 4,
        ["clothes"] = 1, ["crises"] = 2, ["diagnoses"] = 4, ["lose"] = 1, ["done"] = 1, ["gone"] = 1, ["have"] = 1, ["give"] = 1, ["live"] = 1, ["alive"] = 2, ["acne"] = 2, ["karate"] = 3, ["apostrophe"] = 4, ["catastrophe"] = 4,
        ["whole"] = 1, ["wholesome"] = 2, ["lifetime"] = 2, ["lifestyle"] = 2, ["safety"] = 2, ["movement"] = 2, ["involvement"] = 3, ["homeless"] = 2, ["useful"] = 2, ["useless"] = 2, ["hopeful"] = 2, ["hopeless"] = 2, ["hopelessness"] = 3,
        ["sleepiness"] = 3, ["drowsiness"] = 3, ["dizziness"] = 3, ["happiness"] = 3, ["caregiver"] = 3, ["caretaker"] = 3, ["homework"] = 2, ["lifeline"] = 2, ["baseline"] = 2, ["timeline"] = 2, ["timeout"] = 2, ["framework"] = 2, ["elsewhere"] = 2, ["everywhere"] = 3, ["oneself"] = 2, ["whoever"] = 3, ["ok"] = 2, ["vs"] = 2, ["reinforce"] = 3, ["guideline"] = 2, ["nightmare"] = 2, ["outside"] = 2, ["firearm"] = 2,
        ["wellbeing"] = 3, ["lawyer"] = 2, ["buyer"] = 2, ["higher"] = 2, ["prayer"] = 2, ["layer"] = 2, ["player"] = 2, ["mayor"] = 2, ["iron"] = 2, ["lion"] = 2, ["riot"] = 2, ["diet"] = 2, ["quit"] = 1, ["suit"] = 1, ["build"] = 1, ["guide"] = 1, ["suite"] = 1,
        ["riskier"] = 3, ["easier"] = 3, ["earlier"] = 3, ["happier"] = 3, ["fluid"] = 2, ["ruin"] = 2, ["fruit"] = 1, ["juice"] = 1, ["bruise"] = 1, ["nuisance"] = 2, ["cruel"] = 2, ["fuel"] = 2, ["duel"] = 2, ["influence"] = 3, ["fluent"] = 2,
        ["ocean"] = 2, ["theory"] = 3, ["theater"] = 3, ["museum"] = 3, ["video"] = 3, ["stereo"] = 3, ["neon"] = 2, ["pigeon"] = 2, ["surgeon"] = 2, ["dungeon"] = 2, ["courageous"] = 3, ["nausea"] = 3, ["diarrhea"] = 4, ["apnea"] = 3,
        ["nauseous"] = 2, ["righteous"] = 2, ["anxious"] = 2, ["conscious"] = 2, ["various"] = 3, ["serious"] = 3, ["seriously"] = 4, ["previous"] = 3, ["obvious"] = 3, ["period"] = 3, ["million"] = 2, ["opinion"] = 3, ["onion"] = 2, ["union"] = 2, ["companion"] = 3, ["behavior"] = 3, ["behavioral"] = 4, ["senior"] = 2, ["junior"] = 2,
        ["physician"] = 3, ["clinician"] = 3, ["technician"] = 3, ["special"] = 2, ["social"] = 2, ["especially"] = 4, ["specialist"] = 3, ["initial"] = 3, ["partial"] = 2, ["essential"] = 3, ["crucial"] = 2, ["potential"] = 3, ["initially"] = 4, ["familiar"] = 3, ["peculiar"] = 3, ["brilliant"] = 2,
        ["appreciate"] = 4, ["associate"] = 4, ["initiate"] = 4, ["negotiate"] = 4, ["trial"] = 2, ["denial"] = 3, ["dial"] = 2, ["diary"] = 3, ["dialysis"] = 4, ["diabetes"] = 4, ["marriage"] = 2, ["carriage"] = 2, ["parliament"] = 3, ["variable"] = 4, ["reliable"] = 4, ["anxiety"] = 4, ["society"] = 4, ["variety"] = 4, ["sobriety"] = 4, ["piety"] = 3,
        ["soldier"] = 2, ["frontier"] = 2, ["cashier"] = 2, ["premier"] = 2, ["pier"] = 1, ["tier"] = 1, ["fierce"] = 1, ["pierce"] = 1, ["friend"] = 1, ["chief"] = 1, ["experience"] = 4, ["audience"] = 3, ["convenience"] = 3, ["convenient"] = 3, ["obedient"] = 4, ["ingredient"] = 4, ["recipient"] = 4, ["conscience"] = 2, ["efficient"] = 3, ["sufficient"] = 3, ["ancient"] = 2, ["deficient"] = 3, ["patience"] = 2,
        ["voices"] = 2, ["choices"] = 2, ["stomach"] = 2, ["ache"] = 1, ["aches"] = 1, ["headache"] = 2, ["headaches"] = 2, ["toothache"] = 2, ["seizure"] = 2, ["measure"] = 2, ["pressure"] = 2, ["poison"] = 2, ["alcohol"] = 3, ["cooperate"] = 4, ["coordinate"] = 4, ["coordination"] = 5, ["coworker"] = 3, ["preexisting"] = 4, ["reassure"] = 3, ["reenter"] = 3,
        ["schedule"] = 2, ["rhythm"] = 2, ["prism"] = 2, ["chasm"] = 2, ["spasm"] = 2, ["alcoholism"] = 5, ["muscle"] = 2, ["vehicle"] = 3, ["title"] = 2, ["isle"] = 1, ["aisle"] = 1, ["rule"] = 1, ["while"] = 1, ["rely"] = 2, ["july"] = 2, ["only"] = 2, ["early"] = 2, ["apply"] = 2, ["reply"] = 2, ["supply"] = 2,
        // Words of our field.
        ["naloxone"] = 3, ["methadone"] = 3, ["oxycodone"] = 4, ["hydrocodone"] = 4, ["codeine"] = 2, ["caffeine"] = 2, ["morphine"] = 2, ["nicotine"] = 3, ["buprenorphine"] = 4, ["amphetamine"] = 4, ["methamphetamine"] = 5, ["cocaine"] = 2, ["ketamine"] = 3, ["benzodiazepine"] = 6, ["diazepam"] = 4, ["opioid"] = 3, ["opiate"] = 3, ["naltrexone"] = 3, ["heroin"] = 3, ["psychiatric"] = 4, ["psychiatry"] = 4, ["psychiatrist"] = 4, ["pediatric"] = 4, ["suicide"] = 3, ["suicidal"] = 4, ["paranoia"] = 4, ["bipolar"] = 3, ["schizophrenia"] = 5, ["insomnia"] = 4, ["dementia"] = 3, ["phobia"] = 3, ["agoraphobia"] = 6, ["trauma"] = 2, ["fentanyl"] = 3, ["clonazepam"] = 4, ["lorazepam"] = 4, ["alprazolam"] = 4, ["klonopin"] = 3, ["xanax"] = 2, ["valium"] = 3, ["halcion"] = 3, ["ambien"] = 3, ["withdrawal"] = 3, ["prescribed"] = 2, ["dose"] = 1, ["overdose"] = 3, ["vomiting"] = 3, ["appointment"] = 3,
    }.ToFrozenDictionary();
}
