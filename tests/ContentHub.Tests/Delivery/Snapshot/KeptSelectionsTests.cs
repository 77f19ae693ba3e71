using System.Buffers.Binary;
using ContentHub.Delivery.Snapshot;
using Xunit;

namespace ContentHub.Tests.Delivery.Snapshot;

/// <summary>What filters let through is kept as long as all of it together is no more than the size of the view allows.</summary>
public sealed class KeptSelectionsTests
{
    [Theory]
    [InlineData(1_000, 2, 20_000, 2)]
    [InlineData(1_000, 3, 20_000, 3 + 1)]
    [InlineData(100_000, 40, 5_000, 40)]
    [InlineData(100_000, 81, 5_000, 81 + 1)]
    public void The_first_is_found_again_where_all_of_them_have_room(int entries, int selections, int lines, int found)
    {
        var (kept, list, times) = (new KeptSelections(entries), ListOf(lines), 0);

        foreach (var number in Enumerable.Range(0, selections).Append(0))
        {
            var selection = kept.Of(new(0, true, "ARTICLE", KeptOrder.Title, $"{number}"), () =>
            {
                times++;
                return [list];
            });
            Assert.Same(list, Assert.Single(selection));
        }

        Assert.Equal(found, times);
    }

    private static SortedPages ListOf(int lines) => SortedPages.Of([.. Enumerable.Range(0, lines).Select(n =>
    {
        var key = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(key, n);
        return new Line(key, n);
    })]);
}
