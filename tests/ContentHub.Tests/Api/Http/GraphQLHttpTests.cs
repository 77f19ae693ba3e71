using System.Net;
using System.Text;
using Xunit;

namespace ContentHub.Tests.Api.Http;

public sealed class GraphQLHttpTests : IAsyncLifetime
{
    const int BodyMaxBytes = 1024 * 1024;

    ApiServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // ---- requests by POST

    [Fact]
    public async Task Post_answers_the_operation()
    {
        var answer = await _server.PostAsync("query($a: Int!) { add(a: $a, b: 2) }", new { a = 40 });

        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"data":{"add":42}}""", answer.TextWithoutCost);
        Assert.Equal(Encoding.UTF8.GetByteCount(answer.Text), answer.ContentHeaders.ContentLength);
    }

    [Fact]
    public async Task Operation_is_chosen_by_its_name()
    {
        var answer = await _server.PostTextAsync("""{"query":"query A { add(a: 1, b: 1) } query B { add(a: 2, b: 2) }","operationName":"B"}""");

        Assert.Equal("""{"data":{"add":4}}""", answer.TextWithoutCost);
    }

    [Fact]
    public async Task Mutations_are_executed()
    {
        var answer = await _server.PostAsync("""mutation { rename(name: "Ada") }""");

        Assert.Equal("""{"data":{"rename":"Ada"}}""", answer.TextWithoutCost);
    }

    [Theory]
    [InlineData("""{"query":"{ add(a: 1, b: 2) }","variables":null,"operationName":null,"extensions":null}""")]
    [InlineData("""{"query":"{ add(a: 1, b: 2) }","variables":{},"operationName":"","extensions":{"x":1}}""")]
    [InlineData("""{"query":"{ add(a: 1, b: 2) }","unknown":[1]}""")]
    public async Task Members_may_be_null_empty_or_unknown(string body)
    {
        var answer = await _server.PostTextAsync(body);

        Assert.Equal("""{"data":{"add":3}}""", answer.TextWithoutCost);
    }

    [Fact]
    public async Task Text_is_escaped_no_more_than_json_needs()
    {
        var answer = await _server.PostAsync("{ quote }");

        Assert.Equal("""{"data":{"quote":"it's <b> & é"}}""", answer.TextWithoutCost);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("Application/JSON")]
    public async Task Requests_in_json_are_read(string contentType)
    {
        var answer = await _server.PostTextAsync("""{"query":"{ add(a: 1, b: 2) }"}""", contentType);

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/graphql")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/graphql-response+json")]
    [InlineData("not a media type")]
    public async Task Any_other_type_of_request_is_415(string? contentType)
    {
        var answer = await _server.PostTextAsync("""{"query":"{ add(a: 1, b: 2) }"}""", contentType);

        Assert.Equal((415, "UNSUPPORTED_MEDIA_TYPE"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"query":"{ quote }"} x""", "not valid JSON")]
    [InlineData("""{"query":"{ quote }","query":"{ viewer }"}""", "not valid JSON")]
    [InlineData("""{"query":"{ quote }","variables":{"a":1,"a":2}}""", "not valid JSON")]
    [InlineData("null", "must be a JSON object")]
    [InlineData("\"{ quote }\"", "must be a JSON object")]
    [InlineData("""[{"query":"{ quote }"}]""", "batches are not supported")]
    [InlineData("{}", "`query` is missing")]
    [InlineData("""{"query":null}""", "`query` is missing")]
    [InlineData("""{"query":1}""", "`query` must be a string")]
    [InlineData("""{"query":["{ quote }"]}""", "`query` must be a string")]
    [InlineData("""{"query":"{ quote }","operationName":1}""", "`operationName` must be a string")]
    [InlineData("""{"query":"{ quote }","operationName":{}}""", "`operationName` must be a string")]
    [InlineData("""{"query":"{ quote }","variables":"{}"}""", "`variables` must be an object")]
    [InlineData("""{"query":"{ quote }","variables":[1]}""", "`variables` must be an object")]
    [InlineData("""{"query":"{ quote }","extensions":0}""", "`extensions` must be an object")]
    [InlineData("""{"query":"{ quote }","extensions":true}""", "`extensions` must be an object")]
    [InlineData("""{"query":"\ud800"}""", "not valid Unicode")]
    [InlineData("""{"query":"{ quote }","variables":{"a":"\udc00"}}""", "not valid Unicode")]
    public async Task Malformed_body_is_400_and_says_what_is_wrong(string body, string reason)
    {
        var answer = await _server.PostTextAsync(body);

        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
        Assert.Contains(reason, answer.Message);
    }

    [Fact]
    public async Task Body_that_is_not_utf8_is_400()
    {
        var answer = await _server.PostBytesAsync([.. "{\"query\":\"{ hello(name: \\\""u8, 0xff, .. "\\\") }\"}"u8]);

        Assert.Equal(400, answer.Status);
        Assert.Contains("UTF-8", answer.Message);
    }

    [Fact]
    public async Task Fault_in_json_is_located()
    {
        var answer = await _server.PostTextAsync("{\n  \"query\": x\n}");

        Assert.Equal("The body is not valid JSON (line 2, byte 12).", answer.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Largest_body_is_read_also_when_its_length_is_not_told(bool chunked)
    {
        var answer = await SendBodyOfAsync(BodyMaxBytes, chunked);

        Assert.Equal((200, """{"data":{"add":3}}"""), (answer.Status, answer.TextWithoutCost));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_byte_more_is_413(bool chunked)
    {
        var answer = await SendBodyOfAsync(BodyMaxBytes + 1, chunked);

        Assert.Equal((413, "REQUEST_TOO_LARGE"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Connection_survives_a_refused_request()
    {
        await _server.PostTextAsync("{");
        await SendBodyOfAsync(BodyMaxBytes + 1, chunked: true);

        var answer = await _server.PostAsync("{ add(a: 1, b: 2) }");

        Assert.Equal(200, answer.Status);
    }

    async Task<ApiAnswer> SendBodyOfAsync(int bytes, bool chunked)
    {
        var body = Encoding.ASCII.GetBytes("""{"query":"{ add(a: 1, b: 2) }"}""".PadRight(bytes));
        using var request = new HttpRequestMessage(HttpMethod.Post, "") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        return await _server.SendAsync(request);
    }

    // ---- requests by GET

    [Fact]
    public async Task Get_answers_a_query()
    {
        var answer = await _server.GetAsync("?query=query($a:Int!)%7Badd(a:$a,b:2)%7D&variables=%7B%22a%22:40%7D&extensions=%7B%7D");

        Assert.Equal((200, """{"data":{"add":42}}"""), (answer.Status, answer.TextWithoutCost));
    }

    [Fact]
    public async Task Get_chooses_the_operation_by_its_name()
    {
        var answer = await _server.GetAsync("?query=query+A%7Bquote%7Dquery+B%7Badd(a:1,b:2)%7D&operationName=B");

        Assert.Equal("""{"data":{"add":3}}""", answer.TextWithoutCost);
    }

    [Fact]
    public async Task Empty_parameters_are_as_if_absent()
    {
        var answer = await _server.GetAsync("?query=%7Badd(a:1,b:2)%7D&operationName=&variables=&extensions=");

        Assert.Equal("""{"data":{"add":3}}""", answer.TextWithoutCost);
    }

    [Theory]
    [InlineData("", "`query` is missing")]
    [InlineData("?query=", "`query` is missing")]
    [InlineData("?query=%7Bquote%7D&query=%7Bviewer%7D", "`query` is given more than once")]
    [InlineData("?query=%7Bquote%7D&operationName=A&operationName=B", "`operationName` is given more than once")]
    [InlineData("?query=%7Bquote%7D&variables=%7B%7D&variables=%7B%7D", "`variables` is given more than once")]
    [InlineData("?query=%7Bquote%7D&extensions=%7B%7D&extensions=%7B%7D", "`extensions` is given more than once")]
    [InlineData("?query=%7Bquote%7D&variables=%7B", "`variables` is not valid JSON")]
    [InlineData("?query=%7Bquote%7D&variables=1", "`variables` must be an object")]
    [InlineData("?query=%7Bquote%7D&extensions=%5B%5D", "`extensions` must be an object")]
    public async Task Malformed_url_is_400_and_says_what_is_wrong(string queryString, string reason)
    {
        var answer = await _server.GetAsync(queryString);

        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
        Assert.Contains(reason, answer.Message);
    }

    [Theory]
    [InlineData("?query=mutation%7Brename(name:%22x%22)%7D")]
    [InlineData("?query=query+A%7Bquote%7Dmutation+B%7Brename(name:%22x%22)%7D&operationName=B")]
    [InlineData("?query=subscription%7Bticks%7D")]
    public async Task What_is_not_a_query_is_405_by_get_and_names_post(string queryString)
    {
        foreach (var accept in new[] { "application/json", "application/graphql-response+json" })
        {
            var answer = await _server.GetAsync(queryString, accept);

            Assert.Equal((405, "METHOD_NOT_ALLOWED"), (answer.Status, answer.Code));
            Assert.Equal(["POST"], answer.ContentHeaders.Allow);
        }
    }

    [Fact]
    public async Task Mutation_that_was_posted_before_is_still_405_by_get()
    {
        await _server.PostAsync("mutation{rename(name:\"x\")}");

        var answer = await _server.GetAsync("?query=mutation%7Brename(name:%22x%22)%7D");

        Assert.Equal(405, answer.Status);
    }

    [Fact]
    public async Task Query_of_a_document_that_also_holds_a_mutation_may_be_got()
    {
        var answer = await _server.GetAsync("?query=query+A%7Badd(a:1,b:2)%7Dmutation+B%7Brename(name:%22x%22)%7D&operationName=A");

        Assert.Equal("""{"data":{"add":3}}""", answer.TextWithoutCost);
    }

    [Fact]
    public async Task Subscription_by_post_is_refused()
    {
        var answer = await _server.PostAsync("subscription { ticks }");

        Assert.Equal((400, "SUBSCRIPTION_NEEDS_STREAM"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_are_405_and_told_what_is_allowed(string method)
    {
        var answer = await _server.SendAsync(new HttpRequestMessage(new HttpMethod(method), "?query=%7Bquote%7D"));

        Assert.Equal((405, "METHOD_NOT_ALLOWED"), (answer.Status, answer.Code));
        Assert.Equal(["GET", "POST"], answer.ContentHeaders.Allow);
    }

    // ---- answers

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed", "application/graphql-response+json")]
    public async Task Answer_has_the_type_asked_for_and_tells_caches_so(string? accept, string mediaType)
    {
        var answer = await _server.PostAsync("{ quote }", accept: accept);

        Assert.Equal((200, mediaType), (answer.Status, answer.MediaType));
        Assert.Equal("utf-8", answer.ContentHeaders.ContentType?.CharSet);
        Assert.Contains("Accept", answer.Headers.Vary);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/png")]
    [InlineData("application/json;q=0")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    public async Task Anything_else_is_406_and_still_graphql_json(string accept)
    {
        var answer = await _server.PostAsync("{ quote }", accept: accept);

        Assert.Equal((406, "NOT_ACCEPTABLE", "application/json"), (answer.Status, answer.Code, answer.MediaType));
        Assert.Contains("Accept", answer.Headers.Vary);
    }

    [Theory]
    [InlineData("{ quote", "SYNTAX_ERROR")]
    [InlineData("{ nothing }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("query($a: Int!) { add(a: $a, b: 1) }", "INVALID_VALUE")]
    [InlineData("query A { quote } query B { quote }", null)]
    [InlineData("fragment F on Query { quote }", null)]
    public async Task Operation_that_cannot_run_is_400_in_the_new_type_and_200_in_the_old(string query, string? code)
    {
        var inNew = await _server.PostAsync(query, accept: "application/graphql-response+json");
        var inOld = await _server.PostAsync(query, accept: "application/json");

        Assert.Equal((400, 200), (inNew.Status, inOld.Status));
        Assert.Equal(inNew.Text, inOld.Text);
        Assert.False(inNew.Json.TryGetProperty("data", out _));
        Assert.Equal(code ?? inNew.Code, inNew.Code);
    }

    [Fact]
    public async Task Operation_that_ran_is_200_in_both_types_also_with_errors()
    {
        var inNew = await _server.PostAsync("{ refuse quote }", accept: "application/graphql-response+json");
        var inOld = await _server.PostAsync("{ refuse quote }", accept: "application/json");

        Assert.Equal((200, 200), (inNew.Status, inOld.Status));
        Assert.Equal("it's <b> & é", inNew.Data.GetProperty("quote").GetString());
    }

    [Fact]
    public async Task Malformed_request_is_400_in_both_types()
    {
        var inNew = await _server.PostTextAsync("{", accept: "application/graphql-response+json");
        var inOld = await _server.PostTextAsync("{", accept: "application/json");

        Assert.Equal((400, 400), (inNew.Status, inOld.Status));
        Assert.Equal(("application/graphql-response+json", "application/json"), (inNew.MediaType, inOld.MediaType));
    }

    [Fact]
    public async Task Version_2_of_http_is_not_needed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "?query=%7Bquote%7D") { Version = HttpVersion.Version10 };

        var answer = await _server.SendAsync(request);

        Assert.Equal(200, answer.Status);
    }

    // ---- caches

    [Theory]
    [InlineData("{ viewer }")]
    [InlineData("{ quote viewer }")]
    [InlineData("{ me: viewer }")]
    [InlineData("{ editorial }")]
    [InlineData("{ ... { ... on Query { viewer } } }")]
    [InlineData("{ ...F } fragment F on Query { ...G } fragment G on Query { viewer }")]
    [InlineData("mutation { rename(name: \"x\") }")]
    public async Task What_is_only_for_one_reader_is_never_stored(string query)
    {
        var answer = await _server.PostAsync(query);

        Assert.Equal(200, answer.Status);
        Assert.Equal("no-store, private", answer.CacheControl);
    }

    [Fact]
    public async Task What_everyone_may_read_is_left_to_others_to_decide()
    {
        var answer = await _server.PostAsync("query viewer { viewer: quote ...F } fragment F on Query { add(a: 1, b: 2) }");

        Assert.Null(answer.CacheControl);
    }

    [Theory]
    [InlineData("{ nothing }")]
    [InlineData("{ refuse }")]
    public async Task Errors_are_never_stored(string query)
    {
        var answer = await _server.PostAsync(query);

        Assert.Equal("no-store", answer.CacheControl);
    }
}
