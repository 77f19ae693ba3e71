using ContentHub.Api;

namespace ContentHub.Accounts;

/// <summary>The people that acts are recorded under.</summary>
public interface IActors
{
    /// <summary>Finds or adds the person whom a token names, and keeps what the token says of them up to date.</summary>
    /// <param name="subject">Issuer and subject of the token, joined by <c>|</c>; never changes for one person.</param>
    /// <param name="email">Null where the token has none.</param>
    /// <returns>The id that stands in the change log.</returns>
    Task<Guid> EnsureAsync(string subject, string name, string? email, IReadOnlySet<Role> roles, CancellationToken cancellation);
}
