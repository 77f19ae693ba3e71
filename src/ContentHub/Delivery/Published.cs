using ContentHub.Api.Http;
using ContentHub.Api.Paging;
using ContentHub.Delivery.Filters;
using ContentHub.Delivery.Licences;
using ContentHub.Delivery.Snapshot;

namespace ContentHub.Delivery;

/// <summary>
/// Everything that readers may see at one place in the log. Immutable; any number of threads may ask it. One thread at a time
/// advances it; previews may be laid over it at any time. A retracted entry is found by its ids and slugs and is nowhere else:
/// in no list, count, relation or back reference. Which variant a reader gets is decided first, retracted or not: where the
/// Spanish text was retracted, a Spanish reader is told so and does not get the English one in its place.
/// </summary>
public sealed class Published
{
    /// <summary>So many changes at once are worth more than one core.</summary>
    private const int ManyEntries = 1_000;

    private readonly State _state;
    private readonly LicensedViews _licensed;
    private readonly Derived _derived;

    private Published(State state) => (_state, _licensed, _derived) = (state, new(), new(state));

    /// <summary>The same, to be said in another way.</summary>
    private Published(Published other) => (_state, _licensed, _derived, Partners, Licence, IsLicensed, AsOf, ShownSince) =
        (other._state, other._licensed, other._derived, other.Partners, other.Licence, other.IsLicensed, other.AsOf, other.ShownSince);

    public SiteLocales Locales => _state.Locales;

    /// <summary>Of the log that this was built from; empty before the first.</summary>
    public Guid LogId => _state.LogId;

    /// <summary>Up to here the log is in it.</summary>
    public long Sequence => _state.Sequence;

    /// <summary>Of every text that is public and not retracted: two who hold the same hold the same number.</summary>
    public StateHash Hash => _state.Hash;

    /// <summary>Who may take what of it; for a licensed view and one of the past: nobody.</summary>
    public LicensedPartners Partners { get; private init; } = LicensedPartners.None;

    /// <summary>For a view that holds what a licence covers and nothing else: that licence. Null for one that holds everything, and where a licence has ended.</summary>
    public Licence? Licence { get; private init; }

    private bool IsLicensed { get; init; }

    /// <summary>Whether whoever has this view may hear of a text that is not in it any more.</summary>
    /// <param name="subject">Null where nobody can tell: then only who may hear of everything.</param>
    public bool Allows(LicenceSubject? subject) => !IsLicensed || (subject is not null && Licence?.Covers(subject) == true);

    /// <summary>For a view of the past: of when. Null for what is public today.</summary>
    public DateTimeOffset? AsOf { get; private init; }

    /// <summary>Since when this node has shown this view to readers; null for one that was made otherwise (previews, the past).</summary>
    public DateTimeOffset? ShownSince { get; private init; }

    /// <summary>This view, as what this node shows to readers.</summary>
    internal Published Shown(DateTimeOffset since) => new(this) { ShownSince = since };

    /// <summary>Told of what is read, for whoever keeps an answer until that changes; null where nobody does.</summary>
    private AnswerKeys? Keys { get; init; }

    private Published? Untold { get; init; }

    /// <summary>
    /// Stands for this view where something is kept that is the same for everybody who reads it, and holds nothing of it. Null for views that few read, and where
    /// each thing that is read has to be told.
    /// </summary>
    internal object? Mark => Keys is null && ShownSince is not null ? _derived.Mark : null;

    /// <summary>This view, for one request whose answer is to be forgotten when what it was made of changes.</summary>
    internal Published Telling(AnswerKeys keys) => new(this) { Keys = keys, Untold = this };

    /// <summary>This view, for whoever looks at all of it: then the answer depends on every change.</summary>
    internal Published Whole()
    {
        Keys?.AddAny();
        return Untold ?? this;
    }

    /// <summary>This view, as one of the past.</summary>
    public Published At(DateTimeOffset moment) => new(_state) { AsOf = moment, Licence = Licence, IsLicensed = IsLicensed };

    /// <summary>A view with nothing in it, for whoever has this one.</summary>
    internal Published Emptied() => new(Nothing()) { Licence = Licence, IsLicensed = IsLicensed };

    /// <summary>Entries that readers can find in lists, each locale counted.</summary>
    public int VariantCount => _state.Owns.Sum(view => view.List(ListName.OfType(null)).Count);

    public static Published Empty(SiteLocales locales)
    {
        View[] chains = [.. Enumerable.Range(0, locales.All.Count).Select(l => View.Empty(l, isChain: true))];
        // Where no other locale stands in, both views are the same one.
        View[] owns = [.. chains.Select(c => locales.ChainOf(c.Locale).Length == 1 ? c : View.Empty(c.Locale, isChain: false))];
        return new(new State(locales, Guid.Empty, 0, new(), new(), PagedArray<Placed>.Empty, PagedArray<PublishedEntry>.Empty, PagedArray<Family>.Empty, Addresses.Empty, Users.Empty, chains, owns, default));
    }

    /// <summary>The view after more of the log. This one stays as it is.</summary>
    /// <param name="changes">What each variant is now, null when nothing of it is public; the last wins.</param>
    public Published Advance(Guid logId, long sequence, IEnumerable<(Guid VariantId, PublishedEntry? Entry)> changes)
    {
        var all = changes as IReadOnlyCollection<(Guid VariantId, PublishedEntry? Entry)> ?? [.. changes];
        var advanced = Advanced(logId, sequence, all);
        advanced._licensed.AdvanceFrom(_licensed, view => view.Advance(logId, sequence, Covered(view.Licence!, all)));
        return advanced;
    }

    /// <summary>The same view, for the partners of now.</summary>
    public Published With(LicensedPartners partners)
    {
        if (partners == Partners)
        {
            return this;
        }

        var view = new Published(this) { Partners = partners };
        view._licensed.Keep(partners);
        return view;
    }

    /// <summary>What a partner's licence leaves of it; nothing of one that has ended, or of a partner that is unknown.</summary>
    public Published For(LicensedPartner? partner) => partner is not { Licence: { } licence, LicenceDocument: { } document }
        ? new Published(Nothing() with { LogId = LogId, Sequence = Sequence }) { IsLicensed = true }
        : _licensed.Of(document, () => new Published(Nothing()) { Licence = licence, IsLicensed = true }
            .Advance(LogId, Sequence, Covered(licence, _state.Variants.All.Select(p => (p.Entry.VariantId, (PublishedEntry?)p.Entry)))));

    private static IEnumerable<(Guid, PublishedEntry?)> Covered(Licence licence, IEnumerable<(Guid VariantId, PublishedEntry? Entry)> changes) =>
        changes.Select(c => (c.VariantId, c.Entry is { } entry && licence.Covers(entry) ? entry : null));

    private Published Advanced(Guid logId, long sequence, IReadOnlyCollection<(Guid VariantId, PublishedEntry? Entry)> changes)
    {
        var latest = new Dictionary<int, PublishedEntry?>();
        foreach (var (variantId, entry) in changes)
        {
            latest[_state.VariantOrdinals.Of(variantId)] = entry;
        }

        var moves = latest.Select(change => Move(change.Key, change.Value)).Where(m => (m.Before ?? m.After) is not null).ToList();
        var variants = _state.Variants.Edit();
        var entries = _state.Entries.Edit();
        var families = _state.Families.Edit();
        foreach (var (before, _) in moves.Where(m => m.Before is { Locale: >= 0 }))
        {
            // Unless another variant took the place: then it is not this one's to clear.
            if (families[before!.EntryOrdinal] is { } family && family.Served(before.Locale, isChain: false) == before)
            {
                families[before.EntryOrdinal] = Family.With(family, before.Locale, null, Locales);
            }
        }

        foreach (var (before, after) in moves)
        {
            if (before is not null)
            {
                variants[before.Ordinal] = null;
                entries[before.Ordinal] = null;
            }

            if (after is null)
            {
                continue;
            }

            variants[after.Ordinal] = after;
            entries[after.Ordinal] = after.Entry;
            if (after.Locale >= 0)
            {
                families[after.EntryOrdinal] = Family.With(families[after.EntryOrdinal], after.Locale, after, Locales);
            }
        }

        var touched = moves.SelectMany(m => new[] { m.Before?.EntryOrdinal, m.After?.EntryOrdinal }).OfType<int>().Distinct()
            .Select(e => (Before: _state.Families[e], After: families[e])).ToList();
        var advanced = Advanced(_state.Chains.Concat(_state.Owns).Distinct(), touched);
        return new(_state with
        {
            LogId = logId,
            Sequence = sequence,
            Variants = variants.Done(),
            Entries = entries.Done(),
            Families = families.Done(),
            Addresses = _state.Addresses.With(moves),
            Users = _state.Users.With(moves),
            Chains = [.. _state.Chains.Select(view => advanced[view])],
            Owns = [.. _state.Owns.Select(view => advanced[view])],
            Hash = moves.Aggregate(_state.Hash, (hash, move) => hash - StateHash.Of(move.Before?.Entry) + StateHash.Of(move.After?.Entry)),
        })
        {
            Partners = Partners,
            Licence = Licence,
            IsLicensed = IsLicensed,
        };
    }

    private static Dictionary<View, View> Advanced(IEnumerable<View> views, IReadOnlyList<(Family? Before, Family? After)> touched)
    {
        // They know nothing of one another: where everything is loaded, all cores take part.
        IEnumerable<(View Before, View After)> pairs = touched.Count < ManyEntries ? views.Select(Advance) : views.AsParallel().Select(Advance);
        return pairs.ToDictionary(pair => pair.Before, pair => pair.After);

        (View Before, View After) Advance(View view) => (view, view.With(Listed(view, touched)));
    }

    /// <summary>A preview: this view with one draft laid over it.</summary>
    public Published With(PublishedEntry draft) => Advanced(LogId, Sequence, [(draft.VariantId, draft)]);

    /// <summary>One variant, retracted or not.</summary>
    public PublishedEntry? ByVariant(Guid variantId) => Told(_state.Variants[_state.VariantOrdinals.Find(variantId)]?.Entry);

    /// <summary>What readers of the locale get of an entry, retracted or not.</summary>
    public PublishedEntry? ByEntry(Guid entryId, string? locale, LocaleFallback fallback) =>
        Position(locale, fallback) is >= 0 and var position ? Told(FamilyOf(entryId)?.Served(position, fallback == LocaleFallback.Chain)?.Entry) : null;

    /// <summary>What stands behind a relation; null when it is not public or retracted.</summary>
    /// <param name="locale">In which the entry that has the relation is served.</param>
    public PublishedEntry? Linked(Guid entryId, string locale) => LinkedAt(entryId, Locales.PositionFor(locale));

    /// <summary>What stands behind relations, in their order; what is not public or retracted is left out.</summary>
    /// <param name="locale">In which the entry that has the relations is served.</param>
    public IReadOnlyList<PublishedEntry> LinkedAll(IReadOnlyList<Guid> entryIds, string locale) => LinkedAll<PublishedEntry>(entryIds, locale);

    /// <summary>The same; what is of another kind is left out as well.</summary>
    public IReadOnlyList<T> LinkedAll<T>(IReadOnlyList<Guid> entryIds, string locale)
        where T : PublishedEntry
    {
        var position = Locales.PositionFor(locale);
        var linked = new List<T>(entryIds.Count);
        for (var i = 0; i < entryIds.Count; i++)
        {
            if (LinkedAt(entryIds[i], position) is T entry)
            {
                linked.Add(entry);
            }
        }

        return linked;
    }

    /// <summary>The same of relations that an entry has, looked up once for as long as nothing changes.</summary>
    /// <param name="entryIds">The very list that the entry holds: one made anew each time is never found again.</param>
    public IReadOnlyList<T> LinkedAll<T>(PublishedEntry from, IReadOnlyList<Guid> entryIds)
        where T : PublishedEntry
    {
        // Each has to be told of.
        if (Keys is not null)
        {
            return LinkedAll<T>(entryIds, from.Locale);
        }

        if (from.Links?.Find<T>(_derived.Mark, entryIds) is { } known)
        {
            return known;
        }

        if (entryIds.Count == 0)
        {
            return [];
        }

        T[] linked = [.. LinkedAll<T>(entryIds, from.Locale)];
        from.Links = KeptLinks.With(from.Links, _derived.Mark, entryIds, linked);
        return linked;
    }

    /// <summary>
    /// By a slug of today or of former days: first one of the locale, then one of the locales that stand in for it. What comes is
    /// the entry's variant for the locale, retracted or not, so its slug may be another.
    /// </summary>
    /// <param name="type">Name of the content type.</param>
    public PublishedEntry? BySlug(string type, string slug, string? locale, LocaleFallback fallback)
    {
        Keys?.AddSlug(type, slug);
        var position = Position(locale, fallback);
        if (position < 0)
        {
            return null;
        }

        if (fallback == LocaleFallback.None)
        {
            return _state.Addresses.Find(type, position, slug) is { } claim ? Told(claim.Entry) : null;
        }

        foreach (var candidate in Locales.ChainOf(position))
        {
            if (_state.Addresses.Find(type, candidate, slug) is { } found)
            {
                // Nothing stands in for a text in the reader's own locale.
                return Told(candidate == position ? found.Entry : _state.Families[found.Placed.EntryOrdinal]?.Served(position, isChain: true)?.Entry);
            }
        }

        return null;
    }

    /// <summary>All variants of an entry that are public and not retracted, in the order of the site's locales.</summary>
    public IReadOnlyList<PublishedEntry> Translations(Guid entryId)
    {
        Keys?.AddEntry(entryId);
        return FamilyOf(entryId) is { } family ? [.. family.All.Where(p => !p.Entry.IsRetracted).Select(p => p.Entry)] : [];
    }

    /// <summary>What whoever holds a copy must be told of, in exactly this locale: what was retracted, and what has a public notice. In no order.</summary>
    /// <param name="locale">A tag of the site's.</param>
    public IEnumerable<PublishedEntry> WithNotices(string locale) => Whole()._derived.WithNotices(locale);

    /// <summary>The former slugs that lead to a variant of exactly this locale, by type and slug. A slug that another entry has taken over leads nowhere else.</summary>
    public IReadOnlyList<Redirect> Redirects(string? locale) => Whole()._derived.Redirects(Locales.PositionFor(locale));

    /// <summary>The entries that show or link to this one, as readers of the locale get them, by title then id.</summary>
    /// <param name="types">Names; null for all.</param>
    public IReadOnlyList<PublishedEntry> UsedBy(Guid entryId, string locale, IReadOnlyCollection<string>? types = null)
    {
        Keys?.AddTypes(types);
        var position = Locales.PositionFor(locale);
        return [.. _state.Users.Of(_state.EntryOrdinals.Find(entryId))
            .Select(variant => _state.Variants[variant])
            .OfType<Placed>()
            .Where(user => _state.Families[user.EntryOrdinal]?.Listed(position, isChain: true) == user)
            .Where(user => types is null || types.Contains(user.Entry.Type.Name))
            .Select(user => user.Line(KeptOrder.Title, position))
            .Order(Comparer<Line>.Create(Line.ByKey))
            .Select(line => EntryAt(line.Ordinal))];
    }

    /// <summary>Retracted entries in whose place this one came, by title: what readers of the locale get of each.</summary>
    public IReadOnlyList<PublishedEntry> ReplacedBy(Guid entryId, string locale)
    {
        Keys?.AddAny();
        var position = Locales.PositionFor(locale);
        return [.. _state.Users.Of(_state.EntryOrdinals.Find(entryId))
            .Select(variant => _state.Variants[variant])
            .OfType<Placed>()
            .Where(user => user.Entry.IsRetracted && _state.Families[user.EntryOrdinal]?.Served(position, isChain: true) == user)
            .Select(user => user.Line(KeptOrder.Title, position))
            .Order(Comparer<Line>.Create(Line.ByKey))
            .Select(line => EntryAt(line.Ordinal))];
    }

    /// <summary>How many a list has.</summary>
    /// <param name="type">Name of the content type; null for all together.</param>
    public int Count(string? type, string? locale, LocaleFallback fallback)
    {
        Keys?.AddType(type);
        return ViewOf(locale, fallback)?.List(ListName.OfType(type)).Count ?? 0;
    }

    /// <summary>A list from its start, for whoever reads all or stops by itself.</summary>
    /// <param name="type">Name of the content type; null for all together.</param>
    /// <param name="order">Null: by variant id.</param>
    public IEnumerable<PublishedEntry> List(string? type, string? locale, LocaleFallback fallback, EntryOrder? order = null, CompiledFilter? filter = null)
    {
        Keys?.AddType(type);
        if (ViewOf(locale, fallback) is not { } view)
        {
            return [];
        }

        var (kept, isReversed) = OrderKeys.Of(order);
        var lists = new Selection(view, _state, type, kept).Of(filter ?? CompiledFilter.Everything);
        var lines = lists is [var only] ? only.All() : Selection.Merged(lists);
        return (isReversed ? lines.Reverse() : lines).Select(line => EntryAt(line.Ordinal));
    }

    /// <summary>A page of a list.</summary>
    /// <exception cref="InvalidCursorException">A cursor is not one of this list.</exception>
    public Connection<PublishedEntry> Page(ListRequest request) => Page<PublishedEntry>(request);

    /// <summary>A page of a list, all of one type.</summary>
    /// <exception cref="InvalidCursorException">A cursor is not one of this list.</exception>
    public Connection<T> Page<T>(ListRequest request)
        where T : PublishedEntry
    {
        Keys?.AddType(request.Type);
        var view = ViewOf(request.Locale, request.Fallback);
        var locale = view is null ? "" : Locales.All[view.Locale].Tag;
        var (kept, isReversed) = OrderKeys.Of(request.Order);
        return new PageReader(view is null ? [] : ListsOf(view, kept, request), isReversed).Read(request.Page, ListCursors.Of(request.Type, locale, request.Fallback, request.Order), lines => new ListedEntries<T>(this, lines));
    }

    private IReadOnlyList<SortedPages> ListsOf(View view, KeptOrder order, ListRequest request)
    {
        var selection = new Selection(view, _state, request.Type, order);
        return request.Repeated is not var (words, compile)
            ? selection.Of(request.Filter ?? CompiledFilter.Everything)
            : _derived.Selections.Of(new(view.Locale, view.IsChain, request.Type, order, words), () => selection.Of(compile()));
    }

    /// <summary>What stands under one value of an index, by title.</summary>
    public IEnumerable<PublishedEntry> Indexed(string type, IndexKey key, string locale)
    {
        Keys?.AddType(type);
        var view = _state.Chains[Locales.PositionFor(locale)];
        return view.List(new ListName(type, key.Index, key.Value))[KeptOrder.Title].All().Select(line => EntryAt(line.Ordinal));
    }

    /// <summary>The values that entries have in an index, whatever their type, for readers of the locale.</summary>
    internal IEnumerable<string> IndexValues(string index, string locale) => Whole()._state.Chains[Locales.PositionFor(locale)].Values(index);

    /// <summary>Every variant that readers can find in lists, for whoever keeps them in another form. In no order.</summary>
    internal IEnumerable<PublishedEntry> Findable => _state.Variants.All.Where(IsFindable).Select(placed => placed.Entry);

    /// <summary>Looks at what was touched only.</summary>
    /// <returns>What is findable now that was not, or was another version, and the reverse; null where the two views do not come from one another.</returns>
    internal IEnumerable<(PublishedEntry? Before, PublishedEntry? After)>? FindableSince(Published before) => before._state.VariantOrdinals != _state.VariantOrdinals
        ? null
        : _state.Variants.DifferentFrom(before._state.Variants)
            .Select(pair => (Before: IsFindable(pair.Then) ? pair.Then?.Entry : null, After: IsFindable(pair.Now) ? pair.Now?.Entry : null))
            .Where(pair => (pair.Before?.VariantId, pair.Before?.Version) != (pair.After?.VariantId, pair.After?.Version));

    /// <summary>The numbers of variants, for <see cref="Listed"/>: the same ones in every view that comes of one loading, licensed and past ones too.</summary>
    internal Ordinals Ordinals => _state.VariantOrdinals;

    /// <summary>A variant, where lists of the locale show exactly this version of it; null otherwise.</summary>
    /// <param name="locale">Place in the site's locales.</param>
    internal PublishedEntry? Listed(int ordinal, int version, int locale) =>
        _state.Variants[ordinal] is { } placed && placed.Entry.Version == version && _state.Families[placed.EntryOrdinal]?.Listed(locale, isChain: true) == placed ? placed.Entry : null;

    /// <summary>Who is shown to readers of the locale in a crisis, whatever they look for.</summary>
    /// <param name="locale">A tag of the site's.</param>
    internal IReadOnlyList<PublishedEntry> Help(string locale) => _derived.Help(Locales.PositionFor(locale));

    private static bool IsFindable(Placed? placed) => placed is { Locale: >= 0, Entry.IsRetracted: false };

    private static List<ListedChange> Listed(View view, IReadOnlyList<(Family? Before, Family? After)> touched) =>
        [.. touched.Select(f => new ListedChange(view.Listed(f.Before), view.Listed(f.After))).Where(c => c.Before != c.After)];

    private (Placed? Before, Placed? After) Move(int ordinal, PublishedEntry? entry)
    {
        var before = _state.Variants[ordinal];
        return (before, entry is null ? null : new Placed(entry, ordinal, _state.EntryOrdinals, Locales, before));
    }

    /// <summary>The number of an entry of this very view; -1 for any other, be it an earlier state of the same text.</summary>
    internal int OrdinalOf(PublishedEntry entry) => entry.Ordinal is var ordinal && _state.Entries[ordinal] == entry ? ordinal : -1;

    internal PublishedEntry EntryAt(int ordinal) =>
        Told(_state.Entries[ordinal]) ?? throw new InvalidOperationException($"A list names variant {ordinal}, which is not public.");

    private PublishedEntry? LinkedAt(Guid entryId, int locale) => Told(FamilyOf(entryId)?.Listed(locale, isChain: true)?.Entry);

    /// <summary>What is not there may come with any change; naming what was looked for would tell that it is hidden.</summary>
    private PublishedEntry? Told(PublishedEntry? found)
    {
        if (Keys is { } keys)
        {
            if (found is null)
            {
                keys.AddAny();
            }
            else
            {
                keys.AddEntry(found.EntryId);
            }
        }

        return found;
    }

    private Family? FamilyOf(Guid entryId) => _state.Families[_state.EntryOrdinals.Find(entryId)];

    private View? ViewOf(string? locale, LocaleFallback fallback) =>
        Position(locale, fallback) is >= 0 and var position ? (fallback == LocaleFallback.Chain ? _state.Chains : _state.Owns)[position] : null;

    // Without fallback, a locale that the site has not is nothing, not the nearest.
    private int Position(string? locale, LocaleFallback fallback) =>
        fallback == LocaleFallback.None && locale is not null ? Locales.PositionOf(locale) : Locales.PositionFor(locale);

    /// <summary>Numbers stay: what was numbered once is found again by its number in every view.</summary>
    private State Nothing() => Empty(Locales)._state with { VariantOrdinals = _state.VariantOrdinals, EntryOrdinals = _state.EntryOrdinals };
}
