using System.Text.Json.Nodes;
using ContentHub.Editorial.Entries;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Editorial.Entries;

public sealed class BodyEditsTests
{
    // s1[b1 b2] s2[b3] s3[]; s1 must be shown with s3.
    private const string Document = """
        {"title": "T", "sections": [
          {"key": "s1", "anchor": "a", "heading": "Dose", "level": 2, "companions": ["s3"], "blocks": [{"paragraph": {"key": "b1", "text": "One"}}, {"paragraph": {"key": "b2", "text": "Two"}}]},
          {"key": "s2", "heading": "Signs", "blocks": [{"callout": {"key": "b3", "kind": "NOTE", "text": "Three"}}]},
          {"key": "s3", "heading": "Danger", "blocks": []}]}
        """;

    [Theory]
    [InlineData("""{"insertSection": {"section": {"key": "n", "blocks": []}}}""", "n[] s1[b1 b2] s2[b3] s3[]")]
    [InlineData("""{"insertSection": {"section": {"key": "n", "blocks": []}, "after": null}}""", "n[] s1[b1 b2] s2[b3] s3[]")]
    [InlineData("""{"insertSection": {"section": {"blocks": [{"paragraph": {"text": "x"}}]}, "after": "s1"}}""", "s1[b1 b2] s4[b4] s2[b3] s3[]")]
    [InlineData("""{"insertSection": {"section": {"heading": "H"}, "after": "s3"}}""", "s1[b1 b2] s2[b3] s3[] s4[]")]
    [InlineData("""{"moveSection": {"key": "s3"}}""", "s3[] s1[b1 b2] s2[b3]")]
    [InlineData("""{"moveSection": {"key": "s1", "after": "s2"}}""", "s2[b3] s1[b1 b2] s3[]")]
    [InlineData("""{"moveSection": {"key": "s2", "after": "s1"}}""", "s1[b1 b2] s2[b3] s3[]")]
    [InlineData("""{"removeSection": {"key": "s1"}}""", "s2[b3] s3[]")]
    [InlineData("""{"insertBlock": {"section": "s1", "block": {"quote": {"text": "q"}}}}""", "s1[b4 b1 b2] s2[b3] s3[]")]
    [InlineData("""{"insertBlock": {"section": "s1", "block": {"quote": {"key": "q", "text": "q"}}, "after": "b1"}}""", "s1[b1 q b2] s2[b3] s3[]")]
    [InlineData("""{"insertBlock": {"section": "s3", "block": {"quote": {"text": "q"}}}}""", "s1[b1 b2] s2[b3] s3[b4]")]
    [InlineData("""{"replaceBlock": {"quote": {"key": "b1", "text": "q"}}}""", "s1[b1 b2] s2[b3] s3[]")]
    [InlineData("""{"moveBlock": {"key": "b1", "toSection": "s3"}}""", "s1[b2] s2[b3] s3[b1]")]
    [InlineData("""{"moveBlock": {"key": "b1", "toSection": "s1", "after": "b2"}}""", "s1[b2 b1] s2[b3] s3[]")]
    [InlineData("""{"moveBlock": {"key": "b2", "toSection": "s2", "after": "b3"}}""", "s1[b1] s2[b3 b2] s3[]")]
    [InlineData("""{"removeBlock": {"key": "b3"}}""", "s1[b1 b2] s2[] s3[]")]
    [InlineData("""{"removeSection": {"key": "s2"}}, {"insertSection": {"section": {"key": "s2"}, "after": "s3"}}""", "s1[b1 b2] s3[] s2[]")]
    [InlineData("""{"removeBlock": {"key": "b3"}}, {"insertBlock": {"section": "s2", "block": {"paragraph": {"text": "n"}}}}""", "s1[b1 b2] s2[b4] s3[]")]
    [InlineData("""{"insertSection": {"section": {"key": "n"}}}, {"insertBlock": {"section": "n", "block": {"paragraph": {"key": "m"}}}}, {"moveBlock": {"key": "b1", "toSection": "n", "after": "m"}}""", "n[m b1] s1[b2] s2[b3] s3[]")]
    [InlineData("", "s1[b1 b2] s2[b3] s3[]")]
    public void Edits_are_applied_in_order(string edits, string expected)
    {
        var result = Apply(edits);

        Assert.Empty(result.Faults);
        Assert.Equal(expected, Outline(result.Document!));
    }

    [Fact]
    public void A_patch_changes_what_it_names_and_clears_what_is_null()
    {
        var result = Apply("""{"updateSection": {"key": "s1", "heading": null, "level": 3, "standsAlone": true}}""");

        Assert.Equal(
            """{"key":"s1","anchor":"a","level":3,"companions":["s3"],"standsAlone":true}""",
            Without(result.Document!["sections"]![0]!, "blocks"));
    }

    [Fact]
    public void A_replaced_block_keeps_its_place_and_takes_its_new_kind()
    {
        var result = Apply("""{"replaceBlock": {"callout": {"key": "b1", "kind": "WARNING", "text": "New"}}}""");

        Assert.Equal("""{"callout":{"key":"b1","kind":"WARNING","text":"New"}}""", result.Document!["sections"]![0]!["blocks"]![0]!.ToJsonString());
    }

    [Fact]
    public void The_rest_of_the_document_stays()
    {
        var result = Apply("""{"removeBlock": {"key": "b1"}}""");

        Assert.Equal("T", (string?)result.Document!["title"]);
    }

    [Fact]
    public void A_document_without_sections_can_get_its_first()
    {
        var result = BodyEdits.Apply([], [Parse("""{"insertSection": {"section": {"heading": "H"}}}""")]);

        Assert.Equal("""{"sections":[{"key":"s1","heading":"H"}]}""", result.Document!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"insertSection": {"section": {}, "after": "x"}}""", "UnknownKey 0/insertSection/after")]
    [InlineData("""{"insertSection": {"section": {}, "after": "b1"}}""", "UnknownKey 0/insertSection/after")]
    [InlineData("""{"insertSection": {"section": {"key": "s1"}}}""", "DuplicateKey 0/insertSection/section/key")]
    [InlineData("""{"insertSection": {"section": {"key": "b1"}}}""", "DuplicateKey 0/insertSection/section/key")]
    [InlineData("""{"insertSection": {"section": {"key": "S"}}}""", "Invalid 0/insertSection/section/key")]
    [InlineData("""{"insertSection": {"section": {"key": "n", "blocks": [{"quote": {"key": "n"}}]}}}""", "DuplicateKey 0/insertSection/section/blocks/0/quote/key")]
    [InlineData("""{"insertSection": {"section": {"blocks": [{}]}}}""", "Invalid 0/insertSection/section/blocks/0")]
    [InlineData("""{"insertSection": {"section": {"companions": ["x"]}}}""", "UnknownKey 0/insertSection/section/companions/0")]
    [InlineData("""{"insertSection": {"section": {"key": "n", "companions": ["n"]}}}""", "Invalid 0/insertSection/section/companions/0")]
    [InlineData("""{"insertSection": {"after": "s1"}}""", "Required 0/insertSection/section")]
    [InlineData("""{"updateSection": {"heading": "H"}}""", "Required 0/updateSection/key")]
    [InlineData("""{"updateSection": {"key": "x"}}""", "UnknownKey 0/updateSection/key")]
    [InlineData("""{"updateSection": {"key": "s1", "blocks": []}}""", "Invalid 0/updateSection/blocks")]
    [InlineData("""{"updateSection": {"key": "s2", "companions": ["s1", "b1"]}}""", "UnknownKey 0/updateSection/companions/1")]
    [InlineData("""{"moveSection": {"key": "x"}}""", "UnknownKey 0/moveSection/key")]
    [InlineData("""{"moveSection": {"key": "s1", "after": "x"}}""", "UnknownKey 0/moveSection/after")]
    [InlineData("""{"moveSection": {"key": "s1", "after": "s1"}}""", "Invalid 0/moveSection/after")]
    [InlineData("""{"moveSection": {"key": 1}}""", "Invalid 0/moveSection/key")]
    [InlineData("""{"removeSection": {"key": "x"}}""", "UnknownKey 0/removeSection/key")]
    [InlineData("""{"removeSection": {"key": "s3"}}""", "Invalid 0/removeSection/key")]
    [InlineData("""{"insertBlock": {"section": "x", "block": {"quote": {}}}}""", "UnknownKey 0/insertBlock/section")]
    [InlineData("""{"insertBlock": {"block": {"quote": {}}}}""", "Required 0/insertBlock/section")]
    [InlineData("""{"insertBlock": {"section": "s1"}}""", "Required 0/insertBlock/block")]
    [InlineData("""{"insertBlock": {"section": "s1", "block": {}}}""", "Invalid 0/insertBlock/block")]
    [InlineData("""{"insertBlock": {"section": "s1", "block": {"quote": {"key": "b3"}}}}""", "DuplicateKey 0/insertBlock/block/quote/key")]
    [InlineData("""{"insertBlock": {"section": "s1", "block": {"quote": {}}, "after": "b3"}}""", "UnknownKey 0/insertBlock/after")]
    [InlineData("""{"insertBlock": {"section": "s1", "block": {"quote": {}}, "after": "x"}}""", "UnknownKey 0/insertBlock/after")]
    [InlineData("""{"replaceBlock": {"quote": {"text": "q"}}}""", "Required 0/replaceBlock/quote/key")]
    [InlineData("""{"replaceBlock": {"quote": {"key": "x"}}}""", "UnknownKey 0/replaceBlock/quote/key")]
    [InlineData("""{"replaceBlock": {}}""", "Invalid 0/replaceBlock")]
    [InlineData("""{"moveBlock": {"key": "x", "toSection": "y"}}""", "UnknownKey 0/moveBlock/key, UnknownKey 0/moveBlock/toSection")]
    [InlineData("""{"moveBlock": {"key": "b1", "toSection": "s1", "after": "b1"}}""", "Invalid 0/moveBlock/after")]
    [InlineData("""{"moveBlock": {"key": "b1", "toSection": "s2", "after": "b2"}}""", "UnknownKey 0/moveBlock/after")]
    [InlineData("""{"removeBlock": {"key": "s1"}}""", "UnknownKey 0/removeBlock/key")]
    [InlineData("""{"removeBlock": {}}""", "Required 0/removeBlock/key")]
    [InlineData("""{}""", "Invalid 0")]
    [InlineData("""{"removeBlock": {"key": "b1"}, "removeSection": {"key": "s1"}}""", "Invalid 0")]
    [InlineData("""{"removeBlock": null}""", "Invalid 0")]
    [InlineData("""{"explode": {}}""", "Invalid 0/explode")]
    [InlineData("""{"removeBlock": {"key": "b1"}}, {"removeBlock": {"key": "b1"}}""", "UnknownKey 1/removeBlock/key")]
    [InlineData("""{"removeSection": {"key": "s2"}}, {"removeBlock": {"key": "b3"}}""", "UnknownKey 1/removeBlock/key")]
    [InlineData("""{"removeBlock": {"key": "x"}}, {"moveSection": {"key": "s1"}}, {"removeSection": {"key": "y"}}""", "UnknownKey 0/removeBlock/key, UnknownKey 2/removeSection/key")]
    [InlineData("""{"insertSection": {"section": {"key": "n"}, "after": "x"}}, {"insertBlock": {"section": "n", "block": {"quote": {}}}}""", "UnknownKey 0/insertSection/after")]
    public void A_fault_names_its_place_and_nothing_is_applied(string edits, string expected)
    {
        var result = Apply(edits);

        Assert.Null(result.Document);
        Assert.Equal(expected, string.Join(", ", result.Faults.Select(fault => $"{fault.Code} {string.Join('/', fault.Path)}")));
    }

    [Fact]
    public void A_section_that_others_must_be_shown_with_is_kept_and_they_are_named()
    {
        var fault = Assert.Single(Apply("""{"removeSection": {"key": "s3"}}""").Faults);

        Assert.Equal("The section “Danger” must be shown with “Dose”. Take it off their companions first.", fault.Message);
    }

    [Theory]
    [InlineData("""{"removeSection": {"key": "s3"}}, {"updateSection": {"key": "s1", "companions": null}}""")]
    [InlineData("""{"updateSection": {"key": "s1", "companions": ["s2"]}}, {"removeSection": {"key": "s3"}}""")]
    [InlineData("""{"removeSection": {"key": "s3"}}, {"removeSection": {"key": "s1"}}""")]
    [InlineData("""{"insertSection": {"section": {"key": "n", "companions": ["m"]}}}, {"insertSection": {"section": {"key": "m", "companions": ["n"]}}}""")]
    public void Companions_are_judged_when_all_edits_are_done(string edits) => Assert.Empty(Apply(edits).Faults);

    [Fact]
    public void The_given_document_and_edits_never_change() =>
        Edits.Sample(edits =>
        {
            var (document, list) = (Parse(Document), edits.Select(Parse).ToList());

            var result = BodyEdits.Apply(document, list);

            Assert.True(JsonNode.DeepEquals(Parse(Document), document));
            Assert.Equal(edits.Select(edit => Parse(edit).ToJsonString()), list.Select(edit => edit.ToJsonString()));
            Assert.Equal(result.Document is null, result.Faults.Count > 0);
            if (result.Document is not null)
            {
                Assert.Empty(PartKeys.Fill(result.Document));
            }
        });

    private static readonly Gen<string[]> Edits =
        (from section in Gen.OneOf<string>("s1", "s2", "s3", "s4")
         from other in Gen.OneOf<string>("s1", "s2", "s3")
         from block in Gen.OneOf<string>("b1", "b2", "b3", "b4")
         from edit in Gen.OneOf<string>(
             """{"insertSection": {"section": {"key": "n", "blocks": [{"quote": {}}]}, "after": "SECTION"}}""",
             """{"insertSection": {"section": {}, "after": "SECTION"}}""",
             """{"moveSection": {"key": "SECTION", "after": "OTHER"}}""",
             """{"removeSection": {"key": "SECTION"}}""",
             """{"updateSection": {"key": "SECTION", "companions": []}}""",
             """{"insertBlock": {"section": "SECTION", "block": {"quote": {}}}}""",
             """{"replaceBlock": {"quote": {"key": "BLOCK"}}}""",
             """{"moveBlock": {"key": "BLOCK", "toSection": "SECTION"}}""",
             """{"removeBlock": {"key": "BLOCK"}}""")
         select edit.Replace("SECTION", section).Replace("OTHER", other).Replace("BLOCK", block)).Array[0, 5];

    private static BodyEditsResult Apply(string edits) =>
        BodyEdits.Apply(Parse(Document), [.. JsonNode.Parse($"[{edits}]")!.AsArray().Select(edit => edit!.AsObject())]);

    private static string Outline(JsonObject document) =>
        string.Join(' ', document["sections"]!.AsArray().Select(section => $"{section!["key"]}[{string.Join(' ', (section["blocks"] as JsonArray ?? []).Select(block => block!.AsObject().First().Value!["key"]))}]"));

    private static string Without(JsonNode section, string field)
    {
        section.AsObject().Remove(field);
        return section.ToJsonString();
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
