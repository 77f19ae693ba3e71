using System.Security.Claims;
using ContentHub.Accounts;
using ContentHub.Api;
using Xunit;

namespace ContentHub.Tests.Accounts;

public sealed class TokenClaimsTests
{
    [Fact]
    public void Subject_is_issuer_and_sub()
    {
        var claims = From(("iss", "https://i"), ("sub", "s"), ("oid", "o"));

        Assert.Equal("https://i|s", claims?.Subject);
    }

    [Fact]
    public void Object_id_stands_in_for_a_missing_sub() => Assert.Equal("https://i|o", From(("iss", "https://i"), ("oid", "o"))?.Subject);

    [Fact]
    public void Token_that_names_nobody_is_none()
    {
        Assert.Null(From(("iss", "https://i"), ("name", "Ada")));
        Assert.Null(From(("sub", "s"), ("name", "Ada")));
        Assert.Null(From(("iss", ""), ("sub", "s")));
    }

    [Theory]
    [InlineData("Ada", "ada@example.test", "Ada")]
    [InlineData(null, "ada@example.test", "ada@example.test")]
    [InlineData("", "ada@example.test", "ada@example.test")]
    [InlineData(null, null, "s")]
    public void Name_is_the_best_there_is(string? name, string? account, string expected)
    {
        var claims = From(("iss", "i"), ("sub", "s"), ("name", name), ("preferred_username", account));

        Assert.Equal(expected, claims?.Name);
    }

    [Theory]
    [InlineData("ada@work.test", "ada@example.test", "ada@work.test")]
    [InlineData(null, "ada@example.test", "ada@example.test")]
    [InlineData(null, "ada", null)]
    [InlineData(null, null, null)]
    public void Address_is_the_mail_claim_or_an_account_that_is_one(string? email, string? account, string? expected)
    {
        var claims = From(("iss", "i"), ("sub", "s"), ("email", email), ("preferred_username", account));

        Assert.Equal(expected, claims?.Email);
    }

    [Fact]
    public void Roles_are_those_of_ours_by_their_exact_names()
    {
        var claims = From(("iss", "i"), ("sub", "s"), ("roles", "Editor"), ("roles", "MedicalReviewer"), ("roles", "author"),
            ("roles", "3"), ("roles", "Publisher,Admin"), ("roles", " Admin"), ("roles", "Other"), ("role", "Admin"), ("groups", "Admin"));

        Assert.Equal([Role.Editor, Role.MedicalReviewer], claims?.Roles.Order());
    }

    static TokenClaims? From(params (string Name, string? Value)[] claims) =>
        TokenClaims.From(new ClaimsPrincipal(new ClaimsIdentity(
            claims.Where(claim => claim.Value is not null).Select(claim => new Claim(claim.Name, claim.Value!)))));
}
