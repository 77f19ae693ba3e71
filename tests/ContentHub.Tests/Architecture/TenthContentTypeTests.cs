using System.ComponentModel;
using System.Text.Json.Serialization;
using ContentHub.Api;
using ContentHub.Api.Fields;
using ContentHub.Api.Records;
using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial;
using ContentHub.Editorial.Documents;
using ContentHub.Tests.Databases;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Architecture;

/// <summary>A tenth content type costs one folder, which here is this file, and one line: its registration. No table, no migration, no other change.</summary>
public sealed class TenthContentTypeTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task A_type_that_is_registered_is_written_published_found_and_compared_like_the_nine(string database)
    {
        await using var app = await ContentHubApp.StartAsync(await TestDatabase.CreateAsync(database, server), services: services => services.AddSingleton(RecipeModule.Type));
        var editor = app.Token("Sam", Role.Editor);
        var topic = (await app.DoneAsync("createTopic", new { content = new { title = "Sleep", kind = "CONDITION", summary = "Rest for body and mind." } }, editor))["draft"]!;
        await app.DoneAsync("publish", new { id = (string)topic["id"]!, version = 1 }, editor);

        var bad = await app.MutateAsync("createRecipe", new { content = new { title = "Tea", method = "Pour <b>water</b> on it." } }, editor);
        var draft = (await app.DoneAsync("createRecipe", new { content = new { title = "Chamomile tea", ingredients = new[] { "Chamomile", "Water" }, method = "Pour *hot* water on it." } }, editor))["draft"]!;
        var id = (string)draft["id"]!;
        await app.DoneAsync("updateRecipe", new { id, expectedVersion = 1, patch = new { topics = new[] { (string)topic["entryId"]! } } }, editor);
        var content = await app.QueryAsync($$"""{ editorial { draft(id: "{{id}}") { type content { ... on RecipeContent { title ingredients method topics } } } compare(id: "{{id}}", from: 1, to: 2) { changes { path kind } } } }""", token: editor);
        var before = await app.QueryAsync("""{ recipe(slug: "chamomile-tea") { title } }""");
        await app.DoneAsync("publish", new { id, version = 2 }, editor);
        var read = await app.QueryAsync("""
            {
              recipe(slug: "chamomile-tea") { __typename type title ingredients method { html plain } topics { title } jsonLd canonicalUrl }
              recipes(where: { title: { startsWith: "cham" } }) { totalCount nodes { slug } }
              entryBySlug(type: RECIPE, slug: "chamomile-tea") { __typename ... on Recipe { ingredients } }
              topic(slug: "sleep") { usedBy(types: [RECIPE]) { nodes { title } } }
            }
            """);

        Assert.Equal("""["input","content","method"]""", bad["errors"]![0]!["path"]!.ToJsonString());
        Assert.Equal(("RECIPE", "Pour *hot* water on it."), ((string?)content["editorial"]!["draft"]!["type"], (string?)content["editorial"]!["draft"]!["content"]!["method"]));
        Assert.Equal("""["topics"]""", content["editorial"]!["compare"]!["changes"]![0]!["path"]!.ToJsonString()[..9] + "]");
        Assert.Null(before["recipe"]);
        Assert.Equal("Recipe", (string?)read["recipe"]!["__typename"]);
        Assert.Equal("""["Chamomile","Water"]""", read["recipe"]!["ingredients"]!.ToJsonString());
        Assert.Equal(("Pour <em>hot</em> water on it.", "Pour hot water on it."), ((string?)read["recipe"]!["method"]!["html"], (string?)read["recipe"]!["method"]!["plain"]));
        Assert.Equal("Sleep", (string?)read["recipe"]!["topics"]![0]!["title"]);
        Assert.Contains("\"Recipe\"", (string?)read["recipe"]!["jsonLd"]);
        Assert.EndsWith("/recipe/chamomile-tea", (string?)read["recipe"]!["canonicalUrl"]);
        Assert.Equal((1, "chamomile-tea"), ((int)read["recipes"]!["totalCount"]!, (string?)read["recipes"]!["nodes"]![0]!["slug"]));
        Assert.Equal("Water", (string?)read["entryBySlug"]!["ingredients"]![1]);
        Assert.Equal("Chamomile tea", (string?)read["topic"]!["usedBy"]!["nodes"]![0]!["title"]);
    }
}

/// <summary>The one line registers this.</summary>
internal static class RecipeModule
{
    public static ContentType Type { get; } = new ContentType<RecipeContent, Recipe>("RECIPE", "recipes", "How something is cooked.")
    {
        GraphTypes = [(typeof(Recipe), typeof(RecipeType))],
        Reading = (envelope, content, texts) => new Recipe(envelope, content, texts),
        Retracted = c => new RecipeContent { Slug = c.Slug, Title = c.Title, Topics = c.Topics },
        SchemaOrg = (recipe, request) => SchemaOrgNode.Of("Recipe", recipe, request).WithAll("recipeIngredient", recipe.Ingredients),
        Filter = new FilterDefinition<Recipe>("RecipeFilter", "Which recipes; fields are joined by AND.").EntryId().Slug().Title().Topic(),
    };
}

[Description("A recipe as it is stored: read it, change it, send it back."), Patchable]
public sealed record RecipeContent : IEntryContent
{
    [Description("Last part of its URL; made from the title when absent."), Needed, MaxCharacters(120)]
    public string? Slug { get; init; }

    [Description("What is cooked."), Needed, MaxCharacters(200)]
    public string? Title { get; init; }

    [Description("Entry ids, most important first."), RefersTo("TOPIC"), MaxItems(20)]
    public IReadOnlyList<Guid> Topics { get; init; } = [];

    [Description("What to buy, in order of use."), MaxItems(50), MaxCharacters(200)]
    public IReadOnlyList<string> Ingredients { get; init; } = [];

    [Description("What to do, as inline Markdown."), Markdown, Needed]
    public string? Method { get; init; }

    [JsonIgnore] public string? Heading => Title;

    [JsonIgnore] public IReadOnlyList<Guid> AllTopics => Topics;
}

/// <summary>A recipe as readers get it.</summary>
public sealed class Recipe : PublishedEntry
{
    public Recipe(EntryEnvelope envelope, RecipeContent content, TextBuffer texts)
        : base(envelope)
    {
        Ingredients = texts.AddAll(content.Ingredients);
        Method = RichText.Inline(this, texts.Add(content.Method ?? ""));
    }

    public IReadOnlyList<Text> Ingredients { get; }

    public RichText Method { get; }
}

internal sealed class RecipeType : ObjectGraphType<Recipe>
{
    public RecipeType()
    {
        Name = "Recipe";
        Description = "How something is cooked.";
        this.EntryFields();
        this.Field("ingredients", "What to buy, in order of use.", r => r.Ingredients);
        this.Field("method", "What to do.", r => r.Method);
    }
}
