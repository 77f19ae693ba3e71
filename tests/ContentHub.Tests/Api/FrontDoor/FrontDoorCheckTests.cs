using ContentHub.Api.FrontDoor;
using Xunit;

namespace ContentHub.Tests.Api.FrontDoor;

public sealed class FrontDoorCheckTests
{
    readonly FrontDoorCheck _check = new();

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("2001:db8::/32", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("proxy.example.org", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    public void Proxy_is_an_address_or_a_network(string proxy, bool isOne)
    {
        var result = _check.Validate(null, new FrontDoorOptions { TrustedProxies = [proxy] });

        Assert.Equal(isOne, result.Succeeded);
        Assert.Equal(isOne, _check.Validate(null, new RateLimitOptions { Exempt = [proxy] }).Succeeded);
        Assert.True(isOne || result.FailureMessage!.StartsWith("ContentHub:FrontDoor:TrustedProxies: `", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("https://example.org", true)]
    [InlineData("https://*.example.org", true)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("https://example.org/", false)]
    [InlineData("https://example.org/path", false)]
    [InlineData("example.org", false)]
    [InlineData("null", false)]
    [InlineData("https://user@example.org", false)]
    [InlineData("ftp://example.org", false)]
    public void Origin_has_a_scheme_and_a_host_and_no_path(string origin, bool isOne) =>
        Assert.Equal(isOne, _check.Validate(null, new CrossOriginOptions { Origins = [origin] }).Succeeded);

    [Fact]
    public void Number_out_of_range_is_named_with_its_range()
    {
        var result = _check.Validate(null, new FrontDoorOptions { RequestsMax = 0, BodyReadMost = TimeSpan.FromHours(1) });

        Assert.Equal(
            ["ContentHub:FrontDoor:RequestsMax must be between 1 and 100000.", "ContentHub:FrontDoor:BodyReadMost must be between 00:00:01 and 00:10:00."],
            result.Failures!.Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public void Defaults_are_good()
    {
        Assert.True(_check.Validate(null, new FrontDoorOptions()).Succeeded);
        Assert.True(_check.Validate(null, new RateLimitOptions()).Succeeded);
        Assert.True(_check.Validate(null, new CrossOriginOptions()).Succeeded);
    }
}
