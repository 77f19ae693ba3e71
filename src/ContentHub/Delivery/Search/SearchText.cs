using System.Text;
using ContentHub.Api.Errors;

namespace ContentHub.Delivery.Search;

/// <summary>What a reader typed. It is cut into words and never read as a language of its own: there is nothing in it that could be abused.</summary>
internal sealed class SearchText
{
    /// <summary>Characters (UTF-16): nobody types more than a long sentence into a search box.</summary>
    public const int CharactersMax = 200;

    /// <summary>Words that count; those behind them are left out.</summary>
    public const int WordsMax = 16;

    private const int LettersMin = 2;

    private SearchText(string text)
    {
        Text = text;
        IsEmpty = text.EnumerateRunes().Count(Rune.IsLetterOrDigit) < LettersMin;
        IsCrisis = !IsEmpty && CrisisWords.StandIn(text);
    }

    /// <summary>Whole characters without control characters.</summary>
    public string Text { get; }

    /// <summary>Under two letters or digits: too little to look for.</summary>
    public bool IsEmpty { get; }

    /// <summary>About life in danger.</summary>
    public bool IsCrisis { get; }

    /// <exception cref="RequestError">It is too long.</exception>
    public static SearchText Read(string text) => text.Length <= CharactersMax
        ? new(Clean(text))
        : throw new RequestError("INVALID", $"`text` has at most {CharactersMax} characters; this has {text.Length}. Search for the words that matter most.");

    /// <summary>Its words in a language: stop words are left out.</summary>
    public SearchTerms In(SearchLanguage language)
    {
        var words = new List<SearchTerm>();
        var phrases = new List<IReadOnlyList<SearchWord>>();
        var left = WordsMax;
        var parts = Text.Split('"');
        for (var i = 0; i < parts.Length && left > 0; i++)
        {
            // Every second part stands in quotes; one that is never closed does not.
            var isQuoted = i % 2 == 1 && i < parts.Length - 1;
            var found = language.WordsOf(parts[i]).Take(left).ToList();
            left -= found.Count;
            if (isQuoted && found.Count > 1)
            {
                phrases.Add(found);
            }
            else
            {
                words.AddRange(found.Select(word => new SearchTerm(word, IsBeginning: false, IsExact: isQuoted)));
            }
        }

        return new(language, WithBeginning(words, phrases.Count > 0, language), phrases);
    }

    /// <summary>The last word may be still in the typing, unless something follows it.</summary>
    private List<SearchTerm> WithBeginning(List<SearchTerm> words, bool hasPhrases, SearchLanguage language)
    {
        if (SearchLanguage.Other.WordsOf(Text) is not [.., var last] || last.End < Text.Length)
        {
            return words;
        }

        if (words is [.., { IsExact: false } end] && end.Word.Written == last.Written)
        {
            words[^1] = end with { IsBeginning = true };
        }
        else if (words.Count == 0 && !hasPhrases && language != SearchLanguage.Other)
        {
            // "the" says nothing by itself, but it may become "therapy".
            words.Add(new(last, IsBeginning: true, IsExact: true));
        }

        return words;
    }

    private static string Clean(string text)
    {
        // Half a surrogate pair becomes U+FFFD.
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormC);
        return string.Concat(whole.Select(c => c is '“' or '”' or '„' or '«' or '»' ? '"' : char.IsControl(c) ? ' ' : c));
    }
}

/// <summary>A word that is looked for.</summary>
/// <param name="IsBeginning">Longer words that begin with it match too.</param>
/// <param name="IsExact">It is not taken for a typing error.</param>
internal sealed record SearchTerm(SearchWord Word, bool IsBeginning, bool IsExact);

/// <summary>What is looked for among the texts of one language.</summary>
internal sealed record SearchTerms(SearchLanguage Language, IReadOnlyList<SearchTerm> Words, IReadOnlyList<IReadOnlyList<SearchWord>> Phrases)
{
    public int Count => Words.Count + Phrases.Count;
}
