using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks;

/// <summary>A class of substances and what a word of it means.</summary>
/// <param name="ClassId">E.g. <c>BENZODIAZEPINE</c>.</param>
/// <param name="Treats">Classes that the medicine is a treatment of.</param>
/// <param name="IsAmbiguous">An everyday word as well: counts only beside another of its class, or a word that makes it clear.</param>
internal sealed record SubstanceWord(string ClassId, IReadOnlyList<string> Treats, bool IsAmbiguous);

/// <summary>Words for substances and medicines, and which conditions they belong to.</summary>
internal static class Substances
{
    private static readonly SubstanceData Data = ClinicalData.Read<SubstanceData>("substances");
    private static readonly Phrases<SubstanceWord> Words = new(Data.Classes.SelectMany(WordsOf).DistinctBy(w => (Folding.Of(w.Phrase), w.Meaning.ClassId, w.Meaning.IsAmbiguous)));
    private static readonly Phrases<string> NotThese = new(Data.Classes.Where(c => c.Not is not null).SelectMany(c => c.Not!.En.Concat(c.Not.Es).Select(phrase => (phrase, c.Id))));
    private static readonly Phrases<bool> MakesClear = new(Data.AmbiguousNeeds.En.Concat(Data.AmbiguousNeeds.Es).Distinct().Select(word => (word, true)));

    /// <summary>Patterns of words that compare or combine.</summary>
    public static IReadOnlyList<string> CompareCues { get; } = [.. Data.CompareCues.En.Concat(Data.CompareCues.Es).Select(c => $@"\b(?:{c})(?:\b|$)")];

    public static string NameOf(string classId, string language) =>
        Data.Classes.First(c => c.Id == classId) is var found && language == "es" ? found.Es.ToLowerInvariant() : LowerUnlessAcronym(found.En);

    /// <summary>Classes that belong to a condition, by the slug of its topic.</summary>
    public static IReadOnlyList<string> AllowedBy(string slug) => Data.AllowedByCondition.GetValueOrDefault(slug) ?? [];

    /// <summary>Substances and medicines that a folded text names, everyday words left out unless the same text makes them clear.</summary>
    public static IReadOnlyList<(SubstanceWord Word, int Start, int Length)> Named(string folded)
    {
        var all = Words.In(folded);
        if (all.Count == 0)
        {
            return [];
        }

        // “Drinking” within “drinking water”: the same word at the same place.
        var not = NotThese.In(folded).SelectMany(n => Enumerable.Range(n.Start, n.Length).Select(place => (n.Meaning, place))).ToHashSet();
        bool IsSure((SubstanceWord Word, int Start, int Length) word) => !word.Word.IsAmbiguous && !not.Contains((word.Word.ClassId, word.Start));
        var sure = all.Where(IsSure).Select(w => w.Meaning.ClassId).ToHashSet();
        var isClear = new Lazy<bool>(() => MakesClear.In(folded).Count > 0);
        return [.. all.Where(w => w.Meaning.IsAmbiguous ? sure.Contains(w.Meaning.ClassId) || isClear.Value : IsSure(w))];
    }

    private static IEnumerable<(string Phrase, SubstanceWord Meaning)> WordsOf(SubstanceClass of)
    {
        var own = new SubstanceWord(of.Id, of.Treats ?? [], IsAmbiguous: false);
        foreach (var term in of.Terms.En.Concat(of.Terms.Es))
        {
            yield return (term, own);
        }

        foreach (var term in of.Ambiguous is { } ambiguous ? ambiguous.En.Concat(ambiguous.Es) : [])
        {
            yield return (term, own with { IsAmbiguous = true });
        }

        foreach (var medicine in of.Medicines ?? [])
        {
            foreach (var name in (IEnumerable<string>)[medicine.En, medicine.Es, .. medicine.Brands ?? []])
            {
                yield return (name, own with { Treats = [.. own.Treats, .. medicine.Treats ?? []] });
            }
        }
    }

    private static string LowerUnlessAcronym(string name) => name.Length > 1 && char.IsUpper(name[1]) ? name : char.ToLowerInvariant(name[0]) + name[1..];

    private sealed record SubstanceData(
        string About, ByLanguage AmbiguousNeeds, IReadOnlyList<SubstanceClass> Classes, IReadOnlyDictionary<string, IReadOnlyList<string>> AllowedByCondition, ByLanguage CompareCues);

    private sealed record SubstanceClass(string Id, string En, string Es, ByLanguage Terms)
    {
        public ByLanguage? Ambiguous { get; init; }

        public ByLanguage? Not { get; init; }

        public IReadOnlyList<string>? Treats { get; init; }

        public IReadOnlyList<Medicine>? Medicines { get; init; }
    }

    private sealed record Medicine(string En, string Es)
    {
        public IReadOnlyList<string>? Brands { get; init; }

        public IReadOnlyList<string>? Treats { get; init; }
    }
}
