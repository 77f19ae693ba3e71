namespace ContentHub.Api.Documents;

/// <summary>How much this node remembers of what clients register.</summary>
/// <param name="DocumentsMax">Number of documents.</param>
/// <param name="TextMaxCharacters">All texts together.</param>
/// <param name="DocumentMaxCharacters">Longer documents run, but are not remembered.</param>
public sealed record AutomaticDocumentLimits(
    int DocumentsMax = 1_000,
    long TextMaxCharacters = 2 * 1024 * 1024,
    int DocumentMaxCharacters = 64 * 1024);

/// <summary>
/// Documents that clients registered, in this node's memory. Anyone may register, so what was not asked for the longest makes
/// room; a client whose document is gone sends it again.
/// </summary>
internal sealed class AutomaticDocuments(AutomaticDocumentLimits limits)
{
    private readonly Dictionary<string, LinkedListNode<(string Hash, string Text)>> _byHash = [];
    private readonly LinkedList<(string Hash, string Text)> _byUse = new();
    private readonly Lock _lock = new();
    private long _characters;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byHash.Count;
            }
        }
    }

    /// <summary>Length of all texts.</summary>
    public long Characters => Interlocked.Read(ref _characters);

    /// <returns>Null when it was never registered or has made room.</returns>
    public string? Find(string hash)
    {
        lock (_lock)
        {
            if (!_byHash.TryGetValue(hash, out var known))
            {
                return null;
            }

            _byUse.Remove(known);
            _byUse.AddFirst(known);
            return known.Value.Text;
        }
    }

    /// <param name="hash">That of <paramref name="text"/>: the caller has checked.</param>
    public void Keep(string hash, string text)
    {
        if (text.Length > limits.DocumentMaxCharacters)
        {
            return;
        }

        lock (_lock)
        {
            if (_byHash.ContainsKey(hash))
            {
                return;
            }

            _byHash[hash] = _byUse.AddFirst((hash, text));
            _characters += text.Length;
            while (_byHash.Count > limits.DocumentsMax || _characters > limits.TextMaxCharacters)
            {
                var last = _byUse.Last!;
                _byUse.RemoveLast();
                _byHash.Remove(last.Value.Hash);
                _characters -= last.Value.Text.Length;
            }
        }
    }
}
