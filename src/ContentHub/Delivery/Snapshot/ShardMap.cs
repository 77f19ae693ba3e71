namespace ContentHub.Delivery.Snapshot;

/// <summary>An immutable dictionary whose changed copy shares the shards that were not touched.</summary>
internal sealed class ShardMap<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private const int Shards = 1024;

    public static readonly ShardMap<TKey, TValue> Empty = new(new Dictionary<TKey, TValue>?[Shards]);

    private readonly Dictionary<TKey, TValue>?[] _shards;

    private ShardMap(Dictionary<TKey, TValue>?[] shards) => _shards = shards;

    public TValue? Find(TKey key) => _shards[ShardOf(key)] is { } shard && shard.TryGetValue(key, out var value) ? value : null;

    public Editor Edit() => new(_shards);

    // The multiplication spreads hash codes whose low bits are alike.
    private static int ShardOf(TKey key) => (int)(((uint)key.GetHashCode() * 0x9E3779B1u) >> 22);

    /// <summary>A copy in the making. Used by one thread, and not after <see cref="Done"/>.</summary>
    public sealed class Editor(Dictionary<TKey, TValue>?[] original)
    {
        private readonly Dictionary<TKey, TValue>?[] _shards = [.. original];

        public TValue? Find(TKey key) => _shards[ShardOf(key)] is { } shard && shard.TryGetValue(key, out var value) ? value : null;

        /// <param name="value">Null to remove.</param>
        public void Put(TKey key, TValue? value)
        {
            var at = ShardOf(key);
            var shard = _shards[at];
            if (shard is null || ReferenceEquals(shard, original[at]))
            {
                _shards[at] = shard = shard is null ? [] : new(shard);
            }

            if (value is null)
            {
                shard.Remove(key);
            }
            else
            {
                shard[key] = value;
            }
        }

        public ShardMap<TKey, TValue> Done() => new(_shards);
    }
}
