using System.Text;
using Xunit;

namespace ContentHub.Tests.Api.Limits;

/// <summary>Each limit of a document, with one just under it and one just over.</summary>
public sealed class DocumentShapeTests : IAsyncLifetime
{
    ApiServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync(environment: "Development");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(65_536, true)]
    [InlineData(65_537, false)]
    public async Task A_document_has_a_longest_length(int characters, bool isTaken) =>
        await AssertAsync("{ quote }".PadRight(characters), isTaken ? null : "DOCUMENT_TOO_LARGE");

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(2_000, false)]
    public async Task A_chain_of_fragments_has_a_limit(int fragments, bool isTaken)
    {
        var steps = Enumerable.Range(0, fragments - 1).Select(i => $"fragment F{i} on Query{{...F{i + 1}}}");

        await AssertAsync($"{{...F0}}{string.Concat(steps)}fragment F{fragments - 1} on Query{{quote}}", isTaken ? null : "DOCUMENT_TOO_LARGE");
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(14, false)]
    [InlineData(60, false)]
    public async Task Fragments_that_double_at_every_step_count_wherever_they_are_spread(int doublings, bool isTaken)
    {
        var steps = Enumerable.Range(0, doublings).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}");

        await AssertAsync($"{{ ...F0 }} {string.Join(' ', steps)} fragment F{doublings} on Query {{ quote }}", isTaken ? null : "DOCUMENT_TOO_LARGE");
    }

    [Fact]
    public async Task Fragments_that_double_count_even_if_they_lead_to_nothing()
    {
        var steps = Enumerable.Range(0, 40).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}");

        await AssertAsync($"{{ ...F0 }} {string.Join(' ', steps)}", "DOCUMENT_TOO_LARGE");
    }

    [Fact]
    public async Task Fragments_that_all_spread_one_another_are_circular()
    {
        var all = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"...F{i}"));

        await AssertAsync($"{{ ...F0 }} {string.Join(' ', Enumerable.Range(0, 60).Select(i => $"fragment F{i} on Query {{ {all} }}"))}", "NO_FRAGMENT_CYCLES");
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    [InlineData(50, false)]
    public async Task Fields_nest_to_a_depth(int depth, bool isTaken)
    {
        var inner = string.Concat(Enumerable.Repeat("ofType{", depth - 3));

        await AssertAsync($"{{__schema{{queryType{{{inner}name{new string('}', depth - 3)}}}}}}}", isTaken ? null : "DOCUMENT_TOO_DEEP");
    }

    [Fact]
    public async Task Depth_counts_through_fragments()
    {
        var steps = Enumerable.Range(0, 20).Select(i => $"fragment F{i} on __Type{{ofType{{...F{i + 1}}}}}");

        await AssertAsync($"{{__schema{{queryType{{...F0}}}}}}{string.Concat(steps)}fragment F20 on __Type{{name}}", "DOCUMENT_TOO_DEEP");
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("{ hello(name: {0}) }")]
    [InlineData("query($a: Int = {0}) { hello }")]
    public async Task Braces_and_brackets_without_end_do_not_exhaust_the_stack(string document)
    {
        foreach (var open in new[] { "{a", "{a:", "[", "{ ... " })
        {
            var answer = await _server.PostAsync(document.Replace("{0}", string.Concat(Enumerable.Repeat(open, 10_000))));

            Assert.True(answer.Code is "DOCUMENT_TOO_DEEP" or "DOCUMENT_TOO_LARGE" or "SYNTAX_ERROR", answer.Text);
        }
    }

    [Theory]
    [InlineData(2_000, true)]
    [InlineData(2_001, false)]
    public async Task Fields_have_a_limit(int fields, bool isTaken)
    {
        var fragment = $"fragment F on Query {{ {string.Join(' ', Enumerable.Repeat("quote", 400))} }}";

        await AssertAsync($"{{ ...F ...F ...F ...F {string.Join(' ', Enumerable.Range(0, fields - 1_600).Select(i => $"f{i}:quote"))} }} {fragment}", isTaken ? null : "DOCUMENT_TOO_LARGE");
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public async Task Aliases_have_a_limit(int aliases, bool isTaken) =>
        await AssertAsync($"{{ {string.Join(' ', Enumerable.Range(0, aliases).Select(i => $"f{i}:quote"))} }}", isTaken ? null : "DOCUMENT_TOO_LARGE");

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public async Task Fields_of_one_name_have_a_limit(int fields, bool isTaken) =>
        await AssertAsync($"{{ {string.Join(' ', Enumerable.Repeat("quote", fields - 1))} ...F }} fragment F on Query {{ quote }}", isTaken ? null : "DOCUMENT_TOO_LARGE");

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public async Task Arguments_and_variables_have_a_limit(int fields, bool isTaken) =>
        await AssertAsync($"query($n: Int = 1) {{ {string.Join(' ', Enumerable.Range(0, fields - 1).Select(i => $"f{i}:add(a:$n,b:1)"))} hello(name: \"x\") }}", isTaken ? null : "DOCUMENT_TOO_LARGE");

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    [InlineData(10_000, false)]
    public async Task Directives_have_a_limit(int directives, bool isTaken)
    {
        var fields = Enumerable.Range(0, Math.Min(directives, 2_000)).Select(i => directives > 2_000 ? "quote" + string.Concat(Enumerable.Repeat("@a", 5)) : "quote@skip(if:false)");

        await AssertAsync($"{{ {string.Join(' ', fields)} }}", isTaken ? null : "DOCUMENT_TOO_LARGE");
    }

    [Theory]
    [InlineData("{ add(", "a{0}:1", ") }")]
    [InlineData("{ quote ", "@a{0}", " }")]
    [InlineData("{ quote @skip(", "a{0}:1", ") }")]
    [InlineData("query(", "$a{0}:Int", ") { quote }")]
    [InlineData("query ", "@a{0}", " { quote }")]
    [InlineData("query($a: Int ", "@a{0}", ") { quote }")]
    public async Task They_count_wherever_they_stand(string before, string each, string after) =>
        await AssertAsync(before + string.Join(' ', Enumerable.Range(0, 1_001).Select(i => each.Replace("{0}", $"{i}"))) + after, "DOCUMENT_TOO_LARGE");

    [Fact]
    public async Task Operations_that_are_not_asked_for_count_as_well()
    {
        var fields = string.Join(' ', Enumerable.Range(0, 300).Select(i => $"f{i}:quote"));

        var answer = await _server.PostTextAsync($$"""{"query":"query A { quote } query B { {{fields}} } query C { {{fields}} }","operationName":"A"}""");

        Assert.Equal((400, "DOCUMENT_TOO_LARGE"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Fragment_that_spreads_itself_is_reported_as_such()
    {
        var answer = await _server.PostAsync("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }");

        Assert.Equal("NO_FRAGMENT_CYCLES", answer.Code);
    }

    [Fact]
    public async Task Limits_are_settings()
    {
        await using var server = await ApiServer.StartAsync(host: host => host.Configuration["ContentHub:Limits:FieldsMax"] = "100");

        var answer = await server.PostAsync($"{{ {string.Join(' ', Enumerable.Repeat("quote", 101))} }}");

        Assert.Equal("A document has at most 100 fields, those of fragments counted wherever they are spread.", answer.Message);
    }

    async Task AssertAsync(string document, string? code)
    {
        var answer = await _server.PostAsync(document);

        Assert.True(Encoding.UTF8.GetByteCount(answer.Text) < 4096 || code is null, answer.Text);
        if (code is null)
        {
            Assert.True(answer.Json.TryGetProperty("data", out _), answer.Text);
        }
        else
        {
            Assert.Equal((400, code), (answer.Status, answer.Code));
        }
    }
}
