using System.Text.Json.Nodes;
using ContentHub.Tests.Editorial;

namespace ContentHub.Tests.Content.Entries;

/// <summary>One entry of each type with every field that its input has, made up of entries that a writer created before.</summary>
public sealed record FullContent(string Topic, string Person, string SymptomList, string Faq, string Program, string Location, string HelpLine)
{
    public static readonly IReadOnlyList<string> Types = ["Article", "SymptomList", "FaqEntry", "Program", "Topic", "Person", "Location", "GlossaryTerm", "HelpLine"];

    /// <summary>Entry ids of what the full entries name.</summary>
    public IEnumerable<Guid> Named => new[] { Topic, Person, SymptomList, Faq, Program, Location, HelpLine }.Select(Guid.Parse);

    /// <summary>Makes what the full entries name.</summary>
    public static async Task<FullContent> PrepareAsync(Writer writer)
    {
        async Task<string> New(string type, object content) => (await writer.CreateAsync(type, content)).EntryId;
        return new(
            await New("Topic", new { title = "A topic to name" }),
            await New("Person", new { title = "A person to name" }),
            await New("SymptomList", new { title = "A list to name" }),
            await New("FaqEntry", new { question = "A question to name?" }),
            await New("Program", new { title = "A program to name", sections = new[] { new { heading = "Uses", blocks = new[] { new { paragraph = new { text = "Many." } } } } } }),
            await New("Location", new { title = "A place to name" }),
            await New("HelpLine", new { title = "A line to name", phone = "988" }));
    }

    public JsonObject Of(string type) => (JsonObject)JsonNode.Parse(type switch
    {
        "Article" => $$"""
            { "slug": "full-article", "title": "Every field — “quoted”, <b> & ñ 🙂", {{TopicsAndReferences}}, "summary": "A summary.", "keyPoints": ["One.", "Two."],
              "audience": "CAREGIVER", "authors": ["{{Person}}"], "sections": {{Sections}}, "symptomLists": ["{{SymptomList}}"], "faqs": ["{{Faq}}"], "programs": ["{{Program}}"],
              "seoTitle": "For machines", "seoDescription": "A description.", "noIndex": true }
            """,
        "SymptomList" => $$"""
            { "slug": "full-list", "title": "Signs", {{TopicsAndReferences}}, "introduction": "Some *signs*.", "context": "WITHDRAWAL", "whenToGetHelp": "Call **now**.",
              "groups": [{ "key": "g1", "category": "PHYSICAL", "heading": "Body", "symptoms": [
                { "key": "y1", "name": "Seizure", "description": "The body shakes.", "severity": "EMERGENCY", "action": "Call 911.", "codes": {{Codes}} },
                { "key": "y2", "name": "Headache" }] }] }
            """,
        "FaqEntry" => $$"""
            { "slug": "full-question", "question": "Is every field here?", {{TopicsAndReferences}}, "shortAnswer": "Yes.",
              "answer": [{ "paragraph": { "key": "b1", "text": "Yes, *all* of them." } }, { "callout": { "key": "b2", "kind": "NOTE", "heading": "Note", "text": "Look twice." } }, {{Blocks}}] }
            """,
        "Program" => $$"""
            { "slug": "full-program", "title": "Program", {{TopicsAndReferences}}, "summary": "A summary.", "sections": {{Sections}}, "levelOfCare": "INTENSIVE_OUTPATIENT",
              "asamLevel": "2.1", "asamEdition": 4, "schedule": { "hoursPerWeek": 9.5, "sessionsPerWeek": 3, "durationWeeks": 10, "totalHours": 95 },
              "formats": ["IN_PERSON", "TELEHEALTH"], "therapies": ["GROUP", "INDIVIDUAL"], "ageGroups": ["ADULT"], "languages": ["en", "es"], "treats": ["{{Topic}}"],
              "locations": ["{{Location}}"], "eligibility": ["18 or older."], "admissionSteps": ["Call.", "Come."], "contact": {{Contact}} }
            """,
        "Topic" => $$"""
            { "slug": "full-topic", "title": "Topic", {{TopicsAndReferences}}, "kind": "SUBSTANCE", "summary": "A summary.", "alternateNames": ["Klonopin"], "codes": {{Codes}},
              "parent": "{{Topic}}", "featured": ["{{Program}}", "{{Faq}}"] }
            """,
        "Person" => $$"""
            { "slug": "full-person", "title": "Dr. Sample", "topics": ["{{Topic}}"], "credentials": ["MD", "PhD"], "role": "Reviews", "biography": "She *reads*.", "isSample": true }
            """,
        "Location" => $$"""
            { "slug": "full-location", "title": "Clinic", "street": "1 Sample Street", "city": "San Diego", "region": "CA", "postalCode": "92101", "country": "US", "latitude": 32.7157,
              "longitude": -117.1611, "timeZone": "America/Los_Angeles", "openingHours": ["Mon-Fri 09:00-17:00"], "accessibility": ["A ramp."], "contact": {{Contact}} }
            """,
        "GlossaryTerm" => $$"""
            { "slug": "full-term", "title": "Taper", {{TopicsAndReferences}}, "definition": "Less and *less*.", "alternateNames": ["Tapering"], "codes": {{Codes}} }
            """,
        "HelpLine" => $$"""
            { "slug": "full-line", "title": "Line", "topics": ["{{Topic}}"], "phone": "988", "text": "988", "chatUrl": "https://chat.example.org/a?b=c#d", "hours": "24/7",
              "countries": ["US", "CA"], "languages": ["en", "es"], "isEmergency": true, "summary": "Somebody listens." }
            """,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No content type."),
    })!;

    private string TopicsAndReferences => $$"""
        "topics": ["{{Topic}}"], "references": [{ "key": "fda2020", "title": "A “work”", "publisher": "FDA", "url": "https://example.org/Work?x=%20y", "published": "2020-09-23", "accessed": "2026-01-31" },
          { "title": "Print", "publisher": "A house" }]
        """;

    private static string Codes => """[{ "system": "RXNORM", "code": "2598", "display": "clonazepam" }]""";

    private static string Contact => """{ "phone": "619-555-0100", "email": "a@example.org", "url": "https://example.org/", "note": "By day." }""";

    private string Sections => $$"""
        [{ "key": "intro", "blocks": [{ "paragraph": { "text": "Before the first heading, with [a link](entry:{{Program}}#uses)." } }] },
         { "key": "s1", "anchor": "what-it-is", "heading": "What it is", "level": 3, "aspect": "OVERVIEW", "standsAlone": true, "companions": ["intro"], "blocks": [
            { "paragraph": { "key": "p1", "text": "Text with *marks* and `code`." } },
            { "callout": { "key": "p4", "kind": "EMERGENCY", "heading": "Now", "text": "Call 911." } },
            { "faqBlock": { "key": "p8", "entryIds": ["{{Faq}}"] } }, {{Blocks}}] }]
        """;

    private string Blocks => $$"""
        { "bulletList": { "key": "p2", "items": [{ "text": "One", "level": 1 }, { "text": "Below", "level": 2 }] } },
        { "numberedList": { "key": "p3", "start": 3, "items": [{ "text": "Third", "level": 1 }] } },
        { "quote": { "key": "p5", "text": "Words.", "source": "Somebody" } },
        { "table": { "key": "p6", "caption": "A table", "header": ["A", "*B*"], "rows": [["1", "2"], ["3", ""]] } },
        { "symptomListBlock": { "key": "p7", "entryId": "{{SymptomList}}" } },
        { "callToAction": { "key": "p9", "label": "Go", "programId": "{{Program}}" } },
        { "callToAction": { "key": "p10", "label": "Read", "url": "https://example.org/x" } },
        { "callToAction": { "key": "p11", "label": "Call", "phone": "988" } },
        { "helpLineBlock": { "key": "p12", "entryId": "{{HelpLine}}" } }
        """;
}
