using System.Text.Json;
using ContentHub.Storage;

namespace ContentHub.Benchmarks;

/// <summary>A published entry as it is stored.</summary>
internal sealed record StoredEntry(Entry Entry, Variant Variant, Revision Revision, string Slug, Guid ActorId)
{
    /// <summary>Adds its rows to a session, without committing them.</summary>
    public ChangeDraft AddTo(ContentHubDb db)
    {
        db.AddRange(Entry, Variant, Revision, new SlugClaim { Type = Variant.Type, Locale = Variant.Locale, Slug = Slug, VariantId = Variant.Id, PublishedAt = Revision.PublishedAt });
        return new(ChangeKind.Published, Variant, Revision, ActorId) { At = Revision.PublishedAt };
    }
}

/// <summary>Articles of some eight kilobytes about forty topics, by ten people, with two of two hundred questions each. The same texts each time.</summary>
internal sealed class ManyArticles(Guid actor, DateTimeOffset from)
{
    public const int TopicCount = 40;
    private const int People = 10;
    private const int Faqs = 200;

    private readonly Words _words = new();

    /// <summary>Made as they are taken: a hundred thousand of them are a gigabyte.</summary>
    public static IEnumerable<StoredEntry> Of(int articles, Guid actor, DateTimeOffset from) => new ManyArticles(actor, from).All(articles);

    /// <summary>An article in a new version.</summary>
    public static StoredEntry Article(int number, Guid actor, DateTimeOffset from) => new ManyArticles(actor, from).Article(number);

    /// <summary>Small entries and nothing else.</summary>
    public static IReadOnlyList<StoredEntry> OfTopics(int topics, Guid actor, DateTimeOffset from)
    {
        var many = new ManyArticles(actor, from);
        return [.. Enumerable.Range(0, topics).Select(n => many.Make("TOPIC", n, [], new { slug = $"topic-{n}", title = $"Topic {n}", kind = "CONDITION", summary = many.Sentence }))];
    }

    private string Sentence => _words.Sentence();

    private IEnumerable<StoredEntry> All(int articles) =>
        Enumerable.Range(0, TopicCount).Select(n => Make("TOPIC", n, [], new { slug = $"topic-{n}", title = $"Topic {n}", kind = "CONDITION", summary = Sentence }))
            .Concat(Enumerable.Range(0, People).Select(n => Make("PERSON", n, [], new { slug = $"person-{n}", title = $"Person {n}", role = "Writer", biography = Sentence })))
            .Concat(Enumerable.Range(0, Faqs).Select(Faq))
            .Concat(Enumerable.Range(0, articles).Select(Article));

    private StoredEntry Faq(int number)
    {
        Guid[] topics = [Id("TOPIC", number % TopicCount)];
        return Make("FAQ_ENTRY", number, topics, new { slug = $"question-{number}", question = $"Question {number}?", topics, shortAnswer = Sentence, answer = Blocks(2, "a") });
    }

    private StoredEntry Article(int number)
    {
        Guid[] topics = [Id("TOPIC", number % TopicCount), Id("TOPIC", (number + 7) % TopicCount)];
        Guid[] authors = [Id("PERSON", number % People)];
        Guid[] faqs = [Id("FAQ_ENTRY", number % Faqs), Id("FAQ_ENTRY", (number + 31) % Faqs)];
        return Make("ARTICLE", number, [.. topics, .. authors, .. faqs], new
        {
            slug = $"article-{number}",
            title = $"Article {number}",
            topics,
            references = Enumerable.Range(1, 5).Select(r => new { key = $"r{r}", title = "A communication about safety", publisher = "FDA", url = $"https://www.fda.gov/drugs/{r}" }),
            summary = Sentence,
            keyPoints = new[] { Sentence, Sentence, Sentence },
            audience = "PATIENT",
            authors,
            faqs,
            sections = Enumerable.Range(0, 8).Select(s => new { key = $"s{s}", anchor = $"part-{s}", heading = $"Part {s}", level = 2, aspect = "OVERVIEW", blocks = Blocks(3, $"s{s}b") }),
        });
    }

    private IEnumerable<object> Blocks(int count, string key) =>
        Enumerable.Range(0, count).Select(b => (object)new { paragraph = new { key = $"{key}{b}", text = $"{Sentence} *{Sentence}*" } });

    private StoredEntry Make(string type, int number, IReadOnlyList<Guid> references, object content)
    {
        var document = JsonSerializer.Serialize(content);
        var at = from.AddSeconds(number - 1_000_000);
        var variant = new Variant
        {
            Id = Guid.CreateVersion7(at), EntryId = Id(type, number), Type = type, Locale = "en-US",
            CreatedBy = actor, CreatedAt = at, UpdatedBy = actor, UpdatedAt = at,
            HeadVersion = 1, LastVersion = 1, HeadState = WorkflowState.Published,
            PublishedVersion = 1, PublishedAt = at, FirstPublishedAt = at, ContentModifiedAt = at,
        };
        var revision = new Revision
        {
            VariantId = variant.Id, Version = 1, Document = document, DocumentHash = ChangeChain.HashOf(document),
            CreatedBy = actor, CreatedAt = at, State = WorkflowState.Published, PublishedAt = at,
            References = [.. references.Select((id, position) => new Reference { Position = position, EntryId = id, Path = "topics" })],
        };
        var slug = PublishedRow.SlugOf(document) ?? throw new InvalidOperationException("A document without a slug.");
        return new(new Entry { Id = variant.EntryId, Type = type, CreatedAt = at }, variant, revision, slug, actor);
    }

    private static Guid Id(string type, int number) => new(number, (short)type.Length, (short)type[0], [1, 2, 3, 4, 5, 6, 7, 8]);
}
