using System.Text;
using ContentHub.Api.Errors;
using ContentHub.Api.Fields;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial.Texts;

namespace ContentHub.Content.Parts;

/// <summary>
/// A text as readers get it: inline Markdown, or a whole part put together from its blocks.
/// Links to entries are looked up when it is read, because what is public changes without this text changing.
/// </summary>
public sealed class RichText
{
    private readonly PublishedEntry _owner;
    private readonly Text? _inline;
    private readonly Func<Request, Flow> _flow;
    private Guid[]? _linked;

    private RichText(PublishedEntry owner, Func<Request, Flow> flow) => (_owner, _flow) = (owner, flow);

    private RichText(PublishedEntry owner, Text inline)
        : this(owner, _ => new InlineFlow(inline.ToString())) => _inline = inline;

    /// <summary>Of an inline text, the entries that it links to; null of a part as a whole, which shows others. Found when first asked for, because to parse costs more than all else.</summary>
    internal Guid[]? Linked => _inline is { } text ? _linked ??= LinkedBy(text) : null;

    /// <summary>One inline text.</summary>
    public static RichText Inline(PublishedEntry owner, Text markdown) => new(owner, markdown);

    /// <summary>A part as a whole.</summary>
    public static RichText Body(PublishedEntry owner, Func<Request, IEnumerable<Flow>> parts) =>
        new(owner, request => new SequenceFlow([.. parts(request)]));

    /// <remarks>While all that an inline text links to is public, it is what was stored.</remarks>
    public Text Markdown(Request request) => _inline is { } text && Linked is { } linked && Array.TrueForAll(linked, id => request.Relations.Linked<PublishedEntry>(_owner, id) is not null)
        ? text
        : Text.Of(Write(request, (flow, to, links) => flow.WriteMarkdown(to, links)));

    /// <param name="linkTemplate">Null: the canonical address of the linked entry.</param>
    public string Html(Request request, string? linkTemplate)
    {
        if (linkTemplate is not null && !IsAllowed(linkTemplate))
        {
            throw new RequestError("INVALID", "`linkTemplate` must be a path that starts with one / or an https address, e.g. /{type}/{slug}#{anchor}.");
        }

        return Write(request, (flow, to, links) => flow.WriteHtml(to, links), linkTemplate);
    }

    public string Plain(Request request) => Write(request, (flow, to, _) => flow.WritePlain(to));

    public IReadOnlyList<EntryLink> Links(Request request)
    {
        var found = new List<string>();
        _flow(request).CollectMarkdown(found);
        return [.. found.SelectMany(text => InlineText.Parse(text).EntryLinks()).Select(l => new EntryLink(l.Href, l.EntryId, l.Anchor, request.Relations.Linked<PublishedEntry>(_owner, l.EntryId)))];
    }

    /// <summary>Without a bracket there is no link.</summary>
    private static Guid[] LinkedBy(Text text) => text.Json.Contains((byte)'[') ? [.. InlineText.Parse(text.ToString()).EntryLinks().Select(link => link.EntryId)] : [];

    private string Write(Request request, Action<Flow, StringBuilder, LinkAddresses> write, string? linkTemplate = null)
    {
        var to = new StringBuilder();
        write(_flow(request), to, new LinkAddresses(_owner, request, linkTemplate));
        return to.ToString();
    }

    private static bool IsAllowed(string template) =>
        template.Length <= 500 && !template.Any(char.IsControl) && !template.Contains('\\', StringComparison.Ordinal)
        && ((template.StartsWith('/') && !template.StartsWith("//", StringComparison.Ordinal)) || template.StartsWith("https://", StringComparison.Ordinal));
}

/// <summary>One link to an entry inside a text.</summary>
/// <param name="Href">As in the Markdown: entry:ENTRYID#anchor.</param>
/// <param name="Target">Null while it is not public.</param>
public sealed record EntryLink(string Href, Guid EntryId, string? Anchor, PublishedEntry? Target);

/// <summary>Where entry links of one answer lead.</summary>
public sealed class LinkAddresses(PublishedEntry owner, Request request, string? template)
{
    /// <summary>Markdown gets the addresses too, in place of <c>entry:</c> links: for whoever cannot look those up.</summary>
    public bool AreWritten { get; init; }

    public bool IsPublic(Guid entryId) => request.Relations.Linked<PublishedEntry>(owner, entryId) is not null;

    /// <returns>Null while the entry is not public: the link is then its text alone.</returns>
    public string? Of(Guid entryId, string? anchor)
    {
        if (request.Relations.Linked<PublishedEntry>(owner, entryId) is not { } target)
        {
            return null;
        }

        if (template is null)
        {
            return request.PageOf(target).ToString() + (anchor is null ? "" : $"#{anchor}");
        }

        return template
            .Replace("{type}", target.Type.Kebab, StringComparison.Ordinal)
            .Replace("{slug}", target.Slug.ToString(), StringComparison.Ordinal)
            .Replace("{locale}", target.Locale, StringComparison.Ordinal)
            .Replace("{id}", EntryIds.Of(target), StringComparison.Ordinal)
            .Replace("#{anchor}", anchor is null ? "" : $"#{anchor}", StringComparison.Ordinal)
            .Replace("{anchor}", anchor ?? "", StringComparison.Ordinal);
    }
}
