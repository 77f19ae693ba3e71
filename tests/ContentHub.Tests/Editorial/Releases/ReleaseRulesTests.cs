using ContentHub.Editorial.Releases;
using Xunit;

namespace ContentHub.Tests.Editorial.Releases;

public sealed class ReleaseRulesTests
{
    private static readonly Guid A = new("aaaaaaaa-0000-0000-0000-000000000000");
    private static readonly Guid B = new("bbbbbbbb-0000-0000-0000-000000000000");
    private static readonly Guid C = new("cccccccc-0000-0000-0000-000000000000");

    [Fact]
    public void What_is_referred_to_goes_out_first() =>
        Assert.Equal([2, 1, 0], ReleaseRules.Order([(A, new HashSet<Guid> { B }), (B, new HashSet<Guid> { C }), (C, new HashSet<Guid>())]));

    [Fact]
    public void What_has_nothing_to_do_with_each_other_keeps_its_order() =>
        Assert.Equal([0, 1, 2], ReleaseRules.Order([(B, new HashSet<Guid> { Guid.NewGuid() }), (A, new HashSet<Guid>()), (C, new HashSet<Guid>())]));

    [Fact]
    public void A_circle_is_cut_where_it_begins() =>
        Assert.Equal([1, 0, 2], ReleaseRules.Order([(A, new HashSet<Guid> { A, B }), (B, new HashSet<Guid> { A }), (C, new HashSet<Guid> { A })]));

    [Fact]
    public void All_locales_of_an_entry_go_out_before_what_refers_to_it() =>
        Assert.Equal([1, 2, 0], ReleaseRules.Order([(A, new HashSet<Guid> { B }), (B, new HashSet<Guid>()), (B, new HashSet<Guid>())]));
}
