namespace ContentHub.Delivery.Snapshot;

/// <summary>
/// What stands behind the relations of one entry in one state of the site. Kept with the entry, because to look up each takes longer than to write it;
/// in the next state all are looked up anew.
/// </summary>
internal sealed class KeptLinks
{
    /// <summary>Those that are looked up first; what else an entry has is looked up each time.</summary>
    private const int RelationsMax = 8;

    private readonly object _state;
    private readonly Relation[] _relations;

    private KeptLinks(object state, Relation[] relations) => (_state, _relations) = (state, relations);

    /// <param name="state">Stands for the state; never a thing that holds it, or each entry would keep a whole site alive.</param>
    /// <param name="ids">The very list of the entry.</param>
    /// <returns>Null where they were not looked up in this state.</returns>
    public T[]? Find<T>(object state, IReadOnlyList<Guid> ids)
    {
        if (_state == state)
        {
            foreach (var relation in _relations)
            {
                // Of another type others would be left out.
                if (relation.Ids == ids && relation.Linked.GetType() == typeof(T[]))
                {
                    return (T[])relation.Linked;
                }
            }
        }

        return null;
    }

    /// <summary>What is kept from now on; two threads that each add something may lose one of the two, which is then looked up again.</summary>
    public static KeptLinks With<T>(KeptLinks? kept, object state, IReadOnlyList<Guid> ids, T[] linked)
    {
        Relation[] others = kept?._state == state ? kept._relations : [];
        return others.Length < RelationsMax ? new(state, [.. others, new(ids, linked)]) : kept!;
    }

    private readonly record struct Relation(IReadOnlyList<Guid> Ids, Array Linked);
}
