using ContentHub.Api.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Api.Limits;

public sealed class DisclosureTests
{
    const string Schema = "{ __schema { queryType { name } } }";
    const string Type = "query($name: String!) { ...F } fragment F on Query { __type(name: $name) { name } }";

    [Theory]
    [InlineData("Development", null, false, true)]
    [InlineData("Production", null, false, false)]
    [InlineData("Production", null, true, true)]
    [InlineData("Production", "Everyone", false, true)]
    [InlineData("Development", "SignedIn", false, false)]
    [InlineData("Development", "SignedIn", true, true)]
    [InlineData("Development", "Nobody", true, false)]
    public async Task Who_may_read_the_schema_is_a_setting(string environment, string? setting, bool isSignedIn, bool isShown)
    {
        await using var server = await StartAsync(environment, "Introspection", setting);

        foreach (var query in new[] { Schema, Type })
        {
            var answer = await AskAsync(server, query, isSignedIn);

            Assert.Equal(isShown, answer.Json.TryGetProperty("data", out _));
            Assert.Equal(isShown ? null : "INTROSPECTION_NOT_ALLOWED", isShown ? null : answer.Code);
        }
    }

    [Fact]
    public async Task A_document_remembered_for_an_editor_is_not_served_to_others()
    {
        await using var server = await StartAsync("Production", "Introspection", "SignedIn");
        await AskAsync(server, Schema, isSignedIn: true);
        await AskAsync(server, Schema, isSignedIn: true);

        var answer = await AskAsync(server, Schema, isSignedIn: false);

        Assert.Equal("INTROSPECTION_NOT_ALLOWED", answer.Code);
    }

    [Fact]
    public async Task The_name_of_a_type_can_always_be_asked_for()
    {
        await using var server = await StartAsync("Production", "Introspection", "Nobody");

        var answer = await AskAsync(server, "{ __typename }", isSignedIn: false);

        Assert.Equal("Query", answer.Data.GetProperty("__typename").GetString());
    }

    [Theory]
    [InlineData("{ quot }", "Cannot query field 'quot' on type 'Query'.")]
    [InlineData("{ add(aa: 1, b: 2, a: 3) }", "Unknown argument 'aa' on field 'add' of type 'Query'.")]
    [InlineData("{ ... on Quer { quote } }", "Unknown type Quer.")]
    [InlineData("{ quote @skip(iff: true, if: true) }", "Unknown argument 'iff' on directive 'skip'.")]
    public async Task Who_is_told_what_a_name_resembles_is_a_setting(string query, string message)
    {
        await using var open = await StartAsync("Production", "Suggestions", null);

        var signedIn = await AskAsync(open, query, isSignedIn: true);
        var anonymous = await AskAsync(open, query, isSignedIn: false);

        Assert.StartsWith(message + " Did you mean ", signedIn.Message);
        Assert.Equal(message, anonymous.Message);
        Assert.Equal(signedIn.Code, anonymous.Code);
        Assert.Equal(signedIn.Error.GetProperty("locations").ToString(), anonymous.Error.GetProperty("locations").ToString());
    }

    [Fact]
    public async Task A_wrong_setting_stops_the_start()
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync("Production", "Introspection", "7"));

        Assert.Contains("Introspection", fault.Message);
    }

    static Task<ApiServer> StartAsync(string environment, string setting, string? value) => ApiServer.StartAsync(
        services => services.AddSingleton<IRequestStart, ByHeader>(),
        environment: environment,
        host: host => host.Configuration[$"ContentHub:Api:{setting}"] = value);

    static Task<ApiAnswer> AskAsync(ApiServer server, string query, bool isSignedIn)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "")
        {
            Content = new StringContent(System.Text.Json.JsonSerializer.Serialize(new { query, variables = new { name = "Query", v = "x" } }), null, "application/json"),
        };
        request.Headers.Add("Signed-In", $"{isSignedIn}");
        return server.SendAsync(request);
    }

    sealed class ByHeader : IRequestStart
    {
        public ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext)
        {
            userContext[CallerContext.Key] = ContentHub.Api.Caller.Anonymous with { ActorId = http.Request.Headers["Signed-In"] == "True" ? Guid.NewGuid() : null };
            return default;
        }
    }
}
