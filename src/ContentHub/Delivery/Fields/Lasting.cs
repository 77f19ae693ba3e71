namespace ContentHub.Delivery.Fields;

/// <summary>For how long a value is the same.</summary>
internal enum Lasts
{
    /// <summary>It follows from its source, which never changes.</summary>
    Always,

    /// <summary>It follows from its source and the view that is read.</summary>
    WithView,

    /// <summary>It may differ from request to request.</summary>
    Once,
}

/// <summary>For how long values of one field are the same.</summary>
/// <param name="IsOfOrigin">Whether they differ with the origin of the site's pages.</param>
/// <param name="RestsOn">The entries to which a value links, all of which a request has to see; null of some sources: it may differ from request to request. Null where none links to any.</param>
internal sealed record Lasting<TSource>(Lasts Kind, bool IsOfOrigin = false, Func<TSource, IReadOnlyList<Guid>?>? RestsOn = null)
{
    public static readonly Lasting<TSource> Always = new(Lasts.Always);

    public static readonly Lasting<TSource> OfOrigin = new(Lasts.Always, IsOfOrigin: true);

    public static readonly Lasting<TSource> WithView = new(Lasts.WithView);

    public static readonly Lasting<TSource> Once = new(Lasts.Once);

    public static Lasting<TSource> WhileSeen(Func<TSource, IReadOnlyList<Guid>?> restsOn) => new(Lasts.Always, RestsOn: restsOn);
}
