using ContentHub.Api.Execution;
using GraphQL;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContentHub.Tests.Api.Execution;

public sealed class ErrorFormTests : IAsyncLifetime
{
    /// <summary>Nothing of our code, its types or its platform may stand in an answer.</summary>
    static readonly string[] Revealing =
        ["System.", "Microsoft.", "ContentHub.", "GraphQL.", "Exception", "Int32", "Dictionary", "`", " at ", "/srv", "SELECT", "secret", "GraphType"];

    ApiServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Unexpected_exception_of_a_resolver_is_masked_and_the_rest_is_answered()
    {
        var answer = await _server.PostAsync("{ fail quote }");

        Assert.Equal(("Something went wrong on our side.", "INTERNAL"), (answer.Message, answer.Code));
        Assert.Equal("fail", answer.Error.GetProperty("path")[0].GetString());
        Assert.Equal("it's <b> & é", answer.Data.GetProperty("quote").GetString());
        AssertRevealsNothing(answer);
    }

    [Theory]
    [InlineData("{\rquote(", 2)]
    [InlineData("{\r\rquote(\r)", 4)]
    [InlineData("{\r\nquote(", 2)]
    public async Task A_syntax_error_is_shown_whatever_ends_the_lines_before_it(string query, int line)
    {
        var answer = await _server.PostAsync(query);

        Assert.Equal("SYNTAX_ERROR", answer.Code);
        Assert.Equal(line, answer.Error.GetProperty("locations")[0].GetProperty("line").GetInt32());
    }

    [Theory]
    [InlineData("{ fail }", "SELECT secret FROM people")]
    [InlineData("{ quote refuseWithCause }", "FormatException: secret")]
    public async Task Correlation_id_of_the_answer_stands_in_the_log_with_the_exception(string query, string cause)
    {
        var answer = await _server.PostAsync(query);

        var correlationId = answer.Error.GetProperty("extensions").GetProperty("correlationId").GetString();
        var (level, text) = Assert.Single(_server.Log.Entries, entry => entry.Text.Contains(correlationId!));
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains(cause, text);
        Assert.Equal(1, answer.Error.GetProperty("path").GetArrayLength());
        Assert.Equal(1, answer.Error.GetProperty("locations").GetArrayLength());
    }

    [Theory]
    [InlineData("{ broken }")]
    [InlineData("{ notANumber }")]
    [InlineData("{ abort }")]
    [InlineData("{ unwritable }")]
    [InlineData("{ refuseWithCause }")]
    public async Task Faults_of_ours_look_all_alike(string query)
    {
        var answer = await _server.PostAsync(query);

        Assert.Equal(("Something went wrong on our side.", "INTERNAL"), (answer.Message, answer.Code));
        AssertRevealsNothing(answer);
    }

    [Fact]
    public async Task Answer_that_cannot_be_written_is_500()
    {
        var answer = await _server.PostAsync("{ quote unwritable }");

        Assert.Equal(500, answer.Status);
        Assert.False(answer.Json.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task Fault_before_anything_runs_is_500()
    {
        await using var server = await ApiServer.StartAsync(services => services.AddSingleton<IRequestStart>(new Start(
            () => throw new InvalidOperationException("secret"))));

        var answer = await server.PostAsync("{ quote }", accept: "application/graphql-response+json");

        Assert.Equal((500, "INTERNAL", "application/graphql-response+json"), (answer.Status, answer.Code, answer.MediaType));
        Assert.Equal("no-store", answer.CacheControl);
        AssertRevealsNothing(answer);
    }

    [Fact]
    public async Task Fault_in_a_validation_rule_is_500()
    {
        await using var server = await ApiServer.StartAsync(graphQL: api => api.AddValidationRule(
            new RuleOf(_ => throw new InvalidOperationException("secret"))));

        var answer = await server.PostAsync("{ quote }");

        Assert.Equal((500, "INTERNAL"), (answer.Status, answer.Code));
        AssertRevealsNothing(answer);
    }

    [Fact]
    public async Task Errors_that_resolvers_raise_on_purpose_are_shown_with_their_code()
    {
        var withCode = await _server.PostAsync("{ refuse }");
        var without = await _server.PostAsync("{ refuseWithoutCode }");

        Assert.Equal(("Not today.", "NOT_TODAY"), (withCode.Message, withCode.Code));
        Assert.Equal(("Not today.", "BAD_REQUEST"), (without.Message, without.Code));
    }

    [Theory]
    // Variables that do not convert.
    [InlineData("query($v: Int!) { add(a: $v, b: 1) }", """{"v":"secret"}""", "INVALID_VALUE")]
    [InlineData("query($v: Int!) { add(a: $v, b: 1) }", """{"v":{}}""", "INVALID_VALUE")]
    [InlineData("query($v: Int!) { add(a: $v, b: 1) }", """{"v":[1]}""", "INVALID_VALUE")]
    [InlineData("query($v: Int!) { add(a: $v, b: 1) }", """{"v":{"a":{"b":[]}}}""", "INVALID_VALUE")]
    [InlineData("query($v: Int!) { add(a: $v, b: 1) }", """{"v":9999999999}""", "INVALID_VALUE")]
    [InlineData("query($v: Int!) { add(a: $v, b: 1) }", """{"v":1e999}""", "INVALID_VALUE")]
    [InlineData("query($v: Int!) { add(a: $v, b: 1) }", """{"v":1.5}""", "INVALID_VALUE")]
    [InlineData("query($v: Int!) { add(a: $v, b: 1) }", """{"v":null}""", "INVALID_VALUE")]
    [InlineData("query($v: Int!) { add(a: $v, b: 1) }", "{}", "INVALID_VALUE")]
    [InlineData("query($v: String) { hello(name: $v) }", """{"v":{}}""", "INVALID_VALUE")]
    [InlineData("query($v: String) { hello(name: $v) }", """{"v":12345678901234567890123}""", "INVALID_VALUE")]
    [InlineData("query($v: CountFilter!) { count(filter: $v) }", """{"v":1}""", "INVALID_VALUE")]
    [InlineData("query($v: CountFilter!) { count(filter: $v) }", """{"v":[{},{}]}""", "INVALID_VALUE")]
    [InlineData("query($v: CountFilter!) { count(filter: $v) }", """{"v":{"atLeast":{}}}""", "INVALID_VALUE")]
    [InlineData("query($v: CountFilter!) { count(filter: $v) }", """{"v":{"unknown":1}}""", "INVALID_VALUE")]
    [InlineData("query($v: [Int!]!) { sizes(sizes: $v) }", """{"v":[1,null]}""", "INVALID_VALUE")]
    [InlineData("query($v: [Int!]!) { sizes(sizes: $v) }", """{"v":{"a":1}}""", "INVALID_VALUE")]
    [InlineData("query($v: DateTimeOffset!) { moment(at: $v) }", """{"v":"yesterday"}""", "INVALID_VALUE")]
    [InlineData("query($v: DateTimeOffset!) { moment(at: $v) }", """{"v":1}""", "INVALID_VALUE")]
    // Literals that do not.
    [InlineData("{ add(a: \"1\", b: 1) }", null, null)]
    [InlineData("{ add(a: 9999999999, b: 1) }", null, null)]
    [InlineData("{ add(a: {x: 1}, b: [1]) }", null, null)]
    [InlineData("{ count(filter: 1) }", null, null)]
    [InlineData("{ count(filter: {atLeast: {}}) }", null, null)]
    [InlineData("{ moment(at: \"yesterday\") }", null, null)]
    [InlineData("{ moment(at: 1) }", null, null)]
    [InlineData("{ sizes(sizes: [1, \"a\"]) }", null, null)]
    [InlineData("query($v: Int = \"a\") { add(a: $v, b: 1) }", null, null)]
    [InlineData("{ quote @skip(if: 1) }", null, null)]
    [InlineData("query($v: Nothing) { quote }", null, null)]
    [InlineData("query($v: Query) { quote }", null, null)]
    public async Task What_does_not_convert_is_told_without_our_types(string query, string? variables, string? code)
    {
        var answer = await _server.PostTextAsync($$"""{"query":{{System.Text.Json.JsonSerializer.Serialize(query)}},"variables":{{variables ?? "null"}}}""");

        Assert.Equal(200, answer.Status);
        Assert.False(answer.Json.TryGetProperty("data", out _), answer.Text);
        Assert.NotEqual("INTERNAL", answer.Code);
        Assert.Equal(code ?? answer.Code, answer.Code);
        Assert.True(answer.Message!.Length > 20, answer.Message);
        AssertRevealsNothing(answer, except: "secret");
    }

    [Theory]
    [InlineData("format", "A slug has small letters only.")]
    [InlineData("convert", "Unable to convert 'convert' to the scalar type 'Slug'")]
    [InlineData("cast", null)]
    [InlineData("null", null)]
    public async Task Reason_is_told_when_it_speaks_of_the_value_and_not_of_our_code(string value, string? reason)
    {
        var literal = await _server.PostAsync($$"""{ slug(slug: "{{value}}") }""");
        var variable = await _server.PostAsync("query($v: String!) { slug(slug: $v) }", new { v = value });

        Assert.Equal($"Invalid value for argument 'slug' of field 'slug'. {reason}".TrimEnd(), literal.Message);
        Assert.Equal(literal.Message, variable.Message);
        Assert.Equal(("INVALID_VALUE", "INVALID_VALUE"), (literal.Code, variable.Code));
        AssertRevealsNothing(literal);
    }

    [Theory]
    [InlineData("format")]
    [InlineData("convert")]
    [InlineData("cast")]
    [InlineData("null")]
    public async Task Input_object_that_cannot_be_made_reveals_nothing(string value)
    {
        var literal = await _server.PostAsync($$"""{ filtered(filter: { slug: "{{value}}" }) }""");
        var variable = await _server.PostAsync("query($v: ParsedFilter!) { filtered(filter: $v) }", new { v = new { slug = value } });

        Assert.False(literal.Json.TryGetProperty("data", out _));
        Assert.False(variable.Json.TryGetProperty("data", out _));
        AssertRevealsNothing(literal);
        AssertRevealsNothing(variable);
    }

    [Fact]
    public async Task Value_that_does_not_convert_is_named()
    {
        var answer = await _server.PostAsync("query($v: Int!) { add(a: $v, b: 1) }", new { v = "many" });

        Assert.Equal("Variable '$v' is invalid. Unable to convert 'many' to 'Int'", answer.Message);
    }

    [Fact]
    public async Task Errors_hold_a_message_a_code_and_a_place_and_nothing_else()
    {
        var answer = await _server.PostAsync("{ nothing }");

        Assert.Equal(["message", "locations", "extensions"], answer.Error.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["code"], answer.Error.GetProperty("extensions").EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Request_start_may_refuse_with_a_status_a_code_and_headers()
    {
        await using var server = await ApiServer.StartAsync(services => services.AddSingleton<IRequestStart>(new Start(
            () => throw new RequestRefusedException(503, "BEHIND", "Not there yet.")
            {
                Headers = new Dictionary<string, string> { ["Retry-After"] = "2" },
            })));

        var answer = await server.PostAsync("{ quote }");

        Assert.Equal((503, "BEHIND", "Not there yet."), (answer.Status, answer.Code, answer.Message));
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Validation_rule_may_refuse_the_same_way()
    {
        await using var server = await ApiServer.StartAsync(graphQL: api => api.AddValidationRule(
            new RuleOf(_ => throw new RequestRefusedException(429, "TOO_MANY", "Slow down."))));

        var answer = await server.PostAsync("{ quote }");

        Assert.Equal((429, "TOO_MANY"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Each_request_start_runs_once_and_resolvers_read_what_it_found()
    {
        var runs = 0;
        await using var server = await ApiServer.StartAsync(services => services
            .AddSingleton<IRequestStart>(new Start(() => runs++))
            .AddSingleton<IRequestStart>(new Start(context => context[CallerContext.Key] = ContentHub.Api.Caller.Anonymous with { ActorId = Guid.NewGuid(), Name = "Ada" })));

        var answer = await server.PostAsync("{ quote viewer }");

        Assert.Equal(1, runs);
        Assert.StartsWith("Ada", answer.Data.GetProperty("viewer").GetString());
    }

    [Fact]
    public async Task Nothing_for_a_signed_in_caller_is_stored()
    {
        await using var server = await ApiServer.StartAsync(services => services.AddSingleton<IRequestStart>(new Start(
            context => context[CallerContext.Key] = ContentHub.Api.Caller.Anonymous with { ActorId = Guid.NewGuid() })));

        var answer = await server.PostAsync("{ quote }");

        Assert.Equal("no-store, private", answer.CacheControl);
    }

    static void AssertRevealsNothing(ApiAnswer answer, string? except = null) =>
        Assert.All(Revealing.Where(word => word != except), word => Assert.DoesNotContain(word, answer.Text));

    sealed class Start(Action<IDictionary<string, object?>> prepare) : IRequestStart
    {
        public Start(Action prepare)
            : this(_ => prepare())
        {
        }

        public ValueTask PrepareAsync(Microsoft.AspNetCore.Http.HttpContext http, IDictionary<string, object?> userContext)
        {
            prepare(userContext);
            return default;
        }
    }
}
