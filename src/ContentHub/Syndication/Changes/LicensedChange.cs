using ContentHub.Delivery.Licences;

namespace ContentHub.Syndication.Changes;

/// <summary>What an act means to one partner: decided by the log alone, so that it is the same on every node and at every reading.</summary>
internal static class LicensedChange
{
    /// <returns>Null when the partner could not see the text before, nor can afterwards.</returns>
    public static PublicChange? Of(PublicChange change, LicensedPartner partner)
    {
        var sequence = change.Cursor.Sequence;
        var licence = partner.At(sequence);
        var before = change.History.LastOrDefault(m => m.Sequence < sequence);
        var hadIt = before is { IsPublication: true } && licence?.Covers(before.Subject) == true;
        var has = change.Kind is not (ChangeKind.Unpublished or ChangeKind.Retracted)
            && change.History.LastOrDefault(m => m.Sequence <= sequence && m.IsPublication) is { } now
            && licence?.Covers(now.Subject) == true;
        return (hadIt, has, change.Kind) switch
        {
            (true, true, _) => Named(change, partner),

            // A retraction goes to everybody who ever could have a copy, also when the licence has let go of it since.
            (_, _, ChangeKind.Retracted) => EverCovered(change, partner) ? Named(change, partner) : null,
            (false, true, _) => Named(change, partner) with { Kind = ChangeKind.Published, PreviousSlug = null },
            (true, false, ChangeKind.Unpublished) => Named(change, partner),
            (true, false, _) => Named(change, partner) with { Kind = ChangeKind.LicenceChanged, PreviousSlug = null, Reason = null, ReplacedBy = null },
            _ => null,
        };
    }

    /// <summary>What a change of the licence itself means for a text that is public then.</summary>
    /// <param name="change">As if it had just become public.</param>
    /// <returns>Null when it makes no difference.</returns>
    public static PublicChange? Of(PublicChange change, Licence? before, Licence? after)
    {
        var subject = change.History[^1].Subject;
        var (hadIt, has) = (before?.Covers(subject) == true, after?.Covers(subject) == true);
        return hadIt == has ? null : change with { Kind = has ? ChangeKind.Published : ChangeKind.LicenceChanged };
    }

    private static bool EverCovered(PublicChange change, LicensedPartner partner) =>
        change.History.Where(m => m.Sequence <= change.Cursor.Sequence).Any(m => IsCovered(m, change.History, partner));

    /// <summary>By the name of the last revision that the partner could see: it is not to learn what others call it since.</summary>
    private static PublicChange Named(PublicChange change, LicensedPartner partner) =>
        change.History.LastOrDefault(m => IsCovered(m, change.History, partner)) is { } last ? change with { Last = last.Name } : change;

    /// <summary>Whether a licence covered a publication at any time while it stood.</summary>
    private static bool IsCovered(PublicMove move, IReadOnlyList<PublicMove> history, LicensedPartner partner)
    {
        if (!move.IsPublication)
        {
            return false;
        }

        var end = history.FirstOrDefault(m => m.Sequence > move.Sequence)?.Sequence ?? long.MaxValue;
        return partner.At(move.Sequence)?.Covers(move.Subject) == true
            || partner.Terms.Any(t => t.Since > move.Sequence && t.Since < end && t.Licence?.Covers(move.Subject) == true);
    }
}
