using ContentHub.Editorial.Texts;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Editorial.Texts;

public sealed class InlineTextPropertyTests
{
    private const string Id = "6f9619ff-8b86-4011-b42d-00c04fc964ff";

    private static readonly Gen<string> Pieces = Gen.OneOf<string>(
        "*", "**", "_", "__", "`", "``", "[", "]", "(", ")", "](", "<", ">", "!", "![", "&", "&lt;", "&#58;", "\\", "\n", " ", "  ", "\t", "#", "- ", "1. ",
        "a", "word", "ñ", "é", "👩‍⚕️", "\u202E", "\u200F", "\"", "'", "<b>", "</b>", "<script>", "<!--", "-->", "javascript:", "https://example.org", "http://localhost",
        "mailto:a@b.example", "tel:988", "entry:" + Id, "entry:" + Id + "#x", "[t](entry:" + Id + ")", "[*t*](entry:" + Id + "#y)", "[(u)](https://example.org)", "onerror=x", "href=");

    private static readonly Gen<string> Texts = Gen.OneOf(Pieces.Array[0, 40].Select(string.Concat), Gen.String);

    [Fact]
    public void Html_of_any_text_holds_only_what_we_allow() =>
        Texts.Sample(markdown => AllowedHtml.Check(InlineText.Parse(markdown).ToHtml((id, anchor) => $"/e/{id}#{anchor}")), iter: 20_000);

    [Fact]
    public void A_link_within_a_link_is_its_words()
    {
        const string Entry = "entry:6f9619ff-8b86-4011-b42d-00c04fc964ff";

        var html = InlineText.Parse($"[a ![b [*t*]({Entry}#y)]\\[u](https://example.org) [e](https://example.org)").ToHtml((id, anchor) => $"/e/{id}#{anchor}");

        AllowedHtml.Check(html);
        Assert.Contains("<a href=\"https://example.org\">e</a>", html);
    }

    [Fact]
    public void Text_without_marks_is_its_own_plain_text() =>
        Gen.Char[" abcXYZ019.,:;?+-/()\"'%áñ¿€—\u00A0"].Array[0, 60].Select(c => new string(c))
            .Sample(text => Assert.Equal(text, InlineText.Parse(text).ToPlain()), iter: 5_000);

    [Fact]
    public void Markdown_with_every_link_kept_is_the_source_itself() =>
        Texts.Sample(markdown => Assert.Equal(markdown, InlineText.Parse(markdown).ToMarkdown(_ => true)), iter: 10_000);

    [Fact]
    public void Taking_links_away_leaves_the_words_and_the_other_links() =>
        Texts.Sample(
            markdown =>
            {
                var before = InlineText.Parse(markdown);

                var after = InlineText.Parse(before.ToMarkdown(_ => false));

                Assert.Empty(after.EntryLinks());
                Assert.Equal(before.ToPlain(), after.ToPlain());
                Assert.Equal(LinksOf(before), LinksOf(after));
            },
            iter: 20_000);

    /// <summary>Through what looks like a picture, Markdown lets links stand in a link.</summary>
    [Fact]
    public void A_link_within_a_link_that_is_taken_away_stays()
    {
        const string Entry = "entry:6f9619ff-8b86-4011-b42d-00c04fc964ff";
        var before = InlineText.Parse($"[a ![[u](https://example.org)[t]({Entry})]\\[*t*]({Entry}#y) **b *[c](https://example.org)");

        var after = InlineText.Parse(before.ToMarkdown(_ => false));

        Assert.Empty(after.EntryLinks());
        Assert.Equal((before.ToPlain(), LinksOf(before)), (after.ToPlain(), LinksOf(after)));
    }

    [Fact]
    public void Every_fault_stands_within_the_text_and_has_a_message() =>
        Texts.Sample(
            markdown => Assert.All(InlineText.Parse(markdown).Faults(), fault =>
            {
                Assert.InRange(fault.Start, 0, fault.End);
                Assert.InRange(fault.End, fault.Start, markdown.Length);
                Assert.NotEmpty(fault.Message);
            }),
            iter: 10_000);

    private static int LinksOf(InlineText text) => text.ToHtml((_, _) => null).Split("<a ").Length;
}
