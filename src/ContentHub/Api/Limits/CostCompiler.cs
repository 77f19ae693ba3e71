using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Api.Limits;

/// <summary>
/// Puts an operation into the form in which it can be counted again and again. It writes fragments out wherever they are
/// spread, so <see cref="DocumentShapeRule"/> comes first: it bounds how much that is.
/// </summary>
internal sealed class CostCompiler(ISchema schema, GraphQLDocument document)
{
    readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = document.Definitions
        .OfType<GraphQLFragmentDefinition>()
        .DistinctBy(fragment => fragment.FragmentName.Name.StringValue)
        .ToDictionary(fragment => fragment.FragmentName.Name.StringValue);

    readonly Dictionary<GraphQLField, PageSizeOf?> _pages = [];
    readonly List<string> _introspection = [];
    bool _asksForSchema;

    public OperationCost Compile(GraphQLOperationDefinition operation)
    {
        IObjectGraphType? root = operation.Operation switch
        {
            OperationType.Query => schema.Query,
            OperationType.Mutation => schema.Mutation,
            OperationType.Subscription => schema.Subscription,
            var unknown => throw new InvalidOperationException($"Unknown operation {unknown}."),
        };
        var selection = root is null ? CostSelection.Empty : Select(operation.SelectionSet, root, null);
        var defaults = (operation.Variables?.Items ?? [])
            .Where(variable => variable.DefaultValue is not null)
            .DistinctBy(variable => variable.Variable.Name.StringValue)
            .ToDictionary(variable => variable.Variable.Name.StringValue, variable => variable.DefaultValue!);
        return new(selection, [.. _pages.Values.OfType<PageSizeOf>()], defaults, _asksForSchema);
    }

    /// <param name="page">How many items the page has whose `edges` and `nodes` these are; null elsewhere.</param>
    CostSelection Select(GraphQLSelectionSet selections, IGraphType parent, IAmount? page)
    {
        var found = new Found(page);
        Collect(selections, parent, null, [], found);
        return new(found.Always, found.ByType);
    }

    /// <param name="only">The one type of value that the selections are for; null where they are for all.</param>
    void Collect(GraphQLSelectionSet selections, IGraphType parent, string? only, IReadOnlyList<CostCondition> conditions, Found found)
    {
        foreach (var selection in selections.Selections)
        {
            var ours = Conditions(selection, conditions);
            switch (selection)
            {
                case GraphQLField field when Node(field, parent, ours, found.Page) is { } node:
                    found.Of(only).Add(node);
                    break;
                case GraphQLInlineFragment fragment:
                    Fragment(fragment.TypeCondition, fragment.SelectionSet);
                    break;
                case GraphQLFragmentSpread spread when _fragments.TryGetValue(spread.FragmentName.Name.StringValue, out var fragment):
                    Fragment(fragment.TypeCondition, fragment.SelectionSet);
                    break;
            }

            void Fragment(GraphQLTypeCondition? condition, GraphQLSelectionSet inner)
            {
                var type = condition is null ? parent : schema.AllTypes[condition.Type.Name] ?? parent;
                var narrowed = only ?? (type is IObjectGraphType && parent is not IObjectGraphType ? type.Name : null);
                Collect(inner, type, narrowed, ours, found);
            }
        }
    }

    CostNode? Node(GraphQLField field, IGraphType parent, IReadOnlyList<CostCondition> conditions, IAmount? page)
    {
        if (DefinitionOf(field, parent) is not { ResolvedType: { } type } definition)
        {
            return null;
        }

        if (!_pages.TryGetValue(field, out var size))
        {
            _pages[field] = size = PageSize.Of(definition, field);
        }

        var isList = IsList(type);
        var items = isList
            ? size ?? ListSize(definition, parent) ?? page ?? new FixedAmount(FieldCosts.ListSizeDefault)
            : ListSize(definition, parent) ?? FixedAmount.One;
        var inner = field.SelectionSet is { } selections ? Inner(definition, parent, selections, type.GetNamedType(), isList ? null : size) : CostSelection.Empty;
        var values = (definition.Arguments ?? [])
            .Select(argument => (Value: field.Arguments?.ValueFor(argument.Name), Each: FieldCosts.PerValueOf(argument)))
            .Where(argument => argument is { Value: not null, Each: not null })
            .Select(argument => (argument.Value!, argument.Each!.Value))
            .ToList();
        return new(
            (field.Alias?.Name ?? field.Name).StringValue,
            FieldCosts.WeightOf(definition, parent, schema),
            values.Count == 0 ? ValuesOf.None : new(values),
            items,
            conditions,
            inner);
    }

    CostSelection Inner(FieldType definition, IGraphType parent, GraphQLSelectionSet selections, IGraphType type, IAmount? page)
    {
        var isIntrospection = IntrospectionCosts.IsRoot(definition, schema) || parent.Name.StartsWith("__", StringComparison.Ordinal);
        if (!isIntrospection)
        {
            return Select(selections, type, page);
        }

        _asksForSchema = true;
        _introspection.Add(definition.Name);
        var inner = Select(selections, type, page);
        _introspection.RemoveAt(_introspection.Count - 1);
        return inner;
    }

    FixedAmount? ListSize(FieldType definition, IGraphType parent) =>
        (FieldCosts.ListSizeOf(definition) ?? IntrospectionCosts.ListSizeOf(definition, parent, _introspection, schema)) is { } size ? new(size) : null;

    FieldType? DefinitionOf(GraphQLField field, IGraphType parent) => field.Name.StringValue switch
    {
        "__typename" => schema.TypeNameMetaFieldType,
        "__schema" when parent == schema.Query => schema.SchemaMetaFieldType,
        "__type" when parent == schema.Query => schema.TypeMetaFieldType,
        var name => (parent as IComplexGraphType)?.Fields.Find(name),
    };

    static bool IsList(IGraphType type) => (type is NonNullGraphType wrapped ? wrapped.ResolvedType : type) is ListGraphType;

    static IReadOnlyList<CostCondition> Conditions(ASTNode selection, IReadOnlyList<CostCondition> outer)
    {
        if ((selection as IHasDirectivesNode)?.Directives?.Items is not { Count: > 0 } directives)
        {
            return outer;
        }

        return
        [
            .. outer,
            .. directives.Where(directive => directive.Name.StringValue is "include" or "skip")
                .Select(directive => new CostCondition(directive.Arguments?.ValueFor("if"), directive.Name.StringValue == "include")),
        ];
    }

    sealed record Found(IAmount? Page)
    {
        public List<CostNode> Always { get; } = [];

        public Dictionary<string, List<CostNode>> ByType { get; } = [];

        public List<CostNode> Of(string? type)
        {
            if (type is null)
            {
                return Always;
            }

            if (!ByType.TryGetValue(type, out var nodes))
            {
                ByType[type] = nodes = [];
            }

            return nodes;
        }
    }
}
