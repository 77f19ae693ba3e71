using System.Collections.Immutable;

namespace ContentHub.Delivery.Snapshot;

/// <summary>One list in all the orders that are kept.</summary>
internal sealed class EntryList
{
    public static readonly EntryList Empty = new([.. Enumerable.Repeat(SortedPages.Empty, OrderKeys.OrderCount)]);

    private readonly SortedPages[] _orders;

    private EntryList(SortedPages[] orders) => _orders = orders;

    public SortedPages this[KeptOrder order] => _orders[(int)order];

    public int Count => _orders[0].Count;

    public EntryList With(ListEdit edit) => new([.. _orders.Select((pages, order) =>
        edit.Removed[order].Count + edit.Added[order].Count == 0 ? pages : pages.With(edit.Removed[order], edit.Added[order]))]);
}

/// <summary>What changes in one list, by order; lines in order.</summary>
internal sealed class ListEdit
{
    public List<Line>[] Removed { get; } = [.. Enumerable.Range(0, OrderKeys.OrderCount).Select(_ => new List<Line>(0))];

    public List<Line>[] Added { get; } = [.. Enumerable.Range(0, OrderKeys.OrderCount).Select(_ => new List<Line>(0))];
}

/// <summary>What is listed for one entry before and after a change.</summary>
internal readonly record struct ListedChange(Placed? Before, Placed? After);

/// <summary>The lists for readers of one locale: each entry once, in the variant that they get.</summary>
internal sealed class View
{
    private readonly ImmutableDictionary<(string? Type, string Index), ImmutableDictionary<string, EntryList>> _lists;

    private View(int locale, bool isChain, ImmutableDictionary<(string? Type, string Index), ImmutableDictionary<string, EntryList>> lists)
    {
        Locale = locale;
        IsChain = isChain;
        _lists = lists;
    }

    /// <summary>Place in the site's locales.</summary>
    public int Locale { get; }

    /// <summary>Whether other locales stand in.</summary>
    public bool IsChain { get; }

    public static View Empty(int locale, bool isChain) =>
        new(locale, isChain, ImmutableDictionary<(string? Type, string Index), ImmutableDictionary<string, EntryList>>.Empty);

    public EntryList List(ListName name) =>
        _lists.TryGetValue((name.Type, name.Index), out var values) && values.TryGetValue(name.Value, out var list) ? list : EntryList.Empty;

    /// <summary>The types that have entries here.</summary>
    public IEnumerable<string> Types => _lists.Keys.Where(k => k.Index.Length == 0).Select(k => k.Type).OfType<string>();

    /// <summary>The values that an index has, whatever the type.</summary>
    public IEnumerable<string> Values(string index) => _lists.Where(l => l.Key.Index == index).SelectMany(l => l.Value.Keys).Distinct();

    public Placed? Listed(Family? family) => family?.Listed(Locale, IsChain);

    public View With(IReadOnlyList<ListedChange> changes)
    {
        if (changes.Count == 0)
        {
            return this;
        }

        var edits = new Dictionary<ListName, ListEdit>();
        for (var order = (KeptOrder)0; (int)order < OrderKeys.OrderCount; order++)
        {
            Collect(edits, changes, order);
        }

        var lists = _lists.ToBuilder();
        foreach (var edit in edits.GroupBy(e => (e.Key.Type, e.Key.Index)))
        {
            var values = (lists.GetValueOrDefault(edit.Key) ?? ImmutableDictionary<string, EntryList>.Empty).ToBuilder();
            foreach (var (name, change) in edit)
            {
                var list = values.GetValueOrDefault(name.Value, EntryList.Empty).With(change);
                values[name.Value] = list;
                if (list.Count == 0)
                {
                    values.Remove(name.Value);
                }
            }

            lists[edit.Key] = values.ToImmutable();
            if (values.Count == 0)
            {
                lists.Remove(edit.Key);
            }
        }

        return new(Locale, IsChain, lists.ToImmutable());
    }

    // Sorted once for all lists: a list gets its part of the lines in their order.
    private void Collect(Dictionary<ListName, ListEdit> edits, IReadOnlyList<ListedChange> changes, KeptOrder order)
    {
        var removed = new List<(Line Line, IEnumerable<ListName> Lists)>(changes.Count);
        var added = new List<(Line Line, IEnumerable<ListName> Lists)>(changes.Count);
        foreach (var (before, after) in changes)
        {
            var stays = before is not null && after is not null && ReferenceEquals(before.Key(order, Locale), after.Key(order, Locale));
            if (before is not null)
            {
                removed.Add((before.Line(order, Locale), stays ? before.Lists.Except(after!.Lists) : before.Lists));
            }

            if (after is not null)
            {
                added.Add((after.Line(order, Locale), stays ? after.Lists.Except(before!.Lists) : after.Lists));
            }
        }

        Spread(removed, edit => edit.Removed[(int)order]);
        Spread(added, edit => edit.Added[(int)order]);

        void Spread(List<(Line Line, IEnumerable<ListName> Lists)> lines, Func<ListEdit, List<Line>> target)
        {
            lines.Sort(static (left, right) => Line.ByKey(left.Line, right.Line));
            foreach (var (line, names) in lines)
            {
                foreach (var name in names)
                {
                    if (!edits.TryGetValue(name, out var edit))
                    {
                        edits[name] = edit = new();
                    }

                    target(edit).Add(line);
                }
            }
        }
    }
}
