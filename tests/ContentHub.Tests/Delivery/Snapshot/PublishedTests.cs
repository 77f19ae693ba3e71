using ContentHub.Api.Paging;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Delivery.Snapshot;

public sealed class PublishedTests
{
    private const int Entries = 7;
    private static readonly string[] Tags = ["en-US", "es-US", "fr-CA"];
    private static readonly string[] Slugs = ["alcohol", "opioids", "tremor", "x"];
    private static readonly string[] Titles = ["Élan", "elan", "Zebra", "ñandú", "Nandu", ""];
    private static readonly LocaleFallback[] Fallbacks = [LocaleFallback.Chain, LocaleFallback.None];
    private static readonly EntryOrder?[] Orders = [null, .. Enum.GetValues<EntryOrder>().Select(o => (EntryOrder?)o)];

    private static readonly Gen<Guid[]> GenIds = Gen.Int[0, Entries].Select(Sample.Id).Array[0, 3].Select(ids => ids.Distinct().ToArray());

    private static readonly Gen<SampleDocument> GenDocument =
        Gen.Select(Gen.OneOf(Slugs), Gen.OneOf(Titles), GenIds, GenIds, Gen.Enum<SampleAudience>(), Gen.OneOf("a", "b", "c").Array[0, 3],
            (slug, title, topics, uses, audience, tags) => new SampleDocument(slug, title) { Topics = topics, Uses = uses, Audience = audience, Tags = [.. tags.Distinct()] });

    private static readonly Gen<Act> GenAct =
        Gen.Select(Gen.Int[0, Entries - 1], Gen.OneOf(Tags), Gen.Frequency((6, Verb.Publish), (2, Verb.Unpublish), (2, Verb.Retract)), GenDocument, Gen.Int[0, 3], Gen.Int[0, 3],
            (entry, locale, verb, document, published, modified) => new Act(entry, locale, verb, document, published, modified));

    [Fact]
    public void Every_answer_equals_that_of_a_search_through_everything() =>
        GenAct.Array[1, 5].Array[1, 12].Sample(
            batches =>
            {
                var (model, view) = (PublishedModel.Empty, Published.Empty(Sample.Locales));
                foreach (var batch in batches)
                {
                    (model, view) = Apply(model, view, batch);
                }

                AssertEqual(model, view);
            },
            iter: 100);

    [Fact]
    public void Advancing_leaves_older_views_as_they_were() =>
        Gen.Select(GenAct.Array[1, 20], GenAct.Array[1, 20]).Sample(
            (first, second) =>
            {
                var (model, view) = Apply(PublishedModel.Empty, Published.Empty(Sample.Locales), first);

                Apply(model, view, second);

                AssertEqual(model, view);
            },
            iter: 100);

    [Fact]
    public void Relations_that_were_looked_up_before_are_those_of_each_view() =>
        GenAct.Array[1, 5].Array[2, 12].Sample(
            batches =>
            {
                var (model, view) = (PublishedModel.Empty, Published.Empty(Sample.Locales));
                foreach (var batch in batches)
                {
                    var (modelBefore, before) = (model, view);
                    (model, view) = Apply(model, view, batch);
                    AssertLinked(model, view);
                    AssertLinked(model, view);
                    AssertLinked(modelBefore, before);
                }
            },
            iter: 100);

    [Fact]
    public void A_preview_shows_the_draft_at_the_same_place_in_the_log() =>
        Gen.Select(GenAct.Array[1, 20], GenDocument, Gen.Int[0, Entries - 1], Gen.OneOf(Tags)).Sample(
            (acts, document, entry, locale) =>
            {
                var (model, view) = Apply(PublishedModel.Empty, Published.Empty(Sample.Locales), acts);
                var draft = Sample.Entry(entry, locale, document, TypeOf(entry));

                var preview = view.With(draft);

                Assert.Equal((view.LogId, view.Sequence), (preview.LogId, preview.Sequence));
                AssertEqual(model.With(draft.VariantId, draft), preview);
                AssertEqual(model, view);
            },
            iter: 60);

    [Fact]
    public void Lists_of_many_pages_stay_sorted_through_small_changes() =>
        Gen.Select(Gen.Int[0, 3000].Array[20, 60], Gen.Int[1, 9]).Sample(
            (changed, step) =>
            {
                var all = Enumerable.Range(0, 2000).ToDictionary(i => i, i => Many(i, i * 37 % 1000));
                var view = Sample.View([.. all.Values]);
                foreach (var (round, number) in changed.Index())
                {
                    var entry = round % 3 == 0 ? null : Many(number, round * step);
                    view = view.Advance(Sample.Id(1), 2 + round, [(Sample.VariantId(Sample.Id(number), "en-US"), entry)]);
                    all.Remove(number);
                    if (entry is not null)
                    {
                        all[number] = entry;
                    }
                }

                var model = new PublishedModel(Sample.Locales, all.Values.ToDictionary(e => e.VariantId));
                foreach (var order in Orders)
                {
                    Assert.Equal(Ids(PublishedModel.Ordered(all.Values, order, "en-US")), Ids(view.List("PAGE", null, LocaleFallback.Chain, order)));
                    Assert.Equal(Ids(PublishedModel.Ordered(all.Values, order, "en-US")), Ids(Walk(view, new("PAGE", null, LocaleFallback.Chain, order, null, new(97, null, null, null)))));
                }

                PublishedEntry Many(int number, int minute)
                {
                    var row = Sample.Row(Sample.Id(number), "en-US", new($"entry-{number}", $"Title {minute % 13}") { Tags = [$"{number % 3}"] });
                    return Sample.Read(row with { PublishedAt = Sample.Start.AddMinutes(minute), ContentModifiedAt = Sample.Start.AddMinutes(-minute) });
                }
            },
            iter: 6);

    [Fact]
    public void A_page_that_grows_too_long_is_split_without_losing_a_line()
    {
        var view = Sample.View([.. Enumerable.Range(0, 1000).Select(i => Sample.Entry(i, "en-US", new($"entry-{i}", $"Title {i}")))]);
        PublishedEntry[] late = [.. Enumerable.Range(1000, 300).Select(i => Sample.Entry(i, "en-US", new($"entry-{i}", $"Title 500 {i}")))];

        view = late.Aggregate(view, (v, e) => v.Advance(Sample.Id(1), v.Sequence + 1, [(e.VariantId, e)]));

        var all = view.List("PAGE", null, LocaleFallback.Chain).ToList();
        Assert.Equal(1300, all.Count);
        Assert.Equal(Ids(PublishedModel.Ordered(all, EntryOrder.TitleAsc, "en-US")), Ids(view.List("PAGE", null, LocaleFallback.Chain, EntryOrder.TitleAsc)));
        Assert.All(all, e => Assert.Same(e, view.ByVariant(e.VariantId)));
    }

    [Fact]
    public void Only_the_entries_of_a_view_have_their_numbers_in_it()
    {
        var (was, other) = (Sample.Entry(1, "en-US", new("a", "A")), Sample.Entry(2, "en-US", new("b", "B")));
        var before = Sample.View(was, other);
        var now = Sample.Entry(1, "en-US", new("a", "A, corrected"));

        var after = before.Advance(Sample.Id(1), before.Sequence + 1, [(now.VariantId, now), (other.VariantId, null)]);

        Assert.Equal([was, now], [before.EntryAt(before.OrdinalOf(was)), after.EntryAt(after.OrdinalOf(now))]);
        Assert.Equal([-1, -1, -1, -1], [before.OrdinalOf(now), after.OrdinalOf(was), after.OrdinalOf(other), before.OrdinalOf(Sample.Entry(3, "en-US", new("c", "C")))]);
    }

    [Fact]
    public void Every_page_tells_exactly_whether_there_is_more()
    {
        var view = Sample.View([.. Enumerable.Range(0, 5).Select(i => Sample.Entry(i, "en-US", new($"entry-{i}", $"Title {i}")))]);
        var all = Page(view, new(5, null, null, null));
        string Cursor(int at) => all.Edges[at].Cursor;

        Assert.Equal((false, false), Flags(all));
        Assert.Equal((true, false), Flags(Page(view, new(2, null, null, null))));
        Assert.Equal((true, true), Flags(Page(view, new(2, Cursor(1), null, null))));
        Assert.Equal((false, true), Flags(Page(view, new(2, Cursor(2), null, null))));
        Assert.Equal((false, true), Flags(Page(view, new(null, null, 2, null))));
        Assert.Equal((true, true), Flags(Page(view, new(null, null, 2, Cursor(3)))));
        Assert.Equal((true, false), Flags(Page(view, new(null, null, 2, Cursor(2)))));
        Assert.Equal((true, false), Flags(Page(view, new(0, null, null, null))));
        Assert.Equal((false, true), Flags(Page(view, new(null, null, 0, null))));
        Assert.Equal((true, true), Flags(Page(view, new(9, Cursor(0), null, Cursor(4)))));
        Assert.Equal((false, true), Flags(Page(view, new(2, Cursor(4), null, null))));
        Assert.Equal(5, Page(view, new(2, Cursor(1), null, null)).TotalCount);
    }

    [Fact]
    public void An_empty_page_ends_where_it_was_asked_to_start()
    {
        var view = Sample.View(Sample.Entry(1, "en-US", new("a", "A")));
        var cursor = Page(view, new(1, null, null, null)).PageInfo.EndCursor;

        var after = Page(view, new(1, cursor, null, null)).PageInfo;
        var before = Page(view, new(null, null, 1, cursor)).PageInfo;

        Assert.Equal(cursor, after.EndCursor);
        Assert.Equal(cursor, after.StartCursor);
        Assert.Equal(cursor, before.StartCursor);
        Assert.Null(Page(Sample.View(), new(1, null, null, null)).PageInfo.EndCursor);
    }

    [Fact]
    public void A_cursor_goes_on_where_its_entry_was_after_the_entry_is_gone_and_in_another_process()
    {
        PublishedEntry[] entries = [.. Enumerable.Range(0, 5).Select(i => Sample.Entry(i, "en-US", new($"entry-{i}", $"Title {i}")))];
        var cursor = Page(Sample.View(entries), new(2, null, null, null)).PageInfo.EndCursor;
        var restarted = Sample.View([entries[4], entries[3], entries[2], entries[0]]);

        var next = Page(restarted, new(9, cursor, null, null));

        Assert.Equal([entries[2], entries[3], entries[4]], next.Nodes);
    }

    [Fact]
    public void A_forged_or_cut_cursor_is_refused()
    {
        var view = Sample.View(Sample.Entry(1, "en-US", new("a", "A")), Sample.Entry(2, "en-US", new("b", "B")));
        var cursor = Page(view, new(1, null, null, null)).PageInfo.EndCursor!;

        Gen.Select(Gen.Int[0, cursor.Length - 1], Gen.Char.AlphaNumeric).Where((at, c) => cursor[at] != c && at < cursor.Length - 1).Sample(
            (at, c) => AssertRefused(new(1, cursor[..at] + c + cursor[(at + 1)..], null, null), "after"));
        Gen.String.Sample(s => AssertRefused(new(null, null, 1, s), "before"));
        Assert.All(Enumerable.Range(0, cursor.Length), length => AssertRefused(new(1, cursor[..length], null, null), "after"));

        void AssertRefused(PageArguments page, string argument) =>
            Assert.Equal(argument, Assert.Throws<InvalidCursorException>(() => Page(view, page)).Argument);
    }

    [Fact]
    public void A_cursor_of_another_list_is_refused()
    {
        var view = Sample.View(Sample.Entry(1, "en-US", new("a", "A")), Sample.Entry(2, "en-US", new("b", "B")));
        var request = new ListRequest("PAGE", "en-US", LocaleFallback.Chain, EntryOrder.TitleAsc, null, new(1, null, null, null));
        var page = new PageArguments(1, view.Page(request).PageInfo.EndCursor, null, null);

        Assert.Single(view.Page(request with { Page = page, Locale = "en" }).Nodes);
        Assert.Throws<InvalidCursorException>(() => view.Page(request with { Page = page, Type = "NOTE" }));
        Assert.Throws<InvalidCursorException>(() => view.Page(request with { Page = page, Type = null }));
        Assert.Throws<InvalidCursorException>(() => view.Page(request with { Page = page, Locale = "es-US" }));
        Assert.Throws<InvalidCursorException>(() => view.Page(request with { Page = page, Fallback = LocaleFallback.None }));
        Assert.Throws<InvalidCursorException>(() => view.Page(request with { Page = page, Order = EntryOrder.TitleDesc }));
        Assert.Throws<InvalidCursorException>(() => view.Page(request with { Page = page, Order = null }));
    }

    [Fact]
    public void A_retracted_translation_is_told_and_not_replaced_by_its_source()
    {
        var source = Sample.Entry(1, "en-US", new("taper", "Tapering"));
        var retracted = Sample.Read(Sample.Row(Sample.Id(1), "es-US", new("retirada", "Retirada")) with { IsRetracted = true });

        var view = Sample.View(source, retracted);

        Assert.Same(retracted, view.ByEntry(Sample.Id(1), "es-US", LocaleFallback.Chain));
        Assert.Same(retracted, view.BySlug("PAGE", "taper", "es-US", LocaleFallback.Chain));
        Assert.Null(view.Linked(Sample.Id(1), "es-US"));
        Assert.Empty(view.List(null, "es-US", LocaleFallback.Chain));
        Assert.Same(source, view.Linked(Sample.Id(1), "en-US"));
        Assert.Equal([source], view.Translations(Sample.Id(1)));
    }

    [Fact]
    public void A_variant_in_a_locale_that_the_site_gave_up_is_found_by_its_own_id_only()
    {
        var german = Sample.Entry(1, "de-DE", new("entzug", "Entzug"));

        var view = Sample.View(german);

        Assert.Same(german, view.ByVariant(german.VariantId));
        Assert.Null(view.ByEntry(Sample.Id(1), "de-DE", LocaleFallback.Chain));
        Assert.Null(view.BySlug("PAGE", "entzug", "de-DE", LocaleFallback.None));
        Assert.Empty(view.List(null, null, LocaleFallback.Chain));
        Assert.Empty(view.Page(new(null, "de-DE", LocaleFallback.None, null, null, new(null, null, null, null))).Nodes);
    }

    private static (PublishedModel, Published) Apply(PublishedModel model, Published view, IEnumerable<Act> acts)
    {
        var changes = new List<(Guid, PublishedEntry?)>();
        foreach (var act in acts)
        {
            var variantId = Sample.VariantId(Sample.Id(act.Entry), act.Locale);
            var entry = act.On(model.Variants.GetValueOrDefault(variantId));
            changes.Add((variantId, entry));
            model = model.With(variantId, entry);
        }

        return (model, view.Advance(Sample.Id(9), view.Sequence + 1, changes));
    }

    private static SampleType TypeOf(int entry) => entry % 3 == 0 ? SampleType.Note : SampleType.Page;

    private static void AssertEqual(PublishedModel model, Published view)
    {
        Assert.All(Enumerable.Range(0, Entries), number =>
        {
            var id = Sample.Id(number);
            Assert.Equal(Tags.Select(l => model.ByEntry(id, l, LocaleFallback.None)).Where(e => e is { IsRetracted: false }), view.Translations(id));
            foreach (var locale in Tags)
            {
                Assert.Same(model.Variants.GetValueOrDefault(Sample.VariantId(id, locale)), view.ByVariant(Sample.VariantId(id, locale)));
                Assert.Same(model.ByEntry(id, locale, LocaleFallback.Chain), view.ByEntry(id, locale, LocaleFallback.Chain));
                Assert.Same(model.ByEntry(id, locale, LocaleFallback.None), view.ByEntry(id, locale, LocaleFallback.None));
                Assert.Same(model.ByEntry(id, locale, LocaleFallback.Chain) is { IsRetracted: false } linked ? linked : null, view.Linked(id, locale));
                Assert.Equal(Ids(model.UsedBy(id, locale)), Ids(view.UsedBy(id, locale)));
                Assert.Equal(Ids(model.UsedBy(id, locale).Where(e => e.Type == SampleType.Note)), Ids(view.UsedBy(id, locale, ["NOTE"])));
            }
        });
        Assert.All(Tags, locale =>
        {
            Assert.Equal(model.Redirects(locale), view.Redirects(locale).Select(r => (r.Type, r.Slug, r.To.VariantId)));
            foreach (var fallback in Fallbacks)
            {
                Assert.All(Slugs, slug => Assert.Same(model.BySlug("PAGE", slug, locale, fallback), view.BySlug("PAGE", slug, locale, fallback)));
                foreach (var type in new[] { null, "PAGE", "NOTE" })
                {
                    Assert.Equal(model.List(type, locale, fallback).Count(), view.Count(type, locale, fallback));
                    AssertLists(model, view, type, locale, fallback);
                }
            }
        });
    }

    private static void AssertLinked(PublishedModel model, Published view)
    {
        foreach (var from in model.Variants.Values.OfType<PublishedEntry>().Where(e => Tags.Contains(e.Locale)))
        {
            foreach (var ids in new[] { from.Uses, from.Topics })
            {
                var expected = ids.Select(id => model.ByEntry(id, from.Locale, LocaleFallback.Chain)).OfType<PublishedEntry>().Where(e => !e.IsRetracted).ToList();
                Assert.Empty(view.LinkedAll<NoSample>(from, ids));
                Assert.Equal(Ids(expected), Ids(view.LinkedAll<PublishedEntry>(from, ids)));
                Assert.Equal(Ids(expected), Ids(view.LinkedAll<SampleEntry>(from, ids)));
                Assert.All(expected.Zip(view.LinkedAll<PublishedEntry>(from, ids)), pair => Assert.Same(pair.First, pair.Second));
            }
        }
    }

    private abstract class NoSample(EntryEnvelope envelope) : PublishedEntry(envelope);

    private static void AssertLists(PublishedModel model, Published view, string? type, string locale, LocaleFallback fallback)
    {
        foreach (var (index, filter) in Filters.Index())
        {
            AssertList(filter, Orders[index % Orders.Length]);
        }

        foreach (var order in Orders)
        {
            AssertList(null, order);
            AssertList(Filters[1], order);
        }

        void AssertList(CompiledFilter? filter, EntryOrder? order)
        {
            var expected = Ids(PublishedModel.Ordered(model.List(type, locale, fallback).Where(e => filter?.Matches(e) ?? true), order, locale));
            var request = new ListRequest(type, locale, fallback, order, filter, new(2, null, null, null));
            Assert.Equal(expected, Ids(view.List(type, locale, fallback, order, filter)));
            Assert.Equal(expected, Ids(Walk(view, request)));
            Assert.Equal(expected, Ids(WalkBack(view, request)));
        }
    }

    private static readonly CompiledFilter[] Filters =
    [
        CompiledFilter.Indexed("audience", ["Patient"], isSingle: true),
        CompiledFilter.Indexed("audience", ["Patient", "Caregiver"], isSingle: true),
        CompiledFilter.Indexed("tag", ["a", "b"], isSingle: false),
        CompiledFilter.Indexed(IndexKey.Topic, [IndexKey.ValueOf(Sample.Id(1)), IndexKey.ValueOf(Sample.Id(2))], isSingle: false),
        CompiledFilter.OfTypes(["NOTE"]),
        CompiledFilter.OfTypes(["NOTE", "PAGE"]),
        CompiledFilter.And([CompiledFilter.Indexed("tag", ["a"], isSingle: false), CompiledFilter.Indexed("audience", ["Patient"], isSingle: true)]),
        CompiledFilter.Or([CompiledFilter.Indexed("tag", ["a"], isSingle: false), CompiledFilter.Indexed("audience", ["Patient"], isSingle: true)]),
        CompiledFilter.Not(CompiledFilter.Indexed("tag", ["a"], isSingle: false)),
        CompiledFilter.Where(e => e.Title.ToString().Length > 4),
        CompiledFilter.Nothing,
    ];

    private static List<PublishedEntry> Walk(Published view, ListRequest request)
    {
        var walked = new List<PublishedEntry>();
        while (true)
        {
            var page = view.Page(request);
            Assert.Equal(walked.Count > 0, page.PageInfo.HasPreviousPage);
            walked.AddRange(page.Nodes);
            Assert.Equal(page.TotalCount > walked.Count, page.PageInfo.HasNextPage);
            if (!page.PageInfo.HasNextPage)
            {
                return walked;
            }

            request = request with { Page = request.Page with { After = page.PageInfo.EndCursor } };
        }
    }

    private static List<PublishedEntry> WalkBack(Published view, ListRequest request)
    {
        var walked = new List<PublishedEntry>();
        request = request with { Page = new(null, null, request.Page.Size, null) };
        while (true)
        {
            var page = view.Page(request);
            Assert.Equal(walked.Count > 0, page.PageInfo.HasNextPage);
            walked.InsertRange(0, page.Nodes);
            Assert.Equal(page.TotalCount > walked.Count, page.PageInfo.HasPreviousPage);
            if (!page.PageInfo.HasPreviousPage)
            {
                return walked;
            }

            request = request with { Page = request.Page with { Before = page.PageInfo.StartCursor } };
        }
    }

    private static Connection<PublishedEntry> Page(Published view, PageArguments page) =>
        view.Page(new("PAGE", null, LocaleFallback.Chain, EntryOrder.TitleAsc, null, page));

    private static (bool Next, bool Previous) Flags(Connection<PublishedEntry> page) => (page.PageInfo.HasNextPage, page.PageInfo.HasPreviousPage);

    private static IEnumerable<string> Ids(IEnumerable<PublishedEntry> entries) => entries.Select(e => $"{e.EntryId.ToString()[..8]} {e.Locale} {e.Title}");

    private enum Verb
    {
        Publish,
        Unpublish,
        Retract,
    }

    private sealed record Act(int Entry, string Locale, Verb Verb, SampleDocument Document, int PublishedMinute, int ModifiedMinute)
    {
        public PublishedEntry? On(PublishedEntry? before)
        {
            if (Verb == Verb.Unpublish || (Verb == Verb.Retract && before is null))
            {
                return null;
            }

            var document = Verb == Verb.Retract ? ((SampleEntry)before!).Document : Document;
            var row = Sample.Row(Sample.Id(Entry), Locale, document, TypeOf(Entry));
            string[] former = before is null ? [] : [.. before.FormerSlugs, before.Slug.ToString()];
            return Sample.Read(row with
            {
                IsRetracted = Verb == Verb.Retract,
                FirstPublishedAt = before?.FirstPublishedAt ?? Sample.Start.AddMinutes(PublishedMinute),
                PublishedAt = Sample.Start.AddMinutes(PublishedMinute),
                ContentModifiedAt = Sample.Start.AddMinutes(ModifiedMinute),
                FormerSlugs = [.. former.Distinct().Where(s => s != document.Slug)],
            });
        }
    }
}
