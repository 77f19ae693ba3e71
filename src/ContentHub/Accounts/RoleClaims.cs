using System.Text.Json;
using ContentHub.Api;

namespace ContentHub.Accounts;

/// <summary>Where authorities put roles: Entra ID in a list, Keycloak in a list inside an object, Auth0 under a name that is an address.</summary>
internal static class RoleClaims
{
    /// <summary>Roles that are not ours are passed over: an authority has others for other applications.</summary>
    /// <param name="claim">See <see cref="SignInOptions.RoleClaim"/>.</param>
    public static HashSet<Role> In(JsonElement payload, string claim)
    {
        var roles = new HashSet<Role>();
        foreach (var name in NamesIn(Find(payload, claim)))
        {
            if (RoleNames.TryParse(name, out var role))
            {
                roles.Add(role);
            }
        }

        return roles;
    }

    /// <summary>The claim of this very name, else the one that the path leads to; names on the way may have dots in them too.</summary>
    static JsonElement? Find(JsonElement at, string path)
    {
        if (at.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (at.TryGetProperty(path, out var exact))
        {
            return exact;
        }

        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = path.IndexOf('.', dot + 1))
        {
            if (at.TryGetProperty(path[..dot], out var inner) && Find(inner, path[(dot + 1)..]) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    static IEnumerable<string> NamesIn(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(TokenClaims.TextOf).OfType<string>(),
        { ValueKind: JsonValueKind.String } text => TokenClaims.TextOf(text)?.Split(' ') ?? [],
        _ => [],
    };
}
