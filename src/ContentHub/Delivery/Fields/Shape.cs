using ContentHub.Api;
using ContentHub.Api.Fields;
using ContentHub.Api.Scalars;
using GraphQL.Types;

namespace ContentHub.Delivery.Fields;

/// <summary>
/// How values of one CLR type appear to readers: the graph type, and what the executor is given.
/// The shape follows from the type of a selector's value, so that a field is declared once for every engine that answers it.
/// </summary>
public abstract class Shape<T>
{
    public abstract Type GraphType { get; }

    public abstract object? ForExecutor(T value);
}

internal sealed class Leaf<T>(Type graphType, Func<T, object?> forExecutor) : Shape<T>
{
    public override Type GraphType { get; } = typeof(NonNullGraphType<>).MakeGenericType(graphType);

    public override object? ForExecutor(T value) => forExecutor(value);
}

internal sealed class OptionalValue<T>(Shape<T> of) : Shape<T?>
    where T : struct
{
    public override Type GraphType => of.GraphType.GenericTypeArguments[0];

    public override object? ForExecutor(T? value) => value is { } present ? of.ForExecutor(present) : null;
}

internal sealed class ListOf<T>(Shape<T> of) : Shape<IReadOnlyList<T>>
{
    public override Type GraphType { get; } = typeof(NonNullGraphType<>).MakeGenericType(typeof(ListGraphType<>).MakeGenericType(of.GraphType));

    public override object? ForExecutor(IReadOnlyList<T> value) => value.Select(of.ForExecutor);
}

/// <summary>An object, interface or union; the schema knows which by the CLR type.</summary>
internal sealed class ObjectOf<T>(bool isOptional) : Shape<T>
{
    public override Type GraphType => isOptional ? typeof(GraphQLClrOutputTypeReference<T>) : typeof(NonNullGraphType<GraphQLClrOutputTypeReference<T>>);

    public override object? ForExecutor(T value) => value;
}

internal sealed class OptionalReference<T>(Shape<T> of) : Shape<T?>
    where T : class
{
    public override Type GraphType => of.GraphType.GenericTypeArguments[0];

    public override object? ForExecutor(T? value) => value is null ? null : of.ForExecutor(value);
}

/// <summary>A global id, to tell it from text.</summary>
public readonly record struct GlobalId(string Value);

/// <summary>An entry, or nothing in its place.</summary>
internal sealed class OptionalEntryShape : Shape<Queries.OptionalEntry>
{
    public override Type GraphType => typeof(GraphQLClrOutputTypeReference<Queries.NodeMarker>);

    public override object? ForExecutor(Queries.OptionalEntry value) => value.Entry;
}

/// <summary>Finds the shape of a CLR type.</summary>
public static class Shape
{
    public static Shape<T> Of<T>() => (Shape<T>)Of(typeof(T));

    /// <summary>For a reference type that may be null: C# does not tell the two apart at run time.</summary>
    public static Shape<T?> OptionalOf<T>()
        where T : class =>
        Scalars.GraphTypes.ContainsKey(typeof(T)) ? new OptionalReference<T>(Of<T>()) : (Shape<T?>)(object)new ObjectOf<T>(isOptional: true);

    private static object Of(Type type) => type switch
    {
        _ when type == typeof(Text) => new Leaf<Text>(Scalars.GraphTypes[type], v => v.ToString()),
        _ when type == typeof(DeliveryType) => new Leaf<DeliveryType>(typeof(EntryTypeEnum), v => v),
        _ when type == typeof(Queries.OptionalEntry) => new OptionalEntryShape(),
        _ when type == typeof(GlobalId) => new Leaf<GlobalId>(typeof(IdGraphType), v => v.Value),
        _ when type == typeof(Guid) => new Leaf<Guid>(Scalars.GraphTypes[type], v => v.ToString()),
        _ when Scalars.GraphTypes.TryGetValue(type, out var graphType) => New(typeof(Leaf<>), type, graphType, Boxing(type)),
        { IsEnum: true } => New(typeof(Leaf<>), type, typeof(EnumType<>).MakeGenericType(type), Boxing(type)),
        _ when Nullable.GetUnderlyingType(type) is { } of => New(typeof(OptionalValue<>), of, Of(of)),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) =>
            New(typeof(ListOf<>), type.GenericTypeArguments[0], Of(type.GenericTypeArguments[0])),
        _ => New(typeof(ObjectOf<>), type, false),
    };

    private static object Boxing(Type type) => typeof(Shape).GetMethod(nameof(Box), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
        .MakeGenericMethod(type).CreateDelegate(typeof(Func<,>).MakeGenericType(type, typeof(object)));

    private static object? Box<T>(T value) => value;

    private static object New(Type open, Type of, params object[] arguments) => Activator.CreateInstance(open.MakeGenericType(of), arguments)!;
}
