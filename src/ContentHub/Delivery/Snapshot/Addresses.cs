namespace ContentHub.Delivery.Snapshot;

/// <summary>Which variants answer under which slug, now or formerly.</summary>
internal sealed class Addresses
{
    public static readonly Addresses Empty = new(ShardMap<Address, Claim[]>.Empty);

    private readonly ShardMap<Address, Claim[]> _claims;

    private Addresses(ShardMap<Address, Claim[]> claims) => _claims = claims;

    /// <summary>The one that answers: who has the slug today before who had it, what can be read before what was retracted, the newest first.</summary>
    public Claim? Find(string type, int locale, string slug) => _claims.Find(new(type, locale, slug)) is [var best, ..] ? best : null;

    /// <summary>The variants that have the slug today; more than one only where a preview takes a slug that is in use.</summary>
    public IEnumerable<Placed> Holders(string type, int locale, string slug) =>
        (_claims.Find(new(type, locale, slug)) ?? []).Where(c => c.IsCurrent).Select(c => c.Placed);

    public Addresses With(IEnumerable<(Placed? Before, Placed? After)> changes)
    {
        var claims = _claims.Edit();
        foreach (var (before, after) in changes)
        {
            foreach (var (address, claim) in ClaimsOf(before))
            {
                Claim[] left = [.. (claims.Find(address) ?? []).Where(c => c.Variant != claim.Variant)];
                claims.Put(address, left.Length == 0 ? null : left);
            }

            foreach (var (address, claim) in ClaimsOf(after))
            {
                Claim[] grown = [.. claims.Find(address) ?? [], claim];
                Array.Sort(grown);
                claims.Put(address, grown);
            }
        }

        return new(claims.Done());
    }

    private static IEnumerable<(Address Address, Claim Claim)> ClaimsOf(Placed? placed)
    {
        if (placed is null or { Locale: < 0 })
        {
            yield break;
        }

        yield return (new(placed.Entry.Type.Name, placed.Locale, placed.Slug), new(placed, IsCurrent: true));
        foreach (var former in placed.Entry.FormerSlugs.Distinct().Where(s => s != placed.Slug))
        {
            yield return (new(placed.Entry.Type.Name, placed.Locale, former), new(placed, IsCurrent: false));
        }
    }

    private readonly record struct Address(string Type, int Locale, string Slug);

    /// <summary>One variant that answers under an address, sorted by its right to it.</summary>
    public sealed record Claim(Placed Placed, bool IsCurrent) : IComparable<Claim>
    {
        public int Variant => Placed.Ordinal;

        public int CompareTo(Claim? other)
        {
            ArgumentNullException.ThrowIfNull(other);
            return Rank().CompareTo(other.Rank());
        }

        private (bool, bool, long, Guid) Rank() => (!IsCurrent, Placed.Entry.IsRetracted, -Placed.Entry.PublishedAt.UtcTicks, Placed.Entry.VariantId);
    }
}
