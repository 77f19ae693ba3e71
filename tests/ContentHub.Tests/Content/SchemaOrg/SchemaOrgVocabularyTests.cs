using System.Text.Json.Nodes;
using Xunit;

namespace ContentHub.Tests.Content.SchemaOrg;

public sealed class SchemaOrgVocabularyTests
{
    private static readonly SchemaOrgVocabulary Vocabulary = SchemaOrgVocabulary.Read();
    private static readonly SchemaOrgSite Site = SchemaOrgSite.Full();

    public static TheoryData<int, string> Entries => [.. Site.Entries.Select((e, i) => (i, $"{e.Type.Name} {e.Title}"))];

    [Theory]
    [MemberData(nameof(Entries))]
    public void Every_property_exists_for_its_type(int index, string name)
    {
        var document = Site.JsonLdOf(Site.Entries[index]);

        var unknown = Vocabulary.Unknown(document).ToList();

        Assert.True(unknown.Count == 0, $"{name}: {string.Join("; ", unknown)}");
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void No_value_is_empty(int index, string name)
    {
        var document = Site.JsonLdOf(Site.Entries[index]);

        var empty = SchemaOrgVocabulary.Empty(document).ToList();

        Assert.True(empty.Count == 0, $"{name}: {string.Join("; ", empty)}");
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Context_and_id_come_first(int index, string name)
    {
        var document = Site.JsonLdOf(Site.Entries[index]);

        var page = Site.Request().PageOf(Site.Entries[index]).AbsoluteUri;
        Assert.True(document.Select(p => p.Key).Take(3).SequenceEqual(["@context", "@id", "@type"]), name);
        Assert.Equal(("https://schema.org", page, page), ($"{document["@context"]}", $"{document["@id"]}", $"{document["url"]}"));
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Review_stands_on_the_page_and_not_on_its_parts(int index, string name)
    {
        string[] pages = ["$", "$.mainEntityOfPage"];

        var reviewed = SchemaOrgVocabulary.Things(Site.JsonLdOf(Site.Entries[index])).Where(t => t.Node.ContainsKey("lastReviewed") || t.Node.ContainsKey("reviewedBy")).ToList();

        Assert.True(reviewed.All(t => pages.Contains(t.Path)), name);
        Assert.Equal(Site.Entries[index].Review is null ? 0 : 1, reviewed.Count);
    }

    [Fact]
    public void Every_content_type_is_tried()
    {
        var tried = Site.Entries.Select(e => e.Type.Name).Distinct().Order();

        Assert.Equal(["ARTICLE", "FAQ_ENTRY", "GLOSSARY_TERM", "HELP_LINE", "LOCATION", "PERSON", "PROGRAM", "SYMPTOM_LIST", "TOPIC"], tried);
    }

    [Fact]
    public void A_bare_entry_of_each_type_has_nothing_empty_either()
    {
        var site = new SchemaOrgSite();
        site.Topic(1, new() { Title = "T" });
        site.Article(2, new() { Title = "A" });
        site.SymptomList(3, new() { Title = "S" });
        site.FaqEntry(4, new() { Question = "Q?" });
        site.Program(5, new() { Title = "P" });
        site.Person(6, new() { Title = "N" });
        site.Location(7, new() { Title = "L", Contact = new() { Note = "No way to reach us." } });
        site.GlossaryTerm(8, new() { Title = "G" });
        site.HelpLine(9, new() { Title = "H" });

        var documents = site.Entries.Select(site.JsonLdOf).ToList();

        Assert.Empty(documents.SelectMany(d => SchemaOrgVocabulary.Empty(d, $"{d["@type"]}")));
        Assert.Empty(documents.SelectMany(Vocabulary.Unknown));
        Assert.False(documents[6].ContainsKey("contactPoint"));
    }

    [Fact]
    public void A_property_of_another_type_is_found()
    {
        var document = JsonNode.Parse("""
            {
              "@type": "ItemList", "lastReviewed": "2026-03-01", "itemListElement": [{ "@type": "Wish", "name": "x" }], "itemListOrder": "https://schema.org/Backwards",
              "@reverse": { "availableService": [{ "@type": "Person", "name": "x" }] }
            }
            """)!;

        var unknown = Vocabulary.Unknown(document);

        Assert.Equal(
            ["$.lastReviewed on ItemList", "$.itemListOrder is https://schema.org/Backwards", "$.@reverse.availableService on Person", "$.itemListElement[0] has the type Wish"],
            unknown);
    }
}
