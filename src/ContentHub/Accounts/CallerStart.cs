using System.Globalization;
using System.Net;
using System.Security.Claims;
using ContentHub.Api;
using ContentHub.Api.Execution;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Accounts;

/// <summary>Finds out who is asking, from the bearer token. Each token goes to exactly one check, and nothing but a token signs anybody in.</summary>
/// <param name="authority">Null while none is configured.</param>
/// <param name="partners">Null where there are no partners: then no key holds.</param>
internal sealed class CallerStart(
    DevelopmentTokens developmentTokens,
    IOptions<SignInOptions> options,
    IHostEnvironment environment,
    TimeProvider time,
    AuthorityTokens? authority = null,
    IPartnerKeys? partners = null) : IRequestStart
{
    const string Scheme = "Bearer ";

    readonly ActorCache _actors = new();

    // Readers ask many times; the last of those who share a place is kept.
    readonly Anonymous?[] _anonymous = new Anonymous?[1_024];

    public RequestStage Stage => RequestStage.Caller;

    public async ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        if (TokenOf(http.Request) is not { } encoded)
        {
            userContext[CallerContext.Key] = http.Connection.RemoteIpAddress is { } from ? AnonymousFrom(from) : Caller.Anonymous;
            return;
        }

        var address = AddressOf(http);

        if (encoded.StartsWith(PartnerKeyText.Start, StringComparison.Ordinal))
        {
            var partner = (PartnerKeyText.IsKey(encoded) ? partners?.Find(encoded) : null) ?? throw InvalidToken("The partner key is not valid, or not any more.");
            userContext[CallerContext.Key] = Caller.Anonymous with { Name = partner.Name, Address = address?.ToString(), ExpiresAt = partner.ExpiresAt, PartnerId = partner.PartnerId, PartnerKeyId = partner.KeyId };
            return;
        }

        var token = BearerToken.Read(encoded) ?? throw InvalidToken();
        var isOfDevelopment = token.Text("iss") == DevelopmentTokens.Issuer;
        http.User = await (isOfDevelopment ? OfDevelopmentAsync(http, token, address) : OfTheAuthorityAsync(http, token)) ?? throw InvalidToken();
        var claims = TokenClaims.From(token.Payload, isOfDevelopment ? DevelopmentTokens.RoleClaim : options.Value.RoleClaim) ?? throw InvalidToken();
        if (claims.Roles.Count == 0)
        {
            throw InvalidToken("The bearer token carries no role of this application: have one assigned to you, then sign in anew.");
        }

        var actorId = await _actors.EnsureAsync(
            http.RequestServices.GetRequiredService<IActors>(), claims.Subject, claims.Name, claims.Email, claims.Roles, http.RequestAborted);
        userContext[CallerContext.Key] = new Caller(
            actorId, claims.Name, claims.Email, claims.Roles, address?.ToString(), isOfDevelopment ? token.ExpiresAt : token.ExpiresAt + AuthorityTokens.ClockTolerance);
    }

    static IPAddress? AddressOf(HttpContext http) => http.Connection.RemoteIpAddress is { } from ? Plain(from) : null;

    static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    Caller AnonymousFrom(IPAddress address)
    {
        ref var kept = ref _anonymous[(uint)address.GetHashCode() % _anonymous.Length];
        if (kept is not { } known || !known.From.Equals(address))
        {
            kept = known = new(address, Caller.Anonymous with { Address = Plain(address).ToString() });
        }

        return known.Caller;
    }

    sealed record Anonymous(IPAddress From, Caller Caller);

    /// <returns>Null when no bearer token is presented. Other schemes are not ours: a proxy in front may use them.</returns>
    static string? TokenOf(HttpRequest request) => request.Headers.Authorization switch
    {
        [] => null,
        [{ } header] => header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null,
        _ => throw InvalidToken(),
    };

    async Task<ClaimsPrincipal?> OfDevelopmentAsync(HttpContext http, BearerToken token, IPAddress? address)
    {
        var isTaken = SignInRules.TakesDevelopmentTokens(options.Value, environment.IsDevelopment())
            && SignInRules.IsLocal(address, WasForwarded(http.Request));
        return isTaken ? await developmentTokens.ValidateAsync(token.Encoded, time.GetUtcNow()) : null;
    }

    async Task<ClaimsPrincipal?> OfTheAuthorityAsync(HttpContext http, BearerToken token)
    {
        try
        {
            return authority is null ? null : await authority.ValidateAsync(http, token);
        }
        catch (AuthorityUnavailableException away)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(away.RetryAfter.TotalSeconds));
            throw new RequestRefusedException(
                StatusCodes.Status503ServiceUnavailable, "SIGN_IN_UNAVAILABLE", "Tokens cannot be checked at the moment; try again.")
            {
                Headers = new Dictionary<string, string> { [HeaderNames.RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture) },
            };
        }
    }

    static bool WasForwarded(HttpRequest request) =>
        request.Headers.ContainsKey("Forwarded") || request.Headers.ContainsKey("X-Forwarded-For") || request.Headers.ContainsKey("X-Original-For");

    static RequestRefusedException InvalidToken(string message = "The bearer token is not valid, or not any more.") =>
        new(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED", message)
        {
            Headers = new Dictionary<string, string> { [HeaderNames.WWWAuthenticate] = "Bearer error=\"invalid_token\"" },
        };
}
