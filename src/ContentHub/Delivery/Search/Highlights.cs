using System.Net;
using System.Numerics;
using System.Text;
using ContentHub.Api.Fields;

namespace ContentHub.Delivery.Search;

/// <summary>A passage that matched.</summary>
/// <param name="Path">From the document: field names, keyed items by key, others by index.</param>
/// <param name="Html">Escaped, with <c>mark</c> around what matched and nothing else.</param>
public sealed record Highlight(IReadOnlyList<string> Path, string Html);

/// <summary>
/// Finds the passages of an entry that matched best and marks the words in them. It reads the entry that is served, not the index:
/// what it shows is what the reader may see.
/// </summary>
internal static class Highlights
{
    /// <summary>An entry shows why it was found, not all that matches.</summary>
    public const int PassagesMax = 3;

    /// <summary>Characters of a passage; more is cut at a space.</summary>
    private const int FragmentMax = 200;

    /// <summary>Characters before the first mark, where there are more.</summary>
    private const int LeadIn = 60;

    /// <summary>Of a text that is looked at without a copy.</summary>
    private const int CharactersAtOnce = 2048;

    public static IReadOnlyList<Highlight> Of(PublishedEntry entry, IReadOnlyList<MarkedTerms> marked)
    {
        if (marked.FirstOrDefault(m => m.Language == SearchLanguage.Of(entry.Locale)) is not { } terms)
        {
            return [];
        }

        var found = new List<(Passage Passage, int Count)>();
        foreach (var passage in Passage.Of(entry))
        {
            if (PlacesIn(passage.Source, terms) is var places && places != 0)
            {
                found.Add((passage, BitOperations.PopCount((uint)places)));
            }
        }

        return [.. found
            .OrderByDescending(p => p.Passage.Kind == PassageKind.Title).ThenByDescending(p => p.Count).ThenBy(p => p.Passage.Kind)
            .Select(p => Mark(p.Passage, terms)).OfType<Highlight>()
            .Take(PassagesMax)];
    }

    /// <summary>Which of the words that were looked for stand in a text.</summary>
    private static int PlacesIn(Text source, MarkedTerms terms)
    {
        var json = source.Json[1..^1];
        Span<char> characters = stackalloc char[CharactersAtOnce];
        ReadOnlySpan<char> text = json.Length > CharactersAtOnce || json.Contains((byte)'\\') ? source.ToString() : characters[..Encoding.UTF8.GetChars(json, characters)];
        var places = 0;
        foreach (var word in terms.In(text))
        {
            places |= word.Places;
        }

        return places;
    }

    /// <returns>Null where the marks of Markdown only made it look like a match.</returns>
    private static Highlight? Mark(Passage passage, MarkedTerms terms)
    {
        var text = passage.Plain;
        var marks = terms.In(text);
        if (marks.Count == 0)
        {
            return null;
        }

        var (from, to) = Window(text, marks);
        var html = new StringBuilder(from > 0 ? "… " : "");
        var written = from;
        foreach (var mark in marks.Where(m => m.Start >= from && m.End <= to))
        {
            html.Append(Escape(text[written..mark.Start])).Append("<mark>").Append(Escape(text[mark.Start..mark.End])).Append("</mark>");
            written = mark.End;
        }

        return new(passage.Path.Steps, html.Append(Escape(text[written..to])).Append(to < text.Length ? " …" : "").ToString());
    }

    /// <summary>The part with the most of the words, or the first of those, cut at spaces.</summary>
    private static (int From, int To) Window(string text, IReadOnlyList<MarkedWord> marks)
    {
        if (text.Length <= FragmentMax)
        {
            return (0, text.Length);
        }

        var best = marks.Index().MaxBy(m => BitOperations.PopCount((uint)marks.Skip(m.Index).TakeWhile(other => other.End <= m.Item.Start + FragmentMax - LeadIn).Aggregate(0, (all, other) => all | other.Places))).Item;
        var from = Math.Max(0, best.Start - LeadIn);
        var space = from == 0 ? -1 : text.IndexOf(' ', from, best.Start - from);
        from = from == 0 ? 0 : space >= 0 ? space + 1 : best.Start;
        var to = Math.Min(text.Length, Math.Max(best.End, from + FragmentMax));
        var end = to == text.Length ? to : text.LastIndexOf(' ', to - 1, to - best.End);
        return (from, end > best.Start ? end : best.End);
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text.ReplaceLineEndings(" "));
}
