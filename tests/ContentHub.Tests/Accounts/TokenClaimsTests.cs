using System.Text.Json;
using ContentHub.Accounts;
using ContentHub.Api;
using Xunit;

namespace ContentHub.Tests.Accounts;

public sealed class TokenClaimsTests
{
    [Fact]
    public void Subject_is_issuer_and_sub() => Assert.Equal("https://i|s", From(new { iss = "https://i", sub = "s", oid = "o" })?.Subject);

    [Fact]
    public void Object_id_stands_in_for_a_missing_sub() => Assert.Equal("https://i|o", From(new { iss = "https://i", oid = "o" })?.Subject);

    [Fact]
    public void Token_that_names_nobody_is_none()
    {
        Assert.Null(From(new { iss = "https://i", name = "Ada" }));
        Assert.Null(From(new { sub = "s", name = "Ada" }));
        Assert.Null(From(new { iss = "", sub = "s" }));
        Assert.Null(From(new { iss = "https://i", sub = 5 }));
        Assert.Null(From(new { iss = "https://i", sub = "a\0b" }));
        Assert.Null(From(new { iss = "https://i", sub = new string('s', 256) }));
        Assert.NotNull(From(new { iss = "https://i", sub = new string('s', 255) }));
    }

    [Theory]
    [InlineData("Ada", "ada@example.test", "Ada")]
    [InlineData(null, "ada@example.test", "ada@example.test")]
    [InlineData("", "ada@example.test", "ada@example.test")]
    [InlineData(" \t", "ada@example.test", "ada@example.test")]
    [InlineData(null, null, "s")]
    [InlineData("A\0da\r\nLovelace\u0085", null, "A da  Lovelace")]
    public void Name_is_the_best_there_is_in_one_line(string? name, string? account, string expected) =>
        Assert.Equal(expected, From(new { iss = "i", sub = "s", name, preferred_username = account })?.Name);

    [Fact]
    public void Long_name_is_cut_between_characters()
    {
        var name = new string('a', 199) + "😀";

        Assert.Equal(new string('a', 199), From(new { iss = "i", sub = "s", name })?.Name);
    }

    [Theory]
    [InlineData("ada@work.test", "ada@example.test", "ada@work.test")]
    [InlineData(null, "ada@example.test", "ada@example.test")]
    [InlineData(null, "ada", null)]
    [InlineData(null, null, null)]
    [InlineData("ada@work.test\r\nBcc: all", null, null)]
    public void Address_is_the_mail_claim_or_an_account_that_is_one(string? email, string? account, string? expected) =>
        Assert.Equal(expected, From(new { iss = "i", sub = "s", email, preferred_username = account })?.Email);

    [Theory]
    [InlineData("""{ "roles": ["Editor", "MedicalReviewer", "author", "3", "Publisher,Admin", " Admin", "Publisher Admin", "Other", 4, null, ["Admin"], { "Admin": true }], "role": "Admin", "groups": "Admin" }""", "Editor MedicalReviewer")]
    [InlineData("""{ "roles": "Editor" }""", "Editor")]
    [InlineData("""{ "roles": "Editor other  MedicalReviewer" }""", "Editor MedicalReviewer")]
    [InlineData("""{ "roles": "Editor,Admin" }""", "")]
    [InlineData("""{ "roles": null }""", "")]
    [InlineData("""{ "roles": 1 }""", "")]
    [InlineData("""{ "roles": true }""", "")]
    [InlineData("""{ "roles": { "Editor": true } }""", "")]
    [InlineData("""{ "roles": ["\ud800"] }""", "")]
    [InlineData("""{ "Roles": ["Editor"] }""", "")]
    [InlineData("""{ }""", "")]
    public void Roles_are_those_of_ours_by_their_exact_names(string payload, string expected) => Assert.Equal(expected, RolesIn(payload, "roles"));

    [Theory]
    [InlineData("realm_access.roles", """{ "realm_access": { "roles": ["Editor"] } }""", "Editor")]
    [InlineData("resource_access.content.hub.roles", """{ "resource_access": { "content.hub": { "roles": ["Editor"] } } }""", "Editor")]
    [InlineData("https://example.org/roles", """{ "https://example.org/roles": ["Editor"], "https://example": { "org/roles": ["Admin"] } }""", "Editor")]
    [InlineData("a.b", """{ "a.b": "Editor", "a": { "b": "Admin" } }""", "Editor")]
    [InlineData("a.b", """{ "a": "Editor" }""", "")]
    [InlineData("a.b", """{ "a": { "c": "Editor" } }""", "")]
    [InlineData("a.b", """{ "a": [{ "b": "Editor" }] }""", "")]
    [InlineData("a..b", """{ "a": { "": { "b": "Editor" } } }""", "")]
    [InlineData(".", """{ "": { "": "Editor" } }""", "")]
    public void Role_claim_is_a_name_or_a_path(string claim, string payload, string expected) => Assert.Equal(expected, RolesIn(payload, claim));

    static TokenClaims? From(object claims) => TokenClaims.From(JsonSerializer.SerializeToElement(claims), "roles");

    static string RolesIn(string payload, string claim) => string.Join(' ', RoleClaims.In(JsonDocument.Parse(payload).RootElement, claim).Order());
}
