using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Checks.Matching;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>What a page is about: a topic of ours that its title names, two of its headings, or its text five times.</summary>
internal sealed record PageTopics(IReadOnlyList<KnownTopic> All)
{
    private const int HeadingsMin = 2;
    private const int TextMin = 5;
    private const int TopicsMax = 5;

    public IReadOnlyList<Guid> Ids => [.. All.Select(t => t.EntryId)];

    /// <summary>The name of the first; null when none is known.</summary>
    public string? First => All.Count == 0 ? null : All[0].Title;

    public static PageTopics Of(PageOutline outline, ImportKnowledge knowledge, PageNotes notes)
    {
        var phrases = new Phrases<KnownTopic>(knowledge.Topics.SelectMany(t => t.Names.SelectMany(Forms).Where(n => n.Any(char.IsLetterOrDigit)).Distinct().Select(name => (name, t))));
        var counts = new Dictionary<KnownTopic, (bool InTitle, int Headings, int Text)>();
        void Count(string text, Func<(bool InTitle, int Headings, int Text), int, (bool, int, int)> add)
        {
            foreach (var topic in phrases.In(Folding.Of(text)).CountBy(f => f.Meaning))
            {
                counts[topic.Key] = add(counts.GetValueOrDefault(topic.Key), topic.Value);
            }
        }

        Count(outline.Title, (c, _) => c with { InTitle = true });
        foreach (var section in outline.Sections)
        {
            Count(section.Heading ?? "", (c, _) => c with { Headings = c.Headings + 1 });
            foreach (var text in section.Pieces.SelectMany(PieceTexts.Of))
            {
                Count(text, (c, times) => c with { Text = c.Text + times });
            }
        }

        var chosen = counts.Where(c => c.Value.InTitle || c.Value.Headings >= HeadingsMin || c.Value.Text >= TextMin)
            .OrderByDescending(c => c.Value.InTitle).ThenByDescending(c => c.Value.Headings + c.Value.Text).ThenBy(c => c.Key.Title, StringComparer.Ordinal).Select(c => c.Key).Take(TopicsMax).ToList();
        Remark(outline.Title, chosen, notes);
        return new(chosen);
    }

    /// <summary>As it is called, and one of what is named in the plural.</summary>
    private static IEnumerable<string> Forms(string name) => Folding.Of(name) is var folded && folded.Length > 4 && folded[^1] == 's' && folded[^2] != 's' ? [folded, folded[..^1]] : [folded];

    private static void Remark(string title, List<KnownTopic> chosen, PageNotes notes)
    {
        var named = Substances.Named(Folding.Of(title));
        if (named.Count > 0 && chosen.Count == 0)
        {
            notes.Find("topic-unknown", $"The page is about “{title.Substring(named[0].Start, named[0].Length)}”, which is none of our topics.", "Make the topic, and add it to the drafts.", ImportDrafts.ArticlePath);
        }
    }
}
