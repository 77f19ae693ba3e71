using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using ContentHub.Api.Errors;

namespace ContentHub.Delivery;

/// <summary>A language of the site.</summary>
/// <param name="Tag">BCP 47, as configured.</param>
/// <param name="Name">In its own language.</param>
/// <param name="Fallbacks">As configured; the default locale follows by itself.</param>
public sealed record SiteLocale(string Tag, string Name, IReadOnlyList<string> Fallbacks, bool IsRightToLeft);

/// <summary>The languages of the site, and which of them serves a reader who asked for some other.</summary>
public sealed partial class SiteLocales
{
    private readonly FrozenDictionary<string, int> _positions;
    private readonly int[][] _chains;

    /// <exception cref="ArgumentException">The settings are wrong; the message lists every fault.</exception>
    public SiteLocales(SiteOptions options)
    {
        if (Check(options) is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }

        All = [.. Configured(options).Select(Described)];
        _positions = All.Index().ToFrozenDictionary(l => l.Item.Tag, l => l.Index, StringComparer.OrdinalIgnoreCase);
        Default = All[_positions[options.DefaultLocale]];
        _chains = [.. All.Select(l => l.Fallbacks.Prepend(l.Tag).Append(Default.Tag).Select(t => _positions[t]).Distinct().ToArray())];
    }

    /// <summary>In the order of the settings.</summary>
    public IReadOnlyList<SiteLocale> All { get; }

    public SiteLocale Default { get; }

    /// <summary>What is wrong with the settings, a sentence each; empty when nothing is.</summary>
    public static IReadOnlyList<string> Check(SiteOptions options)
    {
        var configured = Configured(options);
        var tags = configured.Select(l => l.Tag).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var faults = new List<string>();
        faults.AddRange(configured.Where(l => !IsWellFormed(l.Tag))
            .Select(l => $"ContentHub:Site:Locales: `{l.Tag}` is not a BCP 47 tag such as `en-US`."));
        faults.AddRange(configured.GroupBy(l => l.Tag, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
            .Select(g => $"ContentHub:Site:Locales: `{g.Key}` stands there more than once."));
        if (!tags.Contains(options.DefaultLocale))
        {
            faults.Add($"ContentHub:Site:DefaultLocale: `{options.DefaultLocale}` is not one of the locales ({string.Join(", ", tags)}).");
        }

        faults.AddRange(configured.SelectMany(l => l.Fallbacks.Where(f => !tags.Contains(f))
            .Select(f => $"ContentHub:Site:Locales: `{l.Tag}` falls back to `{f}`, which is not one of the locales ({string.Join(", ", tags)}).")));
        faults.AddRange(configured.Where(l => l.Fallbacks.Contains(l.Tag, StringComparer.OrdinalIgnoreCase))
            .Select(l => $"ContentHub:Site:Locales: `{l.Tag}` falls back to itself."));
        return faults;
    }

    /// <summary>The locales that serve a reader of this one, best first: itself, its fallbacks, the default.</summary>
    /// <param name="tag">Any; it is resolved first.</param>
    public IReadOnlyList<string> Chain(string tag) => [.. _chains[_positions[Resolve(tag)]].Select(p => All[p].Tag)];

    /// <summary>The locale of the site that serves a request: the same, else the nearest by RFC 4647 lookup (<c>es-MX</c>, <c>es</c>), else the first of the same language, else the default.</summary>
    /// <param name="requested">As the reader sent it; null for the default.</param>
    /// <returns>The tag as configured.</returns>
    public string Resolve(string? requested) => All[PositionFor(requested)].Tag;

    /// <summary>Exactly this locale, letter case aside, as it is configured.</summary>
    /// <exception cref="RequestError">The site has it not.</exception>
    public string Named(string tag) => PositionOf(tag) is >= 0 and var position
        ? All[position].Tag
        : throw new RequestError("INVALID", $"The site has no such locale; it has {string.Join(", ", All.Select(l => l.Tag))}.");

    /// <summary>The place in <see cref="All"/> of exactly this locale, letter case aside; -1 when the site has it not.</summary>
    internal int PositionOf(string tag) => _positions.GetValueOrDefault(tag, -1);

    /// <summary>The place in <see cref="All"/> of what <see cref="Resolve"/> answers.</summary>
    internal int PositionFor(string? requested)
    {
        if (requested is null)
        {
            return _positions[Default.Tag];
        }

        // Nearly all ask in the very words of the settings: entries do, of each relation.
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i].Tag == requested)
            {
                return i;
            }
        }

        for (var range = requested; range.Length > 0; range = Shortened(range))
        {
            if (_positions.TryGetValue(range, out var position))
            {
                return position;
            }
        }

        var language = Language(requested);
        return All.Index().Where(l => language.Equals(Language(l.Item.Tag), StringComparison.OrdinalIgnoreCase))
            .Select(l => l.Index)
            .FirstOrDefault(_positions[Default.Tag]);
    }

    /// <summary>Places in <see cref="All"/>, best first.</summary>
    internal ReadOnlySpan<int> ChainOf(int position) => _chains[position];

    private static string Language(string tag) => tag.Split('-', 2)[0];

    // RFC 4647, 3.4: a single letter or digit that the cut leaves at the end goes too.
    private static string Shortened(string range)
    {
        var end = range.LastIndexOf('-');
        if (end >= 2 && range[end - 2] == '-')
        {
            end -= 2;
        }

        return end < 0 ? "" : range[..end];
    }

    private static IList<SiteLocaleOptions> Configured(SiteOptions options) => options.Locales.Count > 0
        ? options.Locales
        : [new() { Tag = "en-US" }, new() { Tag = "es-US", Fallbacks = { "en-US" } }];

    private static SiteLocale Described(SiteLocaleOptions options)
    {
        var culture = CultureInfo.GetCultureInfo(options.Tag);
        return new(options.Tag, options.Name ?? culture.NativeName, [.. options.Fallbacks], culture.TextInfo.IsRightToLeft);
    }

    private static bool IsWellFormed(string tag)
    {
        if (!TagShape.IsMatch(tag))
        {
            return false;
        }

        try
        {
            CultureInfo.GetCultureInfo(tag);
            return true;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex TagShape { get; }
}
