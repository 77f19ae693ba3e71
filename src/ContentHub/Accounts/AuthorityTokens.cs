using System.Security.Claims;
using ContentHub.Api.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ContentHub.Accounts;

/// <summary>Checks tokens of the one authority that is configured, Entra ID or another.</summary>
/// <param name="scheme">The authentication scheme that knows how.</param>
internal sealed class AuthorityTokens(
    string scheme, IAuthenticationSchemeProvider schemes, IOptionsMonitor<JwtBearerOptions> options, ILogger<AuthorityTokens> logger)
{
    /// <summary>Between the authority's clock and ours.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(30);

    const int LoggedMaxCharacters = 200;

    /// <returns>Null when the token is refused.</returns>
    /// <exception cref="AuthorityUnavailableException">Nothing can be said about it.</exception>
    public async Task<ClaimsPrincipal?> ValidateAsync(HttpContext http, BearerToken token)
    {
        var keys = (AuthorityKeys)options.Get(scheme).ConfigurationManager!;
        var known = await keys.GetConfigurationAsync(http.RequestAborted);
        var result = await CheckAsync(http);
        if (IsOfAnotherKey(result.Failure) && await keys.IsNewerThanAsync(known, http.RequestAborted))
        {
            result = await CheckAsync(http);
        }

        if (result.Failure is { } failure)
        {
            logger.LogInformation(
                "A token was refused: {Fault}, issuer '{Issuer}', audience '{Audience}'.",
                failure.GetType().Name, LogText.Of(token.Text("iss"), LoggedMaxCharacters), LogText.Of(token.Text("aud"), LoggedMaxCharacters));
            if (IsOfTheAuthority(failure))
            {
                throw new AuthorityUnavailableException(AuthorityKeys.AskedAtMostEvery);
            }
        }

        return result.Principal;
    }

    /// <summary>
    /// By a handler of its own: the one that a request keeps gives its first answer for ever, and a socket is one request for
    /// hours, in which tokens end and others take their place.
    /// </summary>
    async Task<AuthenticateResult> CheckAsync(HttpContext http)
    {
        var known = await schemes.GetSchemeAsync(scheme) ?? throw new InvalidOperationException($"There is no scheme {scheme}.");
        var handler = (IAuthenticationHandler)http.RequestServices.GetRequiredService(known.HandlerType);
        await handler.InitializeAsync(known, http);
        return await handler.AuthenticateAsync();
    }

    /// <summary>Forged, or signed with a key that is newer than those that we know; not every authority gives that a new id.</summary>
    static bool IsOfAnotherKey(Exception? failure) => failure is SecurityTokenInvalidSignatureException;

    /// <summary>Something could not be fetched (Microsoft.Identity.Web looks up the issuer's names): that says nothing about the token.</summary>
    static bool IsOfTheAuthority(Exception? failure) => failure switch
    {
        null => false,
        HttpRequestException or IOException or OperationCanceledException => true,
        _ => IsOfTheAuthority(failure.InnerException),
    };
}
