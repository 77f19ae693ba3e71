using System.Net;

namespace ContentHub.Accounts;

/// <summary>Who may sign in by which way, as far as settings and the network decide it.</summary>
internal static class SignInRules
{
    public const string HowToConfigure =
        "set AzureAd__Instance=https://login.microsoftonline.com/, AzureAd__TenantId and AzureAd__ClientId for Entra ID, "
        + "or ContentHub__SignIn__Authority and ContentHub__SignIn__Audience for another OpenID Connect authority";

    static readonly string[] TenantsOfEverybody = ["common", "organizations", "consumers"];

    /// <summary>Whether development tokens are taken at all.</summary>
    public static bool TakesDevelopmentTokens(SignInOptions options, bool isDevelopment) => isDevelopment && options.Development != false;

    /// <summary>Whether a request comes from this machine itself.</summary>
    /// <param name="wasForwarded">Has a header of a proxy: its connection is local, the client's is not known to be.</param>
    public static bool IsLocal(IPAddress? address, bool wasForwarded) => address is not null && IPAddress.IsLoopback(address) && !wasForwarded;

    /// <summary>Why the server must not start; null when it may.</summary>
    public static string? Fault(SignInOptions options, EntraSettings entra, bool isDevelopment)
    {
        if (options.Development == true && !isDevelopment)
        {
            return $"ContentHub:SignIn:Development is for the Development environment only: remove it and {HowToConfigure}.";
        }

        return entra.IsConfigured && !string.IsNullOrEmpty(options.Authority)
            ? "ContentHub:SignIn:Authority and AzureAd:ClientId are both set, and a token can have one authority only: remove one of them."
            : FaultOf(options, isDevelopment) ?? FaultOf(entra);
    }

    static string? FaultOf(SignInOptions options, bool isDevelopment)
    {
        if (string.IsNullOrWhiteSpace(options.RoleClaim))
        {
            return "ContentHub:SignIn:RoleClaim must name the claim that holds the roles, e.g. roles or realm_access.roles.";
        }

        if (string.IsNullOrEmpty(options.Authority))
        {
            return string.IsNullOrEmpty(options.Audience) ? null : "ContentHub:SignIn:Audience is set but ContentHub:SignIn:Authority is not.";
        }

        if (!IsAddress(options.Authority, mayBePlain: isDevelopment))
        {
            return "ContentHub:SignIn:Authority must be an absolute https address, without query and fragment (http only on loopback in Development).";
        }

        return string.IsNullOrWhiteSpace(options.Audience)
            ? "ContentHub:SignIn:Audience is required with ContentHub:SignIn:Authority: what the tokens for this application have as aud."
            : null;
    }

    static string? FaultOf(EntraSettings entra)
    {
        if (entra.ClientId is null)
        {
            return null;
        }

        if (entra.Authority is null && (entra.Instance is null || entra.TenantId is null))
        {
            return $"AzureAd:ClientId is set but the tenant is not: {HowToConfigure}.";
        }

        if (!IsAddress(entra.Authority ?? entra.Instance!, mayBePlain: false))
        {
            return $"AzureAd:{(entra.Authority is null ? "Instance" : "Authority")} must be an absolute https address, e.g. https://login.microsoftonline.com/.";
        }

        return TenantsOfEverybody.Contains(entra.TenantId, StringComparer.OrdinalIgnoreCase)
            ? $"AzureAd:TenantId is '{entra.TenantId}', which lets people of any organisation sign in: name your own tenant."
            : null;
    }

    static bool IsAddress(string value, bool mayBePlain) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (mayBePlain && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address is { Query: "", Fragment: "", UserInfo: "" };
}

/// <summary>What section <c>AzureAd</c> says; the rest of it is Microsoft.Identity.Web's own.</summary>
internal sealed record EntraSettings(string? Instance, string? TenantId, string? ClientId, string? Authority)
{
    public const string Section = "AzureAd";

    public bool IsConfigured => ClientId is not null;

    public static EntraSettings From(IConfiguration configuration)
    {
        string? Value(string name) => configuration[$"{Section}:{name}"] is { Length: > 0 } value ? value : null;
        return new EntraSettings(Value("Instance"), Value("TenantId"), Value("ClientId"), Value("Authority"));
    }
}
