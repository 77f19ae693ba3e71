using ContentHub.Api.Execution;
using CsCheck;
using GraphQL;
using GraphQL.DI;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Api.Execution;

public sealed class DocumentCacheTests
{
    static readonly Schema OneSchema = new();

    [Fact]
    public async Task Repeat_gets_the_parsed_document_and_skips_validation()
    {
        var cache = new DocumentCache(new DocumentCacheLimits());
        var first = await RunAsync(cache, "{ a }");

        var second = await RunAsync(cache, "{ a }");

        Assert.Null(first.DocumentGiven);
        Assert.Same(first.Document, second.DocumentGiven);
        Assert.NotNull(first.Options.ValidationRules);
        Assert.Empty(second.Options.ValidationRules!);
    }

    [Fact]
    public async Task Rules_for_cached_documents_still_run_on_a_repeat()
    {
        var cache = new DocumentCache(new DocumentCacheLimits());
        var always = new RuleOf(_ => { });
        await RunAsync(cache, "{ a }", always);

        var second = await RunAsync(cache, "{ a }", always);

        Assert.Equal([always], second.Options.ValidationRules);
    }

    [Fact]
    public async Task Rule_that_depends_on_variables_runs_on_every_repeat_of_a_real_request()
    {
        var allowed = new List<int>();
        await using var server = await ApiServer.StartAsync(graphQL: api => api.AddValidationRule(
            new RuleOf(context =>
            {
                var value = (int)context.Variables["v"]!;
                allowed.Add(value);
                if (value > 10)
                {
                    context.ReportError(new ValidationError("Too many.") { Code = "TOO_MANY" });
                }
            }),
            useForCachedDocuments: true));
        const string query = "query($v: Int!) { add(a: $v, b: 1) }";

        var first = await server.PostAsync(query, new { v = 1 });
        var second = await server.PostAsync(query, new { v = 11 });
        var third = await server.PostAsync(query, new { v = 2 });

        Assert.Equal(2, first.Data.GetProperty("add").GetInt32());
        Assert.Equal("TOO_MANY", second.Code);
        Assert.Equal(3, third.Data.GetProperty("add").GetInt32());
        Assert.Equal([1, 11, 2], allowed);
    }

    [Fact]
    public async Task Variables_are_checked_on_every_repeat()
    {
        await using var server = await ApiServer.StartAsync();
        const string query = "query($v: Int!) { add(a: $v, b: 1) }";
        await server.PostAsync(query, new { v = 1 });

        var second = await server.PostAsync(query, new { v = "x" });

        Assert.Equal("INVALID_VALUE", second.Code);
    }

    [Fact]
    public async Task Each_operation_of_a_remembered_document_can_run()
    {
        await using var server = await ApiServer.StartAsync();
        var cache = server.Services.GetServices<IConfigureExecution>().OfType<DocumentCache>().Single();
        const string body = """{"query":"query A { add(a: 1, b: 1) } query B($v: Int!) { add(a: $v, b: 2) }","operationName":"{0}","variables":{"v":2}}""";

        var first = await server.PostTextAsync(body.Replace("{0}", "A"));
        var second = await server.PostTextAsync(body.Replace("{0}", "B"));
        var third = await server.PostTextAsync(body.Replace("{0}", "C"));

        Assert.Equal(2, first.Data.GetProperty("add").GetInt32());
        Assert.Equal(4, second.Data.GetProperty("add").GetInt32());
        Assert.False(third.Json.TryGetProperty("data", out _));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public async Task Document_with_one_bad_operation_is_refused_whichever_is_asked_for()
    {
        await using var server = await ApiServer.StartAsync();

        var answer = await server.PostTextAsync("""{"query":"query A { quote } query B { nothing }","operationName":"A"}""");

        Assert.Equal("FIELDS_ON_CORRECT_TYPE", answer.Code);
    }

    [Fact]
    public async Task What_was_not_executed_is_not_remembered()
    {
        await using var server = await ApiServer.StartAsync();
        var cache = server.Services.GetServices<IConfigureExecution>().OfType<DocumentCache>().Single();

        await server.PostAsync("{ nothing }");
        await server.PostAsync("{ quote");
        await server.PostAsync("query($v: Int!) { add(a: $v, b: 1) }");

        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public async Task Another_schema_does_not_see_the_document()
    {
        var cache = new DocumentCache(new DocumentCacheLimits());
        await RunAsync(cache, "{ a }");

        var other = await RunAsync(cache, "{ a }", schema: new Schema());

        Assert.Null(other.DocumentGiven);
    }

    [Fact]
    public async Task Long_documents_are_not_kept()
    {
        var cache = new DocumentCache(new DocumentCacheLimits(DocumentMaxCharacters: 20));

        await RunAsync(cache, "{ a }".PadRight(20));
        await RunAsync(cache, "{ a }".PadRight(21));

        Assert.Equal((1, 20), (cache.Count, cache.Characters));
    }

    [Fact]
    public async Task What_was_used_stays_and_what_was_not_goes()
    {
        var cache = new DocumentCache(new DocumentCacheLimits(DocumentsMax: 3));
        await RunAsync(cache, "{ a }");
        await RunAsync(cache, "{ b }");
        await RunAsync(cache, "{ c }");
        await RunAsync(cache, "{ a }");

        await RunAsync(cache, "{ d }");

        Assert.NotNull((await RunAsync(cache, "{ a }")).DocumentGiven);
        Assert.NotNull((await RunAsync(cache, "{ c }")).DocumentGiven);
        Assert.NotNull((await RunAsync(cache, "{ d }")).DocumentGiven);
        Assert.Null((await RunAsync(cache, "{ b }")).DocumentGiven);
    }

    [Fact]
    public void Limits_hold_whatever_is_asked()
    {
        var limits = new DocumentCacheLimits(DocumentsMax: 5, TextMaxCharacters: 60, DocumentMaxCharacters: 30);
        Gen.Int[0, 40].List[1, 60].Sample(
            lengths =>
            {
                var cache = new DocumentCache(limits);
                foreach (var length in lengths)
                {
                    RunAsync(cache, "{ a }".PadRight(5 + length)).GetAwaiter().GetResult();
                    if (cache.Count > limits.DocumentsMax || cache.Characters > limits.TextMaxCharacters)
                    {
                        return false;
                    }
                }

                return true;
            },
            iter: 500);
    }

    [Fact]
    public async Task Many_at_once_keep_the_limits()
    {
        var cache = new DocumentCache(new DocumentCacheLimits(DocumentsMax: 10));

        await Parallel.ForAsync(0, 2_000, async (i, _) => await RunAsync(cache, "{ a }".PadRight(5 + (i % 25))));

        Assert.Equal(10, cache.Count);
    }

    static async Task<Run> RunAsync(DocumentCache cache, string query, IValidationRule? always = null, ISchema? schema = null)
    {
        var options = new ExecutionOptions
        {
            Schema = schema ?? OneSchema,
            Query = query,
            ValidationRules = DocumentValidator.CoreRules,
            CachedDocumentValidationRules = always is null ? null : [always],
        };
        GraphQLDocument? given = null;
        var result = await cache.ExecuteAsync(options, o =>
        {
            given = o.Document;
            return Task.FromResult(new ExecutionResult { Executed = true, Document = o.Document ?? Parser.Parse(query) });
        });
        return new Run(options, given, result.Document!);
    }

    sealed record Run(ExecutionOptions Options, GraphQLDocument? DocumentGiven, GraphQLDocument Document);
}
