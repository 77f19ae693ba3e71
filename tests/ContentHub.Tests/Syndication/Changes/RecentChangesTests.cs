using ContentHub.Syndication.Changes;
using Xunit;

namespace ContentHub.Tests.Syndication.Changes;

public sealed class RecentChangesTests
{
    private static readonly Guid Log = Guid.NewGuid();
    private static readonly RecentChanges Empty = new(Log, 10, 10, []);

    [Fact]
    public void What_is_behind_a_place_is_told_from_there()
    {
        var recent = Empty.With(new([Change(12), Change(15)], 20)).With(new([Change(21)], 21)).With(new([], 30));

        Assert.Equal([12, 15, 21], Sequences(recent.Behind(10)));
        Assert.Equal([15, 21], Sequences(recent.Behind(12)));
        Assert.Equal([21], Sequences(recent.Behind(16)));
        Assert.Empty(recent.Behind(21).Changes);
        Assert.Equal((30, 40), (recent.Behind(10).Through, recent.Behind(40).Through));
    }

    [Fact]
    public void The_oldest_go_when_there_are_too_many_and_it_says_from_where_on_it_is_whole()
    {
        var recent = Empty;
        for (var sequence = 11; sequence <= 10 + RecentChanges.ChangesMax + 5; sequence++)
        {
            recent = recent.With(new([Change(sequence)], sequence));
        }

        Assert.Equal((15, RecentChanges.ChangesMax, 16), (recent.After, recent.Changes.Length, recent.Changes[0].Cursor.Sequence));
        Assert.Equal(16, recent.Behind(15).Changes[0].Cursor.Sequence);
    }

    [Fact]
    public void Older_changes_take_the_newest_name()
    {
        var (variant, other) = (Guid.NewGuid(), Guid.NewGuid());
        var recent = Empty.With(new([Change(11, variant, "old"), Change(12, other, "old")], 12)).With(new([Change(13, variant, "new")], 13));

        Assert.Equal(["new", "old", "new"], recent.Changes.Select(c => c.Last.Title));
    }

    private static IEnumerable<long> Sequences(ChangeBatch batch) => batch.Changes.Select(c => c.Cursor.Sequence);

    private static PublicChange Change(long sequence, Guid? variant = null, string name = "") => new(
        new(Log, sequence), ChangeKind.Updated, default, null!, Guid.Empty, variant ?? Guid.NewGuid(), "en-US", 1, null, null, ChangeUrgency.Normal, null, new(name, name), []);
}
