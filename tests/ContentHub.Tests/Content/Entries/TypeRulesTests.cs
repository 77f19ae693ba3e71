using System.Text.Json.Nodes;
using ContentHub.Content.Articles;
using ContentHub.Content.FaqEntries;
using ContentHub.Content.GlossaryTerms;
using ContentHub.Content.HelpLines;
using ContentHub.Content.Locations;
using ContentHub.Content.People;
using ContentHub.Content.Programs;
using ContentHub.Content.SymptomLists;
using ContentHub.Content.Topics;
using ContentHub.Editorial;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Entries;
using Xunit;

namespace ContentHub.Tests.Content.Entries;

/// <summary>What each type forbids in a draft, and where the fault is told; for each refusal something near it that is allowed.</summary>
public sealed class TypeRulesTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";

    [Theory]
    [InlineData("""{}""", "")]
    [InlineData("""{"asamLevel": "2.1", "asamEdition": 4}""", "")]
    [InlineData("""{"asamLevel": "2.1", "asamEdition": 3}""", "")]
    [InlineData("""{"asamLevel": "2.1"}""", "Invalid asamEdition")]
    [InlineData("""{"asamEdition": 4}""", "Invalid asamLevel")]
    [InlineData("""{"asamLevel": "2.1", "asamEdition": 5}""", "Invalid asamEdition")]
    [InlineData("""{"asamLevel": "2.1.1.1.1.1", "asamEdition": 3}""", "TooLong asamLevel")]
    [InlineData("""{"schedule": {"hoursPerWeek": 168, "sessionsPerWeek": 0, "durationWeeks": 520, "totalHours": 0}}""", "")]
    [InlineData("""{"schedule": {"hoursPerWeek": 168.5}}""", "Invalid schedule/hoursPerWeek")]
    [InlineData("""{"schedule": {"hoursPerWeek": -0.5, "sessionsPerWeek": -1, "durationWeeks": 0, "totalHours": -1}}""", "Invalid schedule/hoursPerWeek, Invalid schedule/durationWeeks, Invalid schedule/sessionsPerWeek, Invalid schedule/totalHours")]
    [InlineData("""{"schedule": {"durationWeeks": 521}}""", "Invalid schedule/durationWeeks")]
    [InlineData("""{"sections": [{"level": 1, "blocks": []}]}""", "Invalid sections/0/level")]
    [InlineData("""{"contact": {"phone": "12345678901234567890123456789012345678901"}}""", "TooLong contact/phone")]
    public void A_program_has_a_schedule_that_fits_in_a_week_and_a_level_with_its_edition(string content, string expected) => AssertFaults(ProgramModule.Type, content, expected);

    [Theory]
    [InlineData("""{"latitude": 90, "longitude": -180, "timeZone": "America/Los_Angeles"}""", "")]
    [InlineData("""{"latitude": -90, "longitude": 180, "timeZone": "Etc/UTC"}""", "")]
    [InlineData("""{"latitude": 1}""", "Invalid longitude")]
    [InlineData("""{"longitude": 1}""", "Invalid latitude")]
    [InlineData("""{"latitude": 90.01, "longitude": 180.01}""", "Invalid latitude, Invalid longitude")]
    [InlineData("""{"latitude": -90.01, "longitude": -180.01}""", "Invalid latitude, Invalid longitude")]
    [InlineData("""{"timeZone": "PST"}""", "Invalid timeZone")]
    [InlineData("""{"timeZone": ""}""", "Invalid timeZone")]
    [InlineData("""{"timeZone": "Mars/Base"}""", "Invalid timeZone")]
    [InlineData("""{"timeZone": "America/Argentina"}""", "Invalid timeZone")]
    [InlineData("""{"timeZone": "../../../etc/passwd"}""", "Invalid timeZone")]
    [InlineData("""{"timeZone": "/etc/localtime"}""", "Invalid timeZone")]
    public void A_location_is_on_earth_and_in_a_time_zone(string content, string expected) => AssertFaults(LocationModule.Type, content, expected);

    [Theory]
    [InlineData("""[{"category": "PHYSICAL", "symptoms": [{"name": "n"}]}]""", "")]
    [InlineData("""[{"category": "PHYSICAL", "symptoms": [{"name": "n", "severity": "EMERGENCY", "action": "Call 911."}]}]""", "")]
    [InlineData("""[{"category": "PHYSICAL", "symptoms": [{"name": "n", "severity": "EMERGENCY"}]}]""", "Required groups/0/symptoms/0/action")]
    [InlineData("""[{"category": "PHYSICAL", "symptoms": [{"key": "y", "name": "n", "severity": "EMERGENCY", "action": " "}]}]""", "Required groups/0/symptoms/y/action")]
    [InlineData("""[{"key": "g", "category": "PHYSICAL", "symptoms": []}]""", "Required groups/g/symptoms")]
    [InlineData("""[{"key": "g", "category": "PHYSICAL", "symptoms": [{"key": "y", "name": "n", "codes": [{"system": "LOINC", "code": "x", "display": "d"}]}]}]""", "")]
    [InlineData("""[{"key": "g", "category": "PHYSICAL", "symptoms": [{"key": "g", "name": "n"}]}]""", "DuplicateKey groups/g/symptoms/0/key")]
    public void An_emergency_says_what_to_do_and_no_group_is_empty(string groups, string expected) => AssertFaults(SymptomListModule.Type, $$"""{"groups": {{groups}}}""", expected);

    [Theory]
    [InlineData("""{"title": "Line", "phone": "988"}""", "")]
    [InlineData("""{"title": "Line", "text": "988"}""", "")]
    [InlineData("""{"title": "Line", "chatUrl": "https://example.org/"}""", "")]
    [InlineData("""{"title": "Line"}""", "Required phone")]
    [InlineData("""{}""", "")]
    public void A_help_line_can_be_reached(string content, string expected) => AssertFaults(HelpLineModule.Type, content, expected);

    [Theory]
    [InlineData($$$"""[{"faqBlock": {"key": "q", "entryIds": ["{{{Id}}}"]}}]""", "Invalid answer/q")]
    [InlineData("""[{"paragraph": {"text": "Words."}}]""", "")]
    [InlineData("""[{"paragraph": {"text": "<b>"}}, {"callToAction": {"label": "Go"}}]""", "RawHtml answer/0/text, Invalid answer/1/programId")]
    public void An_answer_shows_no_questions(string answer, string expected) => AssertFaults(FaqEntryModule.Type, $$"""{"answer": {{answer}}}""", expected);

    [Theory]
    [InlineData("ICD10CM", "F13.20", true)]
    [InlineData("ICD10CM", "F41", true)]
    [InlineData("ICD10CM", "T42.4X5A", true)]
    [InlineData("ICD10CM", "f13.20", false)]
    [InlineData("ICD10CM", "F1320", false)]
    [InlineData("ICD10CM", "F13.", false)]
    [InlineData("ICD10CM", "F13.20000", false)]
    [InlineData("ICD10CM", "U07.1", true)]
    [InlineData("RXNORM", "2598", true)]
    [InlineData("RXNORM", "02598", false)]
    [InlineData("RXNORM", "2598x", false)]
    [InlineData("RXNORM", "", false)]
    [InlineData("SNOMEDCT", "386810004", true)]
    [InlineData("SNOMEDCT", "12345", false)]
    [InlineData("MESH", "D002998", true)]
    [InlineData("MESH", "C000598644", true)]
    [InlineData("MESH", "D2998", false)]
    [InlineData("LOINC", "44249-1", true)]
    [InlineData("LOINC", "442491", false)]
    [InlineData("LOINC", "٤٤-١", false)]
    public void A_code_without_the_form_of_its_system_can_be_saved_and_is_found(string system, string code, bool isGood)
    {
        var codes = $$"""[{"system": "{{system}}", "code": "{{code}}", "display": "d"}]""";

        AssertCodes(TopicModule.Type, $$"""{"codes": {{codes}}}""", isGood ? "" : "codes/0/code");
        AssertCodes(GlossaryTermModule.Type, $$"""{"codes": {{codes}}}""", isGood ? "" : "codes/0/code");
        AssertCodes(
            SymptomListModule.Type, $$"""{"groups": [{"key": "g", "category": "PHYSICAL", "symptoms": [{"key": "y", "name": "n", "codes": {{codes}}}]}]}""",
            isGood ? "" : "groups/g/symptoms/y/codes/0/code");
    }

    [Theory]
    [InlineData("""{"callToAction": {"label": "l"}}""", "Invalid programId")]
    [InlineData("""{"callToAction": {"label": "l", "url": "https://example.org/", "phone": "1"}}""", "Invalid programId")]
    [InlineData($$$"""{"callToAction": {"label": "l", "programId": "{{{Id}}}", "phone": "1"}}""", "Invalid programId")]
    [InlineData("""{"callToAction": {"label": "l", "phone": "1"}}""", "")]
    [InlineData("""{"callToAction": {"label": "l", "programId": "x"}}""", "UnknownReference programId")]
    [InlineData("""{"table": {"header": ["a", "b"], "rows": [["1", "2"], ["1"], ["1", "2", "3"]]}}""", "Invalid rows/1, Invalid rows/2")]
    [InlineData("""{"table": {"header": ["a"], "rows": []}}""", "")]
    [InlineData("""{"table": {"header": [], "rows": []}}""", "Invalid header")]
    [InlineData("""{"table": {"header": ["<b>"], "rows": [["<i>"]]}}""", "RawHtml header/0, RawHtml rows/0/0")]
    [InlineData("""{"bulletList": {"items": [{"text": "a"}, {"text": "b", "level": 2}, {"text": "c", "level": 3}, {"text": "d"}]}}""", "")]
    [InlineData("""{"bulletList": {"items": [{"text": "a", "level": 2}]}}""", "Invalid items/0/level")]
    [InlineData("""{"numberedList": {"items": [{"text": "a"}, {"text": "b", "level": 3}]}}""", "Invalid items/1/level")]
    [InlineData("""{"numberedList": {"items": [{"text": "a", "level": 0}, {"text": "b", "level": -1}]}}""", "Invalid items/0/level, Invalid items/1/level")]
    [InlineData("""{"bulletList": {"items": [{"text": "a"}, {"text": "b", "level": 2}, {"text": "c", "level": 3}, {"text": "d", "level": 4}]}}""", "Invalid items/3/level")]
    [InlineData("""{"bulletList": {"items": []}}""", "Invalid items")]
    [InlineData("""{"bulletList": {"start": 1, "items": [{"text": "a"}]}}""", "Invalid start")]
    [InlineData("""{"numberedList": {"start": 1, "items": [{"text": "a"}]}}""", "")]
    [InlineData("""{"helpLineBlock": {"entryId": "x"}}""", "UnknownReference entryId")]
    public void A_block_is_of_its_form(string block, string expected)
    {
        var prefixed = string.Join(", ", expected.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(f => f.Replace(" ", " sections/0/blocks/0/", StringComparison.Ordinal)));

        AssertFaults(ArticleModule.Type, $$"""{"sections": [{"blocks": [{{block}}]}]}""", prefixed);
    }

    [Theory]
    [InlineData("""[{"key": "a", "blocks": []}, {"key": "b", "companions": ["a"], "level": 4, "anchor": "x-1", "blocks": []}]""", "")]
    [InlineData("""[{"key": "a", "level": 5, "blocks": []}]""", "Invalid sections/a/level")]
    [InlineData("""[{"key": "a", "anchor": "A b", "blocks": []}]""", "Invalid sections/a/anchor")]
    [InlineData("""[{"key": "a", "anchor": "x", "blocks": []}, {"anchor": "x", "blocks": []}]""", "Invalid sections/1/anchor")]
    [InlineData("""[{"key": "a", "companions": ["a", "zz"], "blocks": []}]""", "UnknownKey sections/a/companions, UnknownKey sections/a/companions")]
    [InlineData("""[{"heading": "Same", "blocks": []}, {"heading": "Same", "blocks": []}, {"heading": "Same", "blocks": []}]""", "")]
    [InlineData("""[{"companions": null, "level": null, "heading": null, "blocks": []}]""", "")]
    public void A_section_has_its_own_anchor_and_companions_that_are_there(string sections, string expected) => AssertFaults(ArticleModule.Type, $$"""{"sections": {{sections}}}""", expected);

    [Theory]
    [InlineData("a", "")]
    [InlineData("a-1-b2", "")]
    [InlineData("", "Invalid slug")]
    [InlineData("-a", "Invalid slug")]
    [InlineData("a-", "Invalid slug")]
    [InlineData("a--b", "Invalid slug")]
    [InlineData("A", "Invalid slug")]
    [InlineData("a/b", "Invalid slug")]
    [InlineData("ä", "Invalid slug")]
    [InlineData("a.b", "Invalid slug")]
    public void A_slug_is_small_letters_digits_and_single_hyphens(string slug, string expected) => AssertFaults(PersonModule.Type, new JsonObject { ["slug"] = slug }.ToJsonString(), expected);

    [Theory]
    [InlineData(120, "")]
    [InlineData(121, "TooLong slug")]
    public void A_slug_has_at_most_120_characters(int length, string expected) => AssertFaults(PersonModule.Type, $$"""{"slug": "{{new string('a', length)}}"}""", expected);

    private static void AssertCodes(ContentType type, string content, string expected)
    {
        AssertFaults(type, content, "");
        var outline = type.OutlineOf(type.ReadContent((JsonObject)JsonNode.Parse(content)!));
        var facts = new EntryFacts { Type = type.Name, IsClinical = type.IsClinical, Locale = "en-US", Today = new(2026, 3, 3) };
        var found = EditorialChecks.Run(EditorialChecks.All.Where(c => c.Rule == "code-form"), new(outline, facts, new()));

        Assert.Equal(expected, string.Join(", ", found.Select(f => string.Join('/', f.Path))));
    }

    private static void AssertFaults(ContentType type, string content, string expected)
    {
        var document = EntryDocument.Prepare(type, (JsonObject)JsonNode.Parse(content)!);

        Assert.Equal(expected, string.Join(", ", document.Faults.Select(f => $"{f.Code} {string.Join('/', document.Places.Find(f.Path, "content").Skip(2))}")));
    }
}
