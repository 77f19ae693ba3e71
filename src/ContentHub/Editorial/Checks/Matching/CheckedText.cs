using System.Globalization;
using System.Text;
using ContentHub.Editorial.Texts;

namespace ContentHub.Editorial.Checks.Matching;

/// <summary>
/// One text, read once for all checks. <see cref="Plain"/> is what readers see, composed (NFC), without characters that cannot be seen
/// and with single spaces; <see cref="Folded"/> has as many characters, in lower case, without accents and with plain quotes and hyphens,
/// blank where nothing is to be found: code, addresses, words of somebody who is named.
/// </summary>
internal sealed class CheckedText
{
    private readonly int[] _places;
    private IReadOnlyList<Sentence>? _sentences;

    public CheckedText(OutlineText outline)
    {
        Outline = outline;
        Inline = outline.IsMarkdown ? InlineText.Parse(outline.Source) : null;
        var composed = new ComposedText(outline.Source.Length);
        foreach (var run in Inline?.Runs() ?? [new(outline.Source, 0, IsTypedText: true)])
        {
            composed.Add(run);
        }

        (Plain, _places) = (composed.ToString(), composed.Places);
        Folded = outline.IsQuoted ? new string(' ', Plain.Length) : Folding.WithoutAddresses(Folding.Of(Plain), composed.Hidden);
    }

    public OutlineText Outline { get; }

    public IReadOnlyList<string> Path => Outline.Path;

    /// <summary>Null for plain text.</summary>
    public InlineText? Inline { get; }

    public string Plain { get; }

    public string Folded { get; }

    public IReadOnlyList<Sentence> Sentences => _sentences ??= Texts.Sentences.Of(Plain);

    public int WordCount => Sentences.Sum(s => s.Words.Count);

    /// <summary>Where a part of <see cref="Plain"/> stands in the source.</summary>
    public TextRange RangeOf(int start, int length)
    {
        var last = Math.Max(start, start + length - 1);
        return new(_places[start], Math.Min(Outline.Source.Length, _places[last] + 1));
    }

    /// <summary>The sentence that a character stands in, as a range of <see cref="Plain"/>.</summary>
    public (int Start, int Length) SentenceAt(int position)
    {
        var (low, high) = (0, Sentences.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Sentences[middle].Start <= position ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? (0, Plain.Length) : (Sentences[low - 1].Start, Sentences[low - 1].Text.Length);
    }

    /// <summary>Plain text that is being made, with the place of each character in the source.</summary>
    private sealed class ComposedText(int capacity)
    {
        private readonly StringBuilder _plain = new(capacity);
        private readonly List<int> _places = new(capacity);

        public int[] Places => [.. _places, .. _places.Count == 0 ? [0] : Array.Empty<int>()];

        public List<(int Start, int End)> Hidden { get; } = [];

        public void Add(TextRun run)
        {
            var before = _plain.Length;
            for (var i = 0; i < run.Text.Length;)
            {
                var end = i + 1;
                while (end < run.Text.Length && IsMark(run.Text[end]))
                {
                    end++;
                }

                Add(run, i, end);
                i = end;
            }

            if (!run.IsTypedText)
            {
                Hidden.Add((before, _plain.Length));
            }
        }

        public override string ToString() => _plain.ToString();

        private static bool IsMark(char character) => character >= '\u0300' && char.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark;

        /// <summary>One letter with the marks on it.</summary>
        private void Add(TextRun run, int start, int end)
        {
            var first = run.Text[start];
            if (char.IsWhiteSpace(first))
            {
                if (_plain.Length > 0 && _plain[^1] != ' ')
                {
                    Append(' ', run.Start + start);
                }
            }
            else if (end - start == 1)
            {
                if (first < '\u007F' || char.GetUnicodeCategory(first) is not UnicodeCategory.Format)
                {
                    Append(first, run.Start + start);
                }
            }
            else
            {
                var marked = run.Text[start..Math.Min(end, start + MarksMax)];
                foreach (var character in char.IsSurrogate(first) ? marked : marked.Normalize(NormalizationForm.FormC))
                {
                    Append(character, run.Start + start);
                }
            }
        }

        /// <summary>More marks on one letter than any language has.</summary>
        private const int MarksMax = 8;

        private void Append(char character, int place)
        {
            _plain.Append(character);
            _places.Add(place);
        }
    }
}
