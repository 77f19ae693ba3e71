using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Delivery.Queries;

/// <summary>Which language a reader gets, and how they can tell.</summary>
[Collection(SeededCollection.Name)]
public sealed class LocaleTests(SeededApps apps)
{
    [Theory, EachDatabase]
    public async Task A_missing_locale_is_stood_in_for_only_where_that_is_wanted(string database)
    {
        var app = await apps.On(database);

        var data = await app.ReadAsync("""
            {
              a: article(slug: "ptsd", locale: "es-US") { locale slug }
              b: article(slug: "ptsd", locale: "es-US", fallback: NONE) { locale }
              c: article(slug: "signs-of-clonazepam-dependence", locale: "es-US") { locale slug }
              d: article(slug: "senales-de-dependencia-del-clonazepam", locale: "es-US", fallback: NONE) { locale slug }
              e: article(slug: "senales-de-dependencia-del-clonazepam") { locale }
              f: article(slug: "senales-de-dependencia-del-clonazepam", locale: "es") { locale }
              g: article(slug: "ptsd", locale: "de-DE") { locale }
              h: articles(locale: "es-US") { totalCount nodes { locale } }
              i: articles(locale: "es-US", fallback: NONE) { totalCount nodes { locale } }
            }
            """);

        Assert.Equal("""{"locale":"en-US","slug":"ptsd"}""", data["a"]!.ToJsonString());
        Assert.Null(data["b"]);
        Assert.Equal("""{"locale":"es-US","slug":"senales-de-dependencia-del-clonazepam"}""", data["c"]!.ToJsonString());
        Assert.Equal("""{"locale":"es-US","slug":"senales-de-dependencia-del-clonazepam"}""", data["d"]!.ToJsonString());
        Assert.Null(data["e"]);
        Assert.Equal(("es-US", "en-US"), ((string?)data["f"]!["locale"], (string?)data["g"]!["locale"]));
        Assert.Equal((12, 11), ((int)data["h"]!["totalCount"]!, data["h"]!["nodes"]!.AsArray().Count(n => (string?)n!["locale"] == "en-US")));
        Assert.Equal((1, "es-US"), ((int)data["i"]!["totalCount"]!, data["i"]!["nodes"].Joined("locale")));
    }

    [Theory, EachDatabase]
    public async Task Relations_follow_the_locale_of_what_has_them(string database)
    {
        var app = await apps.On(database);

        var data = await app.ReadAsync("""
            {
              es: article(slug: "signs-of-clonazepam-dependence", locale: "es-US") { topics { locale } symptomLists { locale } faqs { locale } authors { locale } programs { locale } crisis { locale title }
                sections { blocks { ... on HelpLineBlock { helpLine { locale } } } } }
              fallback: article(slug: "stopping-a-benzodiazepine-safely", locale: "es-US") { locale topics { locale title } crisis { locale } }
            }
            """);

        var spanish = data["es"]!;
        Assert.All(new[] { "topics", "symptomLists", "faqs" }, f => Assert.Equal(["es-US"], spanish[f].Joined("locale").Split(' ').Distinct()));
        Assert.All(new[] { "authors", "programs" }, f => Assert.Equal(["en-US"], spanish[f].Joined("locale").Split(' ').Distinct()));
        Assert.Equal(["es-US"], spanish["crisis"].Joined("locale").Split(' ').Distinct());

        // What is served in English has English relations, whatever was asked for.
        Assert.Equal(("en-US", "en-US"), ((string?)data["fallback"]!["locale"], data["fallback"]!["topics"].Joined("locale").Split(' ').Distinct().Single()));
    }

    [Theory, EachDatabase]
    public async Task Translations_name_the_other_locales(string database)
    {
        var app = await apps.On(database);

        var data = await app.ReadAsync("""
            {
              en: article(slug: "signs-of-clonazepam-dependence") { id entryId translations { locale isOutdated entry { nodeId slug canonicalUrl } } }
              es: article(slug: "senales-de-dependencia-del-clonazepam", locale: "es-US") { id entryId translations { locale isOutdated entry { nodeId } } }
              alone: article(slug: "ptsd") { translations { locale } }
            }
            """);

        Assert.Equal((string?)data["en"]!["entryId"], (string?)data["es"]!["entryId"]);
        Assert.NotEqual((string?)data["en"]!["id"], (string?)data["es"]!["id"]);
        var other = Assert.Single(data["en"]!["translations"]!.AsArray())!;
        Assert.Equal(("es-US", false, (string?)data["es"]!["id"]), ((string?)other["locale"], (bool)other["isOutdated"]!, (string?)other["entry"]!["nodeId"]));
        Assert.EndsWith("/es-US/article/senales-de-dependencia-del-clonazepam", (string?)other["entry"]!["canonicalUrl"], StringComparison.Ordinal);
        Assert.Equal((string?)data["en"]!["id"], (string?)data["es"]!["translations"]![0]!["entry"]!["nodeId"]);
        Assert.Empty(data["alone"]!["translations"]!.AsArray());
    }
}
