using ContentHub.Content.Topics;
using ContentHub.Delivery;

namespace ContentHub.Syndication;

/// <summary>A topic by what an address or an argument calls it.</summary>
internal static class NamedTopic
{
    /// <param name="name">Its slug or entry id.</param>
    /// <param name="locale">Null: the site's default.</param>
    /// <returns>Retracted or not; null when nothing public has this name.</returns>
    public static Topic? Find(string name, Published view, string? locale) => (Guid.TryParse(name, out var id)
        ? view.ByEntry(id, locale, LocaleFallback.Chain)
        : view.BySlug(TopicModule.Type.Name, name, locale, LocaleFallback.Chain)) as Topic;
}
