using ContentHub.Api.Scalars;
using ContentHub.Content.HelpLines;
using ContentHub.Content.Topics;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.Entries;

/// <summary>
/// Which help lines belong to an entry: those of the country that are for emergencies, for everything (no topics),
/// or for one of its topics or what stands above them. Emergencies first, then those for everything, then by name.
/// </summary>
internal static class Crisis
{
    public static IReadOnlyList<HelpLine> Of(PublishedEntry entry, CountryCode? country, Request request)
    {
        var where = country ?? CountryOf(entry.Locale);
        var view = request.ViewOf(entry);
        var near = new HashSet<Guid>(entry.Topics);
        foreach (var topic in entry.Topics)
        {
            if (view.Linked(topic, entry.Locale) is Topic found)
            {
                near.UnionWith(found.Ancestors(request).Select(a => a.EntryId));
            }
        }

        return [.. view.Indexed("HELP_LINE", new IndexKey("country", where.Value), entry.Locale).OfType<HelpLine>()
            .Where(line => line.EntryId != entry.EntryId)
            .Where(line => line.IsEmergency || line.Topics.Count == 0 || line.Topics.Any(near.Contains))
            .OrderByDescending(line => line.IsEmergency)
            .ThenByDescending(line => line.Topics.Count == 0)
            .ThenBy(line => line.Title.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Where readers of a locale are taken to be.</summary>
    public static CountryCode CountryOf(string locale) =>
        new(locale.Split('-').Skip(1).FirstOrDefault(part => part.Length == 2)?.ToUpperInvariant() ?? "");
}
