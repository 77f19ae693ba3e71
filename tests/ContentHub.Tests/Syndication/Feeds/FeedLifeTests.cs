using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Xunit;

namespace ContentHub.Tests.Syndication.Feeds;

/// <summary>What feeds tell of entries that are republished, corrected, taken back and taken down.</summary>
public sealed class FeedLifeTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task A_retraction_and_a_removal_are_tombstones_also_after_a_restart(string database)
    {
        var first = await Practice.OpenAsync(database, server);
        var (kept, retracted, unpublished, back) = (await first.PublishedAsync(), await first.PublishedAsync(), await first.PublishedAsync(), await first.PublishedAsync());
        var ids = (await AtomAsync(first)).Root!.Elements(AtomRules.Atom + "entry").ToDictionary(e => e.Element(AtomRules.Atom + "title")!.Value, e => e.Element(AtomRules.Atom + "id")!.Value);
        await first.DoneAsync("retract", new { id = retracted.Id, version = 1, reason = "It named a wrong dose." }, first.Paul);
        var retractedAt = first.Now;
        await first.DoneAsync("unpublish", new { id = unpublished.Id, version = 1 }, first.Edith);
        await first.DoneAsync("unpublish", new { id = back.Id, version = 1 }, first.Edith);
        await first.DoneAsync("publish", new { id = back.Id, version = 1 }, first.Edith);

        var live = await AtomWithAsync(first, tombstones: 2);
        await using var restarted = await first.RestartedAsync(TimeSpan.FromMinutes(1));
        var later = await AtomWithAsync(restarted, tombstones: 2);

        foreach (var feed in new[] { live, later })
        {
            Assert.Empty(AtomRules.Faults(feed));
            var tombstones = feed.Root!.Elements(AtomRules.Tombstones + "deleted-entry").ToDictionary(e => (string)e.Attribute("ref")!);
            Assert.Equal(new[] { ids[Title(retracted)], ids[Title(unpublished)] }.Order(), tombstones.Keys.Order());
            var safety = tombstones[ids[Title(retracted)]];
            Assert.Equal("It named a wrong dose.", safety.Element(AtomRules.Tombstones + "comment")!.Value);
            Assert.Equal(retractedAt, DateTimeOffset.Parse((string)safety.Attribute("when")!, CultureInfo.InvariantCulture));
            Assert.Empty(tombstones[ids[Title(unpublished)]].Elements());
            Assert.Equal(new[] { Title(kept), Title(back) }.Order(), feed.Root.Elements(AtomRules.Atom + "entry").Select(e => e.Element(AtomRules.Atom + "title")!.Value).Order());
            Assert.DoesNotContain("First text.", string.Concat(tombstones.Values));
        }
    }

    [Theory, EachDatabase]
    public async Task Where_a_format_has_no_tombstones_a_retraction_is_an_item_with_the_notice(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var item = await practice.PublishedAsync();
        var gone = await practice.PublishedAsync();
        var id = (string)ItemsOf(await JsonAsync(practice)).Single(i => ((string)i!["title"]!) == Title(item))!["id"]!;
        await practice.DoneAsync("retract", new { id = item.Id, version = 1, reason = "It named a wrong dose." }, practice.Paul);
        await practice.DoneAsync("unpublish", new { id = gone.Id, version = 1 }, practice.Edith);

        var json = ItemsOf(await JsonAsync(practice)).Single()!;
        var rss = XDocument.Parse((await practice.App.GetAsync("/feeds/rss?type=faq-entry&content=full")).Text).Descendants("item").Single();

        Assert.Equal((id, "RETRACTED", $"This text was taken back: do not rely on it: {Title(item)}"), ((string?)json["id"], (string?)json["_contenthub"]!["status"], (string?)json["title"]));
        Assert.Equal((id, $"This text was taken back: do not rely on it: {Title(item)}"), (rss.Element("guid")!.Value, rss.Element("title")!.Value));
        Assert.All([(string)json["content_html"]!, rss.Element("description")!.Value], text =>
        {
            Assert.Contains("It named a wrong dose.", text);
            Assert.DoesNotContain("First text.", text);
            Assert.DoesNotContain("All of it.", text);
        });
    }

    [Theory, EachDatabase]
    public async Task To_republish_moves_nothing_and_a_correction_comes_first(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var (oldest, middle, newest) = (await practice.PublishedAsync(), await practice.PublishedAsync(), await practice.PublishedAsync());
        var updated = await UpdatedAsync(practice, oldest);

        await practice.PublishedAsync(await practice.EditAsync(oldest, "Second text."));
        var afterEdit = await TitlesAsync(practice);
        var updatedAfterEdit = await UpdatedAsync(practice, oldest);
        await practice.DoneAsync("addNotice", new { id = middle.Id, version = 1, kind = "CORRECTION", text = "Ten weeks." }, practice.Edith);
        var afterCorrection = await TitlesAsync(practice);

        Assert.Equal([Title(newest), Title(middle), Title(oldest)], afterEdit);
        Assert.True(updatedAfterEdit > updated);
        Assert.Equal([Title(middle), Title(newest), Title(oldest)], afterCorrection);
        Assert.Equal(practice.Now, await UpdatedAsync(practice, middle));
    }

    private static string Title(Item item) => $"Entry number {item.Slug.Split('-')[2]} of a test";

    private static JsonArray ItemsOf(JsonNode feed) => feed["items"]!.AsArray();

    private static async Task<XDocument> AtomAsync(Practice practice) => XDocument.Parse((await practice.App.GetAsync("/feeds/atom?type=faq-entry")).Text);

    /// <summary>What was taken down is known a moment after the mutation was answered: the view comes first, and then nobody shows the text any more.</summary>
    private static async Task<XDocument> AtomWithAsync(Practice practice, int tombstones)
    {
        var since = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var feed = await AtomAsync(practice);
            if (feed.Root!.Elements(AtomRules.Tombstones + "deleted-entry").Count() == tombstones || since.Elapsed > TimeSpan.FromSeconds(20))
            {
                return feed;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<JsonNode> JsonAsync(Practice practice) => (await practice.App.GetAsync("/feeds/json?type=faq-entry")).Json;

    private static async Task<IEnumerable<string>> TitlesAsync(Practice practice) => ItemsOf(await JsonAsync(practice)).Select(i => (string)i!["title"]!);

    private static async Task<DateTimeOffset> UpdatedAsync(Practice practice, Item item) =>
        DateTimeOffset.Parse((string)ItemsOf(await JsonAsync(practice)).Single(i => (string)i!["title"]! == Title(item))!["date_modified"]!, CultureInfo.InvariantCulture);
}
