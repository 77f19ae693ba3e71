using System.Security.Claims;
using System.Security.Cryptography;
using ContentHub.Api;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ContentHub.Accounts;

/// <summary>
/// Tokens for working on this machine without an identity provider, signed (HS256) with a key in the data folder that is
/// made on first use.
/// </summary>
/// <param name="dataFolder">Where <c>development.key</c> stands.</param>
public sealed class DevelopmentTokens(string dataFolder)
{
    public const string Issuer = "contenthub-development";
    public const string Audience = "contenthub";
    public const string RoleClaim = "roles";
    public const string KeyFile = "development.key";
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    const int KeyBytes = 32;

    readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };
    readonly Lazy<SymmetricSecurityKey> _key = new(() => new SymmetricSecurityKey(ReadOrMakeKey(dataFolder)));

    /// <summary>A token for somebody of this name: the same name is the same person.</summary>
    /// <param name="roles">Without any the server refuses it.</param>
    public string Create(string name, IEnumerable<Role> roles, DateTimeOffset now) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Audience,
        IssuedAt = now.UtcDateTime,
        NotBefore = now.UtcDateTime,
        Expires = (now + Lifetime).UtcDateTime,
        Claims = new Dictionary<string, object>
        {
            ["sub"] = name,
            ["name"] = name,
            [RoleClaim] = roles.Select(role => role.ToString()).Distinct().ToArray(),
        },
        SigningCredentials = new SigningCredentials(_key.Value, SecurityAlgorithms.HmacSha256),
    });

    /// <returns>Null when the token is not one of ours, was changed, or does not hold at <paramref name="now"/>.</returns>
    internal async Task<ClaimsPrincipal?> ValidateAsync(string token, DateTimeOffset now)
    {
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKey = _key.Value,
            LifetimeValidator = (notBefore, expires, _, _) => notBefore <= now.UtcDateTime && now.UtcDateTime < expires,
        });
        return result.IsValid ? new ClaimsPrincipal(result.ClaimsIdentity) : null;
    }

    static byte[] ReadOrMakeKey(string folder)
    {
        var path = Path.Combine(folder, KeyFile);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            MakeKey(path);
        }

        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes
            ? key
            : throw new InvalidDataException($"{path} does not hold a key of {KeyBytes} bytes; delete it and a new one is made.");
    }

    /// <summary>Written aside and moved into place, so that of two processes at once both end up with the same, whole key.</summary>
    static void MakeKey(string path)
    {
        var aside = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(aside, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
        }

        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }
}
