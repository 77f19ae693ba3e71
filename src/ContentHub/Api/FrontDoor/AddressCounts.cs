namespace ContentHub.Api.FrontDoor;

/// <summary>How many of something each address has open, in a table of fixed size (see <see cref="QuotaTable"/> for why and for its price).</summary>
/// <param name="max">0: no limit.</param>
internal sealed class AddressCounts(int max)
{
    const int Places = 1 << 16;

    readonly int[] _open = max == 0 ? [] : new int[Places];

    public int Max => max;

    /// <returns>False, and nothing is counted, when the address has as many as it may.</returns>
    public bool TryEnter(ClientAddress address)
    {
        if (max == 0)
        {
            return true;
        }

        if (Interlocked.Increment(ref PlaceOf(address)) <= max)
        {
            return true;
        }

        Leave(address);
        return false;
    }

    public void Leave(ClientAddress address)
    {
        if (max != 0)
        {
            Interlocked.Decrement(ref PlaceOf(address));
        }
    }

    ref int PlaceOf(ClientAddress address) => ref _open[(uint)address.GetHashCode() % Places];
}
