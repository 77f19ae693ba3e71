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
        return new(found.GroupBy(d => d.dismissal.VariantId).ToDictionary(
            of => of.Key,
            of => (IReadOnlyDictionary<string, FindingDismissal>)of.GroupBy(d => d.dismissal.Finding).ToDictionary(
                d => d.Key, d => d.MaxBy(one => one.dismissal.At)! is var last ? new FindingDismissal(Actor.Of(last.person), last.dismissal.At, last.dismissal.Version, last.dismissal.Reason) : throw new InvalidOperationException("A group is empty."))));
    }
}
