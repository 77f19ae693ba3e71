using Xunit;

namespace ContentHub.Tests.Api.Limits;

/// <summary>Each limit of a request's JSON, with one just under it and one just over.</summary>
public sealed class RequestJsonTests : IAsyncLifetime
{
    ApiServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(40, null)]
    [InlineData(41, "JSON_TOO_DEEP")]
    [InlineData(64, "JSON_TOO_DEEP")]
    [InlineData(100_000, "JSON_TOO_DEEP")]
    public async Task Lists_and_objects_nest_to_a_depth(int depth, string? code)
    {
        // The body and its variables are two levels.
        await AssertAsync($$$"""{"query":"{ quote }","variables":{"a":{{{new string('[', depth - 2)}}}{{{new string(']', depth - 2)}}}}}""", code);
        await AssertAsync($$$"""{"query":"{ quote }","variables":{{{string.Concat(Enumerable.Repeat("{\"a\":", depth - 2))}}}{}{{{new string('}', depth - 2)}}}}""", code);
    }

    [Fact]
    public async Task Levels_that_are_never_closed_are_refused_as_well() =>
        await AssertAsync(string.Concat(Enumerable.Repeat("[", 100_000)), "JSON_TOO_DEEP");

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, "BAD_REQUEST")]
    [InlineData(1_000_000, "BAD_REQUEST")]
    public async Task A_number_has_a_longest_length(int digits, string? code) =>
        await AssertAsync($$$"""{"query":"{ quote }","variables":{"a":{{{new string('1', digits)}}}}}""", code);

    [Theory]
    // The body, its query, the variables and the list are four values more.
    [InlineData(49_996, null)]
    [InlineData(49_997, "JSON_TOO_LARGE")]
    [InlineData(500_000, "JSON_TOO_LARGE")]
    public async Task Values_have_a_limit(int values, string? code) =>
        await AssertAsync($$$"""{"query":"{ quote }","variables":{"a":[{{{string.Join(',', Enumerable.Repeat('1', values))}}}]}}""", code);

    [Theory]
    [InlineData(1_000_000, null)]
    [InlineData(1_000_001, "REQUEST_TOO_LARGE")]
    public async Task Variables_have_a_largest_size(int bytes, string? code) =>
        await AssertAsync($$$"""{"query":"{ quote }","variables":{"a":"{{{new string('x', bytes - 8)}}}"}}""", code);

    [Fact]
    public async Task Parameters_of_the_URL_have_the_same_limits()
    {
        var answer = await _server.GetAsync($"?query=%7Bquote%7D&variables=%7B%22a%22:{new string('[', 50)}{new string(']', 50)}%7D");

        Assert.Equal("The URL parameter `variables` has lists and objects nested more than 40 deep.", answer.Message);
    }

    async Task AssertAsync(string body, string? code)
    {
        var answer = await _server.PostTextAsync(body);

        if (code is null)
        {
            Assert.True(answer.Json.TryGetProperty("data", out _), answer.Text);
        }
        else
        {
            Assert.Equal(code, answer.Code);
            Assert.InRange(answer.Text.Length, 1, 4096);
        }
    }
}
