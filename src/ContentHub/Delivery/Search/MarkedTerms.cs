namespace ContentHub.Delivery.Search;

/// <summary>By which words of a language a text was found, for marking them in it.</summary>
internal sealed class MarkedTerms(SearchLanguage language)
{
    private const int StartLength = 3;

    private readonly Dictionary<string, int> _words = [];
    private readonly List<(string Beginning, int Place)> _beginnings = [];
    private readonly HashSet<string> _starts = [];
    private readonly Dictionary<string, int> _known = [];
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

    /// <summary>Which of the words that were looked for stand in a piece of text that holds a word or two.</summary>
    public int PlacesIn(ReadOnlySpan<char> piece)
    {
        if (!CanMatch(piece))
        {
            return 0;
        }

        var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(piece, out var places))
        {
            known[piece] = places = language.WordsOf(piece.ToString()).Aggregate(0, (all, word) => all | PlacesOf(word));
        }

        return places;
    }

    /// <summary>Most words are told apart by their first letters, which no stem changes; one with an accent there is looked at more closely.</summary>
    private bool CanMatch(ReadOnlySpan<char> piece)
    {
        foreach (var start in _starts)
        {
            if (piece.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return !System.Text.Ascii.IsValid(piece[..Math.Min(StartLength, piece.Length)]);
    }

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

    private static string Start(string word) => word[..Math.Min(StartLength, word.Length)];
}
