using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace ContentHub.Delivery.Search;

/// <summary>A word that somebody may have meant.</summary>
/// <param name="Edits">1 or 2: letters left out, added, changed or swapped.</param>
internal sealed record MeantWord(string Stem, int Edits);

/// <summary>
/// Which words of the index somebody may have meant who mistyped: none under 4 letters, one letter wrong up to 7, two beyond. The first
/// letter counts. A word that stands anywhere in what is public is no typing error: "lorazepam" is never taken for "clonazepam", or the
/// other way round, however alike the names of medicines look.
/// </summary>
internal sealed class TypoTolerance(SearchMoment moment)
{
    private const int LettersMin = 4;
    private const int LettersForTwoEdits = 8;

    /// <summary>The nearest; a misspelt short word is near to very many.</summary>
    private const int MeantMax = 10;

    private static readonly PassageKind[] Kinds = Enum.GetValues<PassageKind>();

    public IReadOnlyList<MeantWord> Of(SearchWord word, SearchLanguage language)
    {
        var letters = word.Written.Length;
        return letters < LettersMin || word.Written.Any(char.IsAsciiDigit) || IsKnown(word, language) ? [] : Near(word.Written, letters < LettersForTwoEdits ? 1 : 2, language);
    }

    /// <summary>Whether longer words begin with it.</summary>
    public bool IsBeginning(string word, SearchLanguage language) => Array.Exists(Kinds, kind =>
    {
        if (MultiFields.GetTerms(moment.Reader, language.FieldOf(kind)) is not { } terms)
        {
            return false;
        }

        var found = terms.GetEnumerator();
        return found.SeekCeil(new BytesRef(word)) != TermsEnum.SeekStatus.END && StringHelper.StartsWith(found.Term, new BytesRef(word));
    });

    private bool IsKnown(SearchWord word, SearchLanguage language) =>
        Array.Exists(Kinds, kind => Stands(word.Stem, language.FieldOf(kind)) || (word.Written != word.Stem && Stands(word.Written, language.FieldOf(kind))));

    // What was taken away stands in the index until its segments are merged.
    private bool Stands(string word, string field) =>
        MultiFields.GetTermDocsEnum(moment.Reader, moment.LiveDocs, field, new BytesRef(word), DocsFlags.NONE) is { } entries && entries.NextDoc() != DocIdSetIterator.NO_MORE_DOCS;

    private List<MeantWord> Near(string word, int edits, SearchLanguage language)
    {
        var near = new Dictionary<string, int>();
        // The fields share one automaton.
        var attributes = new AttributeSource();
        foreach (var kind in Kinds)
        {
            if (MultiFields.GetTerms(moment.Reader, language.FieldOf(kind)) is { } terms)
            {
                Collect(new FuzzyTermsEnum(terms, attributes, new Term(language.FieldOf(kind), word), edits, prefixLength: 1, transpositions: true), word, near);
            }
        }

        return [.. near.OrderBy(n => n.Value).ThenBy(n => n.Key, StringComparer.Ordinal).Take(MeantMax)
            .Select(n => new MeantWord(language.WordsOf(n.Key) is [var only] ? only.Stem : n.Key, n.Value)).DistinctBy(m => m.Stem)];
    }

    private static void Collect(FuzzyTermsEnum found, string word, Dictionary<string, int> near)
    {
        var likeness = found.Attributes.AddAttribute<IBoostAttribute>();
        while (found.MoveNext())
        {
            var meant = found.Term.Utf8ToString();
            near[meant] = Math.Max(1, (int)MathF.Round((1 - likeness.Boost) * Math.Min(meant.Length, word.Length)));
        }
    }
}
