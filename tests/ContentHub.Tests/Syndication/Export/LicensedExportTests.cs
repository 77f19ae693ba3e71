using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Storage;
using ContentHub.Syndication.Export;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Syndication.Changes;
using ContentHub.Tests.Syndication.Partners;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Syndication.Export;

public sealed class LicensedExportTests(PostgreSqlServer server)
{
    private static readonly string[] AllTypes = ["ARTICLE", "SYMPTOM_LIST", "FAQ_ENTRY", "PROGRAM", "TOPIC", "PERSON", "LOCATION", "GLOSSARY_TERM", "HELP_LINE"];

    [Fact]
    public async Task It_holds_what_the_licence_covers_and_nothing_else_whatever_the_licence()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true);
        var admin = app.Token("Ada", Role.Admin);
        var topics = (await app.QueryAsync("{ topics(first: 100) { nodes { entryId } } }"))["topics"]!["nodes"]!.AsArray().Select(t => (string)t!["entryId"]!).ToArray();
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var partner = await app.MakeAsync(admin, new { });
        for (var round = 0; round < 4; round++)
        {
            await app.LicenceAsync(admin, partner, round == 0 ? new { } : new
            {
                types = AllTypes.OrderBy(_ => random.Next()).Take(random.Next(0, 5)).ToArray(),
                topics = topics.OrderBy(_ => random.Next()).Take(random.Next(0, 3)).ToArray(),
                locales = random.Next(2) == 0 ? ["es-US"] : Array.Empty<string>(),
            });
            var copy = new CopyOfChanges();
            await copy.FollowAsync(app, partner.Key, first: 1000, isCompact: true);

            var files = Unzipped(await GetAsync(app, ExportHttp.Path, partner.Key));

            var manifest = JsonNode.Parse(files["manifest.json"])!;
            var lines = LinesOf(files);
            Assert.Equal(copy.Texts.OrderBy(t => t.Key), lines.Select(l => KeyValuePair.Create(((string)l["entryId"]!, (string)l["locale"]!), (int)l["publishedVersion"]!)).OrderBy(t => t.Key));
            Assert.Equal(CopyOfChanges.HashOf(copy.Texts), (string?)manifest["stateHash"]);
            Assert.Equal((lines.Count, copy.Cursor), ((int)manifest["entries"]!, (string?)manifest["cursor"]));
            Assert.All(lines, l => Assert.True(((string)l["markdown"]!).Contains((string)l["canonicalUrl"]!, StringComparison.Ordinal) && l["jsonLd"] is JsonObject && l["attribution"]!["text"] is not null, l.ToJsonString()));
            if (round == 0)
            {
                var article = lines.First(l => (string?)l["slug"] == "signs-of-clonazepam-dependence" && (string?)l["locale"] == "en-US");
                Assert.Equal("CURRENT", (string?)article["review"]!["status"]);
                Assert.NotEmpty(article["sections"]!.AsArray().SelectMany(s => s!["blocks"]!.AsArray()).Select(b => (string)b!["__typename"]!).Intersect(["Paragraph", "BulletList"]));
                Assert.Contains(article["crisis"]!.AsArray(), h => h!["phone"] is not null);
            }
        }
    }

    [Theory, EachDatabase]
    public async Task The_change_feed_goes_on_from_its_cursor_without_a_gap(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var partner = await practice.MakeAsync(new { });
        var (stays, goes) = (await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false));
        var files = Unzipped(await GetAsync(practice.App, ExportHttp.Path, partner.Key));
        await practice.DoneAsync("unpublish", new { id = goes.Id, version = 1 }, practice.Edith);
        var fresh = await practice.PublishedAsync();

        var page = await practice.App.ChangesAsync(partner.Key, (string)JsonNode.Parse(files["manifest.json"])!["cursor"]!);

        Assert.Equal([$"UNPUBLISHED {goes.Slug}", $"PUBLISHED {fresh.Slug}"], page["changes"]!.AsArray().Select(c => $"{c!["kind"]} {c["ref"]!["slug"]}"));
        var texts = LinesOf(files).ToDictionary(l => ((string)l["entryId"]!, (string)l["locale"]!), l => (int)l["publishedVersion"]!);
        Assert.Contains((stays.EntryId, "en-US"), texts.Keys);
        texts.Remove((goes.EntryId, "en-US"));
        texts[(fresh.EntryId, "en-US")] = 1;
        Assert.Equal(CopyOfChanges.HashOf(texts), (string?)page["stateHash"]);
    }

    [Fact]
    public void A_key_is_read_by_whatever_letter_it_begins()
    {
        const string Key = "-6mpu51Lhz1VAqHrroyRWm92_3hYSWX0rgf26ksnZ5k";

        Assert.Equal(Key, SitePublicKey.Parse(Key)?.X);
        Assert.Equal(Key, SitePublicKey.Parse(SitePublicKey.Parse(Key)!.ToPem())?.X);
    }

    [Fact]
    public async Task Whatever_is_changed_afterwards_is_found_and_said_in_plain_words()
    {
        await using var practice = await Practice.OpenAsync(TestDatabase.Sqlite, server);
        var partner = await practice.MakeAsync(new { });
        await practice.PublishedAsync(isClinical: false);
        await practice.PublishedAsync();
        var made = await ExportLicensedCommand.MakeAsync(practice.App.Services, partner.Id, TestContext.Current.CancellationToken);
        var key = SitePublicKey.Parse(await GetTextAsync(practice.App, SiteKeysHttp.Path))!;
        Assert.Equal(key, SitePublicKey.Parse(await GetTextAsync(practice.App, SiteKeysHttp.PemPath)));
        Assert.Equal(key, SitePublicKey.Parse(key.X));
        Assert.All(new[] { "", "x", "{}", "{\"keys\":[]}", "-----BEGIN PUBLIC KEY-----", key.X[..^1] }, text => Assert.Null(SitePublicKey.Parse(text)));
        Assert.Equal((2 + 1, 0), (made.Manifest.Entries, Faults(_ => { }).Count));

        AssertFault("glossary-term.ndjson was changed", f => File.AppendAllText(f("glossary-term.ndjson"), "\n"));
        AssertFault("faq-entry.ndjson is missing", f => File.Delete(f("faq-entry.ndjson")));
        AssertFault("more.ndjson was added", f => File.WriteAllText(f("more.ndjson"), ""));
        AssertFault("sub was added", f => Directory.CreateDirectory(f("sub")));
        AssertFault("The signature does not fit", f => File.AppendAllText(f("manifest.json"), " "));
        AssertFault("The signature does not fit", f => File.WriteAllBytes(f("manifest.json.sig"), [.. File.ReadAllBytes(f("manifest.json.sig")).Select((b, i) => i == 5 ? (byte)(b ^ 1) : b)]));
        AssertFault("The signature does not fit", f => File.WriteAllBytes(f("manifest.json.sig"), []));
        AssertFault("manifest.json.sig is missing", f => File.Delete(f("manifest.json.sig")));
        AssertFault("manifest.json is missing", f => File.Delete(f("manifest.json")));
        var swapped = Faults(f =>
        {
            File.Move(f("faq-entry.ndjson"), f("x"));
            File.Move(f("topic.ndjson"), f("faq-entry.ndjson"));
            File.Move(f("x"), f("topic.ndjson"));
        });
        Assert.Equal(["faq-entry.ndjson holds what belongs into topic.ndjson: the files were swapped.", "topic.ndjson holds what belongs into faq-entry.ndjson: the files were swapped."], swapped);

        // Another site's key, which signs as well.
        await using var other = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);
        var wrong = SitePublicKey.Parse(await GetTextAsync(other, SiteKeysHttp.Path))!;
        Assert.NotEqual(key, wrong);
        Assert.StartsWith("The signature does not fit", Assert.Single(Faults(_ => { }, wrong)), StringComparison.Ordinal);

        void AssertFault(string words, Action<Func<string, string>> change) => Assert.StartsWith(words, Assert.Single(Faults(change)), StringComparison.Ordinal);

        IReadOnlyList<string> Faults(Action<Func<string, string>> change, SitePublicKey? by = null)
        {
            var folder = Path.Combine(Path.GetTempPath(), $"contenthub-export-{Guid.NewGuid():N}");
            ExportLicensedCommand.Write(made, folder);
            try
            {
                change(name => Path.Combine(folder, name));
                return ExportVerification.Run(folder, by ?? key).Faults;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    [Fact]
    public async Task Somebody_elses_program_verifies_the_signature()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);
        var partner = await app.MakeAsync(app.Token("Ada", Role.Admin), new { });
        var files = Unzipped(await GetAsync(app, ExportHttp.Path, partner.Key));
        var folder = Directory.CreateTempSubdirectory("contenthub-export-").FullName;
        try
        {
            foreach (var (name, content) in files)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, name), content, TestContext.Current.CancellationToken);
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "keys.pem"), await GetTextAsync(app, SiteKeysHttp.PemPath), TestContext.Current.CancellationToken);

            Assert.Contains("true", await NodeAsync(folder), StringComparison.Ordinal);
            await File.AppendAllTextAsync(Path.Combine(folder, "manifest.json"), " ", TestContext.Current.CancellationToken);
            Assert.Contains("false", await NodeAsync(folder), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory, EachDatabase]
    public async Task All_nodes_sign_with_one_key_that_no_export_of_everything_holds(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var other = new SigningKeys(app.Database.Factory, TimeProvider.System);
        var own = app.Services.GetRequiredService<SigningKeys>();

        var keys = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => (i % 2 == 0 ? own : other).EnsureAsync(() => [.. Enumerable.Repeat((byte)i, 32)], TestContext.Current.CancellationToken)));

        Assert.Single(keys.Select(Convert.ToHexString).Distinct());
        Assert.Contains(nameof(SigningKey), ContentHub.Importing.Bulk.BulkTables.LeftOut.Keys);
    }

    [Fact]
    public async Task It_takes_a_partners_key_and_a_licence_that_holds()
    {
        await using var practice = await Practice.OpenAsync(TestDatabase.Sqlite, server);
        var partner = await practice.MakeAsync(new { expiresOn = DateOnly.FromDateTime(practice.Now.UtcDateTime).AddDays(1) });

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(practice.App, ExportHttp.Path, token: null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(practice.App, ExportHttp.Path, practice.Ada)).StatusCode);
        var answer = await GetAsync(practice.App, ExportHttp.Path, partner.Key);
        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.CacheControl!.NoStore));
        practice.Advance(TimeSpan.FromDays(4));
        await practice.App.Services.GetRequiredService<ContentHub.Syndication.Partners.LicenceExpiry>().RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(practice.App, ExportHttp.Path, partner.Key)).StatusCode);
        await Assert.ThrowsAsync<BulkRefusedException>(() => ExportLicensedCommand.MakeAsync(practice.App.Services, partner.Id, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<BulkRefusedException>(() => ExportLicensedCommand.MakeAsync(practice.App.Services, "x", TestContext.Current.CancellationToken));
    }

    private static async Task<string> NodeAsync(string folder)
    {
        const string program = "const c=require('crypto'),f=require('fs');console.log(c.verify(null,f.readFileSync('manifest.json'),f.readFileSync('keys.pem','utf8'),f.readFileSync('manifest.json.sig')))";
        using var node = Process.Start(new ProcessStartInfo("node") { WorkingDirectory = folder, RedirectStandardOutput = true, ArgumentList = { "-e", program } })!;
        var said = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said;
    }

    private static async Task<HttpResponseMessage> GetAsync(ContentHubApp app, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<string> GetTextAsync(ContentHubApp app, string path) => app.Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private static Dictionary<string, byte[]> Unzipped(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var archive = new ZipArchive(answer.Content.ReadAsStream(TestContext.Current.CancellationToken), ZipArchiveMode.Read);
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var content = new MemoryStream();
            using var file = e.Open();
            file.CopyTo(content);
            return content.ToArray();
        });
    }

    private static List<JsonNode> LinesOf(Dictionary<string, byte[]> files) =>
        [.. files.Where(f => f.Key.EndsWith(".ndjson", StringComparison.Ordinal)).SelectMany(f => Encoding.UTF8.GetString(f.Value).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(l => JsonNode.Parse(l)!)];
}
