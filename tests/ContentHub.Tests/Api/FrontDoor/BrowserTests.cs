using System.Text;
using ContentHub.Accounts;
using ContentHub.Api;
using ContentHub.Tests.Accounts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Api.FrontDoor;

public sealed class BrowserTests
{
    const string Here = "https://example.org";

    // ---- other origins

    [Theory]
    [InlineData("Development", "", Here, "*")]
    [InlineData("Production", "", Here, null)]
    [InlineData("Production", Here, Here, Here)]
    [InlineData("Production", Here, "https://evil.example", null)]
    [InlineData("Production", Here, "http://example.org", null)]
    [InlineData("Production", Here, "https://example.org:8443", null)]
    [InlineData("Production", Here, "https://example.org.evil.example", null)]
    [InlineData("Production", Here, "null", null)]
    [InlineData("Production", "https://*.example.org", "https://app.example.org", "https://app.example.org")]
    [InlineData("Production", "https://*.example.org", "https://evilexample.org", null)]
    [InlineData("Production", "https://a.example,https://b.example", "https://b.example", "https://b.example")]
    [InlineData("Production", "*", "https://any.example", "*")]
    [InlineData("Development", Here, "https://evil.example", null)]
    public async Task Origins_are_allowed_by_setting_and_never_with_credentials(string environment, string setting, string origin, string? allowed)
    {
        var origins = setting.Split(',', StringSplitOptions.RemoveEmptyEntries).Select((value, i) => ($"Cors:Origins:{i}", value)).ToArray();
        await using var server = await FrontDoorServer.StartAsync(null, environment, origins);

        var preflight = await server.AskAsync(
            HttpMethod.Options, "", ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type,authorization"));
        var answer = await server.AskAsync(("Origin", origin));

        Assert.Equal((204, allowed), (preflight.Status, preflight.Header("Access-Control-Allow-Origin")));
        Assert.Equal((200, allowed), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
        Assert.Null(preflight.Header("Access-Control-Allow-Credentials"));
        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("content-type,authorization")]
    [InlineData("graphql-require-preflight,contenthub-preview,contenthub-min-sequence")]
    [InlineData("apollo-require-preflight,x-apollo-operation-name,apollographql-client-name,traceparent")]
    public async Task Preflight_allows_the_headers_that_clients_send(string headers)
    {
        await using var server = await FrontDoorServer.StartAsync(("Cors:Origins:0", Here));

        var answer = await server.AskAsync(
            HttpMethod.Options, "", ("Origin", Here), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", headers));

        Assert.Equal(headers, answer.Header("Access-Control-Allow-Headers")!.Replace(" ", ""));
        Assert.Equal("GET,POST", answer.Header("Access-Control-Allow-Methods")!.Replace(" ", ""));
        Assert.Equal("7200", answer.Header("Access-Control-Max-Age"));
    }

    [Fact]
    public async Task Scripts_may_read_the_headers_that_they_need()
    {
        await using var server = await FrontDoorServer.StartAsync(("Cors:Origins:0", Here));

        var answer = await server.AskAsync(("Origin", Here));

        Assert.All(["ETag", "Retry-After", "RateLimit", "RateLimit-Policy"], name => Assert.Contains(name, answer.Header("Access-Control-Expose-Headers")!.Split(',', StringSplitOptions.TrimEntries)));
    }

    // ---- what another site's form can send without asking

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/plain;application/json")]
    [InlineData("text/plain; charset=application/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("multipart/mixed; boundary=x")]
    [InlineData("application/graphql")]
    [InlineData("")]
    [InlineData(null)]
    public async Task What_a_browser_sends_without_a_preflight_is_415_and_runs_nothing(string? contentType)
    {
        await using var server = await FrontDoorServer.StartAsync();

        var answer = await server.PostTextAsync("""{"query":"mutation { rename(name: \"x\") }"}""", contentType);

        Assert.Equal((415, "UNSUPPORTED_MEDIA_TYPE"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_form_with_files_is_taken_only_with_the_header_that_forces_a_preflight(bool withHeader)
    {
        await using var server = await FrontDoorServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "")
        {
            Content = new MultipartFormDataContent { { new StringContent("""{"query":"{ quote }"}""", Encoding.UTF8), "operations" }, { new StringContent("{}", Encoding.UTF8), "map" } },
        };
        if (withHeader)
        {
            request.Headers.Add("GraphQL-Require-Preflight", "1");
        }

        var answer = await server.SendAsync(request);

        Assert.Equal(withHeader ? 200 : 415, answer.Status);
        Assert.Equal(!withHeader, answer.Text.Contains("UNSUPPORTED_MEDIA_TYPE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("access_token")]
    [InlineData(".AspNetCore.Cookies")]
    [InlineData("token")]
    public async Task Cookie_authorises_nothing_and_none_is_ever_set(string name)
    {
        using var data = new TemporaryFolder();
        await using var server = await ApiServer.StartAsync(environment: "Development", host: host =>
        {
            host.Configuration.AddInMemoryCollection([new("ContentHub:Data", data.Path)]);
            host.Services.AddSingleton<IActors>(new RememberedActors());
            host.Services.AddAccounts(host.Configuration, host.Environment);
        });
        var token = new DevelopmentTokens(data.Path).Create("Sam", [Role.Editor], TimeProvider.System.GetUtcNow());

        var byCookie = await server.AskWhoIAmAsync(null, ("Cookie", $"{name}={token}"));
        var byHeader = await server.AskWhoIAmAsync($"Bearer {token}");
        var byUrl = await server.AskAsync(HttpMethod.Get, $"?query=%7Bviewer%7D&access_token={token}");

        Assert.Equal("nobody", byCookie.Data.GetProperty("viewer").GetString());
        Assert.StartsWith("Sam", byHeader.Data.GetProperty("viewer").GetString());
        Assert.Equal("nobody", byUrl.Data.GetProperty("viewer").GetString());
        Assert.All([byCookie, byHeader, byUrl], answer => Assert.Null(answer.Header("Set-Cookie")));
    }

    // ---- security headers

    [Theory]
    [InlineData("GET", "?query=%7Bquote%7D", 200)]
    [InlineData("GET", "?query=%7Bnothing%7D", 200)]
    [InlineData("GET", "", 400)]
    [InlineData("DELETE", "", 405)]
    [InlineData("GET", "/nowhere", 404)]
    public async Task Every_answer_tells_browsers_to_do_nothing_with_it(string method, string url, int status)
    {
        await using var server = await FrontDoorServer.StartAsync();

        var answer = await server.AskAsync(new HttpMethod(method), url);

        Assert.Equal(status, answer.Status);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Equal("DENY", answer.Header("X-Frame-Options"));
        Assert.Equal("same-origin", answer.Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", answer.Header("Content-Security-Policy"));
        Assert.Null(answer.Header("Server"));
        Assert.Null(answer.Header("X-Powered-By"));
    }

    [Theory]
    [InlineData("Production", "https", "max-age=31536000")]
    [InlineData("Production", "http", null)]
    [InlineData("Development", "https", null)]
    public async Task Https_is_made_to_stick_outside_of_development(string environment, string scheme, string? expected)
    {
        await using var server = await FrontDoorServer.StartAsync(null, environment, ("FrontDoor:TrustedProxies:0", "127.0.0.1"));

        var answer = await server.AskAsync(("Host", "api.example.org"), ("X-Forwarded-For", "203.0.113.1"), ("X-Forwarded-Proto", scheme));

        Assert.Equal(expected, answer.Header("Strict-Transport-Security"));
    }
}
