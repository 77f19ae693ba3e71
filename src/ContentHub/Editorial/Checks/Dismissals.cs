using ContentHub.Editorial.Drafts;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Checks;

/// <summary>What colleagues judged and left, by variant and by the finding's key. One statement however many variants.</summary>
internal sealed class Dismissals
{
    public static readonly IReadOnlyDictionary<string, FindingDismissal> None = new Dictionary<string, FindingDismissal>();

    private readonly Dictionary<Guid, IReadOnlyDictionary<string, FindingDismissal>> _of;

    private Dismissals(Dictionary<Guid, IReadOnlyDictionary<string, FindingDismissal>> of) => _of = of;

    public IReadOnlyDictionary<string, FindingDismissal> this[Guid variantId] => _of.GetValueOrDefault(variantId, None);

    public static async Task<Dismissals> OfAsync(ContentHubDb db, IReadOnlyList<Guid> variantIds, CancellationToken cancellation)
    {
        var found = await (
            from dismissal in db.Dismissals.AsNoTracking()
            where variantIds.Contains(dismissal.VariantId) && dismissal.EndedAt == null
            join person in db.People.AsNoTracking() on dismissal.By equals person.Id
            select new { dismissal, person }).ToListAsync(cancellation);
        var judged = found.OrderBy(d => d.dismissal.At)
            .Select(d => (d.dismissal.VariantId, d.dismissal.Finding, Last: new FindingDismissal(Actor.Of(d.person), d.dismissal.At, d.dismissal.Version, d.dismissal.Reason)));
        return new(judged.GroupBy(d => d.VariantId).ToDictionary(
            of => of.Key, IReadOnlyDictionary<string, FindingDismissal> (of) => of.GroupBy(d => d.Finding).ToDictionary(d => d.Key, d => d.Last().Last)));
    }
}
