using System.Globalization;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Architecture;

/// <summary>GraphQL.NET enforces no authorization by itself. Here the schema is walked: whoever is not named is refused, at every field that names somebody.</summary>
public sealed class GuardedFieldsTests(PostgreSqlServer server)
{
    private const string UnknownId = "00000000-0000-4000-8000-000000000000";

    [Fact]
    public async Task Every_mutation_is_refused_to_everybody_whom_it_does_not_name()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);
        var mutations = app.Services.GetRequiredService<ISchema>().Mutation!.Fields.ToList();

        Assert.All(await AnswersAsync(app, mutations, token: null), a =>
        {
            Assert.Equal("UNAUTHENTICATED", TopCode(a.Answer));
            Assert.Null(a.Answer["data"]?[a.Field.Name]);
        });
        foreach (var role in Enum.GetValues<Role>())
        {
            var answers = await AnswersAsync(app, mutations, app.Token($"Only {role}", role));
            Assert.All(answers, a => Assert.True(IsForbidden(a) != SchemaTests.RolesOf(a.Field).Contains(role), $"{role}: {a}"));
        }

        static bool IsForbidden(FieldAnswer a) => (string?)a.Answer["data"]?[a.Field.Name]?["errors"]?.AsArray().FirstOrDefault()?["__typename"] == "ForbiddenError";
    }

    [Fact]
    public async Task Every_editorial_field_is_refused_to_everybody_whom_it_does_not_name()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);
        var fields = ((IObjectGraphType)app.Services.GetRequiredService<ISchema>().AllTypes["Editorial"]!).Fields.ToList();

        // The root itself is null for readers, so that none of its fields runs.
        Assert.All(await AnswersAsync(app, fields, token: null), a => Assert.Equal("""{"editorial":null}""", a.Answer["data"]!.ToJsonString()));

        foreach (var role in Enum.GetValues<Role>())
        {
            var answers = await AnswersAsync(app, fields, app.Token($"Only {role}", role));
            Assert.All(answers, a => Assert.Equal(SchemaTests.RolesOf(a.Field).Contains(role) ? null : "FORBIDDEN", TopCode(a.Answer)));
        }
    }

    [Fact]
    public async Task Whatever_else_can_be_asked_is_answered_to_nobody_in_particular()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);
        var fields = app.Services.GetRequiredService<ISchema>().Query.Fields.Where(f => f.Name is not ("viewer" or "editorial" or "node")).ToList();

        // `node` answers something that is no id with an error, to everybody.
        var answers = await AnswersAsync(app, fields, token: null);

        Assert.True(answers.Count > 20);
        Assert.All(answers, a => Assert.True(a.Answer["errors"] is null, a.ToString()));
    }

    [Fact]
    public async Task Nobody_is_no_viewer()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);

        var nobody = await app.QueryAsync("{ viewer { name roles } }");
        var editor = await app.QueryAsync("{ viewer { name roles } }", token: app.Token("Sam", Role.Editor));

        Assert.Null(nobody["viewer"]);
        Assert.Equal("""{"name":"Sam","roles":["EDITOR"]}""", editor["viewer"]!.ToJsonString());
    }

    private static async Task<List<FieldAnswer>> AnswersAsync(ContentHubApp app, IEnumerable<FieldType> fields, string? token)
    {
        var answers = new List<FieldAnswer>();
        foreach (var field in fields)
        {
            var selection = field.ResolvedType!.GetNamedType() switch
            {
                IObjectGraphType payload when payload.GetField("errors") is not null => "{ errors { __typename code message } }",
                IComplexGraphType or UnionGraphType => "{ __typename }",
                _ => "",
            };
            var asked = $"{field.Name}{Arguments(field)} {selection}";
            var document = (field.HasMetadata("roles") || field.HasMetadata("partner-only")) && selection.Contains("errors", StringComparison.Ordinal)
                ? $"mutation {{ {asked} }}"
                : field.HasMetadata("roles") ? $"{{ editorial {{ {asked} }} }}" : $"{{ {asked} }}";
            answers.Add(new(field, document, await app.SendAsync(document, token: token)));
        }

        return answers;
    }

    private static string? TopCode(JsonObject answer) => (string?)answer["errors"]?[0]?["extensions"]?["code"];

    /// <summary>As few arguments as may be, of the right types.</summary>
    private static string Arguments(FieldType field)
    {
        var needed = (field.Arguments ?? []).Where(a => a.ResolvedType is NonNullGraphType && a.DefaultValue is null).Select(a => $"{a.Name}: {Literal(a.ResolvedType!)}").ToList();
        return needed.Count == 0 ? "" : $"({string.Join(", ", needed)})";
    }

    private static string Literal(IGraphType type) => type switch
    {
        NonNullGraphType { ResolvedType: { } inner } => Literal(inner),
        ListGraphType => "[]",
        IdGraphType => $"\"{UnknownId}\"",
        EnumerationGraphType choice => choice.Values.First().Name,
        IInputObjectGraphType { IsOneOf: true } choice => $"{{ {choice.Fields.First().Name}: {Literal(choice.Fields.First().ResolvedType!)} }}",
        IInputObjectGraphType input => $"{{ {string.Join(", ", input.Fields.Where(f => f.ResolvedType is NonNullGraphType && f.DefaultValue is null).Select(f => $"{f.Name}: {Literal(f.ResolvedType!)}"))} }}",
        BooleanGraphType => "true",
        _ when type.Name is "Int" or "Float" => 1.ToString(CultureInfo.InvariantCulture),
        _ when type.Name is "Date" => "\"2026-06-01\"",
        _ => "\"something\"",
    };

    private sealed record FieldAnswer(FieldType Field, string Document, JsonObject Answer)
    {
        public override string ToString() => $"{Document} {Answer.ToJsonString()}";
    }
}
