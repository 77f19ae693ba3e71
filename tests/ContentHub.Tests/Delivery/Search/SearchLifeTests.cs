using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Xunit;

namespace ContentHub.Tests.Delivery.Search;

/// <summary>What is published is found in the next breath, and what is taken away is not.</summary>
public sealed class SearchLifeTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task An_entry_is_found_from_its_publication_until_it_is_taken_away(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var app = practice.App;
        var draft = await practice.DraftAsync(isClinical: false, title: "Quokkasomnia");
        Assert.Equal(0, await FoundAsync("quokkasomnia"));

        var published = await practice.PublishedAsync(draft);
        Assert.Equal(1, await FoundAsync("quokkasomnia"));
        Assert.Equal(0, await FoundAsync("zebrafilia"));

        var edited = await practice.EditAsync(published, "A word like zebrafilia.");
        Assert.Equal((1, 0), (await FoundAsync("quokkasomnia"), await FoundAsync("zebrafilia")));
        await practice.PublishedAsync(edited);
        Assert.Equal((1, 1), (await FoundAsync("quokkasomnia"), await FoundAsync("zebrafilia")));

        await practice.DoneAsync("unpublish", new { id = edited.Id, version = edited.Version }, practice.Edith);
        Assert.Equal((0, 0), (await FoundAsync("quokkasomnia"), await FoundAsync("zebrafilia")));

        async Task<int> FoundAsync(string text) => (int)(await app.SearchAsync(text))["totalCount"]!;
    }

    [Theory, EachDatabase]
    public async Task What_was_retracted_is_never_a_hit(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var item = await practice.PublishedAsync(await practice.DraftAsync(isClinical: true, title: "Is quokkasomnia real?"));
        Assert.Equal([item.Slug], (await practice.App.SearchAsync("quokkasomnia")).Slugs());

        await practice.DoneAsync("retract", new { id = item.Id, version = item.Version, reason = "It named a wrong dose." }, practice.Paul);

        Assert.Empty((await practice.App.SearchAsync("quokkasomnia")).Slugs());
    }

    [Fact]
    public async Task A_draft_is_not_found_by_whoever_previews_it_and_takes_its_public_text_with_it()
    {
        await using var practice = await Practice.OpenAsync(TestDatabase.Sqlite, server);
        var item = await practice.PublishedAsync(await practice.DraftAsync(isClinical: false, title: "Quokkasomnia"));
        await practice.EditAsync(item, "A word like zebrafilia.");
        var preview = (string)(await practice.DoneAsync("createPreview", new { id = item.Id }, practice.Edith, "token errors { message }"))["token"]!;

        Assert.Empty((await practice.App.SearchAsync("zebrafilia", preview: preview)).Slugs());
        Assert.Empty((await practice.App.SearchAsync("quokkasomnia", preview: preview)).Slugs());
        Assert.Single((await practice.App.SearchAsync("quokkasomnia")).Slugs());
    }
}
