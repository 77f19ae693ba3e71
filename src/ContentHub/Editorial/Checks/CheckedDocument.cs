using System.Text;
using System.Text.RegularExpressions;
using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks;

/// <summary>A document with all that checks may ask: its texts, read once, and what stands around it.</summary>
internal sealed class CheckedDocument
{
    private readonly string _folded;
    private readonly int[] _starts;

    public CheckedDocument(Outline outline, EntryFacts facts, CheckOptions options)
    {
        (Outline, Facts, Options) = (outline, facts, options);
        Texts = [.. outline.Texts.Select(t => new CheckedText(t))];
        var folded = new StringBuilder();
        _starts = new int[Texts.Count];
        for (var i = 0; i < Texts.Count; i++)
        {
            _starts[i] = folded.Length;
            folded.Append(Texts[i].Folded).Append('\n');
        }

        _folded = folded.ToString();
    }

    public Outline Outline { get; }

    public EntryFacts Facts { get; }

    public CheckOptions Options { get; }

    /// <summary>In the order of <see cref="Outline.Texts"/>.</summary>
    public IReadOnlyList<CheckedText> Texts { get; }

    public bool IsSpanish => Language == "es";

    /// <summary>Of the locale, in lower case.</summary>
    public string Language => Facts.Locale.Split('-', '_')[0].ToLowerInvariant();

    /// <summary>What a reader reads from top to bottom, a text a line.</summary>
    public string Body => string.Join('\n', Texts.Where(t => t.Outline.IsBody).Select(t => t.Plain));

    /// <summary>The texts in which a pattern occurs.</summary>
    public IEnumerable<CheckedText> TextsWith(Regex? pattern)
    {
        var found = new List<CheckedText>();
        for (var from = 0; pattern is not null && from < _folded.Length;)
        {
            var matches = pattern.EnumerateMatches(_folded, from);
            if (!matches.MoveNext())
            {
                break;
            }

            // One match says enough of a text: the search goes on behind it.
            var place = Array.BinarySearch(_starts, matches.Current.Index);
            var text = place >= 0 ? place : ~place - 1;
            found.Add(Texts[text]);
            from = text + 1 < _starts.Length ? _starts[text + 1] : _folded.Length;
        }

        return found;
    }
}
