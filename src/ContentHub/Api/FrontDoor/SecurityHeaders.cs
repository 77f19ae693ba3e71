using Microsoft.Extensions.Primitives;

namespace ContentHub.Api.FrontDoor;

/// <summary>
/// What every answer tells browsers (OWASP REST Security Cheat Sheet). An answer of JSON needs nothing and may be framed by nobody; a page
/// of ours replaces the policy with its own.
/// </summary>
internal static class SecurityHeaders
{
    public const string PolicyForData = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Made into header values once.
    static readonly StringValues NoSniff = "nosniff";
    static readonly StringValues Policy = PolicyForData;
    static readonly StringValues Deny = "DENY";
    static readonly StringValues NoReferrer = "no-referrer";
    static readonly StringValues SameOrigin = "same-origin";

    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = Deny;
        headers["Referrer-Policy"] = NoReferrer;
        // Scripts of other sites ask by CORS, which this leaves alone; it keeps answers out of their <script> and <img> (Fetch, 3.7).
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        return next(http);
    }
}
