namespace ContentHub.Delivery.Snapshot;

/// <summary>What a view is made of.</summary>
/// <param name="VariantOrdinals">Shared with all views before and after, so that a variant keeps its number.</param>
/// <param name="EntryOrdinals">Shared likewise.</param>
/// <param name="Variants">By ordinal of the variant.</param>
/// <param name="Entries">The same, without what lists need to sort them: on a page each is one step away.</param>
/// <param name="Families">By ordinal of the entry.</param>
/// <param name="Chains">By locale: lists in which other locales stand in.</param>
/// <param name="Owns">By locale: lists of that locale alone.</param>
/// <param name="Hash">Of all that is public and not retracted.</param>
internal sealed record State(
    SiteLocales Locales,
    Guid LogId,
    long Sequence,
    Ordinals VariantOrdinals,
    Ordinals EntryOrdinals,
    PagedArray<Placed> Variants,
    PagedArray<PublishedEntry> Entries,
    PagedArray<Family> Families,
    Addresses Addresses,
    Users Users,
    View[] Chains,
    View[] Owns,
    StateHash Hash);
