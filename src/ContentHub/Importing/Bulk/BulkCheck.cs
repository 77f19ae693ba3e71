using System.Globalization;
using ContentHub.Storage;

namespace ContentHub.Importing.Bulk;

/// <summary>Whether rows that pass by in the order of a file are as they were written: each document by its hash, and the whole chain of the log.</summary>
internal sealed class BulkCheck
{
    private long _sequence;
    private byte[] _hash = ChangeChain.Start;

    /// <summary>The last row of the log that passed by; null before the first.</summary>
    public LogHead? Head => _sequence == 0 ? null : new(_sequence, _hash);

    /// <returns>A sentence; null when nothing is wrong.</returns>
    public string? FindFault(object row) => row switch
    {
        Revision revision => Same(ChangeChain.HashOf(revision.Document), revision.DocumentHash)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"The document of revision {revision.Version} of variant {revision.VariantId} was changed: its hash does not fit it."),
        Change change => FindBreak(change),
        _ => null,
    };

    private string? FindBreak(Change change)
    {
        if (change.Sequence != _sequence + 1 || !Same(change.PreviousHash, _hash))
        {
            return string.Create(CultureInfo.InvariantCulture, $"Row {change.Sequence} of the change log does not follow row {_sequence}.");
        }

        (_sequence, _hash) = (change.Sequence, change.Hash);
        return Same(ChangeChain.HashOf(change), change.Hash)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Row {change.Sequence} of the change log was changed: its hash does not fit what it says.");
    }

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);
}
