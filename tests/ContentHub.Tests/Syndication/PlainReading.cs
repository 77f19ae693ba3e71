using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace ContentHub.Tests.Syndication;

/// <summary>An answer without GraphQL, whole.</summary>
internal sealed record PlainReply(HttpStatusCode Status, string? MediaType, string Text, HttpResponseMessage Message)
{
    public string? Header(string name) =>
        Message.Headers.NonValidated.TryGetValues(name, out var values) || Message.Content.Headers.NonValidated.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public JsonNode Json => JsonNode.Parse(Text)!;
}

/// <summary>How readers ask without GraphQL.</summary>
internal static class PlainReading
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>Follows no redirect, and must cost no statement to the database.</summary>
    public static async Task<PlainReply> GetAsync(this ContentHubApp app, string address, params (string Name, string Value)[] headers)
    {
        var before = app.StatementCountOfRequests;

        var reply = await app.AskPlainAsync(HttpMethod.Get, address, headers);

        Assert.Equal(before, app.StatementCountOfRequests);
        return reply;
    }

    public static async Task<PlainReply> AskPlainAsync(this ContentHubApp app, HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(app.Http.BaseAddress!, address));
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer);
    }

    /// <summary>The addresses of all pages of the public site that the sitemaps name.</summary>
    public static async Task<IReadOnlyList<Uri>> SitemapAsync(this ContentHubApp app)
    {
        var index = System.Xml.Linq.XDocument.Parse((await app.GetAsync("/sitemap.xml")).Text);
        var pages = new List<Uri>();
        foreach (var part in index.Descendants().Where(e => e.Name.LocalName == "loc"))
        {
            var urls = System.Xml.Linq.XDocument.Parse((await app.GetAsync(part.Value)).Text);
            pages.AddRange(urls.Descendants().Where(e => e.Name.LocalName == "loc").Select(e => new Uri(e.Value)));
        }

        return pages;
    }

    /// <summary>Where this server renders a page of the public site.</summary>
    public static string Rendered(Uri page, string extension)
    {
        var parts = page.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return $"/content/{parts[1]}/{parts[2]}.{extension}?locale={parts[0]}";
    }
}
