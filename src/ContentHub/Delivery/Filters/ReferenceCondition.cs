using System.Collections.Concurrent;

namespace ContentHub.Delivery.Filters;

/// <summary>Which related entries a filter means. What is not published is none of them, as readers do not see it behind the relation either.</summary>
internal sealed class ReferenceCondition
{
    private readonly FilterContext _context;
    private readonly ItemCondition<Guid> _entryId;
    private readonly ItemCondition<string> _slug;
    private readonly ItemCondition<Enum> _kind;
    private readonly bool _withDescendants;
    // A list asks about the same few topics again and again.
    private readonly ConcurrentDictionary<Guid, bool> _known = new();

    private ReferenceCondition(IReadOnlyDictionary<string, object?> fields, FilterContext context)
    {
        _context = context;
        _entryId = FilterInputs.OfId(fields.GetValueOrDefault("entryId"));
        _slug = FilterInputs.OfText(fields.GetValueOrDefault("slug"));
        _kind = FilterInputs.OfAnyEnum(fields.GetValueOrDefault("kind"));
        _withDescendants = fields.GetValueOrDefault("withDescendants") is true;
    }

    /// <returns>Null when the input says nothing.</returns>
    public static ReferenceCondition? Read(object input, FilterContext context)
    {
        var condition = new ReferenceCondition(FilterInputs.Fields(input), context);
        return condition._entryId.SaysNothing && condition._slug.SaysNothing && condition._kind.SaysNothing ? null : condition;
    }

    public bool Matches(Guid entryId) => _known.GetOrAdd(entryId, static (id, self) => self.Lineage(id).Any(self.IsMeant), this);

    /// <summary>Those of the related entries that are meant.</summary>
    /// <param name="related">All that there are; not looked at where the filter names ids.</param>
    public HashSet<Guid> Among(IEnumerable<Guid> related) => [.. (_withDescendants ? related : _entryId.OneOf ?? related).Where(Matches)];

    private bool IsMeant(PublishedEntry entry) =>
        _entryId.Matches([entry.EntryId])
        && _slug.Matches([entry.Slug.ToString()])
        && _kind.Matches(entry is IHasKind { Kind: var kind } ? [kind] : []);

    // Itself and what it stands under, as far up as it is published.
    private IEnumerable<PublishedEntry> Lineage(Guid entryId)
    {
        var seen = new HashSet<Guid>();
        for (Guid? next = entryId; next is { } id && seen.Add(id);)
        {
            if (_context.View.Linked(id, _context.Locale) is not { } entry)
            {
                yield break;
            }

            yield return entry;
            next = _withDescendants && entry is IHasParent parent ? parent.ParentId : null;
        }
    }
}
