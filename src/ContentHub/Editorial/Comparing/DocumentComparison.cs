using System.Text.Json;

namespace ContentHub.Editorial.Comparing;

/// <summary>
/// Tells two versions of a document apart, whatever its type. Absent, null and an empty list are the same;
/// so a first version compared with nothing lists all that it holds.
/// </summary>
public sealed class DocumentComparison
{
    /// <summary>From half their words in common on, one item of a list counts as the new version of another.</summary>
    private const double LikenessMin = 0.5;

    /// <summary>Lists rewritten more thoroughly than this are told as items that went and came.</summary>
    private const int GuessesMax = 10_000;

    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;
    private static readonly JsonElement NoItems = JsonDocument.Parse("[]").RootElement;

    private readonly List<Difference> _differences = [];

    private DocumentComparison()
    {
    }

    /// <param name="before">Null when there was no earlier version.</param>
    /// <returns>In the order of the newer document; what was removed from a list stands before what is in it.</returns>
    public static IReadOnlyList<FieldChange> Compare(JsonElement? before, JsonElement after)
    {
        var comparison = new DocumentComparison();
        comparison.Objects(before ?? Nothing, after, new([], ""));
        return [.. comparison.WithMovesBetweenLists().Select(difference => difference.Change)];
    }

    private void Objects(JsonElement before, JsonElement after, Place place)
    {
        var names = after.EnumerateObject().Concat(before.EnumerateObject()).Select(field => field.Name).Where(name => name != "key").Distinct();
        foreach (var name in names)
        {
            Values(Field(before, name), Field(after, name), name, place.Field(name));
        }
    }

    private void Values(JsonElement? before, JsonElement? after, string field, Place place)
    {
        if (IsList(before) && IsList(after))
        {
            if (before is not null || after is not null)
            {
                Lists(field, [.. (before ?? NoItems).EnumerateArray()], [.. (after ?? NoItems).EnumerateArray()], place);
            }
        }
        else if (before is not { } old)
        {
            Add(place, FieldChangeKind.Added, null, FieldWords.TextOf(after!.Value));
        }
        else if (after is not { } now)
        {
            Add(place, FieldChangeKind.Removed, FieldWords.TextOf(old), null);
        }
        else if (old.ValueKind == JsonValueKind.Object && now.ValueKind == JsonValueKind.Object)
        {
            Objects(old, now, place);
        }
        else if (!JsonElement.DeepEquals(old, now))
        {
            Changed(place, old, now);
        }
    }

    private void Lists(string field, JsonElement[] before, JsonElement[] after, Place place)
    {
        var (old, now) = (Item.All(field, before, place), Item.All(field, after, place));
        if (Item.AreKeyed(old) && Item.AreKeyed(now))
        {
            Keyed(old, now);
        }
        else
        {
            Unkeyed(old, now);
        }
    }

    private void Keyed(IReadOnlyList<Item> before, IReadOnlyList<Item> after)
    {
        var (old, now) = (before.ToDictionary(item => item.Key!), after.ToDictionary(item => item.Key!));
        var (keptBefore, keptAfter) = (before.Where(item => now.ContainsKey(item.Key!)).ToList(), after.Where(item => old.ContainsKey(item.Key!)).ToList());
        var settled = Alignment.Of([.. keptBefore.Select(item => item.Key!)], [.. keptAfter.Select(item => item.Key!)]).Select(pair => keptAfter[pair.After].Key).ToHashSet();
        foreach (var item in before.Where(item => !now.ContainsKey(item.Key!)))
        {
            Add(item.Place, FieldChangeKind.Removed, item.Text, null, item);
        }

        foreach (var item in after)
        {
            if (!old.TryGetValue(item.Key!, out var was))
            {
                Add(item.Place, FieldChangeKind.Added, null, item.Text, item);
                continue;
            }

            if (!settled.Contains(item.Key))
            {
                Add(item.Place, FieldChangeKind.Moved, was.Position(before.Count), item.Position(after.Count));
            }

            Same(was, item);
        }
    }

    private void Same(Item before, Item after)
    {
        if (before.Kind == after.Kind)
        {
            Values(before.Content, after.Content, "", after.Place);
        }
        else
        {
            // A paragraph became a callout, say: its fields have little in common.
            Changed(after.Place, before.Content, after.Content);
        }
    }

    private void Unkeyed(IReadOnlyList<Item> before, IReadOnlyList<Item> after)
    {
        var pairs = Alignment.Of([.. before.Select(item => item.Canonical)], [.. after.Select(item => item.Canonical)]);
        var (left, came) = (before.Except(pairs.Select(pair => before[pair.Before])).ToList(), after.Except(pairs.Select(pair => after[pair.After])).ToList());
        var origins = new Dictionary<Item, Item>();
        var (gapsBefore, gapsAfter) = (Gaps(before.Count, pairs.Select(pair => pair.Before)), Gaps(after.Count, pairs.Select(pair => pair.After)));
        var byValue = left.ToLookup(item => item.Canonical);
        Match(item => byValue[item.Canonical]);
        if ((long)left.Count * came.Count <= GuessesMax)
        {
            Match(item => left.Where(was => StandAlike(was, item) && WordComparison.Likeness(was.Text, item.Text) >= LikenessMin));
        }

        // One went and one came at the same place: that reads as a change, however different the words.
        if (left.Count == 1 && came.Count == 1)
        {
            Match(item => left.Where(was => StandAlike(was, item)));
        }

        var arrived = came.ToHashSet();
        foreach (var item in left)
        {
            Add(item.Place, FieldChangeKind.Removed, item.Text, null);
        }

        foreach (var item in after)
        {
            if (arrived.Contains(item))
            {
                Add(item.Place, FieldChangeKind.Added, null, item.Text);
            }
            else if (origins.TryGetValue(item, out var was) && was.Canonical == item.Canonical)
            {
                Add(item.Place, FieldChangeKind.Moved, was.Position(before.Count), item.Position(after.Count));
            }
            else if (was is not null)
            {
                Same(was, item);
            }
        }

        bool StandAlike(Item was, Item item) => was.CanBecome(item) && gapsBefore[was.Index] == gapsAfter[item.Index];

        void Match(Func<Item, IEnumerable<Item>> candidates)
        {
            foreach (var item in came.ToList())
            {
                if (candidates(item).FirstOrDefault(left.Contains) is { } was)
                {
                    origins[item] = was;
                    left.Remove(was);
                    came.Remove(item);
                }
            }
        }
    }

    /// <summary>For each index, how many items that stayed are before it: what has the same number in both lists stands between the same neighbours.</summary>
    private static int[] Gaps(int count, IEnumerable<int> stayed)
    {
        var gaps = new int[count + 1];
        foreach (var index in stayed)
        {
            gaps[index + 1] = 1;
        }

        for (var i = 1; i <= count; i++)
        {
            gaps[i] += gaps[i - 1];
        }

        return gaps;
    }

    /// <summary>Something that went from one list and came in another of the same name, under the same key, has moved: a block to another section.</summary>
    private List<Difference> WithMovesBetweenLists()
    {
        var all = _differences.ToList();
        var gone = all.Where(difference => difference is { Item: not null, Change.Kind: FieldChangeKind.Removed }).ToLookup(difference => (difference.Item!.List, difference.Item.Key));
        foreach (var arrival in all.Where(difference => difference is { Item: not null, Change.Kind: FieldChangeKind.Added }).ToList())
        {
            if (gone[(arrival.Item!.List, arrival.Item.Key)].FirstOrDefault(all.Contains) is not { } departure)
            {
                continue;
            }

            var inner = new DocumentComparison();
            inner.Add(arrival.Item.Place, FieldChangeKind.Moved, departure.Item!.Within, arrival.Item.Within);
            inner.Same(departure.Item, arrival.Item);
            all.Remove(departure);
            var position = all.IndexOf(arrival);
            all.RemoveAt(position);
            all.InsertRange(position, inner._differences);
        }

        return all;
    }

    private void Changed(Place place, JsonElement before, JsonElement after)
    {
        var (old, now) = (FieldWords.TextOf(before), FieldWords.TextOf(after));
        var words = FieldWords.IsConstant(before) && FieldWords.IsConstant(after) ? [] : WordComparison.Of(old, now);
        _differences.Add(new(new(place.Path, place.Label, FieldChangeKind.Changed, old, now, words), null));
    }

    private void Add(Place place, FieldChangeKind kind, string? before, string? after, Item? item = null) =>
        _differences.Add(new(new(place.Path, place.Label, kind, before, after, []), item));

    private static bool IsList(JsonElement? value) => value is null or { ValueKind: JsonValueKind.Array };

    private static JsonElement? Field(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <param name="Item">For an item of a keyed list that came or went.</param>
    private sealed record Difference(FieldChange Change, Item? Item);
}
