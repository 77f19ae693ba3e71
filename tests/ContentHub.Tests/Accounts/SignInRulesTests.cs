using System.Net;
using ContentHub.Accounts;
using Xunit;

namespace ContentHub.Tests.Accounts;

public sealed class SignInRulesTests
{
    static readonly EntraSettings None = new(null, null, null, null);
    static readonly EntraSettings Complete = new("https://login.microsoftonline.com/", "11111111-2222-3333-4444-555555555555", "app", null);

    [Theory]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("127.8.9.10", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("::ffff:127.0.0.1", false, true)]
    [InlineData("192.168.0.5", false, false)]
    [InlineData("::ffff:192.168.0.5", false, false)]
    [InlineData("10.0.0.1", false, false)]
    [InlineData("203.0.113.7", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData(null, false, false)]
    [InlineData("127.0.0.1", true, false)]
    [InlineData("::1", true, false)]
    public void Only_this_machine_itself_is_local(string? address, bool wasForwarded, bool isLocal)
    {
        Assert.Equal(isLocal, SignInRules.IsLocal(address is null ? null : IPAddress.Parse(address), wasForwarded));
    }

    [Theory]
    [InlineData(null, true, true)]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    [InlineData(null, false, false)]
    [InlineData(true, false, false)]
    public void Development_tokens_are_for_the_development_environment(bool? setting, bool isDevelopment, bool isTaken)
    {
        Assert.Equal(isTaken, SignInRules.TakesDevelopmentTokens(new SignInOptions { Development = setting }, isDevelopment));
    }

    [Fact]
    public void Start_is_refused_with_development_sign_in_in_production()
    {
        var fault = SignInRules.Fault(new SignInOptions { Development = true }, None, isDevelopment: false);

        Assert.Equal(
            "ContentHub:SignIn:Development is for the Development environment only: remove it and set "
            + "AzureAd__Instance=https://login.microsoftonline.com/, AzureAd__TenantId and AzureAd__ClientId for Entra ID, "
            + "or ContentHub__SignIn__Authority and ContentHub__SignIn__Audience for another OpenID Connect authority.",
            fault);
    }

    [Fact]
    public void Start_is_refused_with_development_sign_in_in_production_also_beside_entra() =>
        Assert.NotNull(SignInRules.Fault(new SignInOptions { Development = true }, Complete, isDevelopment: false));

    [Theory]
    [InlineData(null, false)]
    [InlineData(false, false)]
    [InlineData(null, true)]
    [InlineData(true, true)]
    public void Start_is_allowed_otherwise(bool? setting, bool isDevelopment)
    {
        Assert.Null(SignInRules.Fault(new SignInOptions { Development = setting }, None, isDevelopment));
        Assert.Null(SignInRules.Fault(new SignInOptions { Development = setting }, Complete, isDevelopment));
    }

    [Fact]
    public void Application_without_a_tenant_is_a_fault()
    {
        Assert.NotNull(SignInRules.Fault(new(), Complete with { TenantId = null }, isDevelopment: false));
        Assert.NotNull(SignInRules.Fault(new(), Complete with { Instance = null }, isDevelopment: false));
        Assert.Null(SignInRules.Fault(new(), new(null, null, "app", "https://login.microsoftonline.com/t/v2.0"), isDevelopment: false));
    }

    [Theory]
    [InlineData("common")]
    [InlineData("Organizations")]
    [InlineData("consumers")]
    public void Tenant_of_everybody_is_a_fault(string tenant)
    {
        var fault = SignInRules.Fault(new(), Complete with { TenantId = tenant }, isDevelopment: false);

        Assert.Contains("name your own tenant", fault);
    }

    [Theory]
    [InlineData("https://id.example.org/realms/clinic", false, null)]
    [InlineData("https://127.0.0.1:5001/", false, null)]
    [InlineData("http://127.0.0.1:5001/", true, null)]
    [InlineData("http://localhost:8080/realms/clinic", true, null)]
    [InlineData("http://[::1]:8080/realms/clinic", true, null)]
    [InlineData("http://127.0.0.1:5001/", false, "must be an absolute https address")]
    [InlineData("http://id.example.org/", true, "must be an absolute https address")]
    [InlineData("http://localhost.example.org/", true, "must be an absolute https address")]
    [InlineData("id.example.org", true, "must be an absolute https address")]
    [InlineData("/realms/clinic", true, "must be an absolute https address")]
    [InlineData("ftp://localhost/", true, "must be an absolute https address")]
    [InlineData("file:///etc/keys", true, "must be an absolute https address")]
    [InlineData("https://id.example.org/?realm=clinic", true, "must be an absolute https address")]
    [InlineData("https://id.example.org/#clinic", true, "must be an absolute https address")]
    [InlineData("https://me:secret@id.example.org/", true, "must be an absolute https address")]
    public void Authority_is_reached_by_https_or_on_this_machine_in_development(string authority, bool isDevelopment, string? said)
    {
        var fault = SignInRules.Fault(new SignInOptions { Authority = authority, Audience = "api" }, None, isDevelopment);

        if (said is null)
        {
            Assert.Null(fault);
        }
        else
        {
            Assert.Contains(said, fault);
            Assert.DoesNotContain("secret", fault);
        }
    }

    [Fact]
    public void Authority_takes_an_audience_and_the_other_way_round()
    {
        Assert.Contains("Audience is required", SignInRules.Fault(new() { Authority = "https://id.example.org" }, None, isDevelopment: false));
        Assert.Contains("Audience is required", SignInRules.Fault(new() { Authority = "https://id.example.org", Audience = " " }, None, isDevelopment: false));
        Assert.Contains("Authority is not", SignInRules.Fault(new() { Audience = "api" }, None, isDevelopment: false));
    }

    [Fact]
    public void Role_claim_has_a_name() => Assert.Contains("RoleClaim must name", SignInRules.Fault(new() { RoleClaim = " " }, None, isDevelopment: false));

    [Fact]
    public void There_is_one_authority() =>
        Assert.Contains("both set", SignInRules.Fault(new() { Authority = "https://id.example.org", Audience = "api" }, Complete, isDevelopment: true));

    [Theory]
    [InlineData("http://login.microsoftonline.com/", null, "AzureAd:Instance must be")]
    [InlineData("login.microsoftonline.com", null, "AzureAd:Instance must be")]
    [InlineData(null, "http://localhost/t/v2.0", "AzureAd:Authority must be")]
    public void Entra_is_reached_by_https(string? instance, string? authority, string said) =>
        Assert.Contains(said, SignInRules.Fault(new(), Complete with { Instance = instance, Authority = authority }, isDevelopment: true));
}
