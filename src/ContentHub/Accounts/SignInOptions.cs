namespace ContentHub.Accounts;

/// <summary>Section <c>ContentHub:SignIn</c>.</summary>
public sealed record SignInOptions
{
    public const string Section = "ContentHub:SignIn";

    /// <summary>Whether tokens of the verb <c>token</c> are taken. Null: in the Development environment only; anywhere else it must not be true.</summary>
    public bool? Development { get; init; }

    /// <summary>
    /// Address of an OpenID Connect authority, as it stands in its tokens' <c>iss</c>; its discovery document and keys are fetched from there.
    /// Https, or http on loopback in Development. Empty: none. For Entra ID use section <c>AzureAd</c> instead: never both.
    /// </summary>
    public string? Authority { get; init; }

    /// <summary>What the tokens of <see cref="Authority"/> must have as <c>aud</c>; required with it.</summary>
    public string? Audience { get; init; }

    /// <summary>
    /// The claim that holds the roles: a name (<c>roles</c>, <c>https://example.org/roles</c>) or a dotted path (<c>realm_access.roles</c>).
    /// The value is a list of names, or one string of names with spaces between them.
    /// </summary>
    public string RoleClaim { get; init; } = "roles";
}
