using ContentHub.Editorial.Checks.Rules;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Texts;
using ContentHub.Storage;
using Microsoft.Extensions.Options;

namespace ContentHub.Editorial.Checks;

/// <summary>Runs the editorial checks: on drafts, on text that is not stored, and on what is about to be submitted or published.</summary>
public sealed class EditorialChecks(EntryFactsReader facts, IOptions<CheckOptions> options)
{
    /// <summary>More findings of one rule than an editor reads: the rest is counted.</summary>
    private const int FindingsOfARuleMax = 20;

    /// <summary>In the order in which their findings are shown: what blocks comes first.</summary>
    internal static IReadOnlyList<EditorialCheck> All { get; } =
    [
        new ReferenceMissing(), new ReviewMissing(), new CrisisHelpMissing(), new LinkTargetMissing(), new ImageAltMissing(), new CodeForm(),
        new SubstanceMismatch(), new StigmatisingLanguage(), new DependenceAddictionMix(), new ReadingLevel(), new LongSentence(), new LongSection(),
        new ListItemLost(), new HeadingSkipsLevel(), new HeadingDuplicate(), new Shouting(), new DoseInPatientText(), new CurePromise(), new FigureWithoutLink(),
        new SeverityTooLow(), new HelplineOutdated(), new ProgramHours(), new ReviewOverdue(), new TranslationOutdated(),
    ];

    private static readonly IReadOnlyList<EditorialCheck> Blocking = [.. All.Where(c => c.MayBlock)];
    private static readonly HashSet<string> AllowReview = [.. All.Where(c => !c.StandsAgainstReview).Select(c => c.Rule)];

    /// <summary>What the checks say of each draft. The number of statements does not depend on how many drafts there are.</summary>
    internal async Task<IReadOnlyDictionary<Draft, IReadOnlyList<Finding>>> OfAsync(ContentHubDb db, IReadOnlyList<Draft> drafts, CancellationToken cancellation)
    {
        var subjects = drafts.Select(CheckSubject.Of).ToList();
        var around = await facts.ReadAsync(db, subjects, cancellation);
        var dismissed = await Dismissals.OfAsync(db, [.. drafts.Select(d => d.Variant.Id)], cancellation);
        return drafts.Zip(subjects, around).ToDictionary(
            d => d.First, d => (IReadOnlyList<Finding>)[.. DocumentRules.Missing(d.First.Content).Select(Refusals.ToFinding), .. Run(All, new(d.Second.Outline, d.Third, options.Value), dismissed[d.First.Variant.Id])]);
    }

    /// <summary>What the checks say of text that is not stored.</summary>
    internal async Task<CheckResult> OfTextAsync(ContentHubDb db, CheckSubject subject, IReadOnlyList<DocumentFault> faults, CancellationToken cancellation)
    {
        var around = (await facts.ReadAsync(db, [subject], cancellation)).Single();
        var document = new CheckedDocument(subject.Outline, around, options.Value);
        var invalid = faults.Select(f => new Finding("invalid", FindingSeverity.Error, f.Message, f.Path));
        var missing = DocumentRules.Missing(subject.Content).Select(Refusals.ToFinding);
        var dismissed = subject.Revision is { VariantId: var id } ? (await Dismissals.OfAsync(db, [id], cancellation))[id] : Dismissals.None;
        return new([.. invalid, .. missing, .. Run(All, document, dismissed)], ReadabilityOf(document));
    }

    /// <summary>What stands against showing a revision to others, with what is missing in it.</summary>
    /// <param name="review">How its approval stands; null when it only is to be submitted, or in an emergency.</param>
    internal async Task<IReadOnlyList<Finding>> AgainstAsync(Act act, CheckSubject subject, bool isPublishing, ReviewFacts? review)
    {
        var around = (await facts.ReadAsync(act.Db, [subject], act.Cancellation, act.PublishedTogether, act.VersionsTogether)).Single();
        var document = new CheckedDocument(subject.Outline, around with { Review = review }, options.Value);
        return [.. DocumentRules.Missing(subject.Content).Select(Refusals.ToFinding), .. Run(Blocking, document).Where(f => Blocks(f, isPublishing))];
    }

    /// <summary>Whether a finding of a draft stands in the way.</summary>
    internal static bool Blocks(Finding finding, bool isPublishing) => finding.Severity is FindingSeverity.Error && (isPublishing || !AllowReview.Contains(finding.Rule));

    /// <summary>How hard a draft's text is to read: as readers read it, from top to bottom.</summary>
    internal static ReadabilityScore ReadabilityOf(ContentType type, IEntryContent content, string locale) =>
        Readability.Of([.. type.OutlineOf(content).Texts.Where(t => t.IsBody).SelectMany(t => new Matching.CheckedText(t).Sentences)], locale);

    /// <param name="dismissed">What colleagues judged and left, by key: it comes last of its rule.</param>
    internal static IReadOnlyList<Finding> Run(IEnumerable<EditorialCheck> checks, CheckedDocument document, IReadOnlyDictionary<string, FindingDismissal>? dismissed = null)
    {
        var keys = new FindingKeys(document.Outline);
        return [.. checks.SelectMany(check => check.Find(document).OrderBy(f => f.Severity).ToList() is { Count: > 0 } found ? AtMost(found, keys, dismissed ?? Dismissals.None) : [])];
    }

    private static ReadabilityScore ReadabilityOf(CheckedDocument document) =>
        Readability.Of([.. document.Texts.Where(t => t.Outline.IsBody).SelectMany(t => t.Sentences)], document.Facts.Locale);

    private static IEnumerable<Finding> AtMost(IReadOnlyList<Finding> found, FindingKeys keys, IReadOnlyDictionary<string, FindingDismissal> dismissed)
    {
        // Where nothing was judged, only what is shown needs a name.
        var named = found.Select(f => keys.Named(f));
        var judged = dismissed.Count == 0 ? [] : named.Where(f => f.Severity is FindingSeverity.Warning && dismissed.ContainsKey(f.Key!)).Select(f => f with { Dismissal = dismissed[f.Key!] }).ToList();
        var left = judged.Select(f => f.Key).ToHashSet();
        var open = named.Where(f => !left.Contains(f.Key)).Take(FindingsOfARuleMax).ToList();
        var more = found.Count - judged.Count - open.Count;
        return [.. open, .. more == 0 ? [] : new[] { More(found[FindingsOfARuleMax], more) }, .. judged.Take(FindingsOfARuleMax)];
    }

    private static Finding More(Finding one, int count) => one with
    {
        Message = $"{count} more of the same kind.", Path = [], Range = null, Replacement = null, Suggestion = "Put these right first; the others are shown then.",
    };
}
