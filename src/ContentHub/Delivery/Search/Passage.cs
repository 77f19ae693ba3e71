using System.Buffers;
using ContentHub.Api.Fields;

namespace ContentHub.Delivery.Search;

/// <summary>What a text is to an entry; a match in an earlier one counts for more.</summary>
public enum PassageKind
{
    Title,

    /// <summary>Another name of the same: a synonym, a brand.</summary>
    Name,

    /// <summary>What it says in short: summary, key points, short answer.</summary>
    Lead,

    /// <summary>Over a section, a box or a group.</summary>
    Heading,

    Body,
}

/// <summary>One text of an entry that readers can search.</summary>
/// <param name="Source">As it is kept; words stand in it as in the plain text.</param>
/// <param name="ToPlain">Takes the marks out; null for a text without any.</param>
public readonly record struct Passage(PassageKind Kind, PassagePath Path, Text Source, Func<string, string>? ToPlain = null)
{
    /// <summary>Of these no mark is made.</summary>
    private static readonly SearchValues<char> NoMarks = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789áéíóúüñÁÉÍÓÚÜÑ .,;:?¿¡%'’“”–—");

    public string Plain
    {
        get
        {
            var source = Source.ToString();
            return ToPlain is null || !source.AsSpan().ContainsAnyExcept(NoMarks) ? source : ToPlain(source);
        }
    }

    /// <summary>All of an entry, its title included.</summary>
    public static IEnumerable<Passage> Of(PublishedEntry entry) => entry.Passages.Prepend(new(PassageKind.Title, "title", entry.Title));
}
