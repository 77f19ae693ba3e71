using ContentHub.Api.Http;
using Xunit;

namespace ContentHub.Tests.Api.Http;

/// <summary>What is read in one pass, and what is left to be read as carefully as anything.</summary>
public sealed class UsualRequestTests
{
    [Fact]
    public void Members_and_plain_variables_are_read()
    {
        var request = new UsualRequest("""{"operationName":"A","variables":{"a":"x\u00e9","b":-3,"c":true,"d":null},"query":"{ a }","documentId":null}"""u8);

        Assert.True(request.TryRead());

        Assert.Equal("\"{ a }\"", System.Text.Encoding.UTF8.GetString(request.Query));
        Assert.Equal(("A", null), (request.OperationName, request.DocumentId));
        Assert.Equal([("a", "xé"), ("b", -3), ("c", true), ("d", (object?)null)], request.Variables!.Select(v => (v.Key, v.Value)).OrderBy(v => v.Key));
        Assert.Equal("""{"a":"x\u00e9","b":-3,"c":true,"d":null}""".Length, request.VariablesBytes);
    }

    [Theory]
    [InlineData("""{"query":"{ a }","query":"{ b }"}""")]
    [InlineData("""{"query":"{ a }","q\u0075ery":"{ b }"}""")]
    [InlineData("""{"query":"{ a }","operationName":null,"operationName":"A"}""")]
    [InlineData("""{"query":"{ a }","variables":{"a":1,"\u0061":2}}""")]
    [InlineData("""{"query":"{ a }","variables":{"a":[1]}}""")]
    [InlineData("""{"query":"{ a }","variables":{"a":{"b":1}}}""")]
    [InlineData("""{"query":"{ a }","variables":{"a":1.0}}""")]
    [InlineData("""{"query":"{ a }","variables":{"a":99999999999}}""")]
    [InlineData("""{"query":"{ a }","variables":{"a":"\ud800"}}""")]
    [InlineData("""{"query":"{ a }","variables":[]}""")]
    [InlineData("""{"query":1}""")]
    [InlineData("""{"query":"{ a }","extensions":{}}""")]
    [InlineData("""{"query":"{ a }"} {}""")]
    [InlineData("""{"query":"{ a }",""")]
    [InlineData("""[{"query":"{ a }"}]""")]
    [InlineData("")]
    public void Anything_else_is_not(string json)
    {
        var request = new UsualRequest(System.Text.Encoding.UTF8.GetBytes(json));

        Assert.False(request.TryRead());
    }
}
