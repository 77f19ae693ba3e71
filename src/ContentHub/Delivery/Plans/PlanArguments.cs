using ContentHub.Api.Execution;
using ContentHub.Delivery.Fields;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Delivery.Plans;

/// <summary>How a field's arguments are found when a plan runs: those without variables are read once, when it is compiled.</summary>
internal static class PlanArguments
{
    /// <returns>A function that reads the arguments of one request.</returns>
    public static Func<PlanRun, T> Compile<T>(Arguments<T> arguments, PlanSelection selection, FieldType field, GraphQLField node)
    {
        var scope = selection.Scope;
        var given = node.Arguments?.Items ?? [];
        if (given.TrueForAll(argument => !HasVariable(argument.Value)))
        {
            var constant = arguments.Read(Engine(scope, field, node, node.Arguments, null));
            return _ => constant;
        }

        var declared = (field.Arguments ?? throw new NoPlanException("There are no arguments.")).ToList();
        if (given.TrueForAll(argument => IsPlain(declared.Find(d => d.Name == argument.Name.StringValue), argument.Value)))
        {
            var places = Places(scope, field, node, declared);
            return run => arguments.Read(new BoundArguments(places, run.Variables));
        }

        return scope.Arguments.Remembering(run => arguments.Read(Engine(scope, field, node, node.Arguments, run.Variables)), given, scope.Slots);
    }

    /// <summary>As the executor reads them, by its own means.</summary>
    private static IArguments Engine(PlanScope scope, FieldType field, GraphQLField node, GraphQLArguments? given, BoundVariables? variables)
    {
        var values = ExecutionHelper.GetArguments(field.Arguments, given, variables?.Engine, scope.Document, node, null);
        return new ExecutorArguments(new ResolveFieldContext { Arguments = values, FieldDefinition = field, Schema = scope.Schema });
    }

    private static bool HasVariable(GraphQLValue value) => !Api.Limits.GivenVariables.IsFixed(value);

    /// <summary>Holds no variable, or is one and stands for a single value.</summary>
    private static bool IsPlain(QueryArgument? declared, GraphQLValue value) => declared is { Parser: null, Validator: null } && (!HasVariable(value)
        || (value is GraphQLVariable && declared.ResolvedType!.Bare() is ScalarGraphType));

    private static ArgumentPlace[] Places(PlanScope scope, FieldType field, GraphQLField node, List<QueryArgument> declared)
    {
        var constants = new GraphQLArguments([.. node.Arguments!.Items.Where(argument => !HasVariable(argument.Value))]);
        var values = ExecutionHelper.GetArguments(field.Arguments, constants, null, scope.Document, node, null)!;
        return [.. declared.Select(argument => new ArgumentPlace(
            argument.Name,
            node.Arguments.ValueFor(argument.Name) is GraphQLVariable variable ? scope.Slots[variable.Name.StringValue] : -1,
            values[argument.Name].Value,
            argument.ResolvedType!))];
    }
}

/// <param name="Slot">Of the variable that gives the value; negative where none does.</param>
/// <param name="Constant">The value, or what is taken where the variable was not sent.</param>
internal sealed record ArgumentPlace(string Name, int Slot, object? Constant, IGraphType Type);

/// <summary>Arguments of one field of one request.</summary>
internal sealed class BoundArguments(ArgumentPlace[] places, BoundVariables variables) : IArguments
{
    public T Get<T>(string name)
    {
        foreach (var place in places)
        {
            if (place.Name == name)
            {
                return Read<T>(place);
            }
        }

        return default!;
    }

    private T Read<T>(ArgumentPlace place)
    {
        var value = place.Slot >= 0 && variables[place.Slot] is var sent && sent != BoundVariables.Absent ? sent : place.Constant;
        return value switch
        {
            T ready => ready,
            null when place.Type is NonNullGraphType => throw PlanBailout.Null,
            null => default!,
            _ => (T)value.GetPropertyValue(typeof(T), place.Type)!,
        };
    }
}
