namespace ContentHub.Delivery.Snapshot;

/// <summary>An immutable array of any length whose changed copy shares the pages that were not touched.</summary>
internal sealed class PagedArray<T>
    where T : class
{
    private const int Bits = 9;
    private const int Mask = (1 << Bits) - 1;

    public static readonly PagedArray<T> Empty = new([]);

    private readonly T?[][] _pages;

    private PagedArray(T?[][] pages) => _pages = pages;

    /// <summary>Null where nothing was put, negative places included.</summary>
    public T? this[int place] => place >= 0 && place >> Bits < _pages.Length ? _pages[place >> Bits][place & Mask] : null;

    /// <summary>Everything that was put, in order of place.</summary>
    public IEnumerable<T> All => _pages.SelectMany(page => page).OfType<T>();

    /// <summary>The places whose items are not the same ones; pages that both share are not looked at.</summary>
    public IEnumerable<(T? Then, T? Now)> DifferentFrom(PagedArray<T> other)
    {
        for (var page = 0; page < Math.Max(_pages.Length, other._pages.Length); page++)
        {
            var (then, now) = (other.Page(page), Page(page));
            for (var i = 0; then != now && i <= Mask; i++)
            {
                if (then?[i] != now?[i])
                {
                    yield return (then?[i], now?[i]);
                }
            }
        }
    }

    private T?[]? Page(int page) => page < _pages.Length ? _pages[page] : null;

    public Editor Edit() => new(_pages);

    /// <summary>A copy in the making. Used by one thread, and not after <see cref="Done"/>.</summary>
    public sealed class Editor(T?[][] original)
    {
        private readonly List<T?[]> _pages = [.. original];

        public T? this[int place]
        {
            get => place >= 0 && place >> Bits < _pages.Count ? _pages[place >> Bits][place & Mask] : null;
            set
            {
                var page = place >> Bits;
                while (_pages.Count <= page)
                {
                    _pages.Add(new T?[1 << Bits]);
                }

                if (page < original.Length && ReferenceEquals(_pages[page], original[page]))
                {
                    _pages[page] = [.. original[page]];
                }

                _pages[page][place & Mask] = value;
            }
        }

        public PagedArray<T> Done() => new([.. _pages]);
    }
}
