using System.Security.Claims;
using ContentHub.Accounts;
using ContentHub.Api;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ContentHub.Tests.Accounts;

public sealed class DevelopmentTokensTests : IDisposable
{
    static readonly DateTimeOffset Now = new(2026, 3, 3, 9, 0, 0, TimeSpan.Zero);

    readonly TemporaryFolder _folder = new();

    DevelopmentTokens Tokens => new(_folder.Path);

    string KeyFile => Path.Combine(_folder.Path, DevelopmentTokens.KeyFile);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Token_tells_name_and_roles()
    {
        var token = Tokens.Create("Sam", [Role.Editor, Role.Publisher, Role.Editor], Now);

        var claims = TokenClaims.From(BearerToken.Read(token)!.Payload, DevelopmentTokens.RoleClaim)!;

        Assert.NotNull(await Tokens.ValidateAsync(token, Now));
        Assert.Equal(("contenthub-development|Sam", "Sam", null), (claims.Subject, claims.Name, claims.Email));
        Assert.Equal([Role.Editor, Role.Publisher], claims.Roles.Order());
    }

    [Fact]
    public async Task Token_holds_for_thirty_days_from_when_it_was_made()
    {
        var token = Tokens.Create("Sam", [Role.Editor], Now);

        Assert.Null(await Tokens.ValidateAsync(token, Now.AddSeconds(-1)));
        Assert.NotNull(await Tokens.ValidateAsync(token, Now));
        Assert.NotNull(await Tokens.ValidateAsync(token, Now.AddDays(30).AddSeconds(-1)));
        Assert.Null(await Tokens.ValidateAsync(token, Now.AddDays(30)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Token_that_was_changed_anywhere_is_refused(int part)
    {
        var parts = Tokens.Create("Sam", [Role.Author], Now).Split('.');
        parts[part] = part switch
        {
            1 => Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("Author", "Editor", StringComparison.Ordinal)),
            _ => (parts[part][0] == 'A' ? 'B' : 'A') + parts[part][1..],
        };

        Assert.Null(await Tokens.ValidateAsync(string.Join('.', parts), Now));
    }

    [Fact]
    public async Task Token_of_another_key_is_refused()
    {
        using var other = new TemporaryFolder();
        var token = new DevelopmentTokens(other.Path).Create("Sam", [Role.Editor], Now);

        Assert.Null(await Tokens.ValidateAsync(token, Now));
    }

    [Theory]
    [InlineData("https://other.example", DevelopmentTokens.Audience, SecurityAlgorithms.HmacSha256)]
    [InlineData(DevelopmentTokens.Issuer, "other", SecurityAlgorithms.HmacSha256)]
    [InlineData(DevelopmentTokens.Issuer, DevelopmentTokens.Audience, null)]
    public async Task Token_of_our_key_but_another_issuer_audience_or_algorithm_is_refused(string issuer, string audience, string? algorithm)
    {
        Tokens.Create("Sam", [], Now);
        var key = new SymmetricSecurityKey(await File.ReadAllBytesAsync(KeyFile));
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Subject = new ClaimsIdentity([new Claim("sub", "Sam")]),
            NotBefore = Now.UtcDateTime,
            Expires = Now.AddDays(1).UtcDateTime,
            SigningCredentials = algorithm is null ? null : new SigningCredentials(key, algorithm),
        });

        Assert.Null(await Tokens.ValidateAsync(token, Now));
    }

    [Fact]
    public void Key_is_made_on_first_use_for_its_owner_alone_and_kept()
    {
        Assert.False(File.Exists(KeyFile));

        Tokens.Create("Sam", [], Now);
        var key = File.ReadAllBytes(KeyFile);
        Tokens.Create("Sam", [], Now);

        Assert.Equal(32, key.Length);
        Assert.Equal(key, File.ReadAllBytes(KeyFile));
        Assert.Equal([KeyFile], Directory.GetFiles(_folder.Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }
    }

    [Fact]
    public async Task Many_at_once_end_up_with_one_key()
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Tokens.Create($"Sam {i}", [], Now))));

        foreach (var token in tokens)
        {
            Assert.NotNull(await Tokens.ValidateAsync(token, Now));
        }

        Assert.Equal([KeyFile], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Folder_is_made_when_it_is_missing()
    {
        var folder = Path.Combine(_folder.Path, "data", "deeper");

        new DevelopmentTokens(folder).Create("Sam", [], Now);

        Assert.True(File.Exists(Path.Combine(folder, DevelopmentTokens.KeyFile)));
    }

    [Fact]
    public void Key_of_another_length_is_reported_with_what_to_do()
    {
        File.WriteAllText(KeyFile, "short");

        var fault = Assert.Throws<InvalidDataException>(() => Tokens.Create("Sam", [], Now));

        Assert.Contains("delete it", fault.Message);
    }
}
