using GraphQLParser;
using GraphQLParser.AST;

namespace ContentHub.Tests.Api.Attacks.Fuzzing;

/// <summary>A type as it stands at a field, an argument or an input's member.</summary>
/// <param name="Item">Of a list; null otherwise.</param>
internal sealed record TypeUse(string Name, bool IsRequired, TypeUse? Item)
{
    public override string ToString() => (Item is null ? Name : $"[{Item}]") + (IsRequired ? "!" : "");
}

/// <param name="HasDefault">It may be left out even where its type is required.</param>
internal sealed record SchemaInput(string Name, TypeUse Type, bool HasDefault)
{
    public bool MustBeGiven => Type.IsRequired && !HasDefault;
}

internal sealed record SchemaField(string Name, TypeUse Type, IReadOnlyList<SchemaInput> Arguments);

/// <summary>What a client can know of the schema, read from the committed file.</summary>
internal sealed class SchemaModel
{
    private readonly Dictionary<string, IReadOnlyList<SchemaField>> _fields = [];
    private readonly Dictionary<string, IReadOnlyList<SchemaInput>> _inputs = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _values = [];
    private readonly Dictionary<string, List<string>> _possible = [];

    public SchemaModel(string definition)
    {
        foreach (var type in Parser.Parse(definition).Definitions)
        {
            Add(type);
        }

        Words = [.. _fields.Keys, .. _inputs.Keys, .. _values.Keys, .. _fields.Values.SelectMany(f => f).Select(f => f.Name).Distinct(), .. _values.Values.SelectMany(v => v)];
    }

    /// <summary>Names of types, fields and values.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Empty for scalars, enums and unions.</summary>
    public IReadOnlyList<SchemaField> FieldsOf(string type) => _fields.GetValueOrDefault(type, []);

    /// <summary>Null unless it is an input.</summary>
    public IReadOnlyList<SchemaInput>? MembersOf(string type) => _inputs.GetValueOrDefault(type);

    /// <summary>Null unless it is an enum.</summary>
    public IReadOnlyList<string>? ValuesOf(string type) => _values.GetValueOrDefault(type);

    /// <summary>The types that an interface or a union may be; null for others.</summary>
    public IReadOnlyList<string>? PossibleTypesOf(string type) => _possible.GetValueOrDefault(type);

    public bool HasSelection(string type) => _fields.ContainsKey(type) || _possible.ContainsKey(type);

    private void Add(ASTNode type)
    {
        switch (type)
        {
            case GraphQLObjectTypeDefinition o:
                _fields[o.Name.StringValue] = Fields(o.Fields);
                foreach (var parent in o.Interfaces?.Items ?? [])
                {
                    AddPossible(parent.Name.StringValue, o.Name.StringValue);
                }

                break;
            case GraphQLInterfaceTypeDefinition i:
                _fields[i.Name.StringValue] = Fields(i.Fields);
                break;
            case GraphQLUnionTypeDefinition u:
                u.Types!.Items.ForEach(member => AddPossible(u.Name.StringValue, member.Name.StringValue));
                break;
            case GraphQLEnumTypeDefinition e:
                _values[e.Name.StringValue] = [.. e.Values!.Items.Select(value => value.Name.StringValue)];
                break;
            case GraphQLInputObjectTypeDefinition i:
                _inputs[i.Name.StringValue] = Inputs(i.Fields?.Items);
                break;
        }
    }

    private void AddPossible(string parent, string type)
    {
        if (!_possible.TryGetValue(parent, out var types))
        {
            _possible[parent] = types = [];
        }

        types.Add(type);
    }

    private static List<SchemaField> Fields(GraphQLFieldsDefinition? fields) =>
        [.. (fields?.Items ?? []).Select(field => new SchemaField(field.Name.StringValue, Use(field.Type), Inputs(field.Arguments?.Items)))];

    private static List<SchemaInput> Inputs(IEnumerable<GraphQLInputValueDefinition>? inputs) =>
        [.. (inputs ?? []).Select(input => new SchemaInput(input.Name.StringValue, Use(input.Type), input.DefaultValue is not null))];

    private static TypeUse Use(GraphQLType type) => type switch
    {
        GraphQLNonNullType required => Use(required.Type) with { IsRequired = true },
        GraphQLListType list => new("", false, Use(list.Type)),
        GraphQLNamedType named => new(named.Name.StringValue, false, null),
        _ => throw new InvalidOperationException($"Not a type: {type.Kind}"),
    };
}
