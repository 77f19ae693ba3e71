using System.Net;
using System.Security.Claims;
using ContentHub.Api;
using ContentHub.Api.Execution;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Accounts;

/// <summary>Finds out who is asking, from the bearer token.</summary>
internal sealed class CallerStart(
    DevelopmentTokens developmentTokens,
    EntraSettings entra,
    IOptions<SignInOptions> options,
    IHostEnvironment environment,
    TimeProvider time,
    ILogger<CallerStart> logger) : IRequestStart
{
    const string Scheme = "Bearer ";

    readonly ActorCache _actors = new();

    public async ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        var address = AddressOf(http);
        if (TokenOf(http.Request) is not { } token)
        {
            userContext[CallerContext.Key] = Caller.Anonymous with { Address = address?.ToString() };
            return;
        }

        var read = Read(token);
        http.User = await AuthenticateAsync(http, read, address) ?? throw InvalidToken();
        var claims = TokenClaims.From(http.User) ?? throw InvalidToken();
        var actorId = await _actors.EnsureAsync(
            http.RequestServices.GetRequiredService<IActors>(), claims.Subject, claims.Name, claims.Email, claims.Roles, http.RequestAborted);
        userContext[CallerContext.Key] = new Caller(actorId, claims.Name, claims.Email, claims.Roles, address?.ToString(), read.ValidTo);
    }

    static IPAddress? AddressOf(HttpContext http) =>
        http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : http.Connection.RemoteIpAddress;

    /// <returns>Null when no bearer token is presented. Other schemes are not ours: a proxy in front may use them.</returns>
    static string? TokenOf(HttpRequest request) => request.Headers.Authorization switch
    {
        [] => null,
        [{ } header] => header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null,
        _ => throw InvalidToken(),
    };

    async Task<ClaimsPrincipal?> AuthenticateAsync(HttpContext http, JsonWebToken token, IPAddress? address)
    {
        // Decides only who checks the token.
        if (token.Issuer == DevelopmentTokens.Issuer)
        {
            var isTaken = SignInRules.TakesDevelopmentTokens(options.Value, environment.IsDevelopment())
                && SignInRules.IsLocal(address, WasForwarded(http.Request));
            return isTaken ? await developmentTokens.ValidateAsync(token.EncodedToken, time.GetUtcNow()) : null;
        }

        if (!entra.IsConfigured)
        {
            return null;
        }

        var result = await CheckAsync(http, JwtBearerDefaults.AuthenticationScheme);
        if (result.Failure is { } failure)
        {
            logger.LogInformation("A token was refused: {Reason}", failure.Message);
            if (IsOfTheAuthority(failure))
            {
                throw new RequestRefusedException(
                    StatusCodes.Status503ServiceUnavailable, "SIGN_IN_UNAVAILABLE", "Tokens cannot be checked at the moment; try again.");
            }
        }

        return result.Principal;
    }

    /// <summary>
    /// By a handler of its own: the one that a request keeps gives its first answer for ever, and a socket is one request for
    /// hours, in which tokens end and others take their place.
    /// </summary>
    static async Task<AuthenticateResult> CheckAsync(HttpContext http, string scheme)
    {
        var known = await http.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>().GetSchemeAsync(scheme)
            ?? throw new InvalidOperationException($"There is no scheme {scheme}.");
        var handler = (IAuthenticationHandler)http.RequestServices.GetRequiredService(known.HandlerType);
        await handler.InitializeAsync(known, http);
        return await handler.AuthenticateAsync();
    }

    static JsonWebToken Read(string token)
    {
        try
        {
            return new JsonWebToken(token);
        }
        catch (ArgumentException)
        {
            throw InvalidToken();
        }
    }

    /// <summary>The keys could not be fetched: that says nothing about the token.</summary>
    static bool IsOfTheAuthority(Exception? failure) => failure switch
    {
        null => false,
        HttpRequestException or IOException or InvalidOperationException or OperationCanceledException => true,
        _ => IsOfTheAuthority(failure.InnerException),
    };

    static bool WasForwarded(HttpRequest request) =>
        request.Headers.ContainsKey("Forwarded") || request.Headers.ContainsKey("X-Forwarded-For") || request.Headers.ContainsKey("X-Original-For");

    static RequestRefusedException InvalidToken() =>
        new(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED", "The bearer token is not valid, or not any more.")
        {
            Headers = new Dictionary<string, string> { [HeaderNames.WWWAuthenticate] = "Bearer error=\"invalid_token\"" },
        };
}
