using ContentHub.Delivery.Fields;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Delivery.Plans;

/// <summary>What all parts of one plan share while it is compiled.</summary>
/// <param name="conditions">Of <c>@include</c> and <c>@skip</c>: the values of their variables. A plan is compiled for one combination of them.</param>
/// <param name="slots">Where the operation's variables stand among those that are bound.</param>
/// <param name="store">For parts that stay the same.</param>
/// <param name="arguments">For arguments that were read once.</param>
internal sealed class PlanScope(ISchema schema, GraphQLDocument document, IReadOnlyDictionary<string, bool> conditions, IReadOnlyDictionary<string, int> slots, PartStore store, ReadArguments arguments)
{
    /// <summary>Fields of one plan, those of an interface counted for every type that has it.</summary>
    public const int FieldsMax = 10_000;

    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = document.Definitions
        .OfType<GraphQLFragmentDefinition>()
        .DistinctBy(fragment => fragment.FragmentName.Name.StringValue)
        .ToDictionary(fragment => fragment.FragmentName.Name.StringValue);

    private readonly Dictionary<ObjectPart, (object Compiled, Lasts Lasts)> _objects = [];
    private int _withView;
    private int _once;

    public PartStore Store => store;

    public ReadArguments Arguments => arguments;

    public ISchema Schema => schema;

    public GraphQLDocument Document => document;

    public IReadOnlyDictionary<string, int> Slots => slots;

    /// <summary>How many fields the plan has by now.</summary>
    public int Fields { get; private set; }

    /// <summary>Says of the field that is being compiled for how long its value is the same.</summary>
    public void Count(Lasts lasts)
    {
        _withView += lasts == Lasts.WithView ? 1 : 0;
        _once += lasts == Lasts.Once ? 1 : 0;
    }

    /// <summary>For how long all that <paramref name="compile"/> compiles is the same.</summary>
    public Lasts LastsOf<T>(Func<T> compile, out T compiled)
    {
        var (withView, once) = (_withView, _once);
        compiled = compile();
        return _once > once ? Lasts.Once : _withView > withView ? Lasts.WithView : Lasts.Always;
    }

    public GraphQLFragmentDefinition Fragment(GraphQLFragmentSpread spread) =>
        _fragments.GetValueOrDefault(spread.FragmentName.Name.StringValue) ?? throw new NoPlanException("A fragment is missing.");

    public void CountField()
    {
        if (++Fields > FieldsMax)
        {
            throw new NoPlanException("It has too many fields.");
        }
    }

    /// <summary>Whether a selection counts for this combination of conditions.</summary>
    public bool Includes(ASTNode selection)
    {
        var included = true;
        foreach (var directive in (selection as IHasDirectivesNode)?.Directives?.Items ?? [])
        {
            var holds = directive.Arguments?.ValueFor("if") switch
            {
                GraphQLBooleanValue literal => literal.BoolValue,
                GraphQLVariable { Name.StringValue: var name } when conditions.TryGetValue(name, out var value) => value,
                _ => throw new NoPlanException("A condition is irregular."),
            };
            included &= directive.Name.StringValue switch
            {
                "include" => holds,
                "skip" => !holds,
                _ => throw new NoPlanException("A directive is unknown."),
            };
        }

        return included;
    }

    /// <summary>The same selections of the same type are compiled once, however many ways lead to them: else ways through interfaces would multiply.</summary>
    public PlannedObject<T> ObjectOf<T>(ObjectGraphType<T> type, IReadOnlyList<GraphQLSelectionSet> sets, Func<PlannedObject<T>> compile)
    {
        var part = new ObjectPart(type, sets);
        if (_objects.TryGetValue(part, out var known))
        {
            Count(known.Lasts);
            return (PlannedObject<T>)known.Compiled;
        }

        var lasts = LastsOf(compile, out var compiled);
        _objects[part] = (compiled, lasts);
        return compiled;
    }

    private sealed class ObjectPart(IObjectGraphType type, IReadOnlyList<GraphQLSelectionSet> sets) : IEquatable<ObjectPart>
    {
        private readonly IObjectGraphType _type = type;
        private readonly IReadOnlyList<GraphQLSelectionSet> _sets = sets;

        public bool Equals(ObjectPart? other) => other is not null && ReferenceEquals(_type, other._type) && _sets.SequenceEqual(other._sets, ReferenceEqualityComparer.Instance);

        public override bool Equals(object? obj) => Equals(obj as ObjectPart);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_type));
            foreach (var set in _sets)
            {
                hash.Add(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(set));
            }

            return hash.ToHashCode();
        }
    }
}
