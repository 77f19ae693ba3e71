using System.Text;
using ContentHub.Api.Limits;
using CsCheck;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using Xunit;

namespace ContentHub.Tests.Api.Limits;

/// <summary>Random operations, counted by the compiler and by a second, simpler way.</summary>
public sealed class CostCompilerTests
{
    static readonly Schema Sample = MakeSchema();

    static readonly Dictionary<string, object?> Variables = new() { ["v"] = 7 };

    /// <summary>A field of the sample, with what is selected in it.</summary>
    sealed record Asked(string Kind, int Size, bool IsByVariable, IReadOnlyList<Asked> Inner, bool IsFragment);

    static readonly Gen<Asked> Fields = Gen.Recursive<Asked>((depth, self) => Gen.Select(
        Gen.OneOf<string>("leaf", "one", "many", "page", "any"), Gen.Int[0, 100], Gen.Bool, depth < 4 ? self.List[1, 3] : Gen.Const(new List<Asked>()), Gen.Bool,
        (kind, size, byVariable, inner, isFragment) => new Asked(inner.Count == 0 ? "leaf" : kind, size, byVariable, inner, isFragment)));

    [Fact]
    public void Cost_with_fragments_is_the_cost_without_them_and_what_the_tree_comes_to() =>
        Fields.List[1, 4].Sample(
            asked =>
            {
                var fragments = new StringBuilder();
                var plain = $"query($v: Int) {{ {Write(asked, null)} }}";
                var spread = $"query($v: Int) {{ {Write(asked, fragments)} }} {fragments}";

                var expected = Math.Min(1_000_000_000_000, asked.Sum(CostOf));
                return Count(plain) == expected && Count(spread) == expected;
            },
            iter: 2_000,
            print: asked => $"{Write(asked, null)}: {asked.Sum(CostOf)}, counted {Count($"query($v: Int) {{ {Write(asked, null)} }}")}");

    [Fact]
    public void A_document_is_compiled_once()
    {
        var document = Parser.Parse("{ leaf }");
        var operation = (GraphQLOperationDefinition)document.Definitions[0];

        Assert.Same(OperationCost.Of(Sample, document, operation), OperationCost.Of(Sample, document, operation));
    }

    [Fact]
    public void Sums_stop_far_above_any_limit()
    {
        var document = string.Concat(Enumerable.Repeat("page(first:100){nodes{", 25)) + "leaf" + new string('}', 50);

        Assert.Equal(1_000_000_000_000, Count($"{{{document}}}"));
    }

    static long Count(string text)
    {
        var document = Parser.Parse(text);
        return OperationCost.Of(Sample, document, document.Definitions.OfType<GraphQLOperationDefinition>().Single()).Count(Variables).Used;
    }

    static long CostOf(Asked asked)
    {
        var inner = asked.Inner.Sum(CostOf);
        return asked.Kind switch
        {
            "leaf" => 1,
            "one" => 1 + inner,
            "many" => 1 + (5 * inner),
            // The page, its nodes, and a field of the page.
            "page" => 1 + 1 + ((asked.IsByVariable ? 7 : asked.Size) * inner) + 1,
            // A name for all, and the dearer of two types.
            "any" => 1 + (5 * (1 + Math.Max(inner, 2))),
            var unknown => throw new InvalidOperationException(unknown),
        };
    }

    /// <param name="fragments">Takes the fragments; null to write none.</param>
    static string Write(IEnumerable<Asked> all, StringBuilder? fragments) => string.Join(' ', all.Select((asked, index) =>
    {
        var inner = asked.Kind == "leaf" ? "" : Write(asked.Inner, fragments);
        if (asked.IsFragment && fragments is not null && inner.Length > 0)
        {
            var name = $"F{fragments.Length}";
            fragments.Append("fragment ").Append(name).Append(" on Query { ").Append(inner).Append(" } ");
            inner = $"... {{ ...{name} }}";
        }

        return $"a{index}: " + asked.Kind switch
        {
            "leaf" => "leaf",
            "page" => $"page(first: {(asked.IsByVariable ? "$v" : asked.Size)}) {{ nodes {{ {inner} }} total }}",
            "any" => $"any {{ name ... on Query {{ {inner} }} ... on Other {{ x: name y: name }} }}",
            var kind => $"{kind} {{ {inner} }}",
        };
    }));

    static Schema MakeSchema()
    {
        var schema = Schema.For(
            """
            interface Named { name: String }
            type Query implements Named { name: String leaf: Int one: Query! many: [Query!]! page(first: Int): Page any: [Named!]! }
            type Other implements Named { name: String }
            type Page { nodes: [Query!]! total: Int }
            """,
            builder =>
            {
                builder.Types.For("Query").IsTypeOfFunc = _ => true;
                builder.Types.For("Other").IsTypeOfFunc = _ => true;
            });
        schema.Initialize();
        PageSize.Limit(schema.Query!.Fields.Find("page")!.Arguments!.Find("first")!, 100);
        return schema;
    }
}
