using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ContentHub.Api;
using ContentHub.Editorial.Fields;
using GraphQL;
using GraphQL.Types;
using Xunit;

namespace ContentHub.Tests.Architecture;

/// <summary>The form that every part of the schema has; see STYLE, “The schema”.</summary>
public sealed partial class SchemaTests(SchemaFixture fixture) : IClassFixture<SchemaFixture>
{
    /// <summary>Words that say nothing by themselves.</summary>
    private static readonly HashSet<string> Fillers = ["a", "an", "the", "of", "this", "that", "it", "its", "is", "are", "for", "in", "to", "and", "or", "by", "type", "field", "value", "input"];

    /// <summary>Plain lists of things that live by themselves, and what keeps each of them short. Any other is a connection.</summary>
    private static readonly Dictionary<string, string> ShortLists = new()
    {
        ["topics"] = "a document names at most 20",
        ["keys"] = "two hold at once",
        ["webhooks"] = "a partner has at most ten",
        ["crisis"] = "help lines of one country",
        ["authors"] = "a document names at most 20",
        ["symptomLists"] = "a document names at most 50",
        ["faqs"] = "a document names at most 50",
        ["programs"] = "a document names at most 20",
        ["treats"] = "a document names at most 20",
        ["locations"] = "a document names at most 50",
        ["featured"] = "a document names at most 50",
        ["relatedArticles"] = "at most 20, by its argument",
        ["ancestors"] = "the way up to the root",
        ["children"] = "topics right below one",
        ["refersTo"] = "what one document names",
        ["replies"] = "of one thread",
        ["replaces"] = "the first 20 retracted entries; seldom more than one",
        ["alternates"] = "one for each locale of the site",
        ["drafts"] = "a release has at most 100, an import makes at most 200",
        ["openRetractions"] = "the oldest 100; what was acknowledged makes room",
        ["receipts"] = "one for each partner",
        ["affects"] = "the first 200; usedBy has all",
    };

    internal static string Committed { get; } = CommittedFile();

    [Fact]
    public void The_committed_schema_is_what_the_server_prints()
    {
        var committed = File.ReadAllText(Committed);

        var printed = SchemaText.Of(fixture.Schema);

        Assert.True(committed == printed, $"schema.graphql is not what the server prints. If the change is meant: dotnet run --project src/ContentHub -- schema > schema.graphql{FirstDifference(committed, printed)}");
    }

    [Fact]
    public void Everything_has_a_description_that_adds_to_its_name()
    {
        var described = fixture.Types.Select(type => (Place: type.Name, type.Description, Names: (string[])[type.Name]))
            .Concat(from f in fixture.OutputFields.Concat(fixture.InputFields) select (Place: $"{f.Type.Name}.{f.Field.Name}", f.Field.Description, Names: (string[])[f.Field.Name, f.Type.Name]))
            .Concat(from f in fixture.OutputFields from a in f.Field.Arguments ?? [] select (Place: $"{f.Type.Name}.{f.Field.Name}({a.Name})", a.Description, Names: (string[])[a.Name, f.Field.Name]))
            .Concat(from e in fixture.Types.OfType<EnumerationGraphType>() from v in e.Values select (Place: $"{e.Name}.{v.Name}", v.Description, Names: (string[])[v.Name, e.Name]));

        var poor = described.Where(d => !AddsToItsName(d.Description, d.Names)).Select(d => $"{d.Place}: {d.Description ?? "(none)"}");

        AssertNone(poor);
    }

    [Theory]
    [InlineData("", false, "title", "Article")]
    [InlineData("The title.", false, "title", "Article")]
    [InlineData("The article's title.", false, "title", "Article")]
    [InlineData("A list of symptoms.", false, "SymptomList")]
    [InlineData("In review.", false, "IN_REVIEW", "WorkflowState")]
    [InlineData("Its name for readers.", true, "title", "Article")]
    [InlineData("BCP 47.", true, "locale", "Article")]
    public void A_description_that_only_repeats_names_is_noticed(string description, bool adds, params string[] names) => Assert.Equal(adds, AddsToItsName(description, names));

    [Fact]
    public void A_mutation_takes_one_input_and_answers_with_a_payload()
    {
        var mutations = fixture.Schema.Mutation!.Fields.ToList();

        Assert.NotEmpty(mutations);
        AssertNone(mutations.Where(m => m.Arguments is not [{ Name: "input" } input] || !input.ResolvedType!.ToString()!.EndsWith("Input!", StringComparison.Ordinal)).Select(m => $"{m.Name} does not take one `input`."));
        AssertNone(mutations.Where(m => m.ResolvedType is not IObjectGraphType payload || !payload.Name.EndsWith("Payload", StringComparison.Ordinal)).Select(m => $"{m.Name} answers {m.ResolvedType}, which is no payload or is non-null."));
        AssertNone(mutations.Where(m => Payload(m).GetField("errors")?.ResolvedType?.ToString() != "[UserError!]!").Select(m => $"{m.Name} has no errors: [UserError!]!."));
        AssertNone(mutations.SelectMany(m => Payload(m).Fields.Where(f => f.ResolvedType is NonNullGraphType && !IsList(f.ResolvedType)).Select(f => $"{m.Name}.{f.Name} is non-null: a refusal could not leave it out.")));

        static IObjectGraphType Payload(FieldType mutation) => (IObjectGraphType)mutation.ResolvedType!.GetNamedType();
    }

    [Fact]
    public void Lists_and_their_items_are_never_null()
    {
        // `nodes` answers in the order of the ids, with a null for what is not there (Relay).
        var read = fixture.OutputFields.Where(f => f is not { Type.Name: "Query", Field.Name: "nodes" } && IsList(f.Field.ResolvedType!) && f.Field.ResolvedType!.ToString() is var type && !(type!.EndsWith("!]!", StringComparison.Ordinal)));
        var written = from f in fixture.InputFields where IsList(f.Field.ResolvedType!) && !f.Field.ResolvedType!.ToString()!.TrimEnd('!').EndsWith("!]", StringComparison.Ordinal) select f;
        var asked = from f in fixture.OutputFields
                    from a in f.Field.Arguments ?? []
                    where IsList(a.ResolvedType!) && !a.ResolvedType!.ToString()!.TrimEnd('!').EndsWith("!]", StringComparison.Ordinal)
                    select f;

        AssertNone(read.Concat(written).Concat(asked).Select(f => $"{f.Type.Name}.{f.Field.Name}: {f.Field.ResolvedType}"));
    }

    [Fact]
    public void A_list_that_can_grow_is_a_connection()
    {
        var growing = from f in fixture.OutputFields
                      where IsList(f.Field.ResolvedType!) && IsOfItsOwn(f.Field.ResolvedType!.GetNamedType()) && f.Field.Name is not ("nodes" or "edges") && !ShortLists.ContainsKey(f.Field.Name)
                      select $"{f.Type.Name}.{f.Field.Name}: {f.Field.ResolvedType}";

        AssertNone(growing);
    }

    [Fact]
    public void A_connection_has_edges_nodes_and_page_info_and_is_asked_for_by_pages()
    {
        var connections = fixture.Types.OfType<IObjectGraphType>().Where(type => type.Name.EndsWith("Connection", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(connections);
        Assert.All(connections, connection =>
        {
            // To count the log would take a pass over all of it; where it ends is told instead.
            var whole = connection.Name == "ChangeConnection" ? "latestCursor" : "totalCount";
            Assert.Superset(new HashSet<string> { "edges", "nodes", "pageInfo", whole }, connection.Fields.Select(field => field.Name).ToHashSet());
            Assert.All(
                fixture.OutputFields.Where(f => f.Field.ResolvedType!.GetNamedType() == connection),
                f => Assert.Superset(new HashSet<string> { "first", "after" }, f.Field.Arguments!.Select(a => a.Name).ToHashSet()));
        });
    }

    [Fact]
    public void Every_mutation_and_every_editorial_field_says_who_may_and_nothing_else_does()
    {
        var guarded = fixture.OutputFields.Where(f => f.Type.Name is "Mutation" or "Editorial").ToList();
        var others = fixture.OutputFields.Except(guarded);

        Assert.All(guarded, f => Assert.True(RolesOf(f.Field).Count > 0 != f.Field.HasMetadata(GuardedFields.PartnerOnly), f.Field.Name));
        Assert.All(others, f => Assert.False(f.Field.HasMetadata(GuardedFields.Roles), $"{f.Type.Name}.{f.Field.Name}"));
    }

    [Fact]
    public void The_description_names_the_roles_that_are_enforced()
    {
        var wrong = from f in fixture.OutputFields
                    where f.Field.HasMetadata(GuardedFields.Roles)
                    let said = RolesSaidIn(f.Field.Description!)
                    where !said.SetEquals(RolesOf(f.Field))
                    select $"{f.Field.Name}: {f.Field.Description} Enforced: {string.Join(", ", RolesOf(f.Field))}";

        AssertNone(wrong);
    }

    [Fact]
    public void Drafts_are_reached_by_the_editorial_root_alone()
    {
        var ways = from f in fixture.OutputFields where f.Field.ResolvedType!.GetNamedType().Name == "Editorial" select $"{f.Type.Name}.{f.Field.Name}";
        var fromReaders = ReachableFrom("Query", except: ["Editorial"]);

        Assert.Equal(["Query.editorial"], ways);
        Assert.DoesNotContain("Draft", fromReaders);
        Assert.DoesNotContain("Revision", fromReaders);
        Assert.DoesNotContain("Comment", fromReaders);
        Assert.Contains("Draft", ReachableFrom("Editorial", except: []));
    }

    internal static IReadOnlyList<Role> RolesOf(IFieldType field) => field.GetMetadata<IReadOnlyList<Role>>(GuardedFields.Roles) ?? [];

    private HashSet<string> ReachableFrom(string root, string[] except)
    {
        var byName = fixture.Types.ToDictionary(type => type.Name);
        var reached = new HashSet<string>();
        var open = new Stack<string>([root]);
        while (open.TryPop(out var name))
        {
            if (except.Contains(name) || !reached.Add(name) || !byName.TryGetValue(name, out var type))
            {
                continue;
            }

            foreach (var next in Next(type))
            {
                open.Push(next.Name);
            }
        }

        return reached;

        static IEnumerable<IGraphType> Next(IGraphType type) => type switch
        {
            IInterfaceGraphType face => face.Fields.Select(field => field.ResolvedType!.GetNamedType()).Concat(face.PossibleTypes),
            IComplexGraphType complex => complex.Fields.Select(field => field.ResolvedType!.GetNamedType()),
            UnionGraphType union => union.PossibleTypes,
            _ => [],
        };
    }

    private static HashSet<Role> RolesSaidIn(string description)
    {
        if (description.EndsWith("Any role.", StringComparison.Ordinal))
        {
            return [.. Enum.GetValues<Role>()];
        }

        return description.EndsWith("Any role of the content workflow.", StringComparison.Ordinal)
            ? [.. Enum.GetValues<Role>().Except([Role.Admin])]
            : [.. Enum.GetValues<Role>().Where(role => Regex.IsMatch(description, $@"\b{role}\b"))];
    }

    private static bool IsList(IGraphType type) => type is ListGraphType or NonNullGraphType { ResolvedType: ListGraphType };

    /// <summary>What has an id of its own is not part of a document.</summary>
    private static bool IsOfItsOwn(IGraphType type) => type is IComplexGraphType complex && (complex.Fields.Find("id") ?? complex.Fields.Find("nodeId")) is not null;

    private static bool AddsToItsName(string? description, string[] names)
    {
        var known = names.SelectMany(Words).ToHashSet();
        return Words(description ?? "").Any(word => !known.Contains(word) && !Fillers.Contains(word));
    }

    /// <summary>In lower case, without the ending of the plural; a single letter is no word.</summary>
    private static IEnumerable<string> Words(string text) =>
        Word().Matches(text).Select(match => match.Value.ToLowerInvariant()).Where(word => word.Length > 1 || char.IsDigit(word[0])).Select(word => word.Length > 3 && word.EndsWith('s') ? word[..^1] : word);

    private static void AssertNone(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static string FirstDifference(string committed, string printed)
    {
        var (old, current) = (committed.Split('\n'), printed.Split('\n'));
        var line = Enumerable.Range(0, Math.Min(old.Length, current.Length)).FirstOrDefault(i => old[i] != current[i], Math.Min(old.Length, current.Length));
        return $"\nLine {line + 1}, committed: {old.ElementAtOrDefault(line)}\nLine {line + 1}, printed:   {current.ElementAtOrDefault(line)}";
    }

    private static string CommittedFile([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "schema.graphql"));

    // Camel case, upper case with underscores, and prose.
    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")]
    private static partial Regex Word();
}
