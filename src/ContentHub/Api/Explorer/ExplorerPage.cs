using System.Net;
using System.Net.Mime;
using System.Text.Json;
using ContentHub.Api.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.Explorer;

/// <summary>Answers browsers that open <c>/graphql</c>, with Altair where it is on and was restored, otherwise with a few words.</summary>
internal sealed class ExplorerPage(IOptions<ExplorerOptions> options, IHostEnvironment environment, ExplorerExample? example = null)
{
    public const string FilesPath = GraphQLHttp.Path + "/explorer";

    const string StartFile = "start.js";

    static readonly string[] OfARequest = ["query", "documentId", "extensions", "variables", "operationName"];

    readonly string? _altair = File.Exists(Path.Combine(Folder, "index.html")) ? File.ReadAllText(Path.Combine(Folder, "index.html")) : null;

    /// <summary>Where the build puts Altair.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "explorer");

    bool IsOn => options.Value.Enabled ?? environment.IsDevelopment();

    public bool IsServed => IsOn && _altair is not null;

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            return next(http);
        }

        if (http.Request.Path == GraphQLHttp.Path && AnswerMediaType.PrefersHtml(http.Request.Headers.Accept) && !OfARequest.Any(http.Request.Query.ContainsKey))
        {
            return WriteAsync(http, MediaTypeNames.Text.Html, Page(http));
        }

        return IsServed && http.Request.Path == $"{FilesPath}/{StartFile}" ? WriteAsync(http, MediaTypeNames.Text.JavaScript, Start(http.Request.PathBase)) : next(http);
    }

    string Page(HttpContext http)
    {
        if (!IsOn)
        {
            return Words("Send GraphQL requests to this address, by POST as application/json or by GET. The explorer is off here; the setting ContentHub:Explorer:Enabled turns it on.");
        }

        if (_altair is null)
        {
            return Words("Send GraphQL requests to this address. The explorer comes from npm and was not there when this server was built: install Node.js with npm, connect to the internet once, and build again.");
        }

        ExplorerPolicy.OfPage(http.Response);
        return _altair
            .Replace("<base href=\"/\" />", $"<base href=\"{WebUtility.HtmlEncode(http.Request.PathBase + FilesPath)}/\" />", StringComparison.Ordinal)
            .Replace("<title>Altair</title>", "<title>ContentHub API explorer</title>", StringComparison.Ordinal)
            .Replace("</body>", $"<script type=\"module\" src=\"{StartFile}\"></script></body>", StringComparison.Ordinal);
    }

    /// <summary>A file, because the page's policy allows no script inside it.</summary>
    string Start(PathString pathBase) => $$"""
        const api = new URL({{Literal(pathBase + GraphQLHttp.Path)}}, location.href);
        AltairGraphQL.init({
          endpointURL: api.href,
          subscriptionsEndpoint: api.href.replace(/^http/, 'ws'),
          initialSubscriptionRequestHandlerId: 'graphql-ws',
          initialName: 'ContentHub',
          initialQuery: {{Literal(example?.Query ?? "{ __typename }")}},
          initialSettings: { disablePushNotification: true },
          disableAccount: true,
        });
        // What Altair advertises there lives on the internet, where this page does not go.
        document.head.append(Object.assign(document.createElement('style'), { textContent: 'app-banner-container { display: none }' }));
        """;

    /// <summary>The serializer's own encoder leaves nothing that could end a script or a template.</summary>
    static string Literal(string text) => JsonSerializer.Serialize(text);

    static string Words(string text) => $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>ContentHub API</title><h1>ContentHub API</h1><p>{WebUtility.HtmlEncode(text)}</p></html>";

    static Task WriteAsync(HttpContext http, string mediaType, string text)
    {
        http.Response.ContentType = $"{mediaType}; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
