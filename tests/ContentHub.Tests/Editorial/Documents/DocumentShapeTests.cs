using System.Text.Json.Nodes;
using ContentHub.Content.Articles;
using ContentHub.Content.Parts;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Entries;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Editorial.Documents;

public sealed class DocumentShapeTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 30],
        Gen.OneOf<string>("ä “quoted” 🙂", "line\nbreak", "\\", "<b>&amp;</b>", "\u202Eturned", "\u0000", "null", "*a* [b](https://example.org/)"));

    private static readonly Gen<string?> MaybeText = Text.Select(Gen.Bool, (text, isThere) => isThere ? text : null);

    private static readonly Gen<BlockContent> Block = Gen.OneOf(
        Text.Select(t => new BlockContent { Paragraph = new() { Text = t } }),
        Gen.Select(Text, MaybeText, Gen.Enum<CalloutKind>(), (t, h, k) => new BlockContent { Callout = new() { Text = t, Heading = h, Kind = k } }),
        Gen.Select(Text, Gen.Int[1, 3]).List[1, 3].Select(Gen.Int.Nullable(), (items, start) => new BlockContent { NumberedList = new() { Items = [.. items.Select(i => new ListItemContent { Text = i.Item1, Level = i.Item2 })], Start = start } }),
        Text.List[0, 3].Select(Text.List[0, 3].List[0, 2], (header, rows) => new BlockContent { Table = new() { Header = header, Rows = [.. rows] } }),
        Gen.Guid.List[0, 3].Select(ids => new BlockContent { FaqBlock = new() { EntryIds = ids } }),
        Gen.Guid.Select(id => new BlockContent { SymptomListBlock = new() { EntryId = id } }),
        Gen.Guid.Nullable().Select(Text, (id, label) => new BlockContent { CallToAction = new() { Label = label, ProgramId = id } }));

    private static readonly Gen<SectionContent> Section = Gen.Select(Block.List[0, 4], MaybeText, Gen.Int[2, 4], Gen.Bool, Gen.Enum<HealthAspect>().Nullable(), (blocks, heading, level, alone, aspect) =>
        new SectionContent { Blocks = blocks, Heading = heading, Level = level, StandsAlone = alone, Aspect = aspect });

    private static readonly Gen<ArticleContent> Article = Gen.Select(Section.List[0, 3], Gen.Guid.List[0, 3], Text.List[0, 3], MaybeText, Gen.Bool, Gen.Enum<Audience>().Nullable(), (sections, ids, points, text, isSo, audience) =>
        new ArticleContent { Sections = sections, Topics = ids, Authors = ids, KeyPoints = points, Title = text, Summary = text, NoIndex = isSo, Audience = audience });

    [Fact]
    public void A_document_that_is_read_and_written_has_the_same_bytes() =>
        Article.Sample(article =>
        {
            var written = DocumentReading.Write(article);

            Assert.Equal(written, DocumentReading.Write(DocumentReading.Read<ArticleContent>(written)));
            Assert.Equal(written, DocumentReading.Write(DocumentReading.Read<ArticleContent>((JsonObject)JsonNode.Parse(written)!)));
        });

    [Fact]
    public void A_document_that_was_made_ready_is_made_ready_again_without_a_change() =>
        Article.Sample(article =>
        {
            var once = EntryDocument.Prepare(ArticleModule.Type, (JsonObject)JsonNode.Parse(DocumentReading.Write(article))!);
            var twice = EntryDocument.Prepare(ArticleModule.Type, (JsonObject)JsonNode.Parse(once.Json)!);

            Assert.Equal(once.Json, twice.Json);
        });

    [Fact]
    public void Every_id_that_is_placed_in_a_document_is_found_in_its_order() =>
        Article.Select(Gen.Guid, (article, linked) => (article, linked)).Sample((article, linked) =>
        {
            var link = new SectionContent { Blocks = [new() { Paragraph = new() { Text = $"See [this](entry:{linked}#top)." } }] };
            var placed = article with { Sections = [link, .. article.Sections] };

            var found = DocumentShape.References(placed).Select(r => r.EntryId);

            Assert.Equal([.. article.Topics, .. article.Authors, linked, .. article.Sections.SelectMany(s => s.Blocks).SelectMany(IdsOf)], found);
        });

    [Fact]
    public void The_path_of_a_value_names_parts_by_their_key_and_other_items_by_their_index()
    {
        var id = Guid.Parse("11111111-1111-4111-8111-111111111111");
        var article = new ArticleContent
        {
            Topics = [id],
            References = [new() { Key = "fda", Title = "T", Publisher = "P" }],
            Sections =
            [
                new()
                {
                    Key = "s1",
                    Companions = ["s2"],
                    Blocks = [new() { Table = new() { Key = "b1", Header = ["h"], Rows = [["c"]] } }, new() { FaqBlock = new() { Key = "b2", EntryIds = [id] } }, new() { BulletList = new() { Key = "b3", Items = [new() { Text = "x" }] } }],
                },
            ],
        };

        var paths = DocumentShape.Walk(article).Where(v => v.Value is string or Guid && v.Field.Name != "key").Select(v => string.Join('/', v.Path));

        Assert.Equal(
            [
                "topics/0", "references/fda/title", "references/fda/publisher", "sections/s1/companions/0",
                "sections/s1/blocks/b1/header/0", "sections/s1/blocks/b1/rows/0/0", "sections/s1/blocks/b2/entryIds/0", "sections/s1/blocks/b3/items/0/text",
            ],
            paths);
    }

    [Fact]
    public void The_words_of_a_document_are_what_readers_read_of_it()
    {
        var article = new ArticleContent { Title = "A *title*", Sections = [new() { Key = "intro", Anchor = "an-anchor", Heading = "Heading", Blocks = [new() { Paragraph = new() { Key = "b1", Text = "Some *bold* [link](https://example.org/)" } }] }] };

        Assert.Equal("A *title*\nHeading\nSome bold link", DocumentShape.PlainText(article));
    }

    [Theory]
    [InlineData("Signs of Clonazepam Dependence", "signs-of-clonazepam-dependence")]
    [InlineData("  What’s—next?! ", "whats-next")]
    [InlineData("Señal número 1", "senal-numero-1")]
    [InlineData("ÅNGSTRÖM", "angstrom")]
    [InlineData("a_b/c.d", "a-b-c-d")]
    [InlineData("薬", null)]
    [InlineData("🙂", null)]
    [InlineData("---", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_slug_is_made_of_the_letters_and_digits_of_a_title(string? title, string? slug) => Assert.Equal(slug, Slugs.From(title));

    [Fact]
    public void Any_title_makes_a_good_slug_or_none() =>
        Gen.OneOf(Gen.String, Text, Gen.String[Gen.Char['a', 'z'], 100, 300], Gen.OneOf<string>("\ud800", "a\udfff")).Sample(title =>
        {
            var slug = Slugs.From(title);

            Assert.True(slug is null || (slug.Length <= 120 && System.Text.RegularExpressions.Regex.IsMatch(slug, @"\A[a-z0-9]+(-[a-z0-9]+)*\z")), slug);
            Assert.Equal(slug, Slugs.From(slug));
        });

    private static IEnumerable<Guid> IdsOf(BlockContent block) => block switch
    {
        { FaqBlock: { } faqs } => faqs.EntryIds,
        { SymptomListBlock: { } list } => [list.EntryId],
        { CallToAction.ProgramId: { } program } => [program],
        _ => [],
    };
}
