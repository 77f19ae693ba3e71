namespace ContentHub.Api.FrontDoor;

/// <summary>
/// What every answer tells browsers (OWASP REST Security Cheat Sheet). An answer of JSON needs nothing and may be framed by nobody; a page
/// of ours replaces the policy with its own.
/// </summary>
internal static class SecurityHeaders
{
    public const string PolicyForData = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = PolicyForData;
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        // Scripts of other sites ask by CORS, which this leaves alone; it keeps answers out of their <script> and <img> (Fetch, 3.7).
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return next(http);
    }
}
