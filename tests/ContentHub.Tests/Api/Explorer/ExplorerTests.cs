using System.Text.RegularExpressions;
using ContentHub.Api.Explorer;
using ContentHub.Tests.Api.FrontDoor;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Api.Explorer;

public sealed partial class ExplorerTests
{
    /// <summary>As a browser's address bar sends it.</summary>
    const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    [Fact]
    public async Task Browser_gets_the_explorer_with_every_file_that_it_names_from_this_server()
    {
        RequireAltair();
        await using var server = await FrontDoorServer.StartAsync(null, "Development");

        var page = await server.AskAsync(HttpMethod.Get, "", ("Accept", Browser));
        var links = Link().Matches(page.Text).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal((200, "text/html"), (page.Status, page.MediaType));
        Assert.Contains("start.js", links);
        Assert.Contains("main.js", links);
        Assert.Contains("<base href=\"/graphql/explorer/\" />", page.Text);
        Assert.All(links, link => Assert.DoesNotContain("//", link));
        foreach (var link in links)
        {
            var file = await server.AskAsync(HttpMethod.Get, $"/graphql/explorer/{link}");
            Assert.True(file.Status == 200, link);
            Assert.Equal("nosniff", file.Header("X-Content-Type-Options"));
        }
    }

    [Fact]
    public async Task Explorer_may_talk_to_this_server_only()
    {
        RequireAltair();
        await using var server = await FrontDoorServer.StartAsync(null, "Development");

        var page = await server.AskAsync(HttpMethod.Get, "", ("Accept", Browser));

        var policy = page.Header("Content-Security-Policy")!;
        Assert.StartsWith("default-src 'none'; script-src 'self'; ", policy);
        Assert.Contains("connect-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("http", policy);
        Assert.DoesNotContain("unsafe-eval", policy);
    }

    [Fact]
    public async Task Explorer_opens_with_the_query_that_came_with_the_schema()
    {
        RequireAltair();
        await using var server = await FrontDoorServer.StartAsync(services => services.AddSingleton(new ExplorerExample("{ quote } # </script>\n`${1}`")), "Development");

        var start = await server.AskAsync(HttpMethod.Get, "/graphql/explorer/start.js");

        Assert.Equal((200, "text/javascript"), (start.Status, start.MediaType));
        Assert.Contains("""initialQuery: "{ quote } # \u003C/script\u003E\n\u0060${1}\u0060",""", start.Text);
        Assert.Contains("subscriptionsEndpoint: api.href.replace(/^http/, 'ws')", start.Text);
    }

    [Fact]
    public async Task Browser_is_told_what_this_is_where_the_explorer_is_off()
    {
        await using var server = await FrontDoorServer.StartAsync();

        var page = await server.AskAsync(HttpMethod.Get, "", ("Accept", Browser));
        var file = await server.AskAsync(HttpMethod.Get, "/graphql/explorer/main.js");
        var start = await server.AskAsync(HttpMethod.Get, "/graphql/explorer/start.js");

        Assert.Equal((200, "text/html"), (page.Status, page.MediaType));
        Assert.Contains("Send GraphQL requests to this address", page.Text);
        Assert.Contains("default-src 'none'", page.Header("Content-Security-Policy"));
        Assert.Equal((404, 404), (file.Status, start.Status));
    }

    [Fact]
    public async Task Explorer_can_be_turned_on_anywhere_and_off_in_development()
    {
        RequireAltair();
        await using var on = await FrontDoorServer.StartAsync(("Explorer:Enabled", "true"));
        await using var off = await FrontDoorServer.StartAsync(null, "Development", ("Explorer:Enabled", "false"));

        Assert.Contains("start.js", (await on.AskAsync(HttpMethod.Get, "", ("Accept", Browser))).Text);
        Assert.DoesNotContain("start.js", (await off.AskAsync(HttpMethod.Get, "", ("Accept", Browser))).Text);
    }

    [Theory]
    [InlineData("?query=%7Bquote%7D", Browser)]
    [InlineData("?query=%7Bquote%7D", "text/html, application/json")]
    [InlineData("?query=%7Bquote%7D", "*/*")]
    [InlineData("?query=%7Bquote%7D", null)]
    public async Task Query_by_get_is_answered_as_ever(string url, string? accept)
    {
        await using var server = await FrontDoorServer.StartAsync(null, "Development");

        var answer = accept is null ? await server.AskAsync(HttpMethod.Get, url) : await server.AskAsync(HttpMethod.Get, url, ("Accept", accept));

        Assert.Equal((200, "application/json"), (answer.Status, answer.MediaType));
    }

    [Theory]
    [InlineData("GET", "application/json")]
    [InlineData("GET", "*/*")]
    [InlineData("GET", "application/json, text/html;q=0.5")]
    public async Task Clients_that_want_json_are_told_in_json_what_is_missing(string method, string accept)
    {
        await using var server = await FrontDoorServer.StartAsync(null, "Development");

        var answer = await server.AskAsync(new HttpMethod(method), "", ("Accept", accept));

        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
    }

    static void RequireAltair()
    {
        if (!File.Exists(Path.Combine(ExplorerPage.Folder, "index.html")))
        {
            const string Message = "Altair was not restored at build; install npm with: apt-get install nodejs npm, and build again";
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CONTENTHUB_REQUIRE_ALL") != "1", Message);
            Assert.Fail(Message);
        }
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+\\.(?:js|css|svg|ico))\"")]
    private static partial Regex Link();
}
