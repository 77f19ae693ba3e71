using ContentHub.Api.Limits;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Api.Limits;

public sealed class EnoughErrorsTests
{
    [Theory]
    [InlineData(3, 3)]
    [InlineData(900, 11)]
    public async Task No_more_faults_are_looked_for_than_are_told(int faults, int found)
    {
        await using var server = await ApiServer.StartAsync();
        var result = await server.Services.GetRequiredService<IDocumentExecuter>().ExecuteAsync(new ExecutionOptions
        {
            Schema = server.Services.GetRequiredService<ISchema>(),
            RequestServices = server.Services,
            Query = $"{{ {string.Join(' ', Enumerable.Range(0, faults).Select(n => $"quoet{n}"))} }}",
            ValidationRules = [.. DocumentValidator.CoreRules, EnoughErrors.Instance],
        });

        EnoughErrors.Unfold(result);

        Assert.Equal(found, result.Errors!.Count);
        Assert.All(result.Errors, error => Assert.Equal("FIELDS_ON_CORRECT_TYPE", error.Code));
    }
}
