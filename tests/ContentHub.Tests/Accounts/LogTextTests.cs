using ContentHub.Accounts;
using Xunit;

namespace ContentHub.Tests.Accounts;

public sealed class LogTextTests
{
    [Theory]
    [InlineData(null, "-")]
    [InlineData("", "-")]
    [InlineData("https://authority.example/v2.0", "https://authority.example/v2.0")]
    [InlineData("Zoë", "Zoë")]
    [InlineData("a\r\nb\tc\0d\u001B[31m", @"a\u000D\u000Ab\u0009c\u0000d\u001B[31m")]
    [InlineData("a\u2028b\u2029c\u0085d\u202Ee\uFEFF", @"a\u2028b\u2029c\u0085d\u202Ee\uFEFF")]
    public void Nothing_in_it_ends_or_disguises_a_line(string? text, string expected) => Assert.Equal(expected, LogText.Of(text));

    [Fact]
    public void Only_the_beginning_is_told() => Assert.Equal(new string('k', 200) + "…", LogText.Of(new string('k', 8000)));
}
