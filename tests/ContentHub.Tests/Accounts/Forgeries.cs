using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace ContentHub.Tests.Accounts;

/// <summary>What the books know (RFC 8725; OWASP's testing guide, "Testing JSON Web Tokens"): each makes a token that must be refused.</summary>
static class Forgeries
{
    static readonly RsaSecurityKey Attacker = FakeAuthority.NewKey();

    /// <param name="elsewhere">An address of the attacker's, with keys of the attacker's behind it.</param>
    public static IReadOnlyDictionary<string, string> All(FakeAuthority authority, string elsewhere)
    {
        var all = new Dictionary<string, string>();
        foreach (var forgery in Unsigned(authority).Concat(SharedSecrets(authority)).Concat(OtherKeys(authority, elsewhere))
            .Concat(Headers(authority)).Concat(Claims(authority)).Concat(Changed(authority)).Concat(Garbage(authority)))
        {
            all.Add(forgery.Name, forgery.Token);
        }

        return all;
    }

    /// <summary>What the attacker publishes.</summary>
    public static string AttackersKeys() => new JsonObject { ["keys"] = new JsonArray(PublicJwk(Attacker)) }.ToJsonString();

    static IEnumerable<(string Name, string Token)> Unsigned(FakeAuthority authority)
    {
        foreach (var none in new[] { "none", "None", "NONE", "nOnE", "none ", "" })
        {
            yield return ($"alg '{none}' without signature", authority.Token(header: h => h["alg"] = none, sign: _ => []));
            yield return ($"alg '{none}' with a signature", authority.Token(header: h => h["alg"] = none));
        }

        yield return ("alg is missing", authority.Token(header: h => h.Remove("alg")));
        yield return ("alg null", authority.Token(header: h => h["alg"] = null));
        yield return ("alg is a list", authority.Token(header: h => h["alg"] = new JsonArray("none", "RS256")));
        yield return ("no signature", authority.Token(sign: _ => []));
        yield return ("no third part", authority.Token()[..authority.Token().LastIndexOf('.')]);
        yield return ("alg PS256 over an RS256 signature", authority.Token(header: h => h["alg"] = "PS256"));
        yield return ("alg ES256 with a signature of zeroes", authority.Token(header: h => (h["alg"], h["kid"]) = ("ES256", "e1"), sign: _ => new byte[64]));
    }

    static IEnumerable<(string Name, string Token)> SharedSecrets(FakeAuthority authority)
    {
        var rsa = authority.Key.Rsa;
        var secrets = new Dictionary<string, byte[]>
        {
            ["PEM"] = Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()),
            ["PEM and a line feed"] = Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem() + "\n"),
            ["PKCS 1 PEM"] = Encoding.ASCII.GetBytes(rsa.ExportRSAPublicKeyPem()),
            ["DER"] = rsa.ExportSubjectPublicKeyInfo(),
            ["PKCS 1 DER"] = rsa.ExportRSAPublicKey(),
            ["JWK"] = Encoding.UTF8.GetBytes(PublicJwk(authority.Key).ToJsonString()),
            ["modulus"] = rsa.ExportParameters(false).Modulus!,
            ["nothing"] = [],
        };
        foreach (var (name, secret) in secrets)
        {
            yield return ($"HS256 with the public key as {name}", authority.Token(header: h => h["alg"] = "HS256", sign: bytes => HMACSHA256.HashData(secret, bytes)));
        }

        yield return ("HS512 with the public key", authority.Token(header: h => h["alg"] = "HS512", sign: bytes => HMACSHA512.HashData(secrets["PEM"], bytes)));
    }

    static IEnumerable<(string Name, string Token)> OtherKeys(FakeAuthority authority, string elsewhere)
    {
        string Signed(Action<JsonObject> header) => authority.Token(header: header, sign: FakeAuthority.With(Attacker));

        yield return ("a foreign key under the same kid", Signed(_ => { }));
        yield return ("a foreign key without kid", Signed(h => h.Remove("kid")));
        yield return ("a foreign key under its own kid", Signed(h => h["kid"] = "attacker"));
        foreach (var kid in new[] { "k1", "attacker" })
        {
            yield return ($"jku, kid {kid}", Signed(h => (h["kid"], h["jku"]) = (kid, elsewhere)));
            yield return ($"x5u, kid {kid}", Signed(h => (h["kid"], h["x5u"]) = (kid, elsewhere)));
            yield return ($"jwk, kid {kid}", Signed(h => (h["kid"], h["jwk"]) = (kid, PublicJwk(Attacker))));
            yield return ($"x5c, kid {kid}", Signed(h => (h["kid"], h["x5c"]) = (kid, new JsonArray(CertificateOf(Attacker)))));
        }

        yield return ("jku without kid", Signed(h =>
        {
            h.Remove("kid");
            h["jku"] = elsewhere;
        }));
        yield return ("kid is an address", Signed(h => h["kid"] = elsewhere));
    }

    static IEnumerable<(string Name, string Token)> Headers(FakeAuthority authority)
    {
        string[] kids =
        [
            "../../../../../../dev/null", "/dev/null", "..\\..\\windows\\win.ini", "file:///dev/null", "k1\0", "",
            "' UNION SELECT 'secret' -- ", "k1'; DROP TABLE \"People\"; --", "k1|sleep 5", "$(id)", "%2e%2e%2fdev%2fnull", new string('k', 8000),
            "x\r\nfail: a line of its own",
        ];
        foreach (var kid in kids)
        {
            var name = kid.Length > 40 ? "a very long one" : kid.Replace("\0", "NUL").ReplaceLineEndings("CRLF");
            yield return ($"kid {name}, empty secret", authority.Token(header: h => (h["alg"], h["kid"]) = ("HS256", kid), sign: bytes => HMACSHA256.HashData(Array.Empty<byte>(), bytes)));
            yield return ($"kid {name}, foreign key", authority.Token(header: h => h["kid"] = kid, sign: FakeAuthority.With(Attacker)));
        }

        yield return ("kid is a number", authority.Token(header: h => h["kid"] = 1, sign: FakeAuthority.With(Attacker)));
        // These are signed by the authority itself: what they ask for is not understood here.
        yield return ("crit with an unknown extension", authority.Token(header: h => (h["crit"], h["exp-policy"]) = (new JsonArray("exp-policy"), "strict")));
        yield return ("crit b64", authority.Token(header: h => (h["crit"], h["b64"]) = (new JsonArray("b64"), false)));
        yield return ("crit null", authority.Token(header: h => h["crit"] = null));
        yield return ("crit of nothing", authority.Token(header: h => h["crit"] = new JsonArray()));
    }

    static IEnumerable<(string Name, string Token)> Claims(FakeAuthority authority)
    {
        string With(string claim, JsonNode? value) => authority.Token(c => c[claim] = value);
        string Without(params string[] claims) => authority.Token(c => claims.ToList().ForEach(claim => c.Remove(claim)));
        long At(TimeSpan fromNow) => DateTimeOffset.UtcNow.Add(fromNow).ToUnixTimeSeconds();
        const string otherTenant = "99999999-2222-3333-4444-555555555555";

        yield return ("of another issuer", With("iss", $"https://evil.example/{FakeAuthority.TenantId}/v2.0"));
        yield return ("of an issuer that begins the same", With("iss", authority.Issuer + ".evil.example"));
        yield return ("of the issuer in capitals", With("iss", authority.Issuer.ToUpperInvariant()));
        yield return ("of several issuers", With("iss", new JsonArray(authority.Issuer)));
        yield return ("of no issuer", Without("iss"));
        yield return ("of another tenant", authority.Token(c => (c["iss"], c["tid"]) = (authority.IssuerOf(otherTenant), otherTenant)));
        yield return ("that claims to be a development token", With("iss", ContentHub.Accounts.DevelopmentTokens.Issuer));
        yield return ("for another audience", With("aud", "bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee"));
        yield return ("for other audiences", With("aud", new JsonArray("other", "one-more")));
        yield return ("for an audience that begins the same", With("aud", FakeAuthority.ClientId + "-other"));
        yield return ("for no audience", Without("aud"));
        yield return ("for an empty audience", With("aud", ""));
        yield return ("expired", With("exp", At(TimeSpan.FromMinutes(-5))));
        yield return ("expired long ago", authority.Token(c => (c["nbf"], c["exp"]) = (At(TimeSpan.FromHours(-2)), At(TimeSpan.FromHours(-1)))));
        yield return ("not yet valid", With("nbf", At(TimeSpan.FromMinutes(5))));
        yield return ("without an end", Without("exp"));
        yield return ("whose end is text", With("exp", "tomorrow"));
        yield return ("whose end is null", With("exp", null));
        yield return ("whose end is below zero", With("exp", -1));
        yield return ("whose end is beyond all dates", With("exp", 1e300));
        yield return ("without roles", Without("roles"));
        yield return ("with scopes alone", authority.Token(c =>
        {
            c.Remove("roles");
            c["scp"] = "access_as_user";
        }));
        yield return ("with roles of others", With("roles", new JsonArray("Owner", "editor", "1", "Editor,Admin")));
        yield return ("with roles that are none", With("roles", new JsonObject { ["Editor"] = true }));
        yield return ("of nobody", Without("sub", "oid"));
        yield return ("of a number", authority.Token(c => (c["sub"], c["oid"]) = (1, 2)));
        yield return ("of an endless subject", authority.Token(c => c["sub"] = new string('s', 256)));
        yield return ("of a subject with a null byte", With("sub", "s1\0"));
    }

    static IEnumerable<(string Name, string Token)> Changed(FakeAuthority authority)
    {
        var good = authority.Token();
        var parts = good.Split('.');
        var raised = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("MedicalReviewer", "Admin", StringComparison.Ordinal));

        yield return ("with another payload", $"{parts[0]}.{raised}.{parts[2]}");
        yield return ("with the signature of another token", $"{parts[0]}.{raised}.{authority.Token(c => c["name"] = "Eve").Split('.')[2]}");
        yield return ("with one bit of the signature changed", $"{parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? 'B' : 'A')}{parts[2][1..]}");
        yield return ("with one more byte of signature", good + "AA");
        yield return ("with one more part", good + ".AAAA");
        foreach (var quarter in new[] { 1, 2, 3 })
        {
            yield return ($"cut off after {quarter} of 4 quarters", good[..(good.Length * quarter / 4)]);
        }

        yield return ("without its last four characters", good[..^4]);
        yield return ("twice", $"{good},Bearer {good}");
        yield return ("in quotes", $"\"{good}\"");
        yield return ("encrypted", authority.Token(
            new SigningCredentials(authority.Key, SecurityAlgorithms.RsaSha256),
            new EncryptingCredentials(authority.Key, SecurityAlgorithms.RsaOAEP, SecurityAlgorithms.Aes256CbcHmacSha512)));
        yield return ("in another token", authority.Sign("""{"alg":"RS256","kid":"k1","cty":"JWT"}""", $"\"{good}\""));
    }

    static IEnumerable<(string Name, string Token)> Garbage(FakeAuthority authority)
    {
        yield return ("x", "x");
        yield return ("dots", "..");
        yield return ("five parts", "a.b.c.d.e");
        yield return ("letters", "a.b.c");
        yield return ("a comma", ",");
        yield return ("a payload that is a list", authority.Sign(authority.Header().ToJsonString(), "[]"));
        yield return ("a payload that is null", authority.Sign(authority.Header().ToJsonString(), "null"));
        yield return ("a payload that is no JSON", authority.Sign(authority.Header().ToJsonString(), "{\"iss\":"));
        yield return ("a header that is no JSON", authority.Sign("{", authority.Claims().ToJsonString()));
        yield return ("a header that is null", authority.Sign("null", authority.Claims().ToJsonString()));
        yield return ("a deep payload", authority.Sign(authority.Header().ToJsonString(), $"{{\"a\":{new string('[', 3000)}{new string(']', 3000)}}}"));
        yield return ("half a character for a name of a claim", authority.Sign(authority.Header().ToJsonString(), authority.Claims().ToJsonString().Replace("{\"iss\"", "{\"\\ud800\":1,\"iss\"", StringComparison.Ordinal)));
        yield return ("half a character for a subject", authority.Sign(authority.Header().ToJsonString(), authority.Claims().ToJsonString().Replace("\"s1\"", "\"\\udc00\"", StringComparison.Ordinal).Replace("\"o1\"", "\"\\udc00\"", StringComparison.Ordinal)));
        yield return ("a claim that stands twice", authority.Sign(authority.Header().ToJsonString(), authority.Claims().ToJsonString().Replace("\"roles\":", "\"roles\":[\"Admin\"],\"roles\":", StringComparison.Ordinal)));
        yield return ("an algorithm that stands twice", authority.Sign(authority.Header().ToJsonString().Replace("\"alg\":", "\"alg\":\"none\",\"alg\":", StringComparison.Ordinal), authority.Claims().ToJsonString()));
    }

    static JsonObject PublicJwk(RsaSecurityKey key)
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["kid"] = "attacker",
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }

    static string CertificateOf(RsaSecurityKey key) => Convert.ToBase64String(FakeAuthority.NewCertificate(key.Rsa).RawData);
}
