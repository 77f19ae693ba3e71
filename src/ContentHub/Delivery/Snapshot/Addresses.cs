namespace ContentHub.Delivery.Snapshot;

/// <summary>Which variants answer under which slug, now or formerly.</summary>
internal sealed class Addresses
{
    public static readonly Addresses Empty = new(ShardMap<Address, Claim>.Empty);

    private readonly ShardMap<Address, Claim> _claims;

    private Addresses(ShardMap<Address, Claim> claims) => _claims = claims;

    /// <summary>The one that answers: who has the slug today before who had it, what can be read before what was retracted, the newest first.</summary>
    public Claim? Find(string type, int locale, string slug) => _claims.Find(new(type, locale, slug));

    /// <summary>The variants that have the slug today; more than one only where a preview takes a slug that is in use.</summary>
    public IEnumerable<Placed> Holders(string type, int locale, string slug) =>
        Claim.From(_claims.Find(new(type, locale, slug))).Where(c => c.IsCurrent).Select(c => c.Placed);

    public Addresses With(IEnumerable<(Placed? Before, Placed? After)> changes)
    {
        var claims = _claims.Edit();
        foreach (var (before, after) in changes)
        {
            foreach (var (address, claim) in ClaimsOf(before))
            {
                claims.Put(address, Claim.Sorted(Claim.From(claims.Find(address)).Where(c => c.Placed.Ordinal != claim.Placed.Ordinal)));
            }

            foreach (var (address, claim) in ClaimsOf(after))
            {
                claims.Put(address, Claim.Sorted(Claim.From(claims.Find(address)).Append(claim)));
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

    private readonly record struct Address(string Type, int Locale, string Slug)
    {
        // Hardly two types have one slug: to read their names costs more than it parts.
        public override int GetHashCode() => HashCode.Combine(Slug, Locale, Type.Length);
    }

    /// <summary>One variant that answers under an address.</summary>
    /// <param name="Next">Whoever else would, by their right to it.</param>
    public sealed record Claim(Placed Placed, bool IsCurrent, Claim? Next = null)
    {
        /// <summary>The one that readers of its very locale get.</summary>
        public PublishedEntry Entry { get; } = Placed.Entry;

        public static IEnumerable<Claim> From(Claim? first)
        {
            for (var claim = first; claim is not null; claim = claim.Next)
            {
                yield return claim;
            }
        }

        /// <returns>The best of them; null when there is none.</returns>
        public static Claim? Sorted(IEnumerable<Claim> claims) =>
            claims.OrderByDescending(claim => claim.Rank()).Aggregate((Claim?)null, (next, claim) => claim with { Next = next });

        private (bool, bool, long, Guid) Rank() => (!IsCurrent, Entry.IsRetracted, -Entry.PublishedAt.UtcTicks, Entry.VariantId);
    }
}
