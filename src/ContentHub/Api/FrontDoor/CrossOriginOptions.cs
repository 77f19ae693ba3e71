namespace ContentHub.Api.FrontDoor;

/// <summary>Section <c>ContentHub:Cors</c>: which websites' scripts may read answers.</summary>
public sealed record CrossOriginOptions
{
    public const string Section = "ContentHub:Cors";
    public const string Any = "*";

    /// <summary>
    /// Origins such as <c>https://example.org</c> or <c>https://*.example.org</c>, or <c>*</c> for any. Empty: any in Development,
    /// none elsewhere. Any is safe for a public API: nothing is ever authorised by a cookie, and a token is not sent by itself.
    /// </summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <returns>Why this is no origin; null when it is one.</returns>
    internal static string? Fault(string origin)
    {
        var isOrigin = origin == Any
            || (Uri.TryCreate(origin.Replace("://*.", "://any.", StringComparison.Ordinal), UriKind.Absolute, out var url)
                && url.Scheme is "https" or "http"
                && url.GetLeftPart(UriPartial.Authority).Replace("://any.", "://*.", StringComparison.Ordinal).Equals(origin, StringComparison.OrdinalIgnoreCase)
                && url.UserInfo.Length == 0);
        return isOrigin ? null : $"{Section}:Origins: `{origin}` is not an origin such as https://example.org, without a path and a slash at the end, or *.";
    }
}
