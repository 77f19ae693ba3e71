using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Delivery.Fields;
using ContentHub.Tests.Databases;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Delivery.Plans;

/// <summary>
/// A null where none may be, which no field of ours gives, so these are made for it: a plan leaves the whole operation to the executor, which takes
/// away as much of the answer as the specification says (6.4.4).
/// </summary>
public sealed class NullPropagationTests(PostgreSqlServer server)
{
    [Theory]
    [InlineData("{ broken { whole inner { whole text } } }", """{"broken":{"whole":"whole","inner":null}}""", "broken/inner/text")]
    [InlineData("{ broken { whole none { whole } } }", """{"broken":null}""", "broken/none")]
    [InlineData("{ broken { inner { list { whole text } } whole } }", """{"broken":{"inner":null,"whole":"whole"}}""", "broken/inner/list/0/text")]
    [InlineData("{ broken { inner { texts } whole } }", """{"broken":{"inner":null,"whole":"whole"}}""", "broken/inner/texts/1")]
    [InlineData("{ broken { inner { nothing { whole } } whole } }", """{"broken":{"inner":null,"whole":"whole"}}""", "broken/inner/nothing")]
    [InlineData("{ broken { whole } brokenRoot { whole } }", "null", "brokenRoot")]
    public async Task A_null_takes_with_it_what_the_specification_says_whoever_answers(string query, string data, string path)
    {
        var database = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        await using var app = await ContentHubApp.StartAsync(database, services: services => services.AddSingleton<ISchemaExtension, BrokenSchema>());

        for (var time = 0; time < 3; time++)
        {
            var answer = await app.SendAsync(query);

            Assert.Equal(data, answer["data"]?.ToJsonString() ?? "null");
            Assert.Equal(path, string.Join('/', Assert.Single(answer["errors"]!.AsArray())!["path"]!.AsArray().Select(step => step!.ToString())));
        }

        var planned = app.Services.GetRequiredService<PlannedAnswers>();
        Assert.Equal((0, 2), (planned.CountOf(PlanOutcome.Answered), planned.CountOf(PlanOutcome.Irregular)));
    }

    private sealed record Broken;

    private sealed class BrokenType : ObjectGraphType<Broken>
    {
        public BrokenType()
        {
            Name = "Broken";
            this.Field("whole", "A text.", _ => "whole");
            this.Field("text", "None.", _ => (string)null!);
            this.Field("texts", "One of them is none.", _ => (IReadOnlyList<string>)["whole", null!]);
            this.Field("none", "No object.", _ => (Broken)null!);
            this.Optional("inner", "Another.", broken => broken);
            this.Field("list", "Another in a list.", broken => (IReadOnlyList<Broken>)[broken]);
            this.Field("nothing", "No list.", _ => (IReadOnlyList<Broken>)null!);
        }
    }

    private sealed class BrokenSchema : ISchemaExtension
    {
        public void AddTo(Schema schema)
        {
            schema.RegisterTypeMapping(typeof(Broken), typeof(BrokenType));
            var root = (ComplexGraphType<object>)schema.Query;
            root.Optional("broken", "One.", _ => new Broken());
            root.Field("brokenRoot", "None.", _ => (Broken)null!);
        }
    }
}
