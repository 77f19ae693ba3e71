namespace ContentHub.Storage;

/// <summary>
/// An organisation that republishes. Its licence is the document of its own variant, a revision for each licence that it ever had, so that the log
/// proves what it was allowed to take and when. Name and contact stand here, outside the hash, so that they can be erased.
/// </summary>
public sealed class Partner
{
    /// <summary>Type of the entry and the variant that stand for a partner in the log. No content type: no list of content has them.</summary>
    public const string EntryType = "PARTNER";

    /// <summary>Locale of that variant (BCP 47: undetermined).</summary>
    public const string Locale = "und";

    /// <summary>Of the entry too.</summary>
    public required Guid Id { get; init; }
    public required Guid VariantId { get; init; }
    public required string Name { get; set; }
    public required string ContactEmail { get; set; }
    /// <summary>Requests a minute, at least 1.</summary>
    public required int PerMinute { get; set; }
    /// <summary>Requests a day (UTC), at least 1.</summary>
    public required int PerDay { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What a partner signs in with. The key itself is stored nowhere.</summary>
public sealed class PartnerKey
{
    public required Guid Id { get; init; }
    public required Guid PartnerId { get; init; }
    /// <summary>SHA-256 of the whole key; a key has far too many letters to be guessed, so no slow hash is needed.</summary>
    public required byte[] KeyHash { get; init; }
    /// <summary>Its first letters, to tell keys apart.</summary>
    public required string Prefix { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>From when on it is refused; null: holds until it is replaced or revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    /// <summary>To about a minute; no act.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>How much a partner asked on a day. Counted, no act.</summary>
public sealed class PartnerUse
{
    public required Guid PartnerId { get; init; }
    /// <summary>UTC.</summary>
    public required DateOnly Day { get; init; }
    public required long Requests { get; set; }
}

/// <summary>A partner as every node must know it.</summary>
/// <param name="Licences">Each licence from the sequence on at which it was given; a null document: it ended.</param>
public sealed record PartnerRow(Guid Id, Guid VariantId, string Name, int PerMinute, int PerDay, IReadOnlyList<(long Sequence, string? Document)> Licences, IReadOnlyList<PartnerKey> Keys);
