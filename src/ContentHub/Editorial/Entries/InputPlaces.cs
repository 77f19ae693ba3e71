using System.Text.Json.Nodes;

namespace ContentHub.Editorial.Entries;

/// <summary>An edit that brought a part of a document, or changed it.</summary>
/// <param name="Path">Of the part, from the list of edits.</param>
/// <param name="Fields">What it changed; null when it brought the whole part.</param>
internal sealed record EditedPart(IReadOnlyList<string> Path, IReadOnlySet<string>? Fields);

/// <summary>
/// Where something in a document stands in the input that made it: a part that came without a key is named by its index, for
/// the caller does not know the key that it was given; one that an edit brought, by that edit.
/// </summary>
internal sealed class InputPlaces
{
    public static readonly InputPlaces None = Of([], []);

    private readonly IReadOnlyDictionary<string, string> _indexes;
    private readonly ILookup<string, EditedPart> _edits;

    private InputPlaces(IReadOnlyDictionary<string, string> indexes, ILookup<string, EditedPart> edits) => (_indexes, _edits) = (indexes, edits);

    /// <param name="withoutKey">Parts that had no key when they came, and have one by now.</param>
    public static InputPlaces Of(IEnumerable<(JsonObject Part, string Index)> withoutKey, IEnumerable<(JsonObject Part, EditedPart Edit)> edited) => new(
        withoutKey.DistinctBy(p => PartKeys.TextOf(p.Part["key"])).Where(p => PartKeys.TextOf(p.Part["key"]) is not null).ToDictionary(p => PartKeys.TextOf(p.Part["key"])!, p => p.Index),
        edited.Where(p => PartKeys.TextOf(p.Part["key"]) is not null).ToLookup(p => PartKeys.TextOf(p.Part["key"])!, p => p.Edit));

    /// <param name="path">From the document.</param>
    /// <param name="field">Of the input, that holds the document or what is laid over it.</param>
    public IReadOnlyList<string> Find(IReadOnlyList<string> path, string field)
    {
        for (var i = path.Count - 1; i > 0; i--)
        {
            var rest = path.Skip(i + 1).ToList();
            if (_edits[path[i]].LastOrDefault(e => e.Fields is null || (rest.Count > 0 && e.Fields.Contains(rest[0]))) is { } edit)
            {
                return ["input", "edits", .. edit.Path, .. Indexed(rest)];
            }
        }

        return ["input", field, .. Indexed(path)];
    }

    private IEnumerable<string> Indexed(IEnumerable<string> path) => path.Select(name => _indexes.GetValueOrDefault(name, name));
}
