using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Workflow;

/// <summary>Under which ids somebody acts: their own, and those of imports that were run in their name, so that nobody vouches for what they imported.</summary>
internal static class Selves
{
    /// <summary>How the subject of an import begins; behind it stands the name of whoever answers for it.</summary>
    public const string ImportSubject = "system:import:";

    /// <returns>For each person. Names and addresses are compared without regard to case: one that is refused too much asks a colleague, one too little harms a reader.</returns>
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlySet<Guid>>> OfAsync(ContentHubDb db, IReadOnlyCollection<Guid> people, CancellationToken cancellation)
    {
        var known = await db.People.AsNoTracking().Where(p => people.Contains(p.Id) || p.Subject.StartsWith(ImportSubject))
            .Select(p => new { p.Id, p.Subject, p.Name, p.Email }).ToListAsync(cancellation);
        var imports = known.Where(p => p.Subject.StartsWith(ImportSubject, StringComparison.Ordinal)).ToLookup(p => p.Subject[ImportSubject.Length..].Trim(), p => p.Id, StringComparer.OrdinalIgnoreCase);
        return known.Where(p => people.Contains(p.Id)).ToDictionary(
            p => p.Id, IReadOnlySet<Guid> (p) => new HashSet<Guid>([p.Id, .. imports[p.Name.Trim()], .. p.Email is null ? [] : imports[p.Email.Trim()]]));
    }

    /// <summary>Of whoever acts.</summary>
    public static async Task<IReadOnlySet<Guid>> OfAsync(Act act) => (await OfAsync(act.Db, [act.ActorId], act.Cancellation)).GetValueOrDefault(act.ActorId) ?? new HashSet<Guid> { act.ActorId };
}
