namespace ContentHub.Editorial.Releases;

/// <summary>In which order the entries of a release go out. Pure.</summary>
public static class ReleaseRules
{
    /// <summary>A moment's work for the database, and a list that a person can read.</summary>
    public const int ItemsMax = 100;

    /// <summary>
    /// What is referred to comes before what refers to it, so that whoever follows the log never meets a reference before its
    /// target; otherwise, and in circles, the order given.
    /// </summary>
    /// <param name="items">Entry of each item, and the entries that it refers to.</param>
    /// <returns>Indexes of the items.</returns>
    public static IReadOnlyList<int> Order(IReadOnlyList<(Guid EntryId, IReadOnlySet<Guid> RefersTo)> items)
    {
        var order = new List<int>(items.Count);
        var seen = new HashSet<int>();
        for (var i = 0; i < items.Count; i++)
        {
            Visit(i);
        }

        return order;

        void Visit(int item)
        {
            if (!seen.Add(item))
            {
                return;
            }

            for (var other = 0; other < items.Count; other++)
            {
                if (items[item].RefersTo.Contains(items[other].EntryId))
                {
                    Visit(other);
                }
            }

            order.Add(item);
        }
    }
}
