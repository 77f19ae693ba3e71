using BenchmarkDotNet.Attributes;
using ContentHub.Api.Fields;
using ContentHub.Api.Paging;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using ContentHub.Storage;

namespace ContentHub.Benchmarks;

/// <summary>What a change and a page of a list cost when 100,000 entries are public, in the two locales of a new site.</summary>
[MemoryDiagnoser]
public class PublishedBenchmarks
{
    private const int Entries = 100_000;
    private const int Topics = 40;

    private readonly BenchmarkType _type = new();
    private readonly SiteLocales _locales = new(new());
    private (Guid VariantId, PublishedEntry? Entry)[] _tenThousand = [];
    private Published _published = null!;
    private ListRequest _first = null!;
    private ListRequest _deep = null!;
    private int _round;

    [GlobalSetup]
    public void Load()
    {
        var all = Enumerable.Range(0, Entries).Select(n => Make(n, n)).ToArray();
        _tenThousand = [.. all.Take(10_000).Select(e => (e.VariantId, (PublishedEntry?)e))];
        _published = Published.Empty(_locales).Advance(Id(1), 1, all.Select(e => (e.VariantId, (PublishedEntry?)e)));
        _first = new("PAGE", "es-US", LocaleFallback.Chain, EntryOrder.PublishedAtDesc, null, new(20, null, null, null));
        var middle = _published.Page(_first with { Page = new(50_000, null, null, null) }).PageInfo.EndCursor;
        _deep = _first with { Page = new(20, middle, null, null) };
    }

    [Benchmark]
    public Published Advance_by_one_republished_entry()
    {
        var number = _round++ * 7919 % Entries;
        var entry = Make(number, Entries + _round);
        return _published = _published.Advance(Id(1), _published.Sequence + 1, [(entry.VariantId, entry)]);
    }

    [Benchmark]
    public Published Load_ten_thousand() => Published.Empty(_locales).Advance(Id(1), 1, _tenThousand);

    [Benchmark]
    public Connection<PublishedEntry> Page_of_twenty_from_the_start() => _published.Page(_first);

    [Benchmark]
    public Connection<PublishedEntry> Page_of_twenty_from_the_middle() => _published.Page(_deep);

    [Benchmark]
    public Connection<PublishedEntry> Page_of_twenty_of_one_topic() =>
        _published.Page(_first with { Filter = CompiledFilter.Indexed(IndexKey.Topic, [IndexKey.ValueOf(Id(3))], isSingle: false) });

    [Benchmark]
    public Connection<PublishedEntry> Page_of_twenty_by_looking_at_one_topic() =>
        _published.Page(_first with
        {
            Filter = CompiledFilter.And(
            [
                CompiledFilter.Indexed(IndexKey.Topic, [IndexKey.ValueOf(Id(3))], isSingle: false),
                CompiledFilter.Where(e => e.Version == 1),
            ]),
        });

    private static Guid Id(int number) => new(number, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]);

    private PublishedEntry Make(int number, int minute)
    {
        var time = DateTimeOffset.UnixEpoch.AddMinutes(minute);
        var row = new PublishedRow
        {
            VariantId = Id((number + 1) * 7919),
            EntryId = Id(Topics + number),
            Type = _type.Name,
            Locale = "en-US",
            Version = 1,
            IsRetracted = false,
            Document = "{}",
            References = [],
            FirstPublishedAt = DateTimeOffset.UnixEpoch.AddMinutes(number),
            PublishedAt = time,
            ContentModifiedAt = time,
        };
        return _type.Read(row);
    }

    private sealed class BenchmarkType : DeliveryType
    {
        public override string Name => "PAGE";

        public override string GraphName => "Page";

        public override string Plural => "pages";

        public override string Description => "Made up, to measure.";

        public override System.Text.Json.Nodes.JsonObject ToSchemaOrg(PublishedEntry entry, ContentHub.Delivery.Fields.Request request) => [];

        public override PublishedEntry Read(PublishedRow row, Func<Published>? past = null)
        {
            var number = row.EntryId.GetHashCode() & 0xFFFFF;
            Guid[] topics = [Id(number % Topics), Id(number / Topics % Topics)];
            Guid[] uses = [Id(Topics + (number * 31 % Entries)), Id(Topics + (number * 37 % Entries)), .. topics];
            var text = new TextBuffer();
            return new Reading(new(this, row, text.Add($"entry-{number}-about-something"), text.Add($"Entry {number} about something"), topics, uses, past));
        }
    }

    private sealed class Reading(EntryEnvelope envelope) : PublishedEntry(envelope)
    {
        public override IEnumerable<IndexKey> IndexKeys => [new("audience", $"{EntryId.GetHashCode() % 3}"), new("author", $"{EntryId.GetHashCode() % 200}")];
    }
}
