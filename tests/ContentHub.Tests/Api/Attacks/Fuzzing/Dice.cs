namespace ContentHub.Tests.Api.Attacks.Fuzzing;

/// <summary>Chance that can be repeated.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>From 0 to one less than <paramref name="limit"/>.</summary>
    public int Roll(int limit) => _random.Next(limit);

    public bool Percent(int chance) => _random.Next(100) < chance;

    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    /// <param name="choices">Each as likely as its weight says.</param>
    public T Weighted<T>(params ReadOnlySpan<(int Weight, T Choice)> choices)
    {
        var sum = 0;
        foreach (var (weight, _) in choices)
        {
            sum += weight;
        }

        var roll = _random.Next(sum);
        foreach (var (weight, choice) in choices)
        {
            if ((roll -= weight) < 0)
            {
                return choice;
            }
        }

        throw new InvalidOperationException("There is nothing to choose from.");
    }

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
