using ContentHub.Api;
using ContentHub.Importing.Pages.Folder;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Editorial.Workflow;

/// <summary>Nobody vouches for their own words, whatever roles they hold and whichever way the words came in.</summary>
public sealed class FourEyesTests(Practices practices) : IClassFixture<Practices>
{
    private static readonly Role[] EveryRole = Enum.GetValues<Role>();

    [Theory, EachDatabase]
    public async Task Whoever_wrote_it_cannot_approve_it_even_with_every_role_and_a_second_reviewer_can(string database)
    {
        var practice = await practices.OnAsync(database);
        var omar = practice.Token("Omar", EveryRole);
        var item = await practice.SubmittedAsync(await practice.DraftAsync(by: omar), by: omar);

        var own = await practice.RefusedAsync("approve", new { id = item.Id, version = 1 }, omar);
        var second = await practice.DoneAsync("approve", new { id = item.Id, version = 1 }, practice.Rhea);

        Assert.Equal("ForbiddenError", (string?)own["__typename"]);
        Assert.Equal("OWN_REVISION", (string?)own["code"]);
        Assert.Empty(own["requires"]!.AsArray());
        Assert.Equal("APPROVED", (string?)second["draft"]!["state"]);
    }

    [Theory, EachDatabase]
    public async Task Whoever_edited_any_version_since_the_last_published_one_cannot_approve_the_newest(string database)
    {
        var practice = await practices.OnAsync(database);
        var omar = practice.Token("Omar", EveryRole);
        var second = await practice.EditAsync(await practice.PublishedAsync(), "Omar's text.", omar);
        var third = await practice.SubmittedAsync(await practice.EditAsync(second, "Omar's text, with a comma."));

        var refused = await practice.RefusedAsync("approve", new { id = third.Id, version = 3 }, omar);
        await practice.DoneAsync("approve", new { id = third.Id, version = 3 }, practice.Rhea);

        Assert.Equal("OWN_REVISION", (string?)refused["code"]);
    }

    [Theory, EachDatabase]
    public async Task Words_that_somebody_else_approved_and_that_went_out_do_not_count_any_more(string database)
    {
        var practice = await practices.OnAsync(database);
        var omar = practice.Token("Omar", EveryRole);
        var item = await practice.PublishedAsync(await practice.DraftAsync(by: omar));
        var next = await practice.SubmittedAsync(await practice.EditAsync(item, "Edith's text.", practice.Edith));

        var payload = await practice.DoneAsync("approve", new { id = next.Id, version = 2 }, omar);

        Assert.Equal("APPROVED", (string?)payload["draft"]!["state"]);
    }

    [Theory, EachDatabase]
    public async Task Whoever_restored_a_version_cannot_approve_it(string database)
    {
        var practice = await practices.OnAsync(database);
        var omar = practice.Token("Omar", EveryRole);
        var item = await practice.EditAsync(await practice.PublishedAsync(), "Second text.");
        await practice.DoneAsync("restoreRevision", new { id = item.Id, expectedVersion = 2, restore = 1 }, omar);
        var restored = await practice.SubmittedAsync(item with { Version = 3 });

        var refused = await practice.RefusedAsync("approve", new { id = item.Id, version = 3 }, omar);
        await practice.DoneAsync("approve", new { id = restored.Id, version = 3 }, practice.Rhea);

        Assert.Equal("OWN_REVISION", (string?)refused["code"]);
    }

    [Theory, EachDatabase]
    public async Task Own_words_that_a_colleague_brought_back_are_still_own_words(string database)
    {
        var practice = await practices.OnAsync(database);
        var omar = practice.Token("Omar", EveryRole);
        var first = await practice.EditAsync(await practice.DraftAsync(), "Omar's text.", omar);
        var published = await practice.PublishedAsync(await practice.EditAsync(first, "Ann's text."));
        await practice.DoneAsync("restoreRevision", new { id = published.Id, expectedVersion = 3, restore = 2 }, practice.Edith);
        await practice.SubmittedAsync(published with { Version = 4 });

        var refused = await practice.RefusedAsync("approve", new { id = published.Id, version = 4 }, omar);

        Assert.Equal("OWN_REVISION", (string?)refused["code"]);
    }

    [Theory, EachDatabase]
    public async Task An_emergency_does_not_wash_own_words_clean(string database)
    {
        var practice = await practices.OnAsync(database);
        var omar = practice.Token("Omar", EveryRole);
        var item = await practice.DraftAsync(by: omar);
        await practice.DoneAsync("publish", new { id = item.Id, version = 1, emergencyReason = "A recall." }, omar);
        var next = await practice.SubmittedAsync(await practice.EditAsync(item, "Omar's text with Edith's comma.", practice.Edith));

        var refused = await practice.RefusedAsync("approve", new { id = next.Id, version = 2 }, omar);
        await practice.DoneAsync("approve", new { id = next.Id, version = 2 }, practice.Rhea);

        Assert.Equal("OWN_REVISION", (string?)refused["code"]);
    }

    [Theory, EachDatabase]
    public async Task An_editor_does_not_approve_own_words_of_a_type_that_needs_no_reviewer_but_may_publish_them(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.SubmittedAsync(await practice.DraftAsync(isClinical: false, by: practice.Edith));

        var refused = await practice.RefusedAsync("approve", new { id = item.Id, version = 1 }, practice.Edith);
        var published = await practice.DoneAsync("publish", new { id = item.Id, version = 1 }, practice.Edith);

        Assert.Equal("OWN_REVISION", (string?)refused["code"]);
        Assert.Equal("PUBLISHED", (string?)published["draft"]!["state"]);
        Assert.Null((await practice.ReadAsync(item))!["review"]);
    }

    [Theory, EachDatabase]
    public async Task Whoever_ran_an_import_by_the_verb_cannot_approve_it_under_their_own_name(string database)
    {
        var practice = await practices.OnAsync(database);
        var folder = Directory.CreateTempSubdirectory("contenthub-own-");
        var vera = practice.Token("Vera", Role.MedicalReviewer);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "page.md"), $"# About rest on {database}\n\nRest helps.\n", TestContext.Current.CancellationToken);
        await practice.DoneAsync("addComment", new { id = (await practice.DraftAsync()).Id, version = 1, text = "Seen." }, vera);
        var pages = practice.App.Services.GetRequiredService<ImportFolder>().RunAsync(folder.FullName, ["page.md"], null, " vera", TestContext.Current.CancellationToken);
        var page = await pages.SingleAsync(TestContext.Current.CancellationToken);
        folder.Delete(recursive: true);
        var draft = Assert.Single(page.Payload.Drafts);
        var item = new Item(new NodeId(NodeKind.Draft, draft.Variant.Id).ToString(), draft.Variant.EntryId.ToString(), draft.Variant.Slug!, 1, true);
        var topic = (await practice.DraftAsync()).InsteadId!;
        var patch = new { summary = "On rest.", topics = new[] { topic }, authors = new[] { topic }, references = new[] { new { title = "About rest (made up)", publisher = "A publisher", url = "https://example.org/rest" } } };
        var person = await practice.DoneAsync("createPerson", new { content = new { title = $"A writer on {database}", role = "Writer", biography = "Writes." } }, practice.Edith);
        await practice.DoneAsync("updateArticle", new { id = item.Id, expectedVersion = 1, patch = patch with { authors = [(string)person["draft"]!["entryId"]!] } }, practice.Edith);
        await practice.SubmittedAsync(item with { Version = 2 });

        var offered = (await practice.SeeAsync(item, vera))!["actions"]!.AsArray().Single(a => (string?)a!["action"] == "APPROVE")!;
        var refused = await practice.RefusedAsync("approve", new { id = item.Id, version = 2 }, vera);
        await practice.DoneAsync("approve", new { id = item.Id, version = 2 }, practice.Rhea);

        Assert.Equal("OWN_REVISION", (string?)refused["code"]);
        Assert.False((bool)offered["allowed"]!);
    }

    [Theory, EachDatabase]
    public async Task A_draft_does_not_offer_the_approval_to_whoever_wrote_it(string database)
    {
        var practice = await practices.OnAsync(database);
        var omar = practice.Token("Omar", EveryRole);
        var item = await practice.SubmittedAsync(await practice.DraftAsync(by: omar), by: omar);

        var offered = (await practice.SeeAsync(item, omar))!["actions"]!.AsArray().Single(a => (string?)a!["action"] == "APPROVE")!;

        Assert.False((bool)offered["allowed"]!);
        Assert.Contains("somebody else", (string?)offered["reason"], StringComparison.Ordinal);
        Assert.Equal("MEDICAL_REVIEWER", (string?)Assert.Single(offered["whoCan"]!.AsArray()));
    }
}
