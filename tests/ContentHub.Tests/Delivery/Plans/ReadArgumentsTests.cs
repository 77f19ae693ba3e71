using ContentHub.Api.Execution;
using ContentHub.Delivery.Plans;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using Xunit;

namespace ContentHub.Tests.Delivery.Plans;

/// <summary>What the engine read of arguments once is taken again, and what is kept of it is bounded, whatever stands in them.</summary>
public sealed class ReadArgumentsTests
{
    private const int Requests = 300;

    [Theory]
    [InlineData("""{ f(where: { slug: { eq: $a } }) }""", Requests, Requests)]
    // Each is made anew with all that is written in the document.
    [InlineData("""{ f(where: { or: [{ slug: { eq: $a } }, { slug: { in: [MANY] } }] }) }""", 1, 10)]
    public void Arguments_are_read_once_for_the_same_values_as_long_as_there_is_room(string operation, int keptLeast, int keptMost)
    {
        var document = Parser.Parse(operation.Replace("MANY", string.Join(' ', Enumerable.Repeat("\"a\"", 8_000)), StringComparison.Ordinal));
        var field = (GraphQLField)((GraphQLOperationDefinition)document.Definitions[0]).SelectionSet.Selections[0];
        var reads = 0;
        var read = new ReadArguments().Remembering(run => $"{run.Variables[0]}, read {++reads}", field.Arguments!.Items, new Dictionary<string, int> { ["a"] = 0 });
        using var answer = AnswerBuffer.Take();
        string Ask(int slug) => read(new PlanRun(answer, null!, new BoundVariables([$"slug-{slug}"], Variables.None), default));

        var first = Enumerable.Range(0, Requests).Select(Ask).ToList();
        var again = Enumerable.Range(0, Requests).Reverse().Select(slug => (slug, Answer: Ask(slug))).ToList();

        Assert.All(again, asked => Assert.StartsWith($"slug-{asked.slug}, ", asked.Answer, StringComparison.Ordinal));
        Assert.InRange(again.Count(asked => asked.Answer == first[asked.slug]), keptLeast, keptMost);
    }
}
