using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ContentHub.Tests.Accounts;

/// <summary>
/// What the server needs of an authority: a discovery document and signing keys, on loopback, at the addresses that Entra ID has
/// them; and tokens signed with the keys that stand there.
/// </summary>
sealed class FakeAuthority : IAsyncDisposable
{
    public const string TenantId = "11111111-2222-3333-4444-555555555555";
    public const string ClientId = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    public const string FirstKeyId = "k1";

    readonly WebApplication _app;
    int _fetches;

    FakeAuthority(WebApplication app) => _app = app;

    /// <summary>For setting <c>AzureAd:Instance</c>.</summary>
    public string Instance => _app.Urls.Single() + "/";

    public string Issuer => IssuerOf(TenantId);

    /// <summary>How often its keys were fetched.</summary>
    public int Fetches => Volatile.Read(ref _fetches);

    /// <summary>Whether it answers everything with 503.</summary>
    public bool IsAway { get; set; }

    public RsaSecurityKey Key { get; private set; } = NewKey();

    public ECDsaSecurityKey CurveKey { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "e1" };

    /// <param name="isPlain">Http; Microsoft.Identity.Web takes https only.</param>
    public static async Task<FakeAuthority> StartAsync(bool isPlain = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (!isPlain)
            {
                listen.UseHttps(NewCertificate());
            }
        }));
        var authority = new FakeAuthority(builder.Build());
        authority._app.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (string tenant) => authority.Discovery(authority.IssuerOf(tenant)));
        // Tokens of its first version have another issuer, which Microsoft.Identity.Web looks up here.
        authority._app.MapGet("/{tenant}/.well-known/openid-configuration", (string tenant) => authority.Discovery($"{authority.Instance}first/{tenant}/"));
        authority._app.MapGet("/keys", authority.Keys);
        await authority._app.StartAsync();
        return authority;
    }

    public string IssuerOf(string tenant) => $"{Instance}{tenant}/v2.0";

    /// <summary>The claims of a token that is good.</summary>
    public JsonObject Claims() => new()
    {
        ["iss"] = Issuer,
        ["aud"] = ClientId,
        ["nbf"] = DateTimeOffset.UtcNow.AddMinutes(-10).ToUnixTimeSeconds(),
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(30).ToUnixTimeSeconds(),
        ["tid"] = TenantId,
        ["oid"] = "o1",
        ["sub"] = "s1",
        ["ver"] = "2.0",
        ["name"] = "Ada Example",
        ["preferred_username"] = "ada@example.test",
        ["roles"] = new JsonArray("Editor", "MedicalReviewer", "Other"),
    };

    /// <summary>The header of a token that is good.</summary>
    public JsonObject Header() => new() { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = Key.KeyId };

    /// <summary>A good token, changed before it is signed.</summary>
    public string Token(Action<JsonObject>? claims = null, Action<JsonObject>? header = null, Func<byte[], byte[]>? sign = null)
    {
        var (top, payload) = (Header(), Claims());
        header?.Invoke(top);
        claims?.Invoke(payload);
        return Sign(top.ToJsonString(), payload.ToJsonString(), sign);
    }

    /// <summary>A token of exactly these texts, whatever they are.</summary>
    /// <param name="sign">Null: RS256 with the authority's own key.</param>
    public string Sign(string header, string payload, Func<byte[], byte[]>? sign = null)
    {
        var signed = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}";
        return $"{signed}.{Base64UrlEncoder.Encode((sign ?? With(Key))(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>A good token signed by the library, in any way it knows.</summary>
    public string Token(SigningCredentials credentials, EncryptingCredentials? encryption = null)
    {
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return encryption is null
            ? handler.CreateToken(Claims().ToJsonString(), credentials)
            : handler.CreateToken(Claims().ToJsonString(), credentials, encryption);
    }

    public static Func<byte[], byte[]> With(RsaSecurityKey key) => bytes => key.Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>Signs with a new key from now on, and publishes only that.</summary>
    public void RollOver(string keyId) => Key = NewKey(keyId);

    public static RsaSecurityKey NewKey(string keyId = FirstKeyId) => new(RSA.Create(2048)) { KeyId = keyId };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public static X509Certificate2 NewCertificate(RSA? of = null)
    {
        var key = of ?? RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    IResult Discovery(string issuer) => IsAway ? Results.StatusCode(503) : Results.Json(new
    {
        issuer,
        jwks_uri = Instance + "keys",
        authorization_endpoint = Instance + "authorize",
        token_endpoint = Instance + "token",
        id_token_signing_alg_values_supported = new[] { "RS256" },
        response_types_supported = new[] { "code" },
        subject_types_supported = new[] { "pairwise" },
    });

    IResult Keys()
    {
        Interlocked.Increment(ref _fetches);
        var (key, curve) = (Key.Rsa.ExportParameters(includePrivateParameters: false), CurveKey.ECDsa.ExportParameters(includePrivateParameters: false));
        return IsAway ? Results.StatusCode(503) : Results.Json(new
        {
            keys = new object[]
            {
                new { kty = "RSA", use = "sig", kid = Key.KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) },
                new { kty = "EC", use = "sig", kid = CurveKey.KeyId, crv = "P-256", x = Base64UrlEncoder.Encode(curve.Q.X), y = Base64UrlEncoder.Encode(curve.Q.Y) },
            },
        });
    }
}
