namespace ContentHub.Delivery.Filters;

/// <summary>Where the entries that a filter lets through can be found without looking at all of them: these and maybe some more.</summary>
internal abstract record Candidates;

/// <summary>Those that stand under one of the keys.</summary>
/// <param name="AreDisjoint">No entry stands under two of the keys.</param>
internal sealed record IndexCandidates(IReadOnlyCollection<IndexKey> Keys, bool AreDisjoint) : Candidates;

/// <summary>Those of these types.</summary>
internal sealed record TypeCandidates(IReadOnlyCollection<string> Types) : Candidates;

/// <summary>Those with one of the entry ids.</summary>
internal sealed record EntryCandidates(IReadOnlyCollection<Guid> EntryIds) : Candidates;

/// <summary>Those with one of the slugs.</summary>
internal sealed record SlugCandidates(IReadOnlyCollection<string> Slugs) : Candidates;
