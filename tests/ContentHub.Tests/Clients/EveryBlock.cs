using System.Text.Json.Nodes;

namespace ContentHub.Tests.Clients;

/// <summary>Every kind of block, as an editor writes it and as the programs' components show it.</summary>
static class EveryBlock
{
    /// <summary>An article of the seed, in two locales.</summary>
    public const string Slug = "signs-of-clonazepam-dependence";

    /// <param name="symptomList">What the server says of it; so for the others.</param>
    public static IReadOnlyList<(string Type, string Key, object Input, string Shown)> Kinds(JsonNode symptomList, JsonNode faq, JsonNode helpLine) =>
    [
        ("Paragraph", "kind1", new { paragraph = new { key = "kind1", text = "Some **strong** words." } }, "Some <strong>strong</strong> words."),
        ("BulletList", "kind2", new { bulletList = new { key = "kind2", items = new[] { new { text = "Rest.", level = 1 }, new { text = "Sleep.", level = 2 } } } }, "- Rest. -- Sleep."),
        ("NumberedList", "kind3", new { numberedList = new { key = "kind3", start = 3, items = new[] { new { text = "Ask." }, new { text = "Plan." } } } }, "3. Ask. 4. Plan."),
        ("Callout", "kind4", new { callout = new { key = "kind4", kind = "NOTE", heading = "Good to know", text = "Ask *first*." } }, "NOTE: Good to know: Ask <em>first</em>."),
        ("Quote", "kind5", new { quote = new { key = "kind5", text = "I asked for help.", source = "A sample patient" } }, "I asked for help. (A sample patient)"),
        ("Table", "kind6", new { table = new { key = "kind6", caption = "Whom to call", header = new[] { "When", "Call" }, rows = new[] { new[] { "In danger", "911" } } } }, "Whom to call / When|Call / In danger|911"),
        ("SymptomListBlock", "kind7", new { symptomListBlock = new { key = "kind7", entryId = (string?)symptomList["entryId"] } }, (string)symptomList["title"]!),
        ("FaqBlock", "kind8", new { faqBlock = new { key = "kind8", entryIds = new[] { (string?)faq["entryId"] } } }, (string)faq["question"]!),
        ("HelpLineBlock", "kind9", new { helpLineBlock = new { key = "kind9", entryId = (string?)helpLine["entryId"] } }, $"{helpLine["title"]} {helpLine["phone"]}"),
        ("CallToAction", "kind10", new { callToAction = new { key = "kind10", label = "Call us at", phone = "988" } }, "Call us at 988"),
    ];
}
