using System.Text;
using ContentHub.Delivery.Fields;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Delivery.Plans;

/// <summary>What is asked of a value while a plan is compiled: one or more selections that are answered together.</summary>
internal sealed class PlanSelection(PlanScope scope, IReadOnlyList<GraphQLSelectionSet> sets)
{
    public PlanScope Scope => scope;

    /// <param name="type">Without a non-null around it: an object or an interface.</param>
    public Write<T> CompileObject<T>(IGraphType type) => type switch
    {
        ObjectGraphType<T> concrete when typeof(T) != typeof(object) => CompileConcrete(concrete).Write,
        IAbstractGraphType several => CompileAbstract<T>(several),
        IObjectGraphType other => CompileErased<T>(other),
        _ => throw new NoPlanException($"{type.Name} is no object."),
    };

    /// <summary>The operation itself, which has no source.</summary>
    public Write<object?> CompileRoot(IObjectGraphType type) => (Write<object?>)(object)(Write<object>)CompileConcrete((ObjectGraphType<object>)type).Write;

    /// <summary>One entry of a page of them.</summary>
    public WriteAt<T> CompileListed<T>(ObjectGraphType<T> type) => CompileConcrete(type).WriteAt;

    private Write<T> CompileErased<T>(IObjectGraphType type)
    {
        var write = Erased(type);
        return (value, run) => write(value!, run);
    }

    /// <summary>By the type of the value at run time, as the engine finds it: the types of an interface have readings that derive from no other's.</summary>
    private Write<T> CompileAbstract<T>(IAbstractGraphType type)
    {
        var possible = type.PossibleTypes.ToArray();
        var readings = possible.Select(SourceOf).ToArray();
        var overlap = readings.Any(one => readings.Any(other => one != other && one.IsAssignableFrom(other))) || readings.Distinct().Count() != readings.Length;
        if (overlap)
        {
            throw new NoPlanException($"{type.Name} has types that cannot be told apart.");
        }

        var writes = possible.Select(Erased).ToArray();
        return (value, run) =>
        {
            var index = Array.IndexOf(readings, value!.GetType());
            (index >= 0 ? writes[index] : throw new PlanBailout("The type is unknown."))(value, run);
        };
    }

    private Write<object> Erased(IObjectGraphType type) =>
        ((IErased)Activator.CreateInstance(typeof(ErasedOf<>).MakeGenericType(SourceOf(type)))!).Compile(this, type);

    private static Type SourceOf(IObjectGraphType type)
    {
        for (var graph = type.GetType(); graph is not null; graph = graph.BaseType)
        {
            if (graph.IsGenericType && graph.GetGenericTypeDefinition() == typeof(ObjectGraphType<>) && graph.GenericTypeArguments[0] is var source && source != typeof(object))
            {
                return source;
            }
        }

        throw new NoPlanException($"{type.Name} has no reading of its own.");
    }

    private PlannedObject<T> CompileConcrete<T>(ObjectGraphType<T> type) => scope.ObjectOf(type, sets, () =>
    {
        // What is the same for every value, keys and the type's name, is put together beforehand.
        var (fields, constant) = (new List<(PlannedField<T> Field, Lasts Lasts)>(), "{");
        foreach (var field in Collect(type))
        {
            scope.CountField();
            constant += $"{(constant == "{" ? "" : ",")}\"{field.Key}\":";
            if (field.Node.Name.StringValue == "__typename")
            {
                constant += $"\"{type.Name}\"";
                continue;
            }

            var lasts = scope.LastsOf(() => Compile(type, field), out var write);
            fields.Add((new(Encoding.UTF8.GetBytes(constant), write), lasts));
            constant = "";
        }

        PlannedField<T>[] planned = typeof(T).IsAssignableTo(typeof(PublishedEntry)) ? [.. Joined(fields)] : [.. fields.Select(f => f.Field)];
        return new PlannedObject<T>(planned, Encoding.UTF8.GetBytes($"{constant}}}"));
    });

    /// <summary>Neighbours that follow from the entry, or from the entry and the view, become one.</summary>
    private IEnumerable<PlannedField<T>> Joined<T>(IReadOnlyList<(PlannedField<T> Field, Lasts Lasts)> fields, bool isWithin = false)
    {
        var lasts = isWithin ? Lasts.Always : Lasts.WithView;
        for (var i = 0; i < fields.Count; i++)
        {
            var together = fields.Skip(i).TakeWhile(f => f.Lasts <= lasts).ToArray();
            yield return together.Length == 0 ? fields[i].Field
                : Array.TrueForAll(together, f => f.Lasts == Lasts.Always) ? new([], new FixedFields<T>([.. together.Select(f => f.Field)], scope.Store).Write)
                : ViewFields<T>.Of([.. Joined(together, isWithin: true)], scope.Store);
            i += Math.Max(0, together.Length - 1);
        }
    }

    private Write<T> Compile<T>(ObjectGraphType<T> type, CollectedField collected)
    {
        var (node, name) = (collected.Node, collected.Node.Name.StringValue);
        var inner = new PlanSelection(scope, collected.Sets);
        return type.Fields.Find(name) switch
        {
            { Resolver: IPlannedField<T> planned } field => planned.Compile(inner, field, node),
            { } field when type is Api.Records.RecordType<T> => RecordPlans.Compile<T>(inner, field),
            _ => throw new NoPlanException($"{type.Name}.{name} is no field of delivery."),
        };
    }

    /// <summary>The specification's CollectFields (6.3.2): fields of one response key are one field, which stands where the first of them stood.</summary>
    private IEnumerable<CollectedField> Collect(IObjectGraphType type)
    {
        var found = new OrderedDictionary<string, CollectedField>();
        foreach (var set in sets)
        {
            Collect(set, type, found);
        }

        return found.Values;
    }

    private void Collect(GraphQLSelectionSet set, IObjectGraphType type, OrderedDictionary<string, CollectedField> found)
    {
        foreach (var selection in set.Selections)
        {
            if (!scope.Includes(selection))
            {
                continue;
            }

            switch (selection)
            {
                case GraphQLField field:
                    var key = (field.Alias?.Name ?? field.Name).StringValue;
                    if (!found.TryGetValue(key, out var first))
                    {
                        found[key] = first = new(key, field, []);
                    }

                    if (field.SelectionSet is { } inner && !first.Sets.Contains(inner))
                    {
                        first.Sets.Add(inner);
                    }

                    break;
                case GraphQLInlineFragment fragment when Applies(fragment.TypeCondition, type):
                    Collect(fragment.SelectionSet, type, found);
                    break;
                case GraphQLFragmentSpread spread when scope.Fragment(spread) is var fragment && scope.Includes(fragment) && Applies(fragment.TypeCondition, type):
                    Collect(fragment.SelectionSet, type, found);
                    break;
            }
        }
    }

    private bool Applies(GraphQLTypeCondition? condition, IObjectGraphType type) =>
        condition is null || scope.Schema.AllTypes[condition.Type.Name] switch
        {
            IAbstractGraphType several => several.PossibleTypes.Contains(type),
            var named => ReferenceEquals(named, type),
        };

    private sealed record CollectedField(string Key, GraphQLField Node, List<GraphQLSelectionSet> Sets);

    private interface IErased
    {
        Write<object> Compile(PlanSelection selection, IObjectGraphType type);
    }

    private sealed class ErasedOf<T> : IErased
    {
        public Write<object> Compile(PlanSelection selection, IObjectGraphType type)
        {
            var write = selection.CompileConcrete((ObjectGraphType<T>)type).Write;
            return (value, run) => write((T)value, run);
        }
    }
}

internal static class GraphTypes
{
    /// <summary>The type within a non-null.</summary>
    public static IGraphType Bare(this IGraphType type) => type is NonNullGraphType wrapped ? wrapped.ResolvedType! : type;
}
