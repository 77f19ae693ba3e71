using System.Reflection;
using ContentHub.Api.Records;
using ContentHub.Delivery.Fields;
using GraphQL.Types;

namespace ContentHub.Delivery.Plans;

/// <summary>Fields of records that are read as they are: each is a property.</summary>
internal static class RecordPlans
{
    public static Write<T> Compile<T>(PlanSelection selection, FieldType field)
    {
        var property = RecordFields.Of(typeof(T)).First(p => p.Name == field.Name).Info;
        if (typeof(T).IsValueType || property.GetMethod is not { } get)
        {
            throw new NoPlanException($"{typeof(T).Name} is no class.");
        }

        var compile = typeof(RecordPlans).GetMethod(nameof(Of), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(typeof(T), property.PropertyType);
        return (Write<T>)compile.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [selection, field, get], null)!;
    }

    private static Write<T> Of<T, TProperty>(PlanSelection selection, FieldType field, MethodInfo getter)
    {
        var get = getter.CreateDelegate<Func<T, TProperty>>();
        var write = ShapeOf<TProperty>(field.ResolvedType!).Compile(selection, field.ResolvedType!);
        return (record, run) => write(get(record), run);
    }

    private static Shape<TProperty> ShapeOf<TProperty>(IGraphType type)
    {
        var isOptional = type is not NonNullGraphType;
        if (type.Bare() is ListGraphType list)
        {
            return isOptional || list.ResolvedType is not NonNullGraphType ? throw new NoPlanException("Nothing declares a list that may be null, or hold one.") : Shape.Of<TProperty>();
        }

        return typeof(TProperty).IsValueType || !isOptional
            ? Shape.Of<TProperty>()
            : (Shape<TProperty>)typeof(Shape).GetMethod(nameof(Shape.OptionalOf))!.MakeGenericMethod(typeof(TProperty)).Invoke(null, null)!;
    }
}
