namespace ContentHub.Delivery.Fields;

/// <summary>
/// What stands behind the relations of entries, for one request. It tells nothing else of the request: what is found by it alone is the same for everybody
/// who reads the same view.
/// </summary>
/// <param name="view">What is public, as of the start of the request.</param>
public readonly struct Relations(Published view)
{
    /// <summary>Where relations of this entry are looked up: today's view, or the past that it came from.</summary>
    public Published ViewOf(PublishedEntry entry) => entry.Past ?? view;

    /// <summary>The entry that a relation of <paramref name="from"/> points at, in its locale or the best of the chain; null while it is not public.</summary>
    public T? Linked<T>(PublishedEntry from, Guid? entryId)
        where T : PublishedEntry => entryId is { } id ? ViewOf(from).Linked(id, from.Locale) as T : null;

    /// <summary>As <see cref="Linked{T}"/>, for many; what is not public is left out.</summary>
    /// <param name="entryIds">The very list that the entry holds.</param>
    public IReadOnlyList<T> LinkedAll<T>(PublishedEntry from, IReadOnlyList<Guid> entryIds)
        where T : PublishedEntry => ViewOf(from).LinkedAll<T>(from, entryIds);
}
