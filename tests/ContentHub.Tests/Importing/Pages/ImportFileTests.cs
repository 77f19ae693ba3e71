using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Importing.Pages;

/// <summary>A page that comes as a file: the GraphQL multipart request specification, and every form that is none of it.</summary>
public sealed class ImportFileTests(ImportFileTests.OneApp one, PostgreSqlServer server) : IClassFixture<ImportFileTests.OneApp>
{
    private const string Mutation = """
        mutation($file: Upload, $format: DocumentFormat!, $text: String, $dryRun: Boolean!) { importDocument(input: { file: $file, text: $text, format: $format, dryRun: $dryRun }) {
          drafts { title } errors { code path message }
        } }
        """;

    private static readonly string Page = "<h1>Sleep at night</h1><p>Rest helps.</p>";

    [Theory, EachDatabase]
    public async Task A_file_becomes_drafts_and_the_log_names_it(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);

        var answer = await SendAsync(app, Form(Operations(dryRun: false), Map("variables.file"), File("0", "../secret/Sleep page.HTML", Encoding.UTF8.GetBytes(Page))));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("""{"drafts":[{"title":"Sleep at night"}],"errors":[]}""", answer.Body["data"]!["importDocument"]!.ToJsonString());
        var audit = await app.QueryAsync("{ editorial { audit(first: 5) { nodes { reason } } } }", token: app.Token("Ada", Role.Admin));
        Assert.Equal("Imported from Sleep page.HTML", (string?)audit["editorial"]!["audit"]!["nodes"]![0]!["reason"]);
    }

    [Theory]
    [InlineData("PLAIN", "page.txt", "utf-8", "Schlaf “für” dich\n\nText.")]
    [InlineData("HTML", "page.htm", "utf-16", "<h1>Schlaf “für” dich</h1><p>Text.</p>")]
    [InlineData("MARKDOWN", "page.md", "windows-1252", "# Schlaf “für” dich\n\nText.")]
    public async Task Each_kind_of_page_is_read_in_the_encoding_that_it_is_in(string format, string name, string encoding, string text)
    {
        byte[] bytes = encoding switch
        {
            "utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
            "windows-1252" => [.. Encoding.Latin1.GetBytes(text.Replace('“', '\u0093').Replace('”', '\u0094'))],
            _ => Encoding.UTF8.GetBytes(text),
        };

        var answer = await SendAsync(one.App, Form(Operations(format), Map("variables.file"), File("0", name, bytes)));

        Assert.Equal("Schlaf “für” dich", (string?)answer.Body["data"]!["importDocument"]!["drafts"]![0]!["title"]);
    }

    [Theory]
    [InlineData("PLAIN", "page.pdf", "x", "“page.pdf” is no page")]
    [InlineData("PLAIN", "page", "x", "“page” is no page")]
    [InlineData("PLAIN", "page.html", "x", "“page.html” is HTML by its name, and `format` says PLAIN")]
    [InlineData("PLAIN", "page.txt", "", "“page.txt” is empty")]
    [InlineData("PLAIN", "page.txt", "PK\u0003\u0004\0\0", "“page.txt” is no text")]
    public async Task What_is_no_page_is_refused_in_words(string format, string name, string text, string message)
    {
        var answer = await SendAsync(one.App, Form(Operations(format), Map("variables.file"), File("0", name, Encoding.UTF8.GetBytes(text))));

        var error = Assert.Single(answer.Body["data"]!["importDocument"]!["errors"]!.AsArray())!;
        Assert.Equal("""FILE_REFUSED ["input","file"]""", $"{error["code"]} {error["path"]!.ToJsonString()}");
        Assert.StartsWith(message, (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_and_file_together_and_neither_are_told_apart()
    {
        var both = await SendAsync(one.App, Form(Operations(text: "Some text."), Map("variables.file"), File("0", "page.html", Encoding.UTF8.GetBytes(Page))));
        var neither = await SendAsync(one.App, Form(Operations(), "{}"));

        Assert.Equal("""INVALID ["input","file"]""", Told(both.Body));
        Assert.Equal("""REQUIRED ["input","text"]""", Told(neither.Body));
    }

    [Fact]
    public async Task Without_the_header_that_forces_a_preflight_nothing_is_read()
    {
        var body = Form(Operations(), Map("variables.file"), File("0", "page.html", Encoding.UTF8.GetBytes(Page)));

        var answers = new[] { await SendAsync(one.App, body, preflight: null), await SendAsync(one.App, body, preflight: ""), await SendAsync(one.App, body, type: "multipart/mixed; boundary=xx") };

        Assert.All(answers, a => Assert.Equal((HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE"), (a.Status, a.Code)));
        Assert.Contains("GraphQL-Require-Preflight", answers[0].Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_cannot_be_made_of_a_string()
    {
        var answer = await one.App.SendAsync(Mutation, new { file = "page.html", format = "HTML", dryRun = true }, one.App.Token("Ann", Role.Author));
        var literal = await one.App.SendAsync("mutation { importDocument(input: { file: \"x\", format: HTML, dryRun: true }) { drafts { title } } }", token: one.App.Token("Ann", Role.Author));

        Assert.Null(answer["data"]);
        Assert.Null(literal["data"]);
        Assert.Contains("Upload", answer["errors"]!.ToJsonString(), StringComparison.Ordinal);
    }

    public static TheoryData<string> HostileNames => [.. Hostile.Keys];

    /// <summary>The body of each, and words of the answer.</summary>
    private static readonly Dictionary<string, (Func<string> Body, string Words)> Hostile = new()
    {
        ["nothing"] = (() => "", "could not be read"),
        ["no closing boundary"] = (() => Part("operations", Operations()), "could not be read"),
        ["another boundary"] = (() => Form(Operations(), "{}").Replace("--xx", "--yy", StringComparison.Ordinal), "could not be read"),
        ["no operations"] = (() => Closed(Part("map", "{}")), "The first part"),
        ["map before operations"] = (() => Closed(Part("map", "{}"), Part("operations", Operations())), "The first part"),
        ["no map"] = (() => Closed(Part("operations", Operations())), "The second part"),
        ["a file before the map"] = (() => Closed(Part("operations", Operations()), FilePart("0", "page.html", Page), Part("map", Map("variables.file"))), "The second part"),
        ["operations as a file"] = (() => Closed(FilePart("operations", "o.json", Operations()), Part("map", "{}")), "The first part"),
        ["operations twice"] = (() => Closed(Part("operations", Operations()), Part("map", "{}"), Part("operations", Operations())), "has no file name"),
        ["a part without a name"] = (() => Closed("--xx\r\nContent-Disposition: form-data\r\n\r\n{}\r\n"), "Content-Disposition"),
        ["a part without headers"] = (() => Closed("--xx\r\n\r\n{}\r\n"), "Content-Disposition"),
        ["a name with a line in it"] = (() => Closed("--xx\r\nContent-Disposition: form-data; name=\"a\tb\"\r\n\r\n{}\r\n"), "Content-Disposition"),
        ["many headers"] = (() => Closed("--xx\r\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"X-{i}: 1\r\n")) + "\r\n{}\r\n"), "could not be read"),
        ["a long header"] = (() => Closed($"--xx\r\nX: {new string('a', 10_000)}\r\n\r\n{{}}\r\n"), "could not be read"),
        ["a batch"] = (() => Form($"[{Operations()}]", Map("0.variables.file"), FilePart("0", "page.html", Page)), "batches are not supported"),
        ["operations that are no JSON"] = (() => Form("{", "{}"), "`operations` is not valid JSON"),
        ["a map that is no JSON"] = (() => Form(Operations(), "{"), "`map` is not valid JSON"),
        ["a map that is a list"] = (() => Form(Operations(), "[]"), "`map` must be an object"),
        ["a map twice the same"] = (() => Form(Operations(), "{\"0\":[\"variables.file\"],\"0\":[\"variables.file\"]}", FilePart("0", "page.html", Page)), "not valid JSON"),
        ["a map without a list"] = (() => Form(Operations(), "{\"0\":\"variables.file\"}", FilePart("0", "page.html", Page)), "1 to 10 places"),
        ["a map with an empty list"] = (() => Form(Operations(), "{\"0\":[]}", FilePart("0", "page.html", Page)), "1 to 10 places"),
        ["a map with many places"] = (() => Form(Operations(), $"{{\"0\":[{string.Join(',', Enumerable.Repeat("\"variables.file\"", 11))}]}}", FilePart("0", "page.html", Page)), "1 to 10 places"),
        ["a place that is a number"] = (() => Form(Operations(), "{\"0\":[1]}", FilePart("0", "page.html", Page)), "A place in `map`"),
        ["half a character as a place"] = (() => Form(Operations(), "{\"0\":[\"variables.\\ud800\"]}", FilePart("0", "page.html", Page)), "A place in `map`"),
        ["a place outside the variables"] = (() => Form(Operations(), Map("query"), FilePart("0", "page.html", Page)), "A place in `map`"),
        ["a place of another operation"] = (() => Form(Operations(), Map("0.variables.file"), FilePart("0", "page.html", Page)), "A place in `map`"),
        ["a deep place"] = (() => Form(Operations(), Map("variables" + string.Concat(Enumerable.Repeat(".a", 30))), FilePart("0", "page.html", Page)), "A place in `map`"),
        ["a place that is not there"] = (() => Form(Operations(), Map("variables.nothing"), FilePart("0", "page.html", Page)), "there is no null at that place"),
        ["a place that is taken"] = (() => Form(Operations(), Map("variables.format"), FilePart("0", "page.html", Page)), "there is no null at that place"),
        ["the same place twice"] = (() => Form(Operations(), "{\"0\":[\"variables.file\"],\"1\":[\"variables.file\"]}", FilePart("0", "page.html", Page), FilePart("1", "page.html", Page)), "there is no null at that place"),
        ["a place in a list that ends before"] = (() => Form(Operations().Replace("\"file\":null", "\"file\":[null]", StringComparison.Ordinal), Map("variables.file.1"), FilePart("0", "page.html", Page)), "there is no null at that place"),
        ["a place for no file"] = (() => Form(Operations(), Map("variables.file")), "there is no such file"),
        ["a file for no place"] = (() => Form(Operations(), "{}", FilePart("0", "page.html", Page)), "does not say where the file `0` belongs"),
        ["two files of one name"] = (() => Form(Operations(), Map("variables.file"), FilePart("0", "page.html", Page), FilePart("0", "page.html", Page)), "Two parts are called `0`"),
        ["eleven files"] = (() => Form(Operations(), "{}", [.. Enumerable.Range(0, 11).Select(i => FilePart($"{i}", "page.html", "x"))]), "at most 10 files"),
        ["a file without a name"] = (() => Form(Operations(), Map("variables.file"), Part("0", Page)), "has no file name"),
    };

    [Theory, MemberData(nameof(HostileNames))]
    public async Task A_form_that_is_none_is_told_what_is_wrong(string name)
    {
        var (body, words) = Hostile[name];

        var answer = await SendAsync(one.App, body());

        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), (answer.Status, answer.Code));
        Assert.Contains(words, (string?)answer.Body["errors"]![0]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_larger_than_a_request_may_be_is_refused_and_a_boundary_has_a_length()
    {
        var large = await SendAsync(one.App, Form(Operations(), Map("variables.file"), FilePart("0", "page.html", new string('a', 1024 * 1024))));
        var longBoundary = await SendAsync(one.App, Form(Operations(), "{}"), type: $"multipart/form-data; boundary={new string('x', 71)}");
        var noBoundary = await SendAsync(one.App, Form(Operations(), "{}"), type: "multipart/form-data");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "REQUEST_TOO_LARGE"), (large.Status, large.Code));
        Assert.All([longBoundary, noBoundary], a => Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), (a.Status, a.Code)));
    }

    private static string Operations(string format = "HTML", string? text = null, bool dryRun = true) =>
        new JsonObject { ["query"] = Mutation, ["variables"] = new JsonObject { ["file"] = null, ["format"] = format, ["text"] = text, ["dryRun"] = dryRun } }.ToJsonString();

    private static string Map(string place) => $"{{\"0\":[\"{place}\"]}}";

    private static string Part(string name, string value) => $"--xx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n";

    private static string FilePart(string name, string file, string text) => File(name, file, Encoding.UTF8.GetBytes(text));

    /// <summary>A byte a character, so that a body of any encoding is a string.</summary>
    private static string File(string name, string file, byte[] bytes) =>
        $"--xx\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n{Encoding.Latin1.GetString(bytes)}\r\n";

    private static string Closed(params string[] parts) => $"{string.Concat(parts)}--xx--\r\n";

    private static string Form(string operations, string map, params string[] files) => Closed([Part("operations", operations), Part("map", map), .. files]);

    private static string Told(JsonNode body) => Assert.Single(body["data"]!["importDocument"]!["errors"]!.AsArray()) is { } error ? $"{error["code"]} {error["path"]!.ToJsonString()}" : "";

    private static async Task<Answer> SendAsync(ContentHubApp app, string body, string? preflight = "1", string type = "multipart/form-data; boundary=xx")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.Authorization = new("Bearer", app.Token("Ann", Role.Author));
        if (preflight is not null)
        {
            request.Headers.TryAddWithoutValidation("GraphQL-Require-Preflight", preflight);
        }

        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    private sealed record Answer(HttpStatusCode Status, JsonNode Body)
    {
        public string? Code => (string?)Body["errors"]?[0]?["extensions"]?["code"];
    }

    /// <summary>One server for all that writes nothing.</summary>
    public sealed class OneApp : IAsyncLifetime
    {
        public ContentHubApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await ContentHubApp.StartAsync("SQLite", null!);

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
