using ContentHub.Editorial;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>What is told about an import, gathered while it goes on: what was left out and why, and what an editor must look at.</summary>
internal sealed class PageNotes
{
    /// <summary>More of one kind say nothing new: the rest is counted.</summary>
    private const int OfARuleMax = 20;

    private readonly List<LeftOutText> _leftOut = [];
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, int> _counts = [];

    public IReadOnlyList<LeftOutText> LeftOut => _leftOut;

    public IReadOnlyList<Finding> Findings =>
        [.. _findings, .. _counts.Where(c => c.Value > OfARuleMax).Select(c => new Finding(c.Key, FindingSeverity.Warning, $"{c.Value - OfARuleMax} more of the same kind.", []))];

    public void Leave(string text, string reason)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            _leftOut.Add(new(text.Trim(), reason));
        }
    }

    /// <param name="path">Below the import: <c>drafts</c>, its index, and on into the document; empty for the page as a whole.</param>
    public void Find(string rule, string message, string suggestion, params IReadOnlyList<string> path)
    {
        if ((_counts[rule] = _counts.GetValueOrDefault(rule) + 1) <= OfARuleMax)
        {
            _findings.Add(new(rule, FindingSeverity.Warning, message, path, null, suggestion));
        }
    }
}
