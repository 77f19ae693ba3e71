namespace ContentHub.Delivery.Snapshot;

/// <summary>What follows from a state and costs a look at all of it: found when it is first asked for, and shared by all views of the state.</summary>
internal sealed class Derived
{
    private readonly State _state;
    private readonly Lazy<Redirect[]>[] _redirects;
    private readonly Lazy<PublishedEntry[]>[] _help;
    private readonly Lazy<ILookup<string, PublishedEntry>> _withNotices;

    public Derived(State state)
    {
        _state = state;
        _redirects = [.. Enumerable.Range(0, state.Locales.All.Count).Select(locale => new Lazy<Redirect[]>(() => RedirectsOf(locale)))];
        _help = [.. Enumerable.Range(0, state.Locales.All.Count).Select(locale => new Lazy<PublishedEntry[]>(() => HelpOf(locale)))];
        Selections = new(state.Owns.Sum(view => view.List(ListName.OfType(null)).Count));
        _withNotices = new(() => state.Variants.All.Where(placed => placed.Locale >= 0).Select(placed => placed.Entry)
            .Where(entry => entry.IsRetracted || entry.Notices.Count > 0).ToLookup(entry => entry.Locale));
    }

    public KeptSelections Selections { get; }

    /// <summary>Stands for the state where something is kept that must not hold it.</summary>
    public object Mark { get; } = new();

    /// <param name="locale">Place in the site's locales.</param>
    public IReadOnlyList<Redirect> Redirects(int locale) => _redirects[locale].Value;

    /// <param name="locale">Place in the site's locales.</param>
    public IReadOnlyList<PublishedEntry> Help(int locale) => _help[locale].Value;

    /// <param name="locale">A tag of the site's.</param>
    public IEnumerable<PublishedEntry> WithNotices(string locale) => _withNotices.Value[locale];

    private PublishedEntry[] HelpOf(int locale) =>
        [.. All(_state.Chains[locale]).Select(placed => placed.Entry).Where(entry => entry.RankInCrisis(_state.Locales.All[locale].Tag) > 0)];

    private Redirect[] RedirectsOf(int locale) =>
        [.. All(_state.Owns[locale])
            .SelectMany(placed => placed.Entry.FormerSlugs.Distinct().Select(slug => (placed, slug)))
            .Where(r => _state.Addresses.Find(r.placed.Entry.Type.Name, locale, r.slug) is { IsCurrent: false } claim && claim.Placed == r.placed)
            .Select(r => new Redirect(r.placed.Entry.Type.Name, r.placed.Entry.Locale, r.slug, r.placed.Entry))
            .OrderBy(r => r.Type, StringComparer.Ordinal).ThenBy(r => r.Slug, StringComparer.Ordinal)];

    private IEnumerable<Placed> All(View view) => view.List(ListName.OfType(null))[KeptOrder.Id].All().Select(line => _state.Variants[line.Ordinal]).OfType<Placed>();
}
