using System.ComponentModel;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Content.Articles;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using ContentHub.Delivery.Licences;
using ContentHub.Editorial;
using GraphQL;

namespace ContentHub.Syndication.Partners;

[Description("What a partner may take; an empty or absent list is no condition.")]
public sealed record LicenceInput
{
    [Description("Content types by name, e.g. ARTICLE. Help lines are never left out.")] public IReadOnlyList<string> Types { get; init; } = [];

    [Description("Entry ids of topics; what stands under them on the day counts too."), Id] public IReadOnlyList<string> Topics { get; init; } = [];

    [Description("Of the site's locales.")] public IReadOnlyList<string> Locales { get; init; } = [];

    [Description("For whom texts are written, where a type says so.")] public IReadOnlyList<Audience> Audiences { get; init; } = [];

    [Description("Whether what readers saw at an earlier time may be read, by `asOf`: within this licence, and with today's notices.")] public bool HasArchive { get; init; }

    [Description("Where it may be shown, in words; nothing is decided by it. At most 200 characters.")] public string? Territory { get; init; }

    [Description("The last day, in the site's time zone; absent: no end.")] public DateOnly? ExpiresOn { get; init; }

    [Description("What the partner must name as the source; the site's name when absent. At most 300 characters.")] public string? AttributionText { get; init; }

    [Description("The same with links and emphasis: a with href, em, strong; nothing else. At most 1000 characters.")] public string? AttributionHtml { get; init; }
}

/// <summary>Makes a licence of what an administrator wrote.</summary>
internal sealed class LicenceReading(DeliveryTypes types, SnapshotFollower follower, SiteLocales locales, SiteClock clock)
{
    private const string TopicType = "TOPIC";
    private static readonly string[] Elements = ["A", "EM", "STRONG"];

    /// <param name="place">Where the input stands.</param>
    public (Licence Licence, List<IUserError> Faults) Read(LicenceInput input, params string[] place)
    {
        var faults = new List<IUserError>();
        var view = follower.Current;
        Check("types", input.Types, name => types.Find(name) is not null, $"There is no content type of this name; there are {string.Join(", ", types.All.Select(t => t.Name))}.");
        Check("topics", input.Topics, id => Guid.TryParse(id, out var topic) && view.ByEntry(topic, null, LocaleFallback.Chain)?.Type.Name == TopicType, "There is no public topic with this entry id.", ErrorCode.UnknownReference);
        Check("locales", input.Locales, tag => locales.All.Any(l => l.Tag == tag), $"The site has no such locale; it has {string.Join(", ", locales.All.Select(l => l.Tag))}.");
        Longest("territory", input.Territory, 200);
        Longest("attributionText", input.AttributionText, 300);
        Longest("attributionHtml", input.AttributionHtml, 1000);
        if (input.ExpiresOn < clock.Today)
        {
            Fault("This day has passed.", ErrorCode.Invalid, "expiresOn");
        }

        if (input.AttributionHtml is { } html && FaultOfHtml(html) is { } wrong)
        {
            Fault(wrong, ErrorCode.Invalid, "attributionHtml");
        }

        List<Guid> topics = faults.Count > 0 ? [] : [.. input.Topics.Select(Guid.Parse).Distinct()];
        return (new()
        {
            Types = [.. input.Types.Distinct()], Topics = topics, TopicsWithin = [.. Within(topics, view)], Locales = [.. input.Locales.Distinct()],
            Audiences = [.. input.Audiences.Distinct().Select(a => a.ToString())], Territory = input.Territory, ExpiresOn = input.ExpiresOn,
            HasArchive = input.HasArchive, AttributionText = input.AttributionText, AttributionHtml = input.AttributionHtml,
        }, faults);

        void Check(string field, IReadOnlyList<string> values, Func<string, bool> isKnown, string message, ErrorCode code = ErrorCode.Invalid)
        {
            for (var at = 0; at < values.Count; at++)
            {
                if (!isKnown(values[at]))
                {
                    Fault(message, code, field, at.ToString(System.Globalization.CultureInfo.InvariantCulture));
                }
            }
        }

        void Longest(string field, string? text, int most)
        {
            if (text is { Length: 0 } || text?.Length > most)
            {
                Fault($"It has 1 to {most} characters, or is left out.", text.Length > most ? ErrorCode.TooLong : ErrorCode.Invalid, field);
            }
        }

        void Fault(string message, ErrorCode code, params string[] field) => faults.Add(new ValidationError(message, code, [.. place, .. field]));
    }

    /// <summary>Topics that stand under others, however far down.</summary>
    private static HashSet<Guid> Within(List<Guid> topics, Published view)
    {
        var parents = view.List(TopicType, null, LocaleFallback.Chain).Select(t => (t.EntryId, Parent: (t as IHasParent)?.ParentId)).ToList();
        HashSet<Guid> within = [];
        for (var more = true; more;)
        {
            var found = parents.Where(t => t.Parent is { } parent && (topics.Contains(parent) || within.Contains(parent)) && !topics.Contains(t.EntryId)).Select(t => t.EntryId).Where(within.Add).ToList();
            more = found.Count > 0;
        }

        return within;
    }

    /// <summary>It is shown on others' pages beside our texts, so it holds nothing that runs or loads.</summary>
    private static string? FaultOfHtml(string html)
    {
        using var document = new HtmlParser().ParseDocument("");
        var nodes = new HtmlParser().ParseFragment(html, document.Body!);
        foreach (var element in nodes.OfType<IElement>().SelectMany(e => e.QuerySelectorAll("*").Prepend(e)))
        {
            if (!Elements.Contains(element.TagName))
            {
                return $"The element {element.LocalName} cannot stand here: only a, em and strong can.";
            }

            if (element.Attributes.FirstOrDefault(a => element.TagName != "A" || a.Name != "href") is { } attribute)
            {
                return $"The attribute {attribute.Name} cannot stand here.";
            }

            if (element.TagName == "A" && !(Uri.TryCreate(element.GetAttribute("href"), UriKind.Absolute, out var target) && target.Scheme == Uri.UriSchemeHttps))
            {
                return "A link leads to an absolute https address.";
            }
        }

        return nodes.Any(n => n.NodeType is not (NodeType.Text or NodeType.Element)) ? "Comments and the like cannot stand here." : null;
    }
}
