using Microsoft.Extensions.Options;
using Xunit;

namespace ContentHub.Tests.Accounts;

/// <summary>What is Entra ID's own; the rest it shares with every authority.</summary>
public sealed class EntraSignInTests
{
    [Theory]
    [InlineData("AzureAd:Instance", "", "AzureAd__TenantId")]
    [InlineData("AzureAd:Instance", "http://127.0.0.1:1/", "AzureAd:Instance must be an absolute https address")]
    [InlineData("AzureAd:TenantId", "common", "name your own tenant")]
    public async Task Half_a_configuration_stops_the_start(string name, string value, string said)
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(
            () => SignInSite.StartAsync(SignInSite.Entra, settings: new Dictionary<string, string?> { [name] = value }));

        Assert.Contains(said, fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task Scopes_beside_the_roles_change_nothing()
    {
        await using var site = await SignInSite.StartAsync(SignInSite.Entra);

        var answer = await site.AskAsync(site.Authority.Token(c => c["scp"] = "access_as_user Admin"));

        Assert.Equal("Ada Example <ada@example.test> Editor MedicalReviewer", answer.Data.GetProperty("viewer").GetString());
    }
}
