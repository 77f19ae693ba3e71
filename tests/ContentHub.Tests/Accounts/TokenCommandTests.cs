using System.CommandLine;
using ContentHub.Accounts;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace ContentHub.Tests.Accounts;

public sealed class TokenCommandTests
{
    [Fact]
    public async Task Token_stands_alone_on_standard_output()
    {
        var (exitCode, output, error) = await RunAsync("--role", "Editor", "--name", "Sam", "--role", "Publisher");

        var token = new JsonWebToken(output.TrimEnd());
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(output, token.EncodedToken + Environment.NewLine);
        Assert.Equal(("contenthub-development", "Sam"), (token.Issuer, token.Subject));
        Assert.Equal(["Editor", "Publisher"], token.Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value));
        Assert.Equal(TimeSpan.FromDays(30), token.ValidTo - token.ValidFrom);
    }

    [Theory]
    [InlineData("editor")]
    [InlineData("Boss")]
    [InlineData("1")]
    [InlineData("Editor,Admin")]
    public async Task Unknown_role_is_an_error_that_names_the_roles(string role)
    {
        var (exitCode, output, error) = await RunAsync("--role", "Editor", "--role", role, "--name", "Sam");

        Assert.Equal(1, exitCode);
        Assert.Contains($"There is no role '{role}'; the roles are Author, Editor, MedicalReviewer, Publisher, Admin.", error);
        Assert.DoesNotContain("eyJ", output);
    }

    [Fact]
    public async Task Token_takes_a_role()
    {
        var (exitCode, output, error) = await RunAsync("--name", "Sam");

        Assert.Equal(1, exitCode);
        Assert.Contains("A token needs at least one role: --role with Author, Editor, MedicalReviewer, Publisher, Admin.", error);
        Assert.DoesNotContain("eyJ", output);
    }

    [Fact]
    public async Task Name_must_say_something()
    {
        var (exitCode, _, error) = await RunAsync("--role", "Editor", "--name", " ");

        Assert.Equal(1, exitCode);
        Assert.Contains("--name must not be empty.", error);
    }

    static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var data = new TemporaryFolder();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("ContentHub:Data", data.Path)]).Build();
        var exitCode = await TokenCommand.Create(settings).Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }
}
