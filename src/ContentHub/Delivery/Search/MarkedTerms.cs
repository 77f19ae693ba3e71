namespace ContentHub.Delivery.Search;

/// <summary>By which words of a language a text was found, for marking them in it.</summary>
internal sealed class MarkedTerms(SearchLanguage language)
{
    private readonly Dictionary<string, int> _words = [];
    private readonly List<(string Beginning, int Place)> _beginnings = [];
    private readonly HashSet<int> _starts = [];
    private int _places;

    public SearchLanguage Language => language;

    /// <summary>Places of the words that were looked for, one bit each.</summary>
    public void Add(SearchTerm term, IReadOnlyList<MeantWord> typos)
    {
        var place = 1 << _places++;
        Add(term.Word, place);
        foreach (var typo in typos)
        {
            Add(typo.Stem, place);
        }

        if (term.IsBeginning && term.Word.Written.Length > 1)
        {
            _beginnings.Add((term.Word.Written, place));
            _starts.Add(Start(term.Word.Written));
        }
    }

    public void Add(IReadOnlyList<SearchWord> phrase)
    {
        foreach (var word in phrase)
        {
            Add(word, 1 << _places++);
        }
    }

    /// <summary>Which of the words that were looked for this is; 0 for none.</summary>
    public int PlacesOf(SearchWord word)
    {
        var places = _words.GetValueOrDefault(word.Stem) | _words.GetValueOrDefault(word.Written);
        foreach (var (beginning, place) in _beginnings)
        {
            places |= word.Written.StartsWith(beginning, StringComparison.Ordinal) ? place : 0;
        }

        return places;
    }

    /// <summary>Whether a word that begins with these letters can be one of them at all: most are told apart by two letters.</summary>
    public bool CanBegin(char first, char second) => _starts.Contains((char.ToLowerInvariant(first) << 16) | char.ToLowerInvariant(second));

    private void Add(SearchWord word, int place)
    {
        Add(word.Stem, place);
        Add(word.Written, place);
    }

    private void Add(string word, int place)
    {
        _words[word] = _words.GetValueOrDefault(word) | place;
        _starts.Add(Start(word));
    }

    private static int Start(string word) => (word[0] << 16) | (word.Length > 1 ? word[1] : ' ');
}
