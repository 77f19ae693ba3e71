using ContentHub.Api;

namespace ContentHub.Accounts;

/// <summary>Roles as tokens and the command line name them: exactly as the enum does.</summary>
internal static class RoleNames
{
    static readonly Dictionary<string, Role> ByName = Enum.GetValues<Role>().ToDictionary(role => role.ToString(), StringComparer.Ordinal);

    public static IEnumerable<string> All => ByName.Keys;

    /// <summary>Unlike <see cref="Enum.TryParse{TEnum}(string, out TEnum)"/> takes no numbers, lists or other spellings.</summary>
    public static bool TryParse(string name, out Role role) => ByName.TryGetValue(name, out role);
}
