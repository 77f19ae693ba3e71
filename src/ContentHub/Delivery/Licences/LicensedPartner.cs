using ContentHub.Storage;

namespace ContentHub.Delivery.Licences;

/// <summary>A licence and from which place in the log it held; null: none held.</summary>
/// <param name="Document">The licence as it is stored, by which equal ones are known.</param>
public sealed record LicenceTerm(long Since, Licence? Licence, string? Document);

/// <summary>A key that may sign in.</summary>
public sealed record LicensedKey(Guid Id, DateTimeOffset? ExpiresAt);

/// <summary>A partner as this node knows it.</summary>
/// <param name="VariantId">Stands for it in the log.</param>
/// <param name="Terms">Oldest first; the first is of its creation.</param>
public sealed record LicensedPartner(Guid Id, Guid VariantId, string Name, int PerMinute, int PerDay, IReadOnlyList<LicenceTerm> Terms)
{
    /// <summary>Of today; null once it has ended.</summary>
    public Licence? Licence => Terms.Count > 0 ? Terms[^1].Licence : null;

    /// <summary>Of the licence of today, as it is stored; null once it has ended.</summary>
    public string? LicenceDocument => Terms.Count > 0 ? Terms[^1].Document : null;

    /// <summary>What held at a place in the log, its own act included.</summary>
    public Licence? At(long sequence) => Terms.LastOrDefault(t => t.Since <= sequence)?.Licence;

    internal static LicensedPartner Of(PartnerRow row) =>
        new(row.Id, row.VariantId, row.Name, row.PerMinute, row.PerDay, [.. row.Licences.Select(l => new LicenceTerm(l.Sequence, l.Document is { } document ? Licence.Read(document) : null, l.Document))]);
}

/// <summary>All partners as of one place in the log. Immutable.</summary>
public sealed class LicensedPartners
{
    public static readonly LicensedPartners None = new([]);

    private readonly Dictionary<Guid, LicensedPartner> _byId;
    private readonly Dictionary<string, (LicensedPartner Partner, LicensedKey Key)> _byKey = [];
    private readonly Dictionary<Guid, LicensedKey> _keys = [];

    private LicensedPartners(IReadOnlyList<PartnerRow> rows)
    {
        _byId = rows.ToDictionary(r => r.Id, LicensedPartner.Of);
        foreach (var (row, key) in rows.SelectMany(row => row.Keys, (row, key) => (row, key)))
        {
            _keys[key.Id] = new(key.Id, key.ExpiresAt);
            _byKey[Convert.ToHexString(key.KeyHash)] = (_byId[row.Id], _keys[key.Id]);
        }
    }

    public LicensedKey? FindKey(Guid id) => _keys.GetValueOrDefault(id);

    public IEnumerable<LicensedPartner> All => _byId.Values;

    public static LicensedPartners Of(IReadOnlyList<PartnerRow> rows) => rows.Count == 0 ? None : new(rows);

    public LicensedPartner? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>Whose key it is; null for one that nobody has, or not any more. That it has expired is the caller's to see.</summary>
    /// <param name="keyHash">SHA-256 of the key.</param>
    public (LicensedPartner Partner, LicensedKey Key)? FindByKey(byte[] keyHash) => _byKey.TryGetValue(Convert.ToHexString(keyHash), out var found) ? found : null;
}
