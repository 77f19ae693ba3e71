using ContentHub.Api.Telemetry;
using Xunit;

namespace ContentHub.Tests.Api.Telemetry;

public sealed class LogTextTests
{
    [Theory]
    [InlineData(null, null, "")]
    [InlineData("/graphql", null, "/graphql")]
    [InlineData("Grüße, 世界 \U0001F600", null, "Grüße, 世界 \U0001F600")]
    [InlineData("a\r\nb\tc", null, "a\\r\\nb\\tc")]
    [InlineData("\u001b[2K\0\u0085\u2028\u2029\u202e\u200b", null, "\\u001b[2K\\u0000\\u0085\\u2028\\u2029\\u202e\\u200b")]
    [InlineData("abcdef", 3, "abc…")]
    [InlineData("a\nbcdef", 3, "a\\nb…")]
    [InlineData("abc", 3, "abc")]
    public void What_could_forge_a_line_is_written_as_an_escape(string? text, int? most, string expected) => Assert.Equal(expected, LogText.Of(text, most));
}
