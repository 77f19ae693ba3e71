using ContentHub.Api.Scalars;
using GraphQL.Types;

namespace ContentHub.Delivery.Filters;

/// <summary>The graph types of values in filters, in one place.</summary>
internal static class FilterScalars
{
    public static readonly Type String = typeof(StringGraphType);
    public static readonly Type Id = typeof(IdGraphType);
    public static readonly Type Boolean = typeof(BooleanGraphType);
    public static readonly Type Float = typeof(FloatGraphType);
    public static readonly Type DateTime = typeof(DateTimeScalar);
    public static readonly Type Date = typeof(DateScalar);

    public static Type Enum(Type type) => typeof(Api.EnumType<>).MakeGenericType(type);

    public static Type NonNull(Type type) => typeof(NonNullGraphType<>).MakeGenericType(type);

    public static Type ListOf(Type type) => typeof(ListGraphType<>).MakeGenericType(NonNull(type));
}
