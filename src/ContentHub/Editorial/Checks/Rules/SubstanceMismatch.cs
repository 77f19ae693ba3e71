using System.Text.RegularExpressions;
using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>
/// A sentence about a substance that the entry is not about: pasted from a sister page, as a rule. A sentence that names one of its own as
/// well, or that compares or combines, is meant so.
/// </summary>
internal sealed class SubstanceMismatch : EditorialCheck
{
    private static readonly Regex Compares = Patterns.Any(Substances.CompareCues)!;

    public override string Rule => "substance-mismatch";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "a sentence about a substance class other than the topics', unless it compares or combines";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        var allowed = AllowedIn(document.Facts.TopicNames);
        if (!document.Outline.KeepsToItsTopics || allowed.Count == 0)
        {
            yield break;
        }

        foreach (var text in document.Texts)
        {
            var named = Substances.Named(text.Folded);
            foreach (var sentence in named.Any(n => !IsAllowed(n.Word, allowed)) ? named.GroupBy(n => text.SentenceAt(n.Start)) : [])
            {
                if (StrangerIn(document, text, sentence.Key, [.. sentence], allowed) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    private Finding? StrangerIn(
        CheckedDocument document, CheckedText text, (int Start, int Length) sentence, IReadOnlyList<(SubstanceWord Word, int Start, int Length)> named, HashSet<string> allowed)
    {
        // What an everyday word means is decided by its own sentence.
        var sure = Substances.Named(text.Folded.Substring(sentence.Start, sentence.Length)).Select(n => n.Start + sentence.Start).ToHashSet();
        var here = named.Where(n => sure.Contains(n.Start)).ToList();
        var isMeant = here.Exists(n => IsAllowed(n.Word, allowed)) || Compares.IsMatch(text.Folded.AsSpan(sentence.Start, sentence.Length)) || IsUnderComparison(document, text);
        if (isMeant || here.Count == 0)
        {
            return null;
        }

        var (word, start, length) = here[0];
        return At(
            text, start, length,
            $"This page is about {document.Facts.Topic ?? "something else"}, but the sentence speaks of {Substances.NameOf(word.ClassId, "en")} (“{text.Plain.Substring(start, length)}”). Was it pasted from another page?",
            "Put the right word in, take the sentence out, or add the topic if the page is about both.");
    }

    private static bool IsUnderComparison(CheckedDocument document, CheckedText text) =>
        text.Outline.Section >= 0 && document.Outline.Sections[text.Outline.Section].Heading is { } heading && Compares.IsMatch(Folding.Of(heading));

    private static HashSet<string> AllowedIn(IReadOnlyList<string> topicNames)
    {
        var allowed = new HashSet<string>();
        foreach (var name in topicNames)
        {
            allowed.UnionWith(Substances.Named(Folding.Of(name.Replace('-', ' '))).Select(n => n.Word.ClassId));
            allowed.UnionWith(Substances.AllowedBy(name));
        }

        return allowed;
    }

    private static bool IsAllowed(SubstanceWord word, HashSet<string> allowed) => allowed.Contains(word.ClassId) || word.Treats.Any(allowed.Contains);
}
