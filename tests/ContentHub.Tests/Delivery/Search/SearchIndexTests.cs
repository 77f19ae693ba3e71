using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentHub.Delivery.Search;
using ContentHub.Tests.Databases;
using Lucene.Net.Index;
using Lucene.Net.Store;
using Xunit;
using Directory = System.IO.Directory;

namespace ContentHub.Tests.Delivery.Search;

/// <summary>The index is a copy: whatever happens to it, it is right again at the next start.</summary>
public sealed class SearchIndexTests(PostgreSqlServer server)
{
    private const string Text = "clonazepam withdrawal";

    [Fact]
    public async Task It_is_taken_up_where_it_was_and_made_anew_where_it_cannot_be()
    {
        await using var database = await TestDatabase.CreateSeededAsync(TestDatabase.Sqlite, server);
        var folder = Path.Combine(database.Options.Data, "search", "0");
        var (first, written) = await AnswerAsync(database);
        Assert.Equal(169, written);

        var faults = new (string What, Action Do, int? Written)[]
        {
            ("nothing happened", () => { }, 0),
            ("the folder is gone", () => Directory.Delete(folder, recursive: true), written),
            ("its head is gone", () => Array.ForEach(Directory.GetFiles(folder, "segments*"), File.Delete), written),
            ("its head is empty", () => Array.ForEach(Directory.GetFiles(folder, "segments*"), file => File.WriteAllBytes(file, [])), written),
            ("every file is cut in half", () => Array.ForEach(Files(folder), Halve), written),
            ("a byte is another", () => Flip(Files(folder).MaxBy(file => new FileInfo(file).Length)!), written),
            ("a file is gone", () => File.Delete(Files(folder).MaxBy(file => new FileInfo(file).Length)!), written),
            ("it is of another log", () => Commit(folder, SearchIndex.LogKey, Guid.NewGuid().ToString()), written),
            ("it is of another form", () => Commit(folder, SearchIndex.FormKey, "0"), written),
            ("the lock of a killed process lies about", () => File.WriteAllText(Path.Combine(folder, "write.lock"), ""), 0),
        };
        foreach (var (what, harm, expected) in faults)
        {
            harm();

            var (answer, again) = await AnswerAsync(database);

            Assert.Equal((what, expected), (what, again));
            Assert.Equal(first, answer);
        }
    }

    [Theory, EachDatabase]
    public async Task After_a_stop_it_catches_up_with_what_was_published_meanwhile(string kind)
    {
        await using var database = await TestDatabase.CreateSeededAsync(kind, server);
        await AnswerAsync(database);
        var (folder, kept) = (Path.Combine(database.Options.Data, "search"), Path.Combine(database.Options.Data, "kept"));
        Copy(Path.Combine(folder, "0"), kept);
        var app = await ContentHubApp.StartAsync(database);
        var editor = app.Token("Edith", ContentHub.Api.Role.Editor);
        var made = await app.DoneAsync("createGlossaryTerm", new { content = new { title = "Quokkasomnia", definition = "A word." } }, editor);
        await app.DoneAsync("publish", new { id = (string)made["draft"]!["id"]!, version = 1 }, editor);
        var gone = (await app.QueryAsync("""{ glossaryTerm(slug: "taper") { id publishedVersion } }"""))["glossaryTerm"]!;
        await app.DoneAsync("unpublish", new { id = (string)gone["id"]!, version = (int)gone["publishedVersion"]! }, editor);
        await app.StopAsync();

        // As after a kill: the last commit is from before.
        Directory.Delete(folder, recursive: true);
        Copy(kept, Path.Combine(folder, "0"));
        app = await ContentHubApp.StartAsync(database);
        var found = await app.SearchAsync("quokkasomnia");
        var taper = await app.SearchAllAsync("taper", 100);
        var written = app.Index().Written;
        await app.StopAsync();

        Assert.Equal(["quokkasomnia"], found.Slugs());
        Assert.DoesNotContain(taper, hit => (string?)hit["node"]!["id"] == (string?)gone["id"]);
        Assert.Equal(1, written);
    }

    [Fact]
    public async Task Two_processes_on_one_data_folder_have_an_index_each()
    {
        await using var database = await TestDatabase.CreateSeededAsync(TestDatabase.Sqlite, server);
        var first = await ContentHubApp.StartAsync(database);
        var second = await ContentHubApp.StartAsync(database);

        var one = await first.SearchAsync(Text);
        var other = await second.SearchAsync(Text);
        await first.StopAsync();
        var still = await second.SearchAsync(Text);
        await second.StopAsync();

        Assert.Equal(one.ToJsonString(), other.ToJsonString());
        Assert.Equal(one.ToJsonString(), still.ToJsonString());
        Assert.True(Directory.Exists(Path.Combine(database.Options.Data, "search", "1")));
    }

    [Fact]
    public async Task Until_there_is_an_index_a_search_says_so_and_all_else_is_answered()
    {
        await using var database = await TestDatabase.CreateSeededAsync(TestDatabase.Sqlite, server);
        // Where its folder should be is a file.
        await File.WriteAllTextAsync(Path.Combine(database.Options.Data, "search"), "", TestContext.Current.CancellationToken);
        var app = await ContentHubApp.StartAsync(database);

        using var response = await app.Http.PostAsJsonAsync("/graphql", new { query = """{ search(text: "sleep") { totalCount } article(slug: "depression") { title } }""" }, TestContext.Current.CancellationToken);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        using var health = await app.Http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        await app.StopAsync();

        Assert.Equal("NOT_READY", (string?)answer["errors"]![0]!["extensions"]!["code"]);
        Assert.Equal(1, (int)answer["errors"]![0]!["extensions"]!["retryAfterSeconds"]!);
        Assert.Equal("1", response.Headers.RetryAfter?.ToString());
        Assert.Equal(System.Net.HttpStatusCode.OK, health.StatusCode);
    }

    private static async Task<(string Answer, int Written)> AnswerAsync(TestDatabase database)
    {
        var app = await ContentHubApp.StartAsync(database);
        var answer = (await app.SearchAsync(Text, first: 50)).ToJsonString();
        var written = app.Index().Written;
        await app.StopAsync();
        return (answer, written);
    }

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder).Where(file => !file.EndsWith("lock", StringComparison.Ordinal) && !file.EndsWith(".gen", StringComparison.Ordinal))];

    private static void Halve(string file)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(stream.Length / 2);
    }

    private static void Flip(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 0x10;
        File.WriteAllBytes(file, bytes);
    }

    private static void Commit(string folder, string key, string value)
    {
        using var files = FSDirectory.Open(folder);
        using var writer = new IndexWriter(files, new IndexWriterConfig(SearchLanguage.Version, SearchLanguage.ByField));
        using var reader = DirectoryReader.Open(files);
        writer.SetCommitData(new Dictionary<string, string>(reader.IndexCommit.UserData) { [key] = value });
        writer.Commit();
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        Array.ForEach(Directory.GetFiles(from), file => File.Copy(file, Path.Combine(to, Path.GetFileName(file))));
    }
}
