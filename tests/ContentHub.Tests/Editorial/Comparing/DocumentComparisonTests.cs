using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using ContentHub.Editorial.Comparing;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Editorial.Comparing;

public sealed class DocumentComparisonTests
{
    private const string A = "11111111-1111-1111-1111-111111111111";
    private const string B = "22222222-2222-2222-2222-222222222222";
    private const string C = "33333333-3333-3333-3333-333333333333";

    [Fact]
    public void A_changed_text_is_told_word_by_word()
    {
        var change = Assert.Single(Compare("""{"title": "Stop taking it at once"}""", """{"title": "Never stop taking it at once"}"""));

        Assert.Equal(("title", "Title", FieldChangeKind.Changed, "Stop taking it at once", "Never stop taking it at once"), (Path(change), change.Label, change.Kind, change.Before, change.After));
        Assert.Equal(
            [new(WordChangeKind.Removed, "Stop"), new(WordChangeKind.Added, "Never stop"), new(WordChangeKind.Same, " taking it at once")],
            change.Words);
    }

    [Theory]
    [InlineData("""{}""", """{"summary": "New."}""", "summary | Summary | Added |  | New.")]
    [InlineData("""{"summary": null}""", """{"summary": "New."}""", "summary | Summary | Added |  | New.")]
    [InlineData("""{"summary": "Old."}""", """{}""", "summary | Summary | Removed | Old. | ")]
    [InlineData("""{"audience": "PATIENT"}""", """{"audience": "CAREGIVER"}""", "audience | Audience | Changed | PATIENT | CAREGIVER")]
    [InlineData("""{"noIndex": false}""", """{"noIndex": true}""", "noIndex | No index | Changed | no | yes")]
    [InlineData("""{"seoTitle": "a"}""", """{"seoTitle": "b"}""", "seoTitle | SEO title | Changed | a | b")]
    [InlineData("""{"asamEdition": 3}""", """{"asamEdition": 4}""", "asamEdition | Asam edition | Changed | 3 | 4")]
    [InlineData("""{"schedule": {"hoursPerWeek": 9}}""", """{"schedule": {"hoursPerWeek": 10}}""", "schedule/hoursPerWeek | Schedule, hours per week | Changed | 9 | 10")]
    [InlineData("""{}""", """{"schedule": {"hoursPerWeek": 9, "durationWeeks": 10}}""", "schedule | Schedule | Added |  | Hours per week: 9⏎Duration weeks: 10")]
    [InlineData("""{"image": {"alt": "A desk"}}""", """{"image": {"alt": ""}}""", "image/alt | Image, alt | Changed | A desk | ")]
    [InlineData("""{"a": "text"}""", """{"a": {"b": "text"}}""", "a | A | Changed | text | text")]
    [InlineData("""{"x": 1}""", """{"x": 1.0}""", "")]
    [InlineData("""{"x": [], "y": null}""", """{}""", "")]
    [InlineData("""{"a": 1, "b": [{"key": "k", "t": "u"}]}""", """{"b": [{"t": "u", "key": "k"}], "a": 1}""", "")]
    public void Fields_are_compared_by_name(string before, string after, string expected) =>
        Assert.Equal(expected, Told(Compare(before, after)));

    [Theory]
    [InlineData("""["One fact", "Two facts"]""", """["One fact", "New here", "Two facts"]""", "keyPoints/1 | Key point 2 | Added |  | New here")]
    [InlineData("""["One fact", "Two facts"]""", """["Two facts"]""", "keyPoints/0 | Key point 1 | Removed | One fact | ")]
    [InlineData("""["One small fact", "Two facts"]""", """["One big fact", "Two facts"]""", "keyPoints/0 | Key point 1 | Changed | One small fact | One big fact")]
    [InlineData("""["a", "b", "c"]""", """["a", "x", "c"]""", "keyPoints/1 | Key point 2 | Changed | b | x")]
    [InlineData("""["a", "b", "c"]""", """["c", "a", "b"]""", "keyPoints/0 | Key point 1 | Moved | 3 of 3 | 1 of 3")]
    [InlineData("""["a", "a"]""", """["a"]""", "keyPoints/1 | Key point 2 | Removed | a | ")]
    [InlineData("""["ab cd", "ef gh"]""", """["ij", "kl"]""", "keyPoints/0 | Key point 1 | Removed | ab cd |  ‖ keyPoints/1 | Key point 2 | Removed | ef gh |  ‖ keyPoints/0 | Key point 1 | Added |  | ij ‖ keyPoints/1 | Key point 2 | Added |  | kl")]
    public void Lists_of_texts_are_matched_by_value(string before, string after, string expected) =>
        Assert.Equal(expected, Told(Compare($$"""{"keyPoints": {{before}}}""", $$"""{"keyPoints": {{after}}}""")));

    [Fact]
    public void An_id_never_turns_into_another()
    {
        var changes = Compare($$"""{"topics": ["{{A}}", "{{B}}"]}""", $$"""{"topics": ["{{A}}", "{{C}}"]}""");

        Assert.Equal($"topics/1 | Topic 2 | Removed | {B} |  ‖ topics/1 | Topic 2 | Added |  | {C}", Told(changes));
    }

    [Fact]
    public void The_order_of_ids_counts()
    {
        var changes = Compare($$"""{"therapies": ["{{A}}", "{{B}}"]}""", $$"""{"therapies": ["{{B}}", "{{A}}"]}""");

        Assert.Equal(FieldChangeKind.Moved, Assert.Single(changes).Kind);
    }

    [Fact]
    public void Items_with_keys_are_matched_by_key_and_named_by_their_heading()
    {
        var changes = Compare(
            """{"sections": [{"key": "s1", "heading": "Signs"}, {"key": "s2", "heading": "When to seek help", "level": 2}]}""",
            """{"sections": [{"key": "s2", "heading": "When to seek help", "level": 3}, {"key": "s1", "heading": "Signs"}, {"key": "s3", "heading": "First steps"}]}""");

        Assert.Equal(
            "sections/s1 | Section “Signs” | Moved | 1 of 2 | 2 of 3 ‖ sections/s2/level | Section “When to seek help”, level | Changed | 2 | 3 ‖ sections/s3 | Section “First steps” | Added |  | First steps",
            Told(changes.OrderBy(Path)));
    }

    [Fact]
    public void A_block_goes_by_the_key_within_its_wrapper_and_is_counted_by_kind()
    {
        var changes = Compare(
            Section("""{"callout": {"key": "b3", "kind": "NOTE", "text": "x"}}, {"paragraph": {"key": "b1", "text": "Same."}}, {"paragraph": {"key": "b2", "text": "Call your doctor."}}"""),
            Section("""{"callout": {"key": "b3", "kind": "WARNING", "text": "x"}}, {"paragraph": {"key": "b1", "text": "Same."}}, {"paragraph": {"key": "b2", "text": "Call your doctor now."}}"""));

        Assert.Equal(
            "sections/s1/blocks/b3/kind | Section “When to seek help”, callout 1, kind | Changed | NOTE | WARNING ‖ sections/s1/blocks/b2/text | Section “When to seek help”, paragraph 2 | Changed | Call your doctor. | Call your doctor now.",
            Told(changes));
        Assert.Equal([new(WordChangeKind.Same, "Call your doctor"), new(WordChangeKind.Added, " now"), new(WordChangeKind.Same, ".")], changes[1].Words);
        Assert.Empty(changes[0].Words);
    }

    [Fact]
    public void An_item_of_a_list_block_goes_by_its_index()
    {
        var changes = Compare(
            Section("""{"bulletList": {"key": "b1", "items": [{"text": "Go slow", "level": 1}, {"text": "Ask for help", "level": 1}]}}"""),
            Section("""{"bulletList": {"key": "b1", "items": [{"text": "Go slow", "level": 1}, {"text": "Ask early for help", "level": 2}]}}"""));

        Assert.Equal(
            "sections/s1/blocks/b1/items/1/text | Section “When to seek help”, bullet list 1, item 2 | Changed | Ask for help | Ask early for help ‖ sections/s1/blocks/b1/items/1/level | Section “When to seek help”, bullet list 1, item 2, level | Changed | 1 | 2",
            Told(changes));
    }

    [Fact]
    public void A_cell_of_a_table_goes_by_row_and_index()
    {
        var changes = Compare(
            Section("""{"table": {"key": "b1", "rows": [["Sign", "Help"], ["Seizure", "Call us"]]}}"""),
            Section("""{"table": {"key": "b1", "rows": [["Sign", "Help"], ["Seizure", "Call 911"]]}}"""));

        Assert.Equal("sections/s1/blocks/b1/rows/1/1 | Section “When to seek help”, table 1, row 2, item 2 | Changed | Call us | Call 911", Told(changes));
    }

    [Fact]
    public void A_block_of_another_kind_under_the_same_key_is_a_change()
    {
        var changes = Compare(Section("""{"paragraph": {"key": "b1", "text": "Stop."}}"""), Section("""{"callout": {"key": "b1", "kind": "WARNING", "text": "Stop."}}"""));

        Assert.Equal("sections/s1/blocks/b1 | Section “When to seek help”, callout 1 | Changed | Stop. | Kind: WARNING⏎Stop.", Told(changes));
    }

    [Fact]
    public void A_block_in_another_section_has_moved_and_its_own_changes_follow()
    {
        var changes = Compare(
            """{"sections": [{"key": "s1", "heading": "One", "blocks": [{"paragraph": {"key": "b1", "text": "Old words"}}]}, {"key": "s2", "heading": "Two", "blocks": []}]}""",
            """{"sections": [{"key": "s1", "heading": "One", "blocks": []}, {"key": "s2", "heading": "Two", "blocks": [{"paragraph": {"key": "b1", "text": "New words"}}]}]}""");

        Assert.Equal(
            "sections/s2/blocks/b1 | Section “Two”, paragraph 1 | Moved | Section “One” | Section “Two” ‖ sections/s2/blocks/b1/text | Section “Two”, paragraph 1 | Changed | Old words | New words",
            Told(changes));
    }

    [Fact]
    public void Symptoms_are_named_within_their_group()
    {
        var changes = Compare(
            """{"groups": [{"key": "g1", "heading": "Physical", "symptoms": [{"key": "y1", "name": "Seizure", "severity": "COMMON"}]}]}""",
            """{"groups": [{"key": "g1", "heading": "Physical", "symptoms": [{"key": "y1", "name": "Seizure", "severity": "EMERGENCY"}]}]}""");

        Assert.Equal("groups/g1/symptoms/y1/severity | Group “Physical”, symptom “Seizure”, severity | Changed | COMMON | EMERGENCY", Told(changes));
    }

    [Fact]
    public void A_first_version_lists_all_that_it_holds()
    {
        var after = Parse("""{"title": "T", "keyPoints": ["a"], "sections": [{"key": "s1", "anchor": "x", "heading": "Hello", "level": 2, "blocks": [{"paragraph": {"key": "b1", "text": "Words"}}]}]}""");

        var changes = DocumentComparison.Compare(null, after);

        Assert.Equal("title | Title | Added |  | T ‖ keyPoints/0 | Key point 1 | Added |  | a ‖ sections/s1 | Section “Hello” | Added |  | Hello⏎Level: 2⏎Words", Told(changes));
    }

    [Fact]
    public void Two_items_with_one_key_are_compared_by_place_instead()
    {
        var changes = Compare("""{"sections": [{"key": "s1", "heading": "Same"}, {"key": "s1", "heading": "Old one"}]}""", """{"sections": [{"key": "s1", "heading": "Same"}, {"key": "s1", "heading": "New one"}]}""");

        Assert.Equal("sections/1/heading | Section “New one”, heading | Changed | Old one | New one", Told(changes));
    }

    [Fact]
    public void A_document_equals_itself_and_differs_from_any_other() =>
        Gen.Select(Documents, Documents).Sample((one, other) =>
        {
            var (a, b) = (Parse(one), Parse(other));

            Assert.Empty(DocumentComparison.Compare(a, a));
            Assert.Equal(JsonElement.DeepEquals(a, b), DocumentComparison.Compare(a, b).Count == 0);
        });

    [Fact]
    public void Words_of_every_change_join_to_the_two_texts() =>
        Gen.Select(Documents, Documents).Sample((one, other) =>
            Assert.All(DocumentComparison.Compare(Parse(one), Parse(other)).Where(change => change.Words.Count > 0), change =>
            {
                Assert.Equal(change.Before, string.Concat(change.Words.Where(run => run.Kind != WordChangeKind.Added).Select(run => run.Text)));
                Assert.Equal(change.After, string.Concat(change.Words.Where(run => run.Kind != WordChangeKind.Removed).Select(run => run.Text)));
            }));

    [Fact]
    public void Long_lists_are_compared_in_a_moment()
    {
        var before = JsonSerializer.SerializeToElement(new { keyPoints = Enumerable.Range(0, 3_000).Select(i => $"point {i}") });
        var after = JsonSerializer.SerializeToElement(new { keyPoints = Enumerable.Range(0, 3_000).Select(i => $"fact {i + 5_000}") });

        Assert.Equal(6_000, DocumentComparison.Compare(before, after).Count);
    }

    [Theory]
    [InlineData(typeof(FieldChange))]
    [InlineData(typeof(WordChange))]
    [InlineData(typeof(FieldChangeKind))]
    [InlineData(typeof(WordChangeKind))]
    public void Every_public_part_is_described_for_the_schema(Type type)
    {
        var members = type.IsEnum ? type.GetFields(BindingFlags.Public | BindingFlags.Static) : type.GetProperties().Cast<MemberInfo>();

        Assert.All(members.Prepend(type), member => Assert.NotEmpty(member.GetCustomAttribute<DescriptionAttribute>()!.Description));
    }

    private static readonly Gen<string> Texts = Gen.OneOf<string>("\"a\"", "\"b c\"", "\"b d\"", "\"ONE\"", "\"TWO\"", "1", "2", "true");

    private static readonly Gen<string> Documents =
        from title in Texts
        from points in Texts.Array[0, 5]
        from keys in Gen.Shuffle(new[] { "s1", "s2", "s3", "s4" })
        from count in Gen.Int[0, 4]
        from texts in Texts.Array[4]
        from kind in Gen.OneOf<string>("paragraph", "callout")
        from row in Texts.Array[1, 2].Array[1, 2]
        let sections = keys.Take(count).Select((key, i) => $$"""{"key": "{{key}}", "heading": {{texts[i]}}, "blocks": [{"{{kind}}": {"key": "b{{key}}", "text": {{texts[^(i + 1)]}} } }]}""")
        select $$"""{"title": {{title}}, "points": ["x", {{string.Join(',', points.Prepend("\"y\""))}}], "sections": [{"key": "s9"}, {{string.Join(',', sections.Append("""{"key": "s8"}"""))}}], "rows": [{{string.Join(',', row.Select(r => $"[{string.Join(',', r)}]"))}}]}""";

    private static string Section(string blocks) => $$"""{"sections": [{"key": "s1", "heading": "When to seek help", "blocks": [{{blocks}}]}]}""";

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static IReadOnlyList<FieldChange> Compare(string before, string after) => DocumentComparison.Compare(Parse(before), Parse(after));

    private static string Path(FieldChange change) => string.Join('/', change.Path);

    private static string Told(IEnumerable<FieldChange> changes) =>
        string.Join(" ‖ ", changes.Select(c => $"{Path(c)} | {c.Label} | {c.Kind} | {c.Before} | {c.After}".Replace('\n', '⏎')));
}
