using System.Text.Json;
using ContentHub.Content.Articles;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Search;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Documents;
using ContentHub.Storage;
using Xunit;

namespace ContentHub.Tests.Content.Parts;

/// <summary>What readers search is what the checks read: the same texts under the same paths.</summary>
public sealed class PassageTests
{
    private static readonly object[] EveryBlock =
    [
        new { paragraph = new { key = "p", text = "One *two* \"three\"." } },
        new { bulletList = new { key = "b", items = new[] { new { text = "Point", level = 1 }, new { text = "Deeper", level = 2 } } } },
        new { numberedList = new { key = "n", start = 3, items = new[] { new { text = "Step", level = 1 } } } },
        new { callout = new { key = "c", kind = "WARNING", heading = "Mind", text = "The gap." } },
        new { callout = new { key = "d", kind = "NOTE", text = "No heading." } },
        new { quote = new { key = "q", text = "Said.", source = "Somebody" } },
        new { table = new { key = "t", caption = "Shows", header = new[] { "A", "B" }, rows = new[] { new[] { "1", "2" }, ["3", "4"] } } },
        new { callToAction = new { key = "a", label = "Call us", phone = "555" } },
        new { faqBlock = new { key = "f", entryIds = new[] { Guid.Empty } } },
        new { symptomListBlock = new { key = "s", entryId = Guid.Empty } },
        new { helpLineBlock = new { key = "h", entryId = Guid.Empty } },
    ];

    [Fact]
    public void Every_text_of_every_kind_of_block_is_searched_under_the_path_that_the_checks_give_it()
    {
        var document = JsonSerializer.Serialize(new { title = "T", slug = "t", sections = new[] { new { key = "one", heading = (string?)"Head", blocks = EveryBlock }, new { key = "two", heading = (string?)null, blocks = EveryBlock[..1] } } });
        var outline = new Outline();
        outline.Sections(DocumentReading.Read<ArticleContent>(document).Sections);

        var passages = Read(document).Passages.ToList();

        Assert.Equal(
            outline.Texts.Select(t => (string.Join('/', t.Path), t.Source, t.Role is TextRole.Heading, t.IsMarkdown)),
            passages.Select(p => (string.Join('/', p.Path.Steps), p.Source.ToString(), p.Kind is PassageKind.Heading, p.ToPlain is not null)));
    }

    [Theory]
    [InlineData("It is “panic”.", "It is “<mark>panic</mark>”.")]
    [InlineData("Rock—panic—roll", "Rock—<mark>panic</mark>—roll")]
    [InlineData("anxiety,panic;rest", "anxiety,<mark>panic</mark>;rest")]
    [InlineData("PANIC and panics", "<mark>PANIC</mark> and <mark>panics</mark>")]
    [InlineData("Only pánic", "Only <mark>p&#225;nic</mark>")]
    [InlineData("a line\nPanic \\ \"quoted\"", "a line <mark>Panic</mark> \\ &quot;quoted&quot;")]
    [InlineData("hispanic and panicle", null)]
    public void A_word_is_marked_wherever_it_stands_and_nowhere_else(string text, string? expected)
    {
        var terms = new MarkedTerms(SearchLanguage.English);
        terms.Add(new(Assert.Single(SearchLanguage.English.WordsOf("panic")), IsBeginning: false, IsExact: false), []);
        var document = JsonSerializer.Serialize(new { title = "T", slug = "t", sections = new[] { new { key = "one", blocks = new[] { new { paragraph = new { key = "p", text } } } } } });

        var highlights = Highlights.Of(Read(document), [terms]);

        Assert.Equal(expected, highlights.SingleOrDefault()?.Html);
    }

    private static PublishedEntry Read(string document) => ArticleModule.Type.Read(new PublishedRow
    {
        VariantId = Guid.CreateVersion7(), EntryId = Guid.CreateVersion7(), Type = "ARTICLE", Locale = "en-US", Version = 1, IsRetracted = false, Document = document, References = [],
        FirstPublishedAt = DateTimeOffset.UnixEpoch, PublishedAt = DateTimeOffset.UnixEpoch, ContentModifiedAt = DateTimeOffset.UnixEpoch,
    });
}
