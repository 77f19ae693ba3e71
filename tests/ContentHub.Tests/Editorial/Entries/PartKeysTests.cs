using System.Text.Json.Nodes;
using ContentHub.Editorial.Entries;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Editorial.Entries;

public sealed class PartKeysTests
{
    [Fact]
    public void Every_part_without_a_key_gets_the_next_of_its_kind_in_front_of_its_fields()
    {
        var document = Parse("""
            {"sections": [{"heading": "A", "blocks": [{"paragraph": {"text": "x"}}, {"callout": {"key": null, "text": "y"}}]}, {"key": "intro", "blocks": []}, {}],
             "answer": [{"paragraph": {"text": "z"}}],
             "groups": [{"symptoms": [{"name": "n"}, {"key": "y4", "name": "m"}]}]}
            """);

        var faults = PartKeys.Fill(document);

        Assert.Empty(faults);
        Assert.Equal(
            """{"sections":[{"key":"s1","heading":"A","blocks":[{"paragraph":{"key":"b1","text":"x"}},{"callout":{"key":"b2","text":"y"}}]},{"key":"intro","blocks":[]},{"key":"s2"}],"answer":[{"paragraph":{"key":"b3","text":"z"}}],"groups":[{"key":"g1","symptoms":[{"key":"y5","name":"n"},{"key":"y4","name":"m"}]}]}""",
            document.ToJsonString());
    }

    [Theory]
    [InlineData("""{"sections": [{"key": "s7"}, {}]}""", "s8")]
    [InlineData("""{"sections": [{"key": "s007"}, {}]}""", "s8")]
    [InlineData("""{"sections": [{"key": "s99999999999999999999"}, {}]}""", "s1")]
    [InlineData("""{"sections": [{"key": "a", "blocks": [{"paragraph": {"key": "s3"}}]}, {}]}""", "s4")]
    [InlineData("""{"sections": [{"key": "b2"}, {}]}""", "s1")]
    public void A_number_in_use_anywhere_in_the_document_is_counted_on_from(string json, string expected)
    {
        var document = Parse(json);

        PartKeys.Fill(document);

        Assert.Equal(expected, (string?)document["sections"]![1]!["key"]);
    }

    [Fact]
    public void The_number_of_a_part_that_is_gone_is_not_given_again()
    {
        var before = Parse("""{"sections": [{"key": "s1", "blocks": [{"paragraph": {"key": "b1"}}, {"paragraph": {"key": "b2"}}]}]}""");
        var document = Parse("""{"sections": [{"key": "s1", "blocks": [{"paragraph": {"key": "b1"}}, {"paragraph": {"text": "new"}}]}]}""");

        PartKeys.Fill(document, before);

        Assert.Equal("b3", (string?)document["sections"]![0]!["blocks"]![1]!["paragraph"]!["key"]);
    }

    [Theory]
    [InlineData("""{"sections": [{"key": "s1"}, {"key": "s1"}]}""", PartFaultCode.DuplicateKey, "sections/1/key")]
    [InlineData("""{"sections": [{"key": "x", "blocks": [{"paragraph": {"key": "x"}}]}]}""", PartFaultCode.DuplicateKey, "sections/x/blocks/0/key")]
    [InlineData("""{"groups": [{"key": "g", "symptoms": [{"key": "g"}]}]}""", PartFaultCode.DuplicateKey, "groups/g/symptoms/0/key")]
    [InlineData("""{"answer": [{"quote": {"key": "Q1"}}]}""", PartFaultCode.Invalid, "answer/0/key")]
    [InlineData("""{"sections": [{"key": ""}]}""", PartFaultCode.Invalid, "sections/0/key")]
    [InlineData("""{"sections": [{"key": 7}]}""", PartFaultCode.Invalid, "sections/0/key")]
    [InlineData("""{"sections": [{"key": "1a"}]}""", PartFaultCode.Invalid, "sections/0/key")]
    [InlineData("""{"sections": [{"key": "a-b"}]}""", PartFaultCode.Invalid, "sections/0/key")]
    [InlineData("""{"sections": [{"key": "a\n"}]}""", PartFaultCode.Invalid, "sections/0/key")]
    [InlineData("""{"sections": [{"key": "a23456789012345678901234567890123"}]}""", PartFaultCode.Invalid, "sections/0/key")]
    [InlineData("""{"sections": [{"blocks": [{"paragraph": {}, "quote": {}}]}]}""", PartFaultCode.Invalid, "sections/0/blocks/0")]
    [InlineData("""{"sections": [{"blocks": ["text"]}]}""", PartFaultCode.Invalid, "sections/0/blocks/0")]
    public void Bad_keys_are_faults_at_their_place(string json, PartFaultCode code, string path)
    {
        var fault = Assert.Single(PartKeys.Fill(Parse(json)));

        Assert.Equal((code, path), (fault.Code, string.Join('/', fault.Path)));
    }

    [Fact]
    public void All_faults_come_at_once() =>
        Assert.Equal(3, PartKeys.Fill(Parse("""{"sections": [{"key": "A"}, {"key": "b"}, {"key": "b"}, {"key": "C"}]}""")).Count);

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"sections": null, "answer": "x", "groups": [1]}""")]
    public void A_document_without_parts_stays_as_it_is(string json)
    {
        var document = Parse(json);

        Assert.Empty(PartKeys.Fill(document));
        Assert.True(JsonNode.DeepEquals(Parse(json), document));
    }

    [Fact]
    public void Filled_keys_are_unique_and_filling_again_changes_nothing() =>
        Gen.OneOf<string?>(null, "s1", "s2", "b1", "b3", "g1", "x").Array[0, 8].Sample(keys =>
        {
            var distinct = keys.Where(key => key is not null).Distinct().ToHashSet();
            var document = new JsonObject { ["sections"] = new JsonArray([.. keys.Select(key => new JsonObject { ["key"] = distinct.Remove(key) ? key : null })]) };

            Assert.Empty(PartKeys.Fill(document));
            var filled = document.ToJsonString();
            var given = document["sections"]!.AsArray().Select(section => (string)section!["key"]!).ToList();

            Assert.Equal(given.Count, given.Distinct().Count());
            Assert.All(given, key => Assert.True(PartKeys.IsKey(key)));
            Assert.Empty(PartKeys.Fill(document));
            Assert.Equal(filled, document.ToJsonString());
        });

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
