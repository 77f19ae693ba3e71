using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ContentHub.Tests.Accounts;

/// <summary>
/// What the server needs of Entra ID: a discovery document and signing keys, over https on loopback (Microsoft.Identity.Web
/// takes nothing less), and tokens signed with the key that stands there.
/// </summary>
sealed class FakeAuthority : IAsyncDisposable
{
    public const string TenantId = "11111111-2222-3333-4444-555555555555";
    public const string ClientId = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    const string KeyId = "k1";

    readonly WebApplication _app;
    readonly RsaSecurityKey _key = NewKey();

    FakeAuthority(WebApplication app) => _app = app;

    /// <summary>For setting <c>AzureAd:Instance</c>.</summary>
    public string Instance => _app.Urls.Single() + "/";

    public string Issuer => IssuerOf(TenantId);

    public static async Task<FakeAuthority> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(NewCertificate())));
        var authority = new FakeAuthority(builder.Build());
        authority._app.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (string tenant) => new
        {
            issuer = authority.IssuerOf(tenant),
            jwks_uri = authority.Instance + "keys",
            authorization_endpoint = authority.Instance + "authorize",
            token_endpoint = authority.Instance + "token",
            id_token_signing_alg_values_supported = new[] { "RS256" },
            response_types_supported = new[] { "code" },
            subject_types_supported = new[] { "pairwise" },
        });
        authority._app.MapGet("/keys", authority.Keys);
        await authority._app.StartAsync();
        return authority;
    }

    public string IssuerOf(string tenant) => $"{Instance}{tenant}/v2.0";

    /// <summary>A token that is good as it stands.</summary>
    public SecurityTokenDescriptor Descriptor() => new()
    {
        Issuer = Issuer,
        Audience = ClientId,
        NotBefore = DateTime.UtcNow.AddMinutes(-1),
        Expires = DateTime.UtcNow.AddMinutes(10),
        SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        Claims = new Dictionary<string, object>
        {
            ["tid"] = TenantId,
            ["oid"] = "o1",
            ["sub"] = "s1",
            ["ver"] = "2.0",
            ["name"] = "Ada Example",
            ["preferred_username"] = "ada@example.test",
            ["roles"] = new[] { "Editor", "MedicalReviewer", "Other" },
        },
    };

    /// <summary>A good token, changed.</summary>
    public string Token(Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = Descriptor();
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler().CreateToken(descriptor);
    }

    /// <summary>A key that is not the authority's but says so.</summary>
    public static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = KeyId };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    IResult Keys()
    {
        var key = _key.Rsa.ExportParameters(includePrivateParameters: false);
        return Results.Json(new
        {
            keys = new[]
            {
                new { kty = "RSA", use = "sig", alg = "RS256", kid = KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) },
            },
        });
    }

    static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
