using System.Text.Json.Nodes;
using ContentHub.Api;
using Xunit;

namespace ContentHub.Tests.Delivery;

/// <summary>One entry in one locale of a graph, as it was written, and what readers may see of it.</summary>
public sealed class WrittenVariant(GraphEntry entry, Guid entryId, Guid variantId, string locale)
{
    private readonly List<Words> _revisions = [];

    public GraphEntry Entry => entry;

    public Guid EntryId => entryId;

    public Guid VariantId => variantId;

    public string Locale => locale;

    /// <summary>The id of its draft.</summary>
    public string Id => new NodeId(NodeKind.Draft, variantId).ToString();

    public Words Head => _revisions[^1];

    /// <summary>What its draft says that readers may not see.</summary>
    public bool HasDraft { get; set; }

    /// <summary>Null while it has none that is public.</summary>
    public Words? Published { get; set; }

    public Words? Retracted { get; set; }

    public IReadOnlyList<Words> Revisions => _revisions;

    public HashSet<Words> EverPublished { get; } = [];

    public int Version => _revisions.Count;

    public void Add(Words words) => _revisions.Add(words);
}

/// <summary>Writes a random graph through the mutations that editors use.</summary>
public sealed class GraphWriter(ContentHubApp app)
{
    private static int _numbers;

    private readonly string _author = app.Token("Amy", Role.Author, Role.Editor);
    private readonly string _reviewer = app.Token("Rhea", Role.MedicalReviewer, Role.Editor);
    private readonly string _publisher = app.Token("Pat", Role.Publisher, Role.Editor);

    private IReadOnlyList<GraphEntry> _graph = [];
    private Guid[] _ids = [];
    private List<WrittenVariant> _variants = [];

    public async Task<IReadOnlyList<WrittenVariant>> WriteAsync(IReadOnlyList<GraphEntry> graph)
    {
        _graph = graph;
        _ids = [.. graph.Select(_ => Guid.NewGuid())];
        var variants = _variants = [];
        foreach (var (i, entry) in graph.Index())
        {
            variants.Add(new(entry, _ids[i], Guid.NewGuid(), "en-US"));
            if (entry.Spanish is not null)
            {
                variants.Add(new(entry, _ids[i], Guid.NewGuid(), "es-US"));
            }
        }

        // References need entries that exist: first everything without them, then their texts.
        foreach (var variant in variants)
        {
            await CreateAsync(variant);
        }

        // What is thrown away goes last: nothing is published with a link to what is gone already, but it stays when its target goes.
        // Translations come before their originals: a retracted source rightly holds back what was made from it.
        foreach (var variant in variants.OrderBy(v => FateOf(v) is Fate.Discarded).ThenBy(v => v.Locale == "en-US"))
        {
            await SaveAsync(variant);
            await MeetFateAsync(variant, FateOf(variant));
        }

        return variants;
    }

    private static Fate FateOf(WrittenVariant variant) => (variant.Locale == "en-US" ? variant.Entry.English : variant.Entry.Spanish)!.Value;

    private async Task CreateAsync(WrittenVariant variant)
    {
        var words = NewWords(variant);
        var titleField = variant.Entry.Graph == "FaqEntry" ? "question" : "title";
        var content = new Dictionary<string, object> { [titleField] = $"Name {words.Title}", ["slug"] = words.Slug };
        if (variant.Entry.Graph == "HelpLine")
        {
            content["phone"] = "555-0100";
        }

        await app.DoneAsync($"create{variant.Entry.Graph}", new
        {
            id = variant.VariantId,
            entryId = variant.EntryId,
            locale = variant.Locale,
            content,
        }, _author);
        variant.HasDraft = true;
    }

    private async Task SaveAsync(WrittenVariant variant)
    {
        var version = variant.Version;
        var words = NewWords(variant);
        await app.DoneAsync($"update{variant.Entry.Graph}", new { id = variant.Id, expectedVersion = version, patch = Patch(variant.Entry, words) }, _author);
        variant.HasDraft = true;
    }

    private async Task MeetFateAsync(WrittenVariant variant, Fate fate)
    {
        switch (fate)
        {
            case Fate.Draft:
                break;
            case Fate.InReview:
                await SubmitAsync(variant);
                break;
            case Fate.ChangesRequested:
                await SubmitAsync(variant);
                await app.DoneAsync("requestChanges", new { id = variant.Id, version = variant.Version, note = "Please look again." }, _reviewer);
                break;
            case Fate.Approved:
                await ApproveAsync(variant);
                break;
            case Fate.Discarded:
                await app.DoneAsync("discardDraft", new { id = variant.Id, version = variant.Version }, _author);
                variant.HasDraft = false;
                break;
            case Fate.Published:
                await PublishAsync(variant);
                break;
            case Fate.PublishedWithDraft:
                await PublishAsync(variant);
                await SaveAsync(variant);
                break;
            case Fate.PublishedWithApprovedDraft:
                await PublishAsync(variant);
                await SaveAsync(variant);
                await ApproveAsync(variant);
                break;
            case Fate.Republished:
                await PublishAsync(variant);
                await SaveAsync(variant);
                await PublishAsync(variant);
                break;
            case Fate.RepublishedWithDraft:
                await MeetFateAsync(variant, Fate.Republished);
                await SaveAsync(variant);
                break;
            case Fate.Unpublished:
                await PublishAsync(variant);
                await UnpublishAsync(variant);
                break;
            case Fate.UnpublishedWithDraft:
                await PublishAsync(variant);
                await SaveAsync(variant);
                await UnpublishAsync(variant);
                break;
            case Fate.Retracted:
                await PublishAsync(variant);
                await RetractAsync(variant);
                break;
            case Fate.RetractedUnderDraft:
                await PublishAsync(variant);
                await SaveAsync(variant);
                await RetractAsync(variant);
                break;
            case Fate.RetractedWithDraft:
                await PublishAsync(variant);
                await RetractAsync(variant);
                await SaveAsync(variant);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fate), fate, "Unknown.");
        }
    }

    private Task<JsonNode> SubmitAsync(WrittenVariant variant) => app.DoneAsync("submitForReview", new { id = variant.Id, version = variant.Version }, _author);

    private async Task ApproveAsync(WrittenVariant variant)
    {
        await SubmitAsync(variant);
        await app.DoneAsync("approve", new { id = variant.Id, version = variant.Version }, _reviewer);
    }

    private async Task PublishAsync(WrittenVariant variant)
    {
        if (variant.Entry.IsClinical)
        {
            await ApproveAsync(variant);
        }

        // As a release of the whole graph, so that what is out may link to what is not: no draft may leak that way either.
        await app.PublishTogetherAsync(variant.Id, variant.Version, _ids);
        (variant.Published, variant.Retracted, variant.HasDraft) = (variant.Head, null, false);
        variant.EverPublished.Add(variant.Head);
    }

    private async Task UnpublishAsync(WrittenVariant variant)
    {
        await app.DoneAsync("unpublish", new { id = variant.Id, version = VersionOf(variant, variant.Published!) }, _publisher);
        variant.Published = null;
    }

    private async Task RetractAsync(WrittenVariant variant)
    {
        await app.DoneAsync("retract", new { id = variant.Id, version = VersionOf(variant, variant.Published!), reason = "It was wrong.", replacedBy = _ids.FirstOrDefault(i => i != variant.EntryId) }, _publisher);
        // What was translated from it and is out goes with it.
        foreach (var gone in _variants.Where(v => v == variant || (variant.Locale == "en-US" && v.EntryId == variant.EntryId && v.Published is not null)))
        {
            (gone.Retracted, gone.Published) = (gone.Published, null);
        }
    }

    private static int VersionOf(WrittenVariant variant, Words words) => 1 + variant.Revisions.ToList().IndexOf(words);

    private static Words NewWords(WrittenVariant variant)
    {
        var words = new Words(Interlocked.Increment(ref _numbers));
        variant.Add(words);
        return words;
    }

    private IEnumerable<Guid> Linked(GraphEntry entry, string? type = null) =>
        entry.Links.Where(l => l < _graph.Count && (type is null || _graph[l].Graph == type)).Select(l => _ids[l]).Distinct();

    /// <summary>Everything that the type can say, with the words in each text and a link to each linked entry.</summary>
    private Dictionary<string, object?> Patch(GraphEntry entry, Words words)
    {
        var text = $"Say {words.Text} " + string.Join(' ', Linked(entry).Select(id => $"[see {words.Text}](entry:{id})"));
        var topics = Linked(entry, "Topic").DefaultIfEmpty(_ids[0]).ToList();
        object[] references = [new { title = $"Source {words.Text}", publisher = $"Press {words.Text}", url = "https://example.org/source" }];
        var patch = new Dictionary<string, object?> { [entry.Graph == "FaqEntry" ? "question" : "title"] = $"Name {words.Title}", ["slug"] = words.Slug };
        foreach (var (name, value) in entry.Graph switch
        {
            "Topic" => Fields(("kind", "CONDITION"), ("summary", words.Text), ("alternateNames", new[] { words.Text }), ("references", references),
                ("parent", Linked(entry, "Topic").Cast<Guid?>().FirstOrDefault()), ("topics", Linked(entry, "Topic")), ("featured", Linked(entry))),
            "Person" => Fields(("role", words.Text), ("biography", text), ("credentials", new[] { words.Text }), ("topics", topics)),
            "Article" => Fields(("topics", topics), ("references", references), ("summary", words.Text), ("keyPoints", new[] { words.Text }), ("audience", "PATIENT"),
                ("authors", Linked(entry, "Person").DefaultIfEmpty(_ids[1])), ("sections", Sections(entry, words, text)), ("symptomLists", Linked(entry, "SymptomList")),
                ("faqs", Linked(entry, "FaqEntry")), ("programs", Linked(entry, "Program")), ("seoTitle", words.Text), ("seoDescription", words.Text)),
            "SymptomList" => Fields(("topics", topics), ("references", references), ("introduction", text), ("whenToGetHelp", text), ("context", "USE"),
                ("groups", new[] { new { category = "PHYSICAL", heading = words.Text, symptoms = new[] { new { name = words.Text, description = words.Text, severity = "EMERGENCY", action = words.Text } } } })),
            "FaqEntry" => Fields(("topics", topics), ("references", references), ("shortAnswer", words.Text), ("answer", Blocks(entry, words, text, isAnswer: true))),
            "Program" => Fields(("topics", topics), ("references", references), ("summary", words.Text), ("sections", Sections(entry, words, text)), ("levelOfCare", "OUTPATIENT"),
                ("formats", new[] { "IN_PERSON" }), ("ageGroups", new[] { "ADULT" }), ("treats", topics), ("locations", Linked(entry, "Location")),
                ("eligibility", new[] { words.Text }), ("admissionSteps", new[] { words.Text }), ("contact", new { note = words.Text })),
            "GlossaryTerm" => Fields(("topics", topics), ("references", references), ("definition", text), ("alternateNames", new[] { words.Text })),
            "HelpLine" => Fields(("topics", topics), ("phone", "555-0100"), ("text", words.Text), ("hours", words.Text), ("countries", new[] { "US" }), ("languages", new[] { "en" }), ("summary", words.Text), ("isEmergency", true)),
            "Location" => Fields(("city", words.Text), ("street", words.Text), ("country", "US"), ("timeZone", "America/Los_Angeles"), ("openingHours", new[] { words.Text }), ("accessibility", new[] { words.Text }), ("contact", new { note = words.Text })),
            _ => throw new InvalidOperationException($"Unknown type {entry.Graph}."),
        })
        {
            patch[name] = value;
        }

        return patch;
    }

    private static (string, object?)[] Fields(params (string, object?)[] fields) => fields;

    private object[] Sections(GraphEntry entry, Words words, string text) =>
        [new { heading = $"Heading {words.Text}", level = 2, blocks = Blocks(entry, words, text, isAnswer: false) }];

    private List<object> Blocks(GraphEntry entry, Words words, string text, bool isAnswer)
    {
        List<object> blocks =
        [
            new { paragraph = new { text } },
            new { bulletList = new { items = new[] { new { text, level = 1 } } } },
            new { numberedList = new { items = new[] { new { text, level = 1 } } } },
            new { callout = new { kind = "WARNING", heading = words.Text, text } },
            new { quote = new { text, source = words.Text } },
            new { table = new { caption = words.Text, header = new[] { text }, rows = new[] { new[] { text } } } },
        ];
        blocks.AddRange(Linked(entry, "SymptomList").Select(entryId => new { symptomListBlock = new { entryId } }));
        blocks.AddRange(Linked(entry, "HelpLine").Select(entryId => new { helpLineBlock = new { entryId } }));
        blocks.AddRange(Linked(entry, "Program").Select(programId => new { callToAction = new { label = words.Text, programId } }));
        if (!isAnswer && Linked(entry, "FaqEntry").ToList() is { Count: > 0 } entryIds)
        {
            blocks.Add(new { faqBlock = new { entryIds } });
        }

        return blocks;
    }
}
