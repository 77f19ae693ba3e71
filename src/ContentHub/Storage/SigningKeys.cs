using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>The site's key pair, one for all nodes: whoever has the database can sign as the site.</summary>
public sealed class SigningKey
{
    /// <summary>Always 1.</summary>
    public int Id { get; init; } = 1;
    /// <summary>Ed25519 (RFC 8032), 32 bytes.</summary>
    public required byte[] PrivateKey { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Keeps the site's key pair. It is made on first use, by whichever node comes first.</summary>
public sealed class SigningKeys(IDbContextFactory<ContentHubDb> factory, TimeProvider time)
{
    /// <param name="make">Makes a private key; what another node made first holds.</param>
    public async Task<byte[]> EnsureAsync(Func<byte[]> make, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        if (await db.SigningKeys.AsNoTracking().SingleOrDefaultAsync(cancellation) is { } known)
        {
            return known.PrivateKey;
        }

        var now = db.Stored(time.GetUtcNow());
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into "SigningKeys" ("Id", "PrivateKey", "CreatedAt") values (1, {make()}, {now}) on conflict ("Id") do nothing
            """,
            cancellation);
        return (await db.SigningKeys.AsNoTracking().SingleAsync(cancellation)).PrivateKey;
    }
}
