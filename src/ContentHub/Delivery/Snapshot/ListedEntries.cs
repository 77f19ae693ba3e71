using System.Collections;

namespace ContentHub.Delivery.Snapshot;

/// <summary>Entries that a view has, by their numbers in it.</summary>
internal interface IListed
{
    Published View { get; }

    int OrdinalAt(int at);
}

/// <summary>Entries of a list's page, each looked at when it is asked for: whoever has kept what it shows by its number need not follow it.</summary>
internal sealed class ListedEntries<T>(Published view, Line[] lines) : IReadOnlyList<T>, IListed
    where T : PublishedEntry
{
    public Published View => view;

    public int Count => lines.Length;

    public T this[int at] => (T)view.EntryAt(lines[at].Ordinal);

    public int OrdinalAt(int at) => lines[at].Ordinal;

    public IEnumerator<T> GetEnumerator()
    {
        for (var at = 0; at < lines.Length; at++)
        {
            yield return this[at];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
