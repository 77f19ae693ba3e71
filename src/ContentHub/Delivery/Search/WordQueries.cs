using Lucene.Net.Index;
using Lucene.Net.Search;

namespace ContentHub.Delivery.Search;

/// <summary>
/// Makes Lucene's queries of words. Half of the words must match, and of two words both, or one of them by a name: a word that nobody
/// wrote must not hide everything else. A word matches by the entry's own texts, by a code, or by the names and codes of a topic that it
/// is about, as far as the reader may see that topic.
/// </summary>
internal sealed class WordQueries(SearchMoment moment, VisibleEntries visible)
{
    /// <summary>Topics that one word can mean; a word that is in the names of more says little.</summary>
    private const int TopicsMax = 64;

    /// <summary>Letters from which the beginning of a word is looked for in long texts too.</summary>
    private const int BeginningInBodyMin = 4;

    private const float TieBreaker = 0.1f;
    private const float TopicBoost = 3f;
    private const float CodeBoost = 8f;
    private const float WrittenBoost = 1.2f;
    private const float BeginningBoost = 0.4f;
    private const float TypoBoost = 0.3f;
    private const float InOrderBoost = 0.6f;

    /// <summary>One word of two, where it is what the entry is about.</summary>
    private const float OneOfTwoBoost = 0.3f;

    /// <summary>By kind of passage.</summary>
    private static readonly float[] Boosts = [8f, 6f, 3f, 2f, 1f];

    private static readonly PassageKind[] Kinds = Enum.GetValues<PassageKind>();
    private static readonly PassageKind[] Names = [PassageKind.Title, PassageKind.Name];

    private readonly TypoTolerance _typos = new(moment);

    /// <returns>What is looked for, and by which words it can be marked; null when nothing is.</returns>
    public (Query Query, IReadOnlyList<MarkedTerms> Marked)? Of(SearchText text, IReadOnlyList<SearchLanguage> languages)
    {
        var all = languages.Select(text.In).Where(terms => terms.Count > 0).Select(Of).ToList();
        return all.Count == 0 ? null : (all.Count == 1 ? all[0].Query : Best(all.Select(a => a.Query)), all.ConvertAll(a => a.Marked));
    }

    private (Query Query, MarkedTerms Marked) Of(SearchTerms terms)
    {
        var marked = new MarkedTerms(terms.Language);
        var matches = terms.Words.Select(term => OfWord(term, terms.Language, marked)).Concat(terms.Phrases.Select(phrase => OfPhrase(phrase, terms.Language, marked))).ToList();
        var words = new BooleanQuery { MinimumNumberShouldMatch = RequiredOf(matches.Count) };
        foreach (var match in matches)
        {
            words.Add(match.Anywhere, Occur.SHOULD);
        }

        Query query = matches.Count == 2 ? Best([words, .. matches.Select(match => match.ByName)]) : words;
        return (InOrder(query, terms), marked);
    }

    private static int RequiredOf(int words) => words <= 2 ? words : (words + 1) / 2;

    private WordMatch OfWord(SearchTerm term, SearchLanguage language, MarkedTerms marked)
    {
        var typos = term.IsExact || (term.IsBeginning && _typos.IsBeginning(term.Word.Written, language)) ? [] : _typos.Of(term.Word, language);
        marked.Add(term, typos);
        return WithTopics(kinds => Best(
        [
            .. kinds.SelectMany(kind => OfWord(term, language.FieldOf(kind), kind)),
            .. kinds.SelectMany(kind => typos.Select(typo => Term(language.FieldOf(kind), typo.Stem, Boosts[(int)kind] * TypoBoost / typo.Edits))),
            .. term.Word.Written.Any(char.IsAsciiDigit) ? [Term(SearchDocument.Code, SearchDocument.WordOf(term.Word.Written), CodeBoost)] : Array.Empty<Query>(),
        ]));
    }

    private WordMatch OfPhrase(IReadOnlyList<SearchWord> phrase, SearchLanguage language, MarkedTerms marked)
    {
        marked.Add(phrase);
        return WithTopics(kinds => Best(kinds.Select(kind => Phrase(phrase, language.FieldOf(kind), slop: 0, Boosts[(int)kind]))));
    }

    private static IEnumerable<Query> OfWord(SearchTerm term, string field, PassageKind kind)
    {
        var (written, stem) = (term.Word.Written, term.Word.Stem);
        yield return Term(field, stem, Boosts[(int)kind]);
        if (stem != written && kind <= PassageKind.Name)
        {
            yield return Term(field, written, Boosts[(int)kind] * WrittenBoost);
        }

        if (term.IsBeginning && written.Length > 1 && (kind != PassageKind.Body || written.Length >= BeginningInBodyMin))
        {
            yield return new PrefixQuery(new(field, written)) { Boost = Boosts[(int)kind] * BeginningBoost };
        }
    }

    /// <summary>What matches by its own texts, or is about something whose names match.</summary>
    private WordMatch WithTopics(Func<IReadOnlyList<PassageKind>, Query> match)
    {
        var own = match(Names);
        var named = new BooleanQuery(disableCoord: true) { { own, Occur.MUST }, { Term(SearchDocument.NamesOthers, SearchDocument.Yes, 0), Occur.MUST } };
        var topics = visible.Best(named, TopicsMax).Select(topic => Term(SearchDocument.Topic, topic.EntryId.ToString("N"), TopicBoost)).ToList();
        var byName = Best([own, .. topics]);
        byName.Boost = OneOfTwoBoost;
        return new(Best([match(Kinds), .. topics]), byName);
    }

    /// <summary>Words that stand together as they were typed count for more.</summary>
    private static Query InOrder(Query words, SearchTerms terms)
    {
        if (terms.Words.Count < 2)
        {
            return words;
        }

        var query = new BooleanQuery(disableCoord: true) { { words, Occur.MUST } };
        foreach (var kind in (ReadOnlySpan<PassageKind>)[PassageKind.Title, PassageKind.Name, PassageKind.Lead])
        {
            query.Add(Phrase([.. terms.Words.Select(w => w.Word)], terms.Language.FieldOf(kind), slop: 1, Boosts[(int)kind] * InOrderBoost), Occur.SHOULD);
        }

        return query;
    }

    private static PhraseQuery Phrase(IReadOnlyList<SearchWord> words, string field, int slop, float boost)
    {
        var phrase = new PhraseQuery { Slop = slop, Boost = boost };
        foreach (var word in words)
        {
            phrase.Add(new(field, word.Stem), word.Position - words[0].Position);
        }

        return phrase;
    }

    private static TermQuery Term(string field, string word, float boost) => new(new Term(field, word)) { Boost = boost };

    private static DisjunctionMaxQuery Best(IEnumerable<Query> queries)
    {
        var best = new DisjunctionMaxQuery(TieBreaker);
        foreach (var query in queries)
        {
            best.Add(query);
        }

        return best;
    }

    /// <summary>What matches a word.</summary>
    /// <param name="ByName">By its title, another name, a code or a topic only.</param>
    private sealed record WordMatch(Query Anywhere, Query ByName);
}
