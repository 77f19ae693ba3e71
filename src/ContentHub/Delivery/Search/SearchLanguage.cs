using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Analysis.En;
using Lucene.Net.Analysis.Es;
using Lucene.Net.Analysis.Miscellaneous;
using Lucene.Net.Analysis.Standard;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Analysis.Util;
using Lucene.Net.Util;

namespace ContentHub.Delivery.Search;

/// <summary>
/// How texts of one language become words. English and Spanish have stems and stop words; all others are cut by Unicode's rules.
/// Letter case and accents never count. A word stands in the index as it is and as its stem, so that the beginning of a word is
/// found as well as another form of it.
/// </summary>
internal sealed class SearchLanguage
{
    /// <summary>Of the index: raise it with any change of words or fields, and every index is built anew.</summary>
    public const string Form = "1";

    public const LuceneVersion Version = LuceneVersion.LUCENE_48;

    /// <summary>What people type around what they look for; the index leaves it out as well.</summary>
    private const string EnglishStopWords = """
        a about after all also am an and any are aren't as at be because been being but by can can't could couldn't did didn't do does doesn't doing don't
        for from get got had has have having he her here him his how i i'd i'll i'm i've if in into is isn't it its it's just let me more most my
        myself no not of off on or our ours out over own really shall she should shouldn't so some such than that the their them then there these they
        this those to too up very was wasn't we were what when where which while who whom why will with won't would wouldn't you your yours yourself
        """;

    private static readonly PassageKind[] Kinds = Enum.GetValues<PassageKind>();

    private readonly string[] _fields;

    private SearchLanguage(string code, Analyzer analyzer)
    {
        Code = code;
        Analyzer = analyzer;
        _fields = [.. Kinds.Select(kind => $"{kind}_{code}")];
    }

    public static SearchLanguage English { get; } = new("en", Words(tokens => new EnglishPossessiveFilter(Version, tokens), Folded(EnglishStopWords.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), tokens => new PorterStemFilter(tokens)));

    public static SearchLanguage Spanish { get; } = new("es", Words(tokens => tokens, Folded(SpanishAnalyzer.DefaultStopSet), tokens => new SpanishLightStemFilter(tokens)));

    /// <summary>Any other.</summary>
    public static SearchLanguage Other { get; } = new("xx", Words(tokens => tokens, CharArraySet.Empty, null));

    private static readonly SearchLanguage[] All = [English, Spanish, Other];

    /// <summary>ISO 639, or xx for those without rules of their own; in the names of fields.</summary>
    public string Code { get; }

    public Analyzer Analyzer { get; }

    /// <summary>For whoever writes: each field by its language.</summary>
    public static Analyzer ByField { get; } = new PerFieldAnalyzerWrapper(new KeywordAnalyzer(), All.SelectMany(l => l._fields.Select(f => (f, l.Analyzer))).ToDictionary(f => f.f, f => f.Analyzer));

    /// <param name="locale">BCP 47.</param>
    public static SearchLanguage Of(string locale) => Array.Find(All, l => locale.Split('-')[0].Equals(l.Code, StringComparison.OrdinalIgnoreCase)) ?? Other;

    /// <summary>The languages of what a reader of the locale may be served, best first.</summary>
    public static IReadOnlyList<SearchLanguage> OfChain(SiteLocales locales, string locale) => [.. locales.Chain(locale).Select(Of).Distinct()];

    public string FieldOf(PassageKind kind) => _fields[(int)kind];

    /// <summary>The words of a text, in order.</summary>
    public IReadOnlyList<SearchWord> WordsOf(string text)
    {
        var words = new List<SearchWord>();
        using var tokens = Analyzer.GetTokenStream("", new StringReader(text));
        var (term, step, offset) = (tokens.AddAttribute<ICharTermAttribute>(), tokens.AddAttribute<IPositionIncrementAttribute>(), tokens.AddAttribute<IOffsetAttribute>());
        var position = -1;
        tokens.Reset();
        while (tokens.IncrementToken())
        {
            position += step.PositionIncrement;
            if (step.PositionIncrement == 0)
            {
                // The stem follows the word that it is of.
                words[^1] = words[^1] with { Stem = term.ToString() };
            }
            else
            {
                words.Add(new(term.ToString(), term.ToString(), position, offset.StartOffset, offset.EndOffset));
            }
        }

        tokens.End();
        return words;
    }

    private static Analyzer Words(Func<TokenStream, TokenStream> before, CharArraySet stopWords, Func<TokenStream, TokenStream>? stem) => Analyzer.NewAnonymous((_, reader) =>
    {
        var tokenizer = new StandardTokenizer(Version, reader);
        TokenStream words = new StopFilter(Version, new ASCIIFoldingFilter(new LowerCaseFilter(Version, before(tokenizer))), stopWords);
        return new TokenStreamComponents(tokenizer, stem is null ? words : new RemoveDuplicatesTokenFilter(stem(new KeywordRepeatFilter(words))));
    });

    private static CharArraySet Folded(IEnumerable<string> words) => new(Version, words.Select(Filters.FoldedText.Of).Select(w => w.ToLowerInvariant()), ignoreCase: false);
}

/// <summary>One word of a text.</summary>
/// <param name="Written">In small letters without accents.</param>
/// <param name="Stem">The same where the language has none.</param>
/// <param name="Position">Counts words, those that were left out too.</param>
/// <param name="Start">Characters of the text before it.</param>
/// <param name="End">Characters of the text up to its end.</param>
internal sealed record SearchWord(string Written, string Stem, int Position, int Start, int End);
