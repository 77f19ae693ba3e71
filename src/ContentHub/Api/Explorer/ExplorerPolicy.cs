using ContentHub.Api.Http;

namespace ContentHub.Api.Explorer;

/// <summary>What the explorer may do in a browser: talk to this server, and to nothing else.</summary>
internal static class ExplorerPolicy
{
    const string Sandbox = "/iframe-sandbox";

    /// <summary>Altair styles what it draws with inline styles; its scripts are all files of ours.</summary>
    const string Page =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "worker-src 'self' blob:; frame-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Where Altair runs scripts that its user wrote: in a frame that belongs to nobody.</summary>
    const string Frame = "sandbox allow-scripts; default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self'; base-uri 'self'; frame-ancestors 'self'";

    public static void OfPage(HttpResponse response) => response.Headers.ContentSecurityPolicy = Page;

    public static void OfFile(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-cache";
        if (http.Request.Path.StartsWithSegments(GraphQLHttp.Path + "/explorer" + Sandbox))
        {
            headers.ContentSecurityPolicy = Frame;
            headers.Remove("X-Frame-Options");
            // The frame has no origin of its own, so its files come from elsewhere.
            headers.AccessControlAllowOrigin = "*";
        }
    }
}
