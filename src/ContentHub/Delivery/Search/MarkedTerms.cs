using System.Buffers;

namespace ContentHub.Delivery.Search;

/// <summary>By which words of a language a text was found, for marking them in it.</summary>
internal sealed class MarkedTerms(SearchLanguage language)
{
    private const int StartLength = 3;

    /// <summary>A text of these has no letter that is written in another way than it is looked for.</summary>
    private static readonly SearchValues<char> Unaccented = SearchValues.Create([.. Enumerable.Range(0, 128).Select(c => (char)c), .. "‘’“”–—…•·\u00a0"]);

    /// <summary>Nothing else stands in a piece that is one word.</summary>
    private static readonly SearchValues<char> Simple = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private readonly Dictionary<string, int> _words = [];
    private readonly List<(string Beginning, int Place)> _beginnings = [];
    private readonly List<string> _starts = [];
    private readonly Dictionary<string, MarkedWord[]> _known = [];
    private SearchValues<string>? _anyStart;
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
            AddStart(term.Word.Written);
        }
    }

    public void Add(IReadOnlyList<SearchWord> phrase)
    {
        foreach (var word in phrase)
        {
            Add(word, 1 << _places++);
        }
    }

    /// <summary>All words of a text that were looked for, in its order.</summary>
    public IReadOnlyList<MarkedWord> In(ReadOnlySpan<char> text)
    {
        List<MarkedWord>? found = null;
        _anyStart ??= SearchValues.Create([.. _starts], StringComparison.OrdinalIgnoreCase);
        // Where each letter is written as it is looked for, only what begins like one of the words need be taken apart.
        var skips = !text.ContainsAnyExcept(Unaccented);
        for (var at = 0; at < text.Length;)
        {
            if (skips)
            {
                var next = text[at..].IndexOfAny(_anyStart);
                if (next < 0)
                {
                    break;
                }

                at += next;
            }

            var (start, end) = Pieces.At(text, at);
            foreach (var word in WordsOf(text[start..end]))
            {
                (found ??= []).Add(word with { Start = start + word.Start, End = start + word.End });
            }

            at = end;
        }

        return found ?? (IReadOnlyList<MarkedWord>)[];
    }

    private MarkedWord[] WordsOf(ReadOnlySpan<char> piece)
    {
        if (!CanMatch(piece))
        {
            return [];
        }

        var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(piece, out var words))
        {
            known[piece] = words = [.. language.WordsOf(piece.ToString()).Select(word => new MarkedWord(word.Start, word.End, PlacesOf(word))).Where(word => word.Places != 0)];
        }

        return words;
    }

    private int PlacesOf(SearchWord word)
    {
        var places = _words.GetValueOrDefault(word.Stem) | _words.GetValueOrDefault(word.Written);
        foreach (var (beginning, place) in _beginnings)
        {
            places |= word.Written.StartsWith(beginning, StringComparison.Ordinal) ? place : 0;
        }

        return places;
    }

    /// <summary>Most words are told apart by their first letters, which no stem changes; what may be several words, or has an accent, is looked at more closely.</summary>
    private bool CanMatch(ReadOnlySpan<char> piece)
    {
        foreach (var start in _starts)
        {
            if (piece.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return piece.ContainsAnyExcept(Simple);
    }

    private void Add(SearchWord word, int place)
    {
        Add(word.Stem, place);
        Add(word.Written, place);
    }

    private void Add(string word, int place)
    {
        _words[word] = _words.GetValueOrDefault(word) | place;
        AddStart(word);
    }

    private void AddStart(string word)
    {
        var start = word[..Math.Min(StartLength, word.Length)];
        if (!_starts.Contains(start))
        {
            _starts.Add(start);
        }
    }
}

/// <summary>A word that was looked for, in a text.</summary>
/// <param name="Start">Characters before it.</param>
/// <param name="End">Characters up to its end.</param>
/// <param name="Places">Of what was looked for, one bit each.</param>
internal readonly record struct MarkedWord(int Start, int End, int Places);
