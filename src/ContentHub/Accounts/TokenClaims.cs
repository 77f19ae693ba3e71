using System.Security.Claims;
using ContentHub.Api;

namespace ContentHub.Accounts;

/// <summary>What a validated token says about its bearer.</summary>
/// <param name="Subject">Issuer and subject, joined by <c>|</c>.</param>
internal sealed record TokenClaims(string Subject, string Name, string? Email, IReadOnlySet<Role> Roles)
{
    /// <summary>Reads the claims by the names they have in the token.</summary>
    /// <returns>Null when the token does not say who its bearer is.</returns>
    public static TokenClaims? From(ClaimsPrincipal principal)
    {
        string? Value(string claim) => principal.FindFirstValue(claim) is { Length: > 0 } value ? value : null;

        if (Value("iss") is not { } issuer || (Value("sub") ?? Value("oid")) is not { } subject)
        {
            return null;
        }

        var name = Value("name") ?? Value("preferred_username") ?? subject;
        var email = Value("email") ?? (Value("preferred_username") is { } account && account.Contains('@', StringComparison.Ordinal) ? account : null);
        return new TokenClaims($"{issuer}|{subject}", name, email, RolesFrom(principal));
    }

    /// <summary>Roles that are not ours are passed over: an app registration may have others.</summary>
    static HashSet<Role> RolesFrom(ClaimsPrincipal principal)
    {
        var roles = new HashSet<Role>();
        foreach (var claim in principal.FindAll("roles"))
        {
            if (RoleNames.TryParse(claim.Value, out var role))
            {
                roles.Add(role);
            }
        }

        return roles;
    }
}
