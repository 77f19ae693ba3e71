using System.Globalization;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using CsCheck;
using Xunit;
using Input = System.Collections.Generic.Dictionary<string, object?>;

namespace ContentHub.Tests.Delivery.Filters;

/// <summary>Random filters, answered from indexes, against a reading of the same input that looks at every entry.</summary>
public sealed class FilterAlgebraTests
{
    private const int Entries = 9;
    private static readonly SiteCalendar Calendar = new(TimeZoneInfo.Utc, new(2026, 3, 2));
    private static readonly string[] Words = ["alpha", "Álpha", "beta", "a", ""];
    private static readonly double?[] Hours = [null, 1.5, 2, 9];
    private static readonly bool?[] Bools = [null, true, false];

    private static readonly Gen<string> GenWord = Gen.OneOf(Words);
    private static readonly Gen<Guid[]> GenIds = Gen.Int[0, Entries].Select(Sample.Id).Array[0, 3].Select(ids => ids.Distinct().ToArray());

    private static readonly Gen<SampleDocument> GenDocument =
        Gen.Select(GenWord, GenWord, GenIds, GenIds, Gen.Enum<SampleAudience>(), GenWord.Array[0, 2], Gen.Select(Gen.Int[-1, Entries], Gen.Enum<SampleKind>()), Gen.Select(Gen.OneOf(Hours), Gen.OneOf(Bools), Gen.Int[0, 4]),
            (slug, title, topics, uses, audience, tags, topic, values) => new SampleDocument(slug, title)
            {
                Topics = topics,
                Uses = uses,
                Audience = audience,
                Tags = [.. tags.Distinct()],
                Parent = topic.Item1 < 0 ? null : Sample.Id(topic.Item1),
                Kind = topic.Item2,
                Hours = values.Item1,
                IsRoot = values.Item2,
                Day = values.Item3 == 0 ? null : Calendar.Today.AddDays(values.Item3),
            });

    private static readonly Gen<Published> GenView =
        Gen.Select(Gen.Int[0, Entries - 1], Gen.OneOf("en-US", "es-US"), GenDocument, Gen.Bool).Array[0, 14]
            .Select(all => Sample.View([.. all.Select(e => Sample.Entry(e.Item1, e.Item2, e.Item3, e.Item4 ? SampleType.Page : SampleType.Note))]));

    private static readonly Gen<object?> GenText = Fields(
        ("eq", GenWord.Select(w => (object?)w)),
        ("in", GenWord.Array[0, 3].Select(w => (object?)w)),
        ("notIn", GenWord.Array[0, 2].Select(w => (object?)w)),
        ("contains", Gen.OneOf("alph", "Á", "T", "", null!).Select(w => (object?)w)),
        ("startsWith", Gen.OneOf("al", "ÀL", "b", null!).Select(w => (object?)w)),
        ("isNull", Gen.OneOf(Bools).Select(b => (object?)b)));

    private static readonly Gen<string> GenId = Gen.Int[-1, Entries].Select(i => i < 0 ? "no-uuid" : Sample.Id(i).ToString());

    private static readonly Gen<object?> GenIdFilter = Fields(
        ("eq", GenId.Select(i => (object?)i)),
        ("in", GenId.Array[0, 4].Select(i => (object?)i)),
        ("notIn", GenId.Array[0, 2].Select(i => (object?)i)));

    private static readonly Gen<object?> GenLeaf = Fields(
        ("entryId", GenIdFilter),
        ("slug", GenText),
        ("title", GenText),
        ("tag", GenText),
        ("plainTag", GenText),
        ("audience", Choice<SampleAudience>()),
        ("use", Fields(("entryId", GenIdFilter), ("slug", GenText))),
        ("plainUse", Fields(("entryId", GenIdFilter), ("slug", GenText))),
        ("topic", Fields(("entryId", GenIdFilter), ("slug", GenText), ("kind", Choice<SampleKind>()), ("withDescendants", Gen.OneOf(Bools).Select(b => (object?)b)))),
        ("hours", Fields(("eq", Gen.Const((object?)2.0)), ("gte", Gen.Const((object?)2.0)), ("lt", Gen.Const((object?)9.0)), ("isNull", Gen.OneOf(Bools).Select(b => (object?)b)))),
        ("day", Fields(("gt", Gen.Const((object?)Calendar.Today.AddDays(2))), ("lte", Gen.Const((object?)Calendar.Today.AddDays(3))))),
        ("isRoot", Gen.OneOf(Bools).Select(b => (object?)b)),
        ("related", Fields(("slug", GenText), ("entryId", GenIdFilter))));

    [Fact]
    public void A_filter_lets_through_what_its_words_say() =>
        Gen.Select(GenView, GenFilter(3), Gen.OneOf("en-US", "es-US"), Gen.Enum<LocaleFallback>(), Gen.OneOf<string?>(null, "PAGE", "NOTE"), Gen.Enum<EntryOrder>()).Sample(
            (view, input, locale, fallback, type, order) =>
            {
                var filter = SampleFilters.Page.Compile((Input?)input, view, locale, Calendar);

                var page = view.Page(new(type, locale, fallback, order, filter, new(50, null, null, null)));

                var expected = view.List(type, locale, fallback, order).Where(e => Says((Input?)input, (SampleEntry)e, view, locale)).ToList();
                Assert.Equal(expected, page.Nodes);
                Assert.Equal(expected.Count, page.TotalCount);
            },
            iter: 3000,
            print: t => Print(t.Item2));

    private static bool Says(Input? input, SampleEntry entry, Published view, string locale) => input is null || input.All(field => field.Value is null || field.Key switch
    {
        "and" => ((object?[])field.Value).All(f => Says((Input?)f, entry, view, locale)),
        "or" => ((object?[])field.Value).Length == 0 || ((object?[])field.Value).Any(f => Says((Input?)f, entry, view, locale)),
        "not" => !Says((Input?)field.Value, entry, view, locale),
        "entryId" => SaysId(field.Value, entry.EntryId),
        "slug" => SaysText(field.Value, [entry.Document.Slug]),
        "title" => SaysText(field.Value, [entry.Document.Title]),
        "tag" or "plainTag" => SaysText(field.Value, entry.Document.Tags),
        "audience" => SaysChoice(field.Value, entry.Document.Audience),
        "use" or "plainUse" or "related" => SaysNothing(field.Value) || entry.Document.Uses.Any(u => view.Linked(u, locale) is SampleEntry e && SaysReference((Input)field.Value, e)),
        "topic" => SaysNothing(((Input)field.Value).Where(f => f.Key != "withDescendants").ToDictionary()) || entry.Topics.Any(t => SaysTopic((Input)field.Value, t, view, locale, 0)),
        "hours" => SaysRange(field.Value, entry.Document.Hours),
        "day" => SaysRange(field.Value, entry.Document.Day),
        "isRoot" => entry.Document.IsRoot == (bool)field.Value,
        _ => throw new ArgumentException(field.Key),
    });

    private static bool SaysTopic(Input input, Guid topic, Published view, string locale, int depth) =>
        depth <= Entries + 1
        && view.Linked(topic, locale) is SampleEntry entry
        && ((SaysReference(input, entry) && SaysChoice(input.GetValueOrDefault("kind"), entry.Document.Kind))
            || (input.GetValueOrDefault("withDescendants") is true && entry.ParentId is { } parent && SaysTopic(input, parent, view, locale, depth + 1)));

    private static bool SaysReference(Input input, SampleEntry entry) =>
        SaysId(input.GetValueOrDefault("entryId"), entry.EntryId) && SaysText(input.GetValueOrDefault("slug"), [entry.Document.Slug]);

    private static bool SaysNothing(object? input) => input is null || (input is Input fields && fields.Values.All(SaysNothing));

    private static bool SaysId(object? input, Guid id) => SaysChoice(
        input is not Input fields ? null : fields.ToDictionary(f => f.Key, f => f.Value is object?[] list ? list.ToArray() : f.Value), id.ToString());

    private static bool SaysChoice(object? input, object value) => input is not Input fields || fields.All(f => f.Value is null || f.Key switch
    {
        "eq" => value.Equals(f.Value),
        "in" => ((Array)f.Value).Cast<object>().Contains(value),
        "notIn" => !((Array)f.Value).Cast<object>().Contains(value),
        _ => true,
    });

    private static bool SaysText(object? input, string[] values)
    {
        var compare = CultureInfo.InvariantCulture.CompareInfo;
        const CompareOptions Loose = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;
        return input is not Input fields
            || SaysNothing(fields)
            || (fields.GetValueOrDefault("isNull") is not bool isNull || isNull == (values.Length == 0))
                && (SaysNothing(fields.Where(f => f.Key != "isNull").ToDictionary()) || values.Any(value => SaysChoice(fields, value) && fields.All(f => f.Value is null || f.Key switch
                {
                    "contains" => compare.IndexOf(value, (string)f.Value, Loose) >= 0,
                    "startsWith" => compare.IsPrefix(value, (string)f.Value, Loose),
                    _ => true,
                })));
    }

    private static bool SaysRange<T>(object? input, T? value)
        where T : struct, IComparable<T> => ((Input)input!).All(f => f.Value is null || (f.Key == "isNull" ? value is null == (bool)f.Value : value is { } given && (f.Key, given.CompareTo((T)f.Value)) switch
        {
            ("eq", var order) => order == 0,
            ("gt", var order) => order > 0,
            ("gte", var order) => order >= 0,
            ("lt", var order) => order < 0,
            ("lte", var order) => order <= 0,
            _ => throw new ArgumentException(f.Key),
        }));

    private static Gen<object?> GenFilter(int depth) => depth == 0 ? GenLeaf : Gen.Frequency(
        (3, GenLeaf),
        (1, GenFilter(depth - 1).Array[0, 3].Select(l => (object?)new Input { ["and"] = l })),
        (1, GenFilter(depth - 1).Array[0, 3].Select(l => (object?)new Input { ["or"] = l })),
        (1, GenFilter(depth - 1).Select(f => (object?)new Input { ["not"] = f })),
        (1, Gen.Select(GenLeaf, GenFilter(depth - 1).Array[1, 3], (leaf, l) => (object?)new Input((Input)leaf!) { ["or"] = l })));

    private static Gen<object?> Choice<TEnum>()
        where TEnum : struct, Enum => Fields(
            ("eq", Gen.Enum<TEnum>().Select(e => (object?)e)),
            ("in", Gen.Enum<TEnum>().Array[0, 2].Select(l => (object?)l.Cast<object>().ToArray())),
            ("notIn", Gen.Enum<TEnum>().Array[0, 2].Select(l => (object?)l.Cast<object>().ToArray())));

    // Mostly one or two of the fields.
    private static Gen<object?> Fields(params (string Name, Gen<object?> Value)[] fields) =>
        Gen.OneOf([.. fields.Select(f => f.Value.Select(v => (f.Name, Value: v)))]).Array[0, 2]
            .Select(chosen => (object?)chosen.GroupBy(c => c.Name).ToDictionary(g => g.Key, g => g.Last().Value));

    private static string Print(object? value) => value switch
    {
        Input fields => "{" + string.Join(", ", fields.Select(f => $"{f.Key}: {Print(f.Value)}")) + "}",
        Array list => "[" + string.Join(", ", list.Cast<object>().Select(Print)) + "]",
        _ => value?.ToString() ?? "null",
    };
}
