using ContentHub.Api;
using ContentHub.Storage;

namespace ContentHub.Editorial;

/// <summary>What people may do, as it stands beside their names, and programs as those who act.</summary>
internal static class PeopleRoles
{
    public static string Text(IEnumerable<Role> roles) => string.Join(',', roles.Order());

    /// <summary>What they were last seen with.</summary>
    public static IReadOnlyList<Role> Of(Storage.Person person) => [.. person.Roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>)];

    /// <summary>A program that acts for itself.</summary>
    /// <param name="subject">Behind <c>system:</c>; tells it from all others.</param>
    /// <param name="name">As the log shows it.</param>
    public static async Task<Caller> ProgramAsync(this People people, string subject, string name, CancellationToken cancellation, params IReadOnlyList<Role> roles) =>
        new(await people.EnsureAsync($"system:{subject}", name, null, Text(roles), isSystem: true, cancellation), name, null, roles.ToHashSet());
}
