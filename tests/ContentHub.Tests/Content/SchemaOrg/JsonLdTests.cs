using ContentHub.Content.Entries;
using ContentHub.Content.Topics;
using Xunit;

namespace ContentHub.Tests.Content.SchemaOrg;

public sealed class JsonLdTests
{
    private static readonly Guid TopicId = SchemaOrgSite.Id(10);

    [Fact]
    public void A_title_cannot_end_the_script_element()
    {
        var site = new SchemaOrgSite();
        var article = site.Article(1, new() { Title = "A </script><!-- & \u2028\u2029 \"B\" title" });

        var text = JsonLd.Of(article, site.Request());

        Assert.DoesNotContain(text, c => c is '<' or '>' or '&' or '\u2028' or '\u2029');
        Assert.Equal(article.Title.ToString(), $"{site.JsonLdOf(article)["headline"]}");
    }

    [Fact]
    public void Letters_of_other_languages_stay_readable()
    {
        var site = new SchemaOrgSite();
        var article = site.Article(1, new() { Title = "¿Qué es la abstinencia? 什么" });

        var text = JsonLd.Of(article, site.Request());

        Assert.Contains("¿Qué es la abstinencia? 什么", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retracted_entry_gives_its_type_name_and_address_alone()
    {
        var site = new SchemaOrgSite();
        site.Topic(10, new() { Title = "Clonazepam", Kind = TopicKind.Substance });
        var article = site.Article(1, new() { Title = "Wrong doses", Slug = "wrong", Summary = "Take ten.", Topics = [TopicId], Sections = [SchemaOrgSite.Section("dose", "Ten.")] }, SchemaOrgSite.Review, isRetracted: true);

        var text = JsonLd.Of(article, site.Request());

        Assert.Equal("""{"@context":"https://schema.org","@id":"https://clinic.example/en-US/article/wrong","@type":"MedicalWebPage","name":"Wrong doses","url":"https://clinic.example/en-US/article/wrong"}""", text);
    }

    [Fact]
    public void Nothing_is_named_that_is_not_public()
    {
        var site = new SchemaOrgSite();
        var article = site.Article(1, new() { Title = "A", Topics = [TopicId], Authors = [SchemaOrgSite.Id(20)], Sections = [SchemaOrgSite.Section("s", $"See [a draft](entry:{SchemaOrgSite.Id(30)}).")] });
        var program = site.Program(2, new() { Title = "P", Treats = [TopicId], Locations = [SchemaOrgSite.Id(21)] });
        var topic = site.Topic(3, new() { Title = "T", Kind = TopicKind.Collection, Featured = [TopicId] });

        var documents = new[] { site.JsonLdOf(article), site.JsonLdOf(program), site.JsonLdOf(topic) };

        Assert.DoesNotContain(documents, d => d.ContainsKey("about") || d.ContainsKey("author") || d.ContainsKey("@reverse") || d.ContainsKey("mainEntity"));
        Assert.False(documents[1]["mainEntityOfPage"]!.AsObject().ContainsKey("about"));
        Assert.Equal("See a draft.", $"{documents[0]["hasPart"]![0]!["text"]}");
    }
}
