namespace ContentHub.Delivery.Snapshot;

/// <summary>For each entry the variants that use it, by number.</summary>
internal sealed class Users
{
    public static readonly Users Empty = new(PagedArray<int[]>.Empty);

    private readonly PagedArray<int[]> _variants;

    private Users(PagedArray<int[]> variants) => _variants = variants;

    public IReadOnlyList<int> Of(int entry) => _variants[entry] ?? [];

    public Users With(IEnumerable<(Placed? Before, Placed? After)> changes)
    {
        var moves = new Dictionary<int, (HashSet<int> Left, List<int> Came)>();
        foreach (var (before, after) in changes)
        {
            IReadOnlyList<int> old = before?.Uses ?? [];
            IReadOnlyList<int> current = after?.Uses ?? [];
            foreach (var target in old.Except(current))
            {
                MovesOf(target).Left.Add(before!.Ordinal);
            }

            foreach (var target in current.Except(old))
            {
                MovesOf(target).Came.Add(after!.Ordinal);
            }
        }

        if (moves.Count == 0)
        {
            return this;
        }

        var variants = _variants.Edit();
        foreach (var (target, (left, came)) in moves)
        {
            int[] now = [.. (variants[target] ?? []).Where(v => !left.Contains(v)), .. came];
            variants[target] = now.Length == 0 ? null : now;
        }

        return new(variants.Done());

        (HashSet<int> Left, List<int> Came) MovesOf(int target) => moves.TryGetValue(target, out var known) ? known : moves[target] = ([], []);
    }
}
