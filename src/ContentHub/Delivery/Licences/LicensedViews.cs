using System.Collections.Concurrent;

namespace ContentHub.Delivery.Licences;

/// <summary>
/// What each licence leaves of a view. A licensed view is a view of its own that holds nothing else, so that whatever is asked of it, by
/// list, count, relation, back reference or id, cannot lead beyond the licence. It is made when the first partner asks, and then goes with the log.
/// </summary>
internal sealed class LicensedViews
{
    // By the licence as it is stored: partners with the same one share a view.
    private readonly ConcurrentDictionary<string, Lazy<Published>> _views = new();

    /// <param name="document">The licence as it is stored.</param>
    public Published Of(string document, Func<Published> make) => _views.GetOrAdd(document, _ => new(make)).Value;

    /// <summary>The same views after more of the log; those that nobody has asked for are made when somebody does.</summary>
    public void AdvanceFrom(LicensedViews before, Func<Published, Published> advance)
    {
        foreach (var (document, view) in before._views)
        {
            if (view.IsValueCreated)
            {
                var after = advance(view.Value);
                _views[document] = new(() => after);
            }
        }
    }

    /// <summary>Lets go of what no partner has any more.</summary>
    public void Keep(LicensedPartners partners)
    {
        var held = partners.All.Select(p => p.LicenceDocument).OfType<string>().ToHashSet();
        foreach (var document in _views.Keys.Where(document => !held.Contains(document)))
        {
            _views.TryRemove(document, out _);
        }
    }
}
