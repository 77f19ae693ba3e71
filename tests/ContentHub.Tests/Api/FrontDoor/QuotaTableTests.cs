using System.Net;
using ContentHub.Api.FrontDoor;
using Xunit;

namespace ContentHub.Tests.Api.FrontDoor;

public sealed class QuotaTableTests
{
    readonly Ticks _time = new();

    [Fact]
    public void All_of_the_quota_may_be_taken_at_once_and_no_more()
    {
        var table = new QuotaTable(perMinute: 60, places: 1, _time);

        var quotas = Enumerable.Range(0, 61).Select(_ => table.Take(1)).ToList();

        Assert.All(quotas.Take(60), quota => Assert.True(quota.IsGranted));
        Assert.Equal(Enumerable.Range(0, 60).Reverse(), quotas.Take(60).Select(quota => quota.Remaining));
        Assert.Equal(new Quota(false, 0, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1)), quotas[60]);
    }

    [Fact]
    public void Quota_refills_evenly_and_never_beyond_itself()
    {
        var table = new QuotaTable(perMinute: 60, places: 1, _time);
        TakeAll(table);

        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(table.Take(1).IsGranted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(table.Take(1).IsGranted);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(60, TakeAll(table));
    }

    [Fact]
    public void What_is_refused_costs_nothing()
    {
        var table = new QuotaTable(perMinute: 60, places: 1, _time);
        TakeAll(table);
        for (var i = 0; i < 1000; i++)
        {
            table.Take(1);
        }

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(table.Take(1).IsGranted);
    }

    [Fact]
    public void Many_at_once_get_no_more_than_there_is()
    {
        var table = new QuotaTable(perMinute: 1000, places: 16, _time);
        var granted = 0;

        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 500; i++)
            {
                if (table.Take(7).IsGranted)
                {
                    Interlocked.Increment(ref granted);
                }
            }
        });

        Assert.Equal(1000, granted);
    }

    [Fact]
    public void Flood_of_addresses_takes_no_memory_and_leaves_others_their_quota()
    {
        var table = new QuotaTable(perMinute: 60, places: 1 << 18, _time);
        var counts = new AddressCounts(max: 50);
        TakeAll(table, AddressOf(0).GetHashCode());
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 1u; i <= 1_000_000; i++)
        {
            table.Take(AddressOf(i).GetHashCode());
            counts.TryEnter(AddressOf(i));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(table.Take(AddressOf(0).GetHashCode()).IsGranted);
        Assert.True(table.Take(ClientAddress.Of(IPAddress.Parse("203.0.113.7")).GetHashCode()).IsGranted);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:aaaa::2", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("0.0.0.1", "0:0:0:1::", false)]
    [InlineData("::1", "127.0.0.1", false)]
    public void Client_is_an_ipv4_address_or_64_bits_of_an_ipv6_address(string one, string other, bool same) =>
        Assert.Equal(same, ClientAddress.Of(IPAddress.Parse(one)) == ClientAddress.Of(IPAddress.Parse(other)));

    [Fact]
    public void Address_may_have_so_many_open_and_gets_back_what_it_leaves()
    {
        var counts = new AddressCounts(max: 2);
        var address = AddressOf(1);

        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(_ => counts.TryEnter(address)).ToList());
        counts.Leave(address);
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => counts.TryEnter(address)).ToList());
    }

    /// <summary>One of a network of the size that anyone can rent.</summary>
    static ClientAddress AddressOf(uint number) => new(0x2001_0db8_0000_0000ul | number, IsV6: true);

    static int TakeAll(QuotaTable table, int client = 1)
    {
        var granted = 0;
        while (table.Take(client).IsGranted)
        {
            granted++;
        }

        return granted;
    }

    /// <summary>A stopwatch that is moved by hand.</summary>
    sealed class Ticks : TimeProvider
    {
        long _now = 1_000_000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by) => _now += by.Ticks;
    }
}
