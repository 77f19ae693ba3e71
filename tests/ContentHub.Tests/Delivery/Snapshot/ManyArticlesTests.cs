using System.Text.Json;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using Xunit;

namespace ContentHub.Tests.Delivery.Snapshot;

/// <summary>A site with many articles. (How long 10,000 take is measured by <c>ContentHub.Benchmarks -- start</c>.)</summary>
public sealed class ManyArticlesTests(PostgreSqlServer server)
{
    private const int Articles = 1_000;
    private const int Topics = 7;

    [Theory, EachDatabase]
    public async Task A_thousand_articles_are_loaded_and_a_page_with_relations_takes_no_statement(string database)
    {
        await using var app = await ContentHubApp.StartAsync(await FilledAsync(database));
        const string page = "totalCount nodes { slug title topics { slug } authors { title } faqs { question } } pageInfo { endCursor hasNextPage }";

        var first = (await app.ReadAsync($"{{ articles(first: 20, orderBy: PUBLISHED_AT_ASC) {{ {page} }} }}"))["articles"]!;
        var slugs = new List<string>();
        for (string? after = null; ;)
        {
            var next = (await app.ReadAsync($"query($after: String) {{ articles(first: 100, after: $after, orderBy: PUBLISHED_AT_ASC) {{ {page} }} }}", new { after }))["articles"]!;
            slugs.AddRange(next["nodes"].Joined("slug").Split(' '));
            if (!(bool)next["pageInfo"]!["hasNextPage"]!)
            {
                break;
            }

            after = (string)next["pageInfo"]!["endCursor"]!;
        }

        var ofTopic = (await app.ReadAsync("{ articles(where: {topic: {slug: {eq: \"topic-3\"}}}) { totalCount } topic(slug: \"topic-3\") { usedBy { totalCount } } }"));
        Assert.Equal(Articles, (int)first["totalCount"]!);
        Assert.Equal(Enumerable.Range(0, Articles).Select(n => $"article-{n}"), slugs);
        Assert.All(first["nodes"]!.AsArray().Index(), node => Assert.Equal(
            $$"""{"slug":"article-{{node.Index}}","title":"Article {{node.Index}}","topics":[{"slug":"topic-{{node.Index % Topics}}"}],"authors":[{"title":"Person"}],"faqs":[{"question":"Why?"}]}""",
            node.Item!.ToJsonString()));
        var expected = Enumerable.Range(0, Articles).Count(n => n % Topics == 3);
        Assert.Equal((expected, expected), ((int)ofTopic["articles"]!["totalCount"]!, (int)ofTopic["topic"]!["usedBy"]!["totalCount"]!));
    }

    private async Task<TestDatabase> FilledAsync(string database)
    {
        var filled = await TestDatabase.CreateAsync(database, server);
        var actor = await new People(filled.Factory).EnsureAsync("test:many", "Many", null, "", isSystem: true);
        await using var log = new ChangeLog(filled.Factory, TimeProvider.System);
        var author = Id("PERSON", 0);
        var faq = Id("FAQ_ENTRY", 0);
        IEnumerable<(string Type, int Number, Guid[] References, object Content)> all =
        [
            .. Enumerable.Range(0, Topics).Select(n => ("TOPIC", n, Array.Empty<Guid>(), (object)new { slug = $"topic-{n}", title = $"Topic {n}", kind = "CONDITION", summary = "S." })),
            ("PERSON", 0, [], new { slug = "person", title = "Person", role = "Writer", biography = "Writes." }),
            ("FAQ_ENTRY", 0, [], new { slug = "why", question = "Why?", shortAnswer = "Because.", answer = Array.Empty<object>() }),
            .. Enumerable.Range(0, Articles).Select(n => ("ARTICLE", n, new[] { Id("TOPIC", n % Topics), author, faq }, (object)new
            {
                slug = $"article-{n}", title = $"Article {n}", topics = new[] { Id("TOPIC", n % Topics) }, authors = new[] { author }, faqs = new[] { faq }, summary = "S.", audience = "PATIENT",
            })),
        ];
        foreach (var batch in all.Chunk(ChangeLog.ChangesMax))
        {
            await using var db = filled.Open();
            await log.CommitAsync(db, [.. batch.Select(e => Add(db, actor, e.Type, e.Number, e.References, JsonSerializer.Serialize(e.Content)))]);
        }

        return filled;
    }

    private static ChangeDraft Add(ContentHubDb db, Guid actor, string type, int number, Guid[] references, string document)
    {
        var at = new DateTimeOffset(2026, 6, 1, 8, 0, 0, TimeSpan.Zero).AddSeconds(number);
        var variant = new Variant
        {
            Id = Guid.NewGuid(), EntryId = Id(type, number), Type = type, Locale = "en-US", CreatedBy = actor, CreatedAt = at, UpdatedBy = actor, UpdatedAt = at,
            HeadVersion = 1, LastVersion = 1, HeadState = WorkflowState.Published, PublishedVersion = 1, PublishedAt = at, FirstPublishedAt = at, ContentModifiedAt = at,
        };
        var revision = new Revision
        {
            VariantId = variant.Id, Version = 1, Document = document, DocumentHash = ChangeChain.HashOf(document), CreatedBy = actor, CreatedAt = at,
            State = WorkflowState.Published, PublishedAt = at,
            References = [.. references.Select((id, position) => new Reference { Position = position, EntryId = id, Path = "topics" })],
        };
        db.AddRange(new Entry { Id = variant.EntryId, Type = type, CreatedAt = at }, variant, revision);
        return new(ChangeKind.Published, variant, revision, actor) { At = at };
    }

    private static Guid Id(string type, int number) => new(number, (short)type.Length, (short)type[0], [1, 2, 3, 4, 5, 6, 7, 8]);
}
