using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace ContentHub.Tests.Syndication.Changes;

/// <summary>A partner's copy, kept by the rules of the README and by nothing of ours: which version of each text it shows.</summary>
internal sealed class CopyOfChanges
{
    private readonly HashSet<string> _taken = [];
    private long _last;

    public Dictionary<(string EntryId, string Locale), int> Texts { get; } = [];

    /// <summary>Where to go on; null before the first page.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Takes one page and demands what must hold of every page.</summary>
    /// <param name="page">With <c>changes</c>, <c>endCursor</c>, <c>hasNextPage</c> and <c>stateHash</c>.</param>
    /// <returns>Whether more follow.</returns>
    public bool Take(JsonNode page)
    {
        foreach (var change in page["changes"]!.AsArray())
        {
            var sequence = long.Parse((string)change!["sequence"]!, CultureInfo.InvariantCulture);
            Assert.True(sequence >= _last, $"Change {sequence} came after {_last}.");
            Assert.True(_taken.Add((string)change["cursor"]!), $"Change {sequence} came twice.");
            _last = sequence;
            var key = ((string)change["ref"]!["entryId"]!, (string)change["ref"]!["locale"]!);
            if (change["entry"] is { } entry)
            {
                Texts[key] = (int)entry["publishedVersion"]!;
            }
            else
            {
                Texts.Remove(key);
            }
        }

        Cursor = (string?)page["endCursor"];
        var more = (bool)page["hasNextPage"]!;
        Assert.Equal(more, page["stateHash"] is null);
        if (!more)
        {
            Assert.Equal(HashOf(Texts), (string?)page["stateHash"]);
        }

        return more;
    }

    public static string HashOf(Dictionary<(string EntryId, string Locale), int> texts)
    {
        var sum = texts.Select(text => SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Key.EntryId}\n{text.Key.Locale}\n{text.Value}"))))
            .Aggregate(BigInteger.Zero, (sum, hash) => sum + new BigInteger(hash, isUnsigned: true, isBigEndian: true));
        return (sum % BigInteger.Pow(2, 256)).ToString("x64", CultureInfo.InvariantCulture)[^64..];
    }
}
