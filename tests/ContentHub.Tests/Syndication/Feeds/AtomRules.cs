using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ContentHub.Tests.Syndication.Feeds;

/// <summary>What RFC 4287 (Atom) and RFC 6721 (tombstones) demand of a feed, rule by rule.</summary>
internal static partial class AtomRules
{
    public static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    public static readonly XNamespace Tombstones = "http://purl.org/atompub/tombstones/1.0";

    private static readonly string[] OfFeed = ["author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title", "updated", "entry"];
    private static readonly string[] OfEntry = ["author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary", "title", "updated"];

    public static IEnumerable<string> Faults(XDocument document)
    {
        var feed = document.Root!;
        return feed.Name != Atom + "feed"
            ? ["The root is no feed."]
            : FaultsOf(feed, OfFeed, ["id", "title", "updated"], ["generator", "icon", "logo", "id", "rights", "subtitle", "title", "updated"])
                .Concat(feed.Elements(Atom + "entry").SelectMany(entry => EntryFaults(entry, feed)))
                .Concat(feed.Elements(Tombstones + "deleted-entry").SelectMany(TombstoneFaults))
                .Concat(feed.Elements().SkipWhile(e => e.Name != Atom + "entry").Where(e => e.Name != Atom + "entry" && e.Name.Namespace == Atom).Select(e => $"{e.Name.LocalName} behind entries"))
                .Concat(feed.Elements(Atom + "entry").GroupBy(e => (e.Element(Atom + "id")?.Value, e.Element(Atom + "updated")?.Value)).Where(g => g.Count() > 1).Select(g => $"{g.Key} twice"))
                .Concat(feed.Elements(Atom + "link").Count(l => (string?)l.Attribute("rel") == "self") == 1 ? [] : ["no link to itself"]);
    }

    private static IEnumerable<string> EntryFaults(XElement entry, XElement feed)
    {
        foreach (var fault in FaultsOf(entry, OfEntry, ["id", "title", "updated"], ["content", "id", "published", "rights", "source", "summary", "title", "updated"]))
        {
            yield return fault;
        }

        if (entry.Element(Atom + "author") is null && feed.Element(Atom + "author") is null)
        {
            yield return "4.1.2: neither the entry nor the feed has an author";
        }

        if (entry.Element(Atom + "content") is null && entry.Elements(Atom + "link").All(l => (string?)l.Attribute("rel") != "alternate"))
        {
            yield return "4.1.2: neither content nor a link to it";
        }
    }

    /// <summary>RFC 6721, 3.</summary>
    private static IEnumerable<string> TombstoneFaults(XElement tombstone)
    {
        if (!Uri.TryCreate((string?)tombstone.Attribute("ref"), UriKind.Absolute, out _))
        {
            yield return "a tombstone without ref";
        }

        if (!IsDate((string?)tombstone.Attribute("when")))
        {
            yield return "a tombstone without when";
        }

        foreach (var strange in tombstone.Elements().Where(e => e.Name != Tombstones + "comment" && e.Name != Tombstones + "by" && e.Name != Atom + "link" && e.Name != Atom + "source"))
        {
            yield return $"{strange.Name} in a tombstone";
        }
    }

    private static IEnumerable<string> FaultsOf(XElement element, string[] known, string[] once, string[] atMostOnce)
    {
        var own = element.Elements().Where(e => e.Name.Namespace == Atom).ToList();
        foreach (var strange in own.Where(e => !known.Contains(e.Name.LocalName)))
        {
            yield return $"{strange.Name.LocalName} in {element.Name.LocalName}";
        }

        foreach (var name in once.Where(n => own.Count(e => e.Name.LocalName == n) != 1).Concat(atMostOnce.Where(n => own.Count(e => e.Name.LocalName == n) > 1)))
        {
            yield return $"{name} {own.Count(e => e.Name.LocalName == name)} times in {element.Name.LocalName}";
        }

        foreach (var child in own)
        {
            foreach (var fault in child.Name.LocalName switch
            {
                "title" or "subtitle" or "summary" or "rights" or "content" => TextFaults(child),
                "updated" or "published" => IsDate(child.Value) ? [] : [$"{child.Value} is no date (3.3)"],
                "id" => Uri.TryCreate(child.Value, UriKind.Absolute, out _) ? [] : [$"{child.Value} is no IRI (4.2.6)"],
                "author" => child.Elements(Atom + "name").Count() == 1 ? [] : ["an author without one name (3.2)"],
                "category" => child.Attribute("term") is null ? ["a category without term (4.2.2)"] : Array.Empty<string>(),
                "link" => Uri.TryCreate((string?)child.Attribute("href"), UriKind.Absolute, out _) ? [] : ["a link without href (4.2.7)"],
                _ => [],
            })
            {
                yield return fault;
            }
        }

        foreach (var twice in own.Where(e => e.Name.LocalName == "link" && (string?)e.Attribute("rel") is "alternate" or null).GroupBy(l => ((string?)l.Attribute("type"), (string?)l.Attribute("hreflang"))).Where(g => g.Count() > 1))
        {
            yield return $"two alternates of {twice.Key} (4.1.1, 4.1.2)";
        }
    }

    private static IEnumerable<string> TextFaults(XElement text) => (string?)text.Attribute("type") is not ("text" or "html") ? [$"{text.Name.LocalName} is of no type that we write"]
        : text.HasElements ? [$"{text.Name.LocalName} has elements (3.1.1)"] : [];

    private static bool IsDate(string? text) => text is not null && Date().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Date();
}
