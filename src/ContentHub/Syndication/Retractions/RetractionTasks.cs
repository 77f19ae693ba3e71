using System.Globalization;
using ContentHub.Api;
using ContentHub.Editorial.Reviews;
using ContentHub.Editorial.Workflow;

namespace ContentHub.Syndication.Retractions;

/// <summary>A task for Publishers for each retraction that partners have not acknowledged in time; it goes when the last of them has.</summary>
internal sealed class RetractionTasks(Receipts receipts) : ITaskSource
{
    /// <summary>Partners named in one note.</summary>
    private const int NamedMax = 10;

    public async Task<IReadOnlyList<PendingTask>> FindAsync(CancellationToken cancellation) =>
        [.. (await receipts.OverdueAsync(cancellation)).Select(overdue => new PendingTask(
            overdue.Retraction.Change.VariantId, TaskKind.RetractionUnacknowledged, [Role.Publisher], receipts.DueAt(overdue.Retraction.Change), DueAt: null,
            $"Not acknowledged in time: {Words(overdue.Partners)}. Readers of their pages may still see what was retracted: get in touch, and have them acknowledge it with their key.",
            overdue.Retraction.Sequence.ToString(CultureInfo.InvariantCulture)) { IsForOwner = false })];

    private static string Words(IReadOnlyList<Storage.Partner> partners)
    {
        var named = string.Join(", ", partners.Take(NamedMax).Select(p => $"{p.Name} <{p.ContactEmail}>"));
        return partners.Count > NamedMax ? string.Create(CultureInfo.InvariantCulture, $"{named} and {partners.Count - NamedMax} more") : named;
    }
}
