using System.Text;
using ContentHub.Content.Parts;
using ContentHub.Editorial.Texts;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>Makes one text out of runs that look alike. What our Markdown cannot say is said without marks.</summary>
internal sealed class InlineBuilder
{
    /// <summary>A paragraph that is longer is made two: no text of a document may be longer than 10,000.</summary>
    public const int CharactersMax = 4_000;

    private const int MarkdownCharactersMax = 9_000;

    private readonly List<Run> _runs = [];

    public bool IsBlank => _runs.TrueForAll(r => string.IsNullOrWhiteSpace(r.Text));

    /// <summary>All of it is strong: a heading, where nothing else stands in the paragraph.</summary>
    public bool IsAllStrong => !IsBlank && _runs.TrueForAll(r => r.IsStrong || string.IsNullOrWhiteSpace(r.Text));

    /// <summary>All of it is one link; null otherwise.</summary>
    public string? OnlyLink => !IsBlank && _runs.Where(r => !string.IsNullOrWhiteSpace(r.Text)).Select(r => r.Href).Distinct().ToList() is [{ } href] ? href : null;

    public void Add(string text, bool isStrong, bool isEmphasis, string? href)
    {
        if (text.Length > 0)
        {
            _runs.Add(new(text, isStrong, isEmphasis, href));
        }
    }

    public PageText Build()
    {
        var runs = Collapsed();
        var plain = string.Concat(runs.Select(r => r.Text));
        if (plain.Length == 0)
        {
            return PageText.Empty;
        }

        if (runs.Exists(r => r.IsStrong || r.IsEmphasis || r.Href is not null) && plain.Length <= CharactersMax)
        {
            foreach (var withStyles in new[] { true, false })
            {
                var markdown = Write(runs, withStyles);
                if (markdown.Length <= MarkdownCharactersMax && InlineText.Parse(markdown) is var parsed && parsed.ToPlain() == plain && parsed.Faults().Count == 0)
                {
                    return new(markdown, plain);
                }
            }
        }

        return PageText.Of(plain);
    }

    /// <summary>Plain text as one paragraph of Markdown, whatever it starts with.</summary>
    public static string Escape(string plain)
    {
        var escaped = Inlines.Escape(plain);
        if (escaped.Length > 0 && escaped[0] is '-' or '+' or '#' or '>' or '=' or '~' or '|' or ':')
        {
            escaped = $"\\{escaped}";
        }

        var digits = escaped.Length - escaped.AsSpan().TrimStart("0123456789").Length;
        return digits is > 0 and < 10 && escaped.Length > digits && escaped[digits] is '.' or ')' ? escaped.Insert(digits, "\\") : escaped;
    }

    /// <summary>With single spaces, none at the ends, and none at the inner edge of a mark.</summary>
    private List<Run> Collapsed()
    {
        var collapsed = new List<Run>();
        var isSpace = true;
        foreach (var run in _runs)
        {
            var text = new StringBuilder();
            foreach (var character in run.Text)
            {
                if (!char.IsWhiteSpace(character))
                {
                    text.Append(character);
                    isSpace = false;
                }
                else if (!isSpace)
                {
                    text.Append(' ');
                    isSpace = true;
                }
            }

            Append(collapsed, run, text.ToString());
        }

        if (collapsed.Count > 0)
        {
            collapsed[^1] = collapsed[^1] with { Text = collapsed[^1].Text.TrimEnd() };
        }

        return [.. collapsed.Where(r => r.Text.Length > 0)];
    }

    private static void Append(List<Run> runs, Run run, string text)
    {
        var inner = text.Trim();
        void Add(Run one)
        {
            if (runs.Count > 0 && runs[^1] with { Text = "" } == one with { Text = "" })
            {
                runs[^1] = one with { Text = runs[^1].Text + one.Text };
            }
            else
            {
                runs.Add(one);
            }
        }

        if (inner.Length == 0 || (!run.IsStrong && !run.IsEmphasis && run.Href is null))
        {
            if (text.Length > 0)
            {
                Add(new(text, false, false, null));
            }

            return;
        }

        if (text[0] == ' ')
        {
            Add(new(" ", false, false, null));
        }

        Add(run with { Text = inner });
        if (text[^1] == ' ')
        {
            Add(new(" ", false, false, null));
        }
    }

    private static string Write(List<Run> runs, bool withStyles)
    {
        var markdown = new StringBuilder();
        for (var i = 0; i < runs.Count;)
        {
            var (href, end) = (runs[i].Href, i);
            var inner = new StringBuilder();
            for (; end < runs.Count && runs[end].Href == href; end++)
            {
                var mark = !withStyles ? "" : $"{(runs[end].IsStrong ? "**" : "")}{(runs[end].IsEmphasis ? "*" : "")}";
                inner.Append(mark).Append(end == 0 && mark.Length == 0 && href is null ? Escape(runs[end].Text) : Inlines.Escape(runs[end].Text)).Append(mark);
            }

            markdown.Append(href is null ? inner.ToString() : $"[{inner}]({href})");
            i = end;
        }

        return markdown.ToString();
    }

    private sealed record Run(string Text, bool IsStrong, bool IsEmphasis, string? Href);
}
