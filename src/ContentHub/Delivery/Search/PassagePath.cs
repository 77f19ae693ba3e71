using System.Globalization;
using ContentHub.Api.Fields;

namespace ContentHub.Delivery.Search;

/// <summary>Where a text stands in its document. It is spelt out when somebody asks: of most texts nobody does, for they do not match.</summary>
public sealed class PassagePath
{
    private readonly PassagePath? _parent;
    private readonly string? _field;
    private readonly Text? _key;
    private readonly int _index;

    private PassagePath(PassagePath? parent, string? field, Text? key, int index) => (_parent, _field, _key, _index) = (parent, field, key, index);

    /// <summary>From the document: field names, keyed items by key, others by index.</summary>
    public IReadOnlyList<string> Steps
    {
        get
        {
            var steps = new List<string>();
            for (var path = this; path is not null; path = path._parent)
            {
                steps.Add(path._field ?? path._key?.ToString() ?? path._index.ToString(CultureInfo.InvariantCulture));
            }

            steps.Reverse();
            return steps;
        }
    }

    /// <summary>A field of the document itself.</summary>
    public static implicit operator PassagePath(string field) => new(null, field, null, 0);

    public PassagePath To(string field) => new(this, field, null, 0);

    public PassagePath To(Text key) => new(this, null, key, 0);

    public PassagePath To(int index) => new(this, null, null, index);
}
