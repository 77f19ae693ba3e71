using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Content.Topics;
using ContentHub.Delivery;

namespace ContentHub.Syndication.Codes;

/// <summary>
/// What is known about a code of a medical terminology, nearest first: what carries the code itself, topics before all else; then what is
/// about such a topic; then, a step wider each time, the topics above it and what is about them. Shelves are about nothing.
/// </summary>
internal static class CodeLookUp
{
    /// <summary>Topics that stand so far above have little to do with the code.</summary>
    private const int StepsMax = 5;

    private const string TopicType = "TOPIC";

    public static IReadOnlyList<PublishedEntry> Find(CodeSystem system, string code, string locale, DeliveryTypes types, Published view)
    {
        var key = CodeIndex.KeyOf(system, code);
        var carriers = types.All.OrderBy(t => t.Name != TopicType).SelectMany(t => view.Indexed(t.Name, key, locale)).ToList();
        return Around(carriers, locale, types, view);
    }

    /// <summary>By what people call it: a topic's title or another of its names, or a text that begins with one (<c>Clonazepam 0.5 MG Oral Tablet</c>).</summary>
    public static IReadOnlyList<PublishedEntry> FindNamed(string name, string locale, DeliveryTypes types, Published view)
    {
        var topics = view.List(TopicType, locale, LocaleFallback.Chain).OfType<Topic>()
            .Where(t => t.Kind != TopicKind.Collection)
            .Where(t => t.AlternateNames.Append(t.Title).Any(known => IsCalled(name, known.ToString())))
            .ToList<PublishedEntry>();
        return Around(topics, locale, types, view);
    }

    private static List<PublishedEntry> Around(List<PublishedEntry> carriers, string locale, DeliveryTypes types, Published view)
    {
        var found = new List<PublishedEntry>(carriers);
        var near = carriers.OfType<Topic>().ToList();
        for (var step = 0; step < StepsMax && near.Count > 0; step++)
        {
            found.AddRange(near);
            found.AddRange(near.SelectMany(topic => About(topic, locale, types, view)));
            near = [.. near.Select(t => t.ParentId is { } parent ? view.Linked(parent, locale) as Topic : null).OfType<Topic>().Where(t => t.Kind != TopicKind.Collection)];
        }

        return [.. found.DistinctBy(e => e.EntryId)];
    }

    private static IEnumerable<PublishedEntry> About(Topic topic, string locale, DeliveryTypes types, Published view) =>
        types.All.SelectMany(t => view.Indexed(t.Name, new IndexKey(IndexKey.Topic, IndexKey.ValueOf(topic.EntryId)), locale));

    private static bool IsCalled(string name, string known) =>
        known.Length > 0 && name.StartsWith(known, StringComparison.OrdinalIgnoreCase) && (name.Length == known.Length || name[known.Length] == ' ');
}
