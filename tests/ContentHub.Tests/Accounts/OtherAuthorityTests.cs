using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Xunit;

namespace ContentHub.Tests.Accounts;

public sealed class OtherAuthorityTests
{
    [Fact]
    public async Task Plain_http_on_loopback_will_do_in_development()
    {
        await using var site = await SignInSite.StartAsync(SignInSite.Other, "Development", isPlain: true);

        var answer = await site.AskAsync(site.Authority.Token());

        Assert.StartsWith("http://", site.Authority.Issuer);
        Assert.Equal("Ada Example <ada@example.test> Editor MedicalReviewer", answer.Data.GetProperty("viewer").GetString());
    }

    [Fact]
    public async Task Plain_http_stops_the_start_in_production()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => SignInSite.StartAsync(SignInSite.Other, isPlain: true));

        Assert.StartsWith("ContentHub:SignIn:Authority must be an absolute https address", fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task Beside_entra_it_stops_the_start()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => SignInSite.StartAsync(
            SignInSite.Other, settings: new Dictionary<string, string?> { ["AzureAd:ClientId"] = FakeAuthority.ClientId }));

        Assert.Equal("ContentHub:SignIn:Authority and AzureAd:ClientId are both set, and a token can have one authority only: remove one of them.", fault.Message);
    }

    [Theory]
    [InlineData("realm_access.roles", """{ "realm_access": { "roles": ["offline_access", "Publisher"] } }""")]
    [InlineData("https://contenthub.example/roles", """{ "https://contenthub.example/roles": ["Publisher"] }""")]
    [InlineData("scope", """{ "scope": "openid profile Publisher" }""")]
    public async Task Roles_are_found_where_the_authority_puts_them(string claim, string claims)
    {
        await using var site = await SignInSite.StartAsync(SignInSite.Other, settings: new Dictionary<string, string?> { ["ContentHub:SignIn:RoleClaim"] = claim });

        var answer = await site.AskAsync(site.Authority.Token(c =>
        {
            foreach (var (name, value) in JsonNode.Parse(claims)!.AsObject())
            {
                c[name] = value!.DeepClone();
            }
        }));

        Assert.Equal("Ada Example <ada@example.test> Publisher", answer.Data.GetProperty("viewer").GetString());
    }
}
