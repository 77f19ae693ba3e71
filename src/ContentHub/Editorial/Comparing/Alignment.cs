namespace ContentHub.Editorial.Comparing;

/// <summary>The longest run of items that two lists have in common, in order.</summary>
public static class Alignment
{
    /// <summary>Beyond so many differences two lists have little to do with each other, and finding out what would take long.</summary>
    private const int DifferencesMax = 1_000;

    /// <returns>Pairs of indexes of equal items, both rising.</returns>
    public static IReadOnlyList<(int Before, int After)> Of<T>(IReadOnlyList<T> before, IReadOnlyList<T> after)
        where T : notnull
    {
        var start = 0;
        while (start < before.Count && start < after.Count && before[start].Equals(after[start]))
        {
            start++;
        }

        var (endBefore, endAfter) = (before.Count, after.Count);
        while (endBefore > start && endAfter > start && before[endBefore - 1].Equals(after[endAfter - 1]))
        {
            endBefore--;
            endAfter--;
        }

        // In place of the items, so that the search compares ints.
        var numbers = new Dictionary<T, int>();
        var pairs = Enumerable.Range(0, start).Select(i => (i, i)).ToList();
        pairs.AddRange(Middle(Numbers(before, start, endBefore), Numbers(after, start, endAfter)).Select(pair => (pair.Before + start, pair.After + start)));
        pairs.AddRange(Enumerable.Range(0, before.Count - endBefore).Select(i => (endBefore + i, endAfter + i)));
        return pairs;

        int[] Numbers(IReadOnlyList<T> items, int from, int to)
        {
            var numbered = new int[to - from];
            for (var i = from; i < to; i++)
            {
                numbers.TryAdd(items[i], numbers.Count);
                numbered[i - from] = numbers[items[i]];
            }

            return numbered;
        }
    }

    /// <summary>E. W. Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1, 1986.</summary>
    private static IEnumerable<(int Before, int After)> Middle(int[] before, int[] after)
    {
        if (before.Length == 0 || after.Length == 0)
        {
            return [];
        }

        var reach = new int[(2 * DifferencesMax) + 3];
        var middle = DifferencesMax + 1;
        var trace = new List<int[]>();
        for (var d = 0; d <= Math.Min(DifferencesMax, before.Length + after.Length); d++)
        {
            trace.Add(reach[(middle - d - 1)..(middle + d + 2)]);
            for (var k = -d; k <= d; k += 2)
            {
                var x = k == -d || (k != d && reach[middle + k - 1] < reach[middle + k + 1]) ? reach[middle + k + 1] : reach[middle + k - 1] + 1;
                while (x < before.Length && x - k < after.Length && before[x] == after[x - k])
                {
                    x++;
                }

                reach[middle + k] = x;
                if (x >= before.Length && x - k >= after.Length)
                {
                    return Back(trace, before.Length, after.Length);
                }
            }
        }

        return [];
    }

    private static List<(int Before, int After)> Back(List<int[]> trace, int x, int y)
    {
        var pairs = new List<(int, int)>();
        for (var d = trace.Count - 1; d >= 0; d--)
        {
            // Each step kept only what it could reach: diagonal k stands at k + d + 1.
            var reach = trace[d];
            var k = x - y;
            var isDown = k == -d || (k != d && reach[k + d] < reach[k + d + 2]);
            var fromK = isDown ? k + 1 : k - 1;
            var fromX = d == 0 ? 0 : reach[fromK + d + 1];
            var fromY = d == 0 ? 0 : fromX - fromK;
            while (x > fromX && y > fromY)
            {
                pairs.Add((--x, --y));
            }

            (x, y) = (fromX, fromY);
        }

        pairs.Reverse();
        return pairs;
    }
}
