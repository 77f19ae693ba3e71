using System.Globalization;
using ContentHub.Delivery;

namespace ContentHub.Tests.Delivery.Snapshot;

/// <summary>What <see cref="Published"/> should answer, by looking at everything each time.</summary>
internal sealed class PublishedModel(SiteLocales locales, IReadOnlyDictionary<Guid, PublishedEntry> variants)
{
    public static PublishedModel Empty { get; } = new(Sample.Locales, new Dictionary<Guid, PublishedEntry>());

    public IReadOnlyDictionary<Guid, PublishedEntry> Variants => variants;

    public PublishedModel With(Guid variantId, PublishedEntry? entry)
    {
        var next = new Dictionary<Guid, PublishedEntry>(variants);
        next.Remove(variantId);
        if (entry is not null)
        {
            next[variantId] = entry;
        }

        return new(locales, next);
    }

    public IEnumerable<string> ChainOf(string locale, LocaleFallback fallback) => fallback == LocaleFallback.None ? [locale] : locales.Chain(locale);

    public PublishedEntry? ByEntry(Guid entryId, string locale, LocaleFallback fallback) =>
        ChainOf(locale, fallback).Select(l => variants.Values.SingleOrDefault(v => v.EntryId == entryId && v.Locale == l)).FirstOrDefault(v => v is not null);

    public PublishedEntry? BySlug(string type, string slug, string locale, LocaleFallback fallback) =>
        ChainOf(locale, fallback).Select(l => Holder(type, slug, l)).FirstOrDefault(v => v is not null) is { } found
            ? ByEntry(found.EntryId, locale, fallback)
            : null;

    public IEnumerable<PublishedEntry> List(string? type, string locale, LocaleFallback fallback) =>
        variants.Values.Select(v => v.EntryId).Distinct()
            .Select(e => ByEntry(e, locale, fallback))
            .OfType<PublishedEntry>()
            .Where(v => !v.IsRetracted && (type is null || v.Type.Name == type));

    public static IEnumerable<PublishedEntry> Ordered(IEnumerable<PublishedEntry> entries, EntryOrder? order, string locale)
    {
        var titles = Comparer<string>.Create((a, b) => CultureInfo.GetCultureInfo(locale).CompareInfo.Compare(a, b));
        return order switch
        {
            null => entries.OrderBy(e => e.VariantId),
            EntryOrder.PublishedAtDesc => entries.OrderByDescending(e => e.PublishedAt).ThenBy(e => e.VariantId),
            EntryOrder.PublishedAtAsc => entries.OrderBy(e => e.PublishedAt).ThenByDescending(e => e.VariantId),
            EntryOrder.FirstPublishedAtDesc => entries.OrderByDescending(e => e.FirstPublishedAt).ThenBy(e => e.VariantId),
            EntryOrder.ContentModifiedAtDesc => entries.OrderByDescending(e => e.ContentModifiedAt).ThenBy(e => e.VariantId),
            EntryOrder.TitleAsc => entries.OrderBy(e => e.Title.ToString(), titles).ThenBy(e => e.VariantId),
            EntryOrder.TitleDesc => entries.OrderByDescending(e => e.Title.ToString(), titles).ThenByDescending(e => e.VariantId),
            _ => throw new ArgumentOutOfRangeException(nameof(order)),
        };
    }

    public IEnumerable<PublishedEntry> UsedBy(Guid entryId, string locale) =>
        Ordered(List(null, locale, LocaleFallback.Chain).Where(e => e.Uses.Contains(entryId)), EntryOrder.TitleAsc, locale);

    public IEnumerable<(string Type, string Slug, Guid To)> Redirects(string locale) =>
        from entry in variants.Values
        where entry.Locale == locale && !entry.IsRetracted
        from slug in entry.FormerSlugs.Distinct()
        where slug != entry.Slug.ToString() && Holder(entry.Type.Name, slug, locale) == entry
        orderby entry.Type.Name, slug
        select (entry.Type.Name, slug, entry.VariantId);

    private PublishedEntry? Holder(string type, string slug, string locale) => variants.Values
        .Where(v => v.Type.Name == type && v.Locale == locale && (v.Slug.ToString() == slug || v.FormerSlugs.Contains(slug)))
        .OrderBy(v => v.Slug.ToString() == slug ? 0 : 1)
        .ThenBy(v => v.IsRetracted)
        .ThenByDescending(v => v.PublishedAt)
        .ThenBy(v => v.VariantId)
        .FirstOrDefault();
}
