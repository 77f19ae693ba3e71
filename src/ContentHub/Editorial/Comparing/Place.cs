using System.Globalization;
using System.Text.Json;

namespace ContentHub.Editorial.Comparing;

/// <summary>A place in a document, for programs and for people.</summary>
/// <param name="Label">Without the names of lists: what is in them is named itself.</param>
internal sealed record Place(IReadOnlyList<string> Path, string Label)
{
    // The text of a paragraph is the paragraph, to a reader.
    public Place Field(string name) => new([.. Path, name], name == "text" && Label.Length > 0 ? Label : FieldWords.Under(Label, FieldWords.NameOf(name)));
}

/// <summary>An item of a list, seen through its wrapper: <c>{"paragraph": {"key": "b1", …}}</c> is the item b1 of kind paragraph.</summary>
internal sealed class Item
{
    private string? _canonical;
    private string? _text;

    private Item(string list, int index, JsonElement value)
    {
        List = list;
        Index = index;
        (Kind, Content) = Unwrapped(value);
        Key = KeyOf(Content);
    }

    public string List { get; }
    public int Index { get; }
    /// <summary>The name of the wrapper's field; null where there is no wrapper.</summary>
    public string? Kind { get; }
    public JsonElement Content { get; }
    public string? Key { get; }
    public Place Place { get; private init; } = new([], "");
    /// <summary>What the list belongs to, in words; empty for the document itself.</summary>
    public string Within { get; private init; } = "";
    public string Canonical => _canonical ??= Kind + JsonSerializer.Serialize(Content);
    public string Text => _text ??= FieldWords.TextOf(Content);

    /// <param name="place">Of the list.</param>
    public static IReadOnlyList<Item> All(string list, JsonElement[] values, Place place)
    {
        var parent = new Place(place.Path, ParentLabel(list, place.Label));
        var items = values.Select((value, i) => new Item(list, i, value)).ToList();
        var areKeyed = AreKeyed(items);
        var ofKind = new Dictionary<string, int>();
        return [.. items.Select((item, i) =>
        {
            var number = item.Kind is null ? i + 1 : ofKind[item.Kind] = ofKind.GetValueOrDefault(item.Kind) + 1;
            var name = item.Kind is null ? FieldWords.SingularOf(list) : FieldWords.NameOf(item.Kind);
            var called = (item.Kind is null ? FieldWords.CalledBy(item.Content) : null) ?? number.ToString(CultureInfo.InvariantCulture);
            var key = areKeyed ? item.Key! : i.ToString(CultureInfo.InvariantCulture);
            return new Item(list, i, values[i]) { Within = parent.Label, Place = new([.. place.Path, key], FieldWords.Under(parent.Label, $"{name} {called}")) };
        })];
    }

    /// <summary>Whether every item has a key of its own.</summary>
    public static bool AreKeyed(IReadOnlyList<Item> items) => items.All(item => item.Key is not null) && items.Select(item => item.Key).Distinct().Count() == items.Count;

    public string Position(int count) => string.Create(CultureInfo.InvariantCulture, $"{Index + 1} of {count}");

    /// <summary>Two texts or two parts can be versions of one thing; two ids cannot.</summary>
    public bool CanBecome(Item other) => !FieldWords.IsConstant(Content) && !FieldWords.IsConstant(other.Content) && Content.ValueKind == other.Content.ValueKind;

    // The list's own name, as Place.Field put it last, gives way to its items'.
    private static string ParentLabel(string list, string label)
    {
        var name = FieldWords.NameOf(list);
        return label.EndsWith(", " + name, StringComparison.Ordinal) ? label[..^(name.Length + 2)] : label.Equals(name, StringComparison.OrdinalIgnoreCase) ? "" : label;
    }

    private static (string? Kind, JsonElement Content) Unwrapped(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().ToList() is [{ Value.ValueKind: JsonValueKind.Object } field] && KeyOf(field.Value) is not null)
        {
            return (field.Name, field.Value);
        }

        return (null, value);
    }

    private static string? KeyOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String ? key.GetString() : null;
}
