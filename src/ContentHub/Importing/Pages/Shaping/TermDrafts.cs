using ContentHub.Content.GlossaryTerms;
using ContentHub.Editorial.Checks.Matching;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>
/// Offers a glossary term where the page asks what something is and says so in the sentence below. The text stays in the article. What is a topic
/// of ours, or in the glossary already, is not defined a second time.
/// </summary>
internal sealed class TermDrafts(IReadOnlyList<Guid> topics, ImportKnowledge knowledge, ImportDrafts drafts)
{
    private const int WordsMax = 5;
    private const int DefinitionCharactersMax = 600;
    private const int TermsMax = 20;

    /// <summary>Words that stand for something else, so that what follows “what is” is no name.</summary>
    private static readonly HashSet<string> NoNames =
        ["it", "this", "that", "these", "those", "your", "our", "my", "their", "next", "involved", "included", "different", "difference", "differences", "best", "right", "esto", "eso", "su", "nuestro", "nuestra", "diferencia", "diferencias"];

    private readonly HashSet<string> _known = [.. knowledge.Terms.Concat(knowledge.Topics.SelectMany(t => t.Names)).Select(Folding.Of)];

    public void Offer(IEnumerable<PageSection> sections)
    {
        foreach (var section in sections.Where(s => s.Match?.Id == "what-is" && s.Pieces is [ParagraphPiece, ..]).Take(TermsMax))
        {
            var definition = Summaries.Of(((ParagraphPiece)section.Pieces[0]).Text.Plain, DefinitionCharactersMax);
            if (definition is not null && HeadingPatterns.Asked(section.Heading!) is { } name && IsName(name) && Folding.Of(definition).Contains(Folding.Of(name), StringComparison.Ordinal) && _known.Add(Folding.Of(name)))
            {
                drafts.Add("GLOSSARY_TERM", new GlossaryTermContent { Title = Capitalised(name), Definition = InlineBuilder.Escape(definition), Topics = topics }, Confidence.Medium, "the page asks what it is, and says so");
            }
        }
    }

    private static bool IsName(string name) => name.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: >= 1 and <= WordsMax } words && !words.Any(w => NoNames.Contains(Folding.Of(w)));

    private static string Capitalised(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..]}";
}
