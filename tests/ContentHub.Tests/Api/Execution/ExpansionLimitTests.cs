using Xunit;

namespace ContentHub.Tests.Api.Execution;

public sealed class ExpansionLimitTests : IAsyncLifetime
{
    ApiServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Fragments_that_double_at_every_step_are_refused()
    {
        var steps = Enumerable.Range(0, 60).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}");

        var answer = await _server.PostAsync($"{{ ...F0 }} {string.Join(' ', steps)} fragment F60 on Query {{ quote }}");

        Assert.Equal((400, "DOCUMENT_TOO_LARGE"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(501, 400)]
    [InlineData(20_000, 400)]
    public async Task Chain_of_fragments_has_a_limit(int fragments, int status)
    {
        var steps = Enumerable.Range(0, fragments - 1).Select(i => $"fragment F{i} on Query{{...F{i + 1}}}");

        var answer = await _server.PostAsync($"{{...F0}}{string.Concat(steps)}fragment F{fragments - 1} on Query{{quote}}");

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData(5_000, 200)]
    [InlineData(5_001, 400)]
    [InlineData(60_000, 400)]
    public async Task Fields_of_a_document_have_a_limit(int fields, int status)
    {
        var answer = await _server.PostAsync($"{{ {string.Join(' ', Enumerable.Range(0, fields).Select(i => $"f{i}:quote"))} }}");

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData(500, 200)]
    [InlineData(501, 400)]
    public async Task Fields_of_one_name_have_a_limit(int fields, int status)
    {
        var answer = await _server.PostAsync($"{{ {string.Join(' ', Enumerable.Repeat("quote", fields - 1))} ...F }} fragment F on Query {{ quote }}");

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("{ add(", "a{0}:1", ") }")]
    [InlineData("{ quote ", "@a{0}", " }")]
    [InlineData("{ quote @skip(", "a{0}:1", ") }")]
    [InlineData("query(", "$a{0}:Int", ") { quote }")]
    [InlineData("query ", "@a{0}", " { quote }")]
    public async Task Arguments_directives_and_variables_have_a_limit(string before, string each, string after)
    {
        var answer = await _server.PostAsync(before + string.Join(' ', Enumerable.Range(0, 5_001).Select(i => each.Replace("{0}", $"{i}"))) + after);

        Assert.Equal((400, "DOCUMENT_TOO_LARGE"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Operations_that_are_not_asked_for_count_as_well()
    {
        var fields = string.Join(' ', Enumerable.Range(0, 3_000).Select(i => $"f{i}:quote"));

        var answer = await _server.PostTextAsync($$"""{"query":"query A { quote } query B { {{fields}} } query C { {{fields}} }","operationName":"A"}""");

        Assert.Equal((400, "DOCUMENT_TOO_LARGE"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Depth_is_limited_by_the_parser()
    {
        var answer = await _server.PostAsync(string.Concat(Enumerable.Repeat("{__typename ...", 10_000)));

        Assert.Equal((400, "DOCUMENT_TOO_DEEP"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Fragment_that_spreads_itself_is_reported_as_such()
    {
        var answer = await _server.PostAsync("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }");

        Assert.Equal("NO_FRAGMENT_CYCLES", answer.Code);
    }
}
