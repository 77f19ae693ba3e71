using ContentHub.Api.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace ContentHub.Tests.Api.Http;

public sealed class AnswerMediaTypeTests
{
    const string New = "application/graphql-response+json";
    const string Old = "application/json";
    const string Events = "text/event-stream";

    [Theory]
    // Nothing said.
    [InlineData("", Old)]
    [InlineData("  ", Old)]
    // Wildcards mean the old type.
    [InlineData("*/*", Old)]
    [InlineData("application/*", Old)]
    [InlineData("text/html, */*;q=0.1", Old)]
    [InlineData("text/*", Events)]
    // One type.
    [InlineData("text/event-stream", Events)]
    [InlineData("application/json;q=0.5, text/event-stream;q=0.6", Events)]
    [InlineData("application/json;q=0.5, text/event-stream;q=0.4", Old)]
    [InlineData("application/json", Old)]
    [InlineData("APPLICATION/JSON", Old)]
    [InlineData("application/json; charset=utf-8", Old)]
    [InlineData("application/json; charset=UTF-8", Old)]
    [InlineData("application/graphql-response+json", New)]
    [InlineData("application/graphql-response+json; charset=utf-8", New)]
    // Among equals, the first that is named.
    [InlineData("application/json, application/graphql-response+json", Old)]
    [InlineData("application/graphql-response+json, application/json", New)]
    [InlineData("text/event-stream, application/graphql-response+json, application/json", Events)]
    // As urql sends it with a query: a stream only if there is nothing else.
    [InlineData("application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed", New)]
    // Quality goes before order.
    [InlineData("application/json;q=0.9, application/graphql-response+json", New)]
    [InlineData("application/graphql-response+json;q=0.1, application/json;q=0.2", Old)]
    // Named exactly goes before a wildcard of the same quality.
    [InlineData("*/*, application/graphql-response+json", New)]
    [InlineData("application/*, application/graphql-response+json", New)]
    [InlineData("*/*, application/json", Old)]
    // The most specific range decides about a type.
    [InlineData("application/json;q=0, */*", New)]
    [InlineData("application/json;q=0.1, */*;q=0.5", New)]
    [InlineData("*/*;q=0, application/json", Old)]
    // Not acceptable.
    [InlineData("application/json;q=0", null)]
    [InlineData("*/*;q=0", null)]
    [InlineData("text/html", null)]
    [InlineData("image/*", null)]
    [InlineData("application/json; charset=utf-16", null)]
    [InlineData("nonsense", null)]
    public void Type_is_chosen_by_quality_specificity_and_order(string accept, string? expected)
    {
        Assert.Equal(expected, AnswerMediaType.Negotiate(accept));
    }

    [Fact]
    public void Header_may_be_missing() => Assert.Equal(Old, AnswerMediaType.Negotiate(StringValues.Empty));

    [Fact]
    public void Header_may_come_in_several_lines() =>
        Assert.Equal(New, AnswerMediaType.Negotiate(new StringValues(["text/html", "application/graphql-response+json"])));
}
