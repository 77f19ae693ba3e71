using System.Text;
using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Api.Fields;
using ContentHub.Api.Scalars;
using ContentHub.Delivery.Plans;
using GraphQL.Types;

namespace ContentHub.Delivery.Fields;

/// <summary>
/// How values of one CLR type appear to readers: the graph type, what the executor is given, and what a plan writes.
/// The shape follows from the type of a selector's value, so that a field is declared once for every engine that answers it.
/// </summary>
public abstract class Shape<T>
{
    public abstract Type GraphType { get; }

    public abstract object? ForExecutor(T value);

    /// <param name="selection">What is asked of the value.</param>
    /// <param name="type">As the schema has it: an instance of <see cref="GraphType"/>.</param>
    /// <exception cref="NoPlanException">A plan cannot write it.</exception>
    internal abstract Write<T> Compile(PlanSelection selection, IGraphType type);

    /// <summary>The same for one of several.</summary>
    internal virtual WriteAt<T> CompileAt(PlanSelection selection, IGraphType type)
    {
        var write = Compile(selection, type);
        return (values, at, run) => write(values[at], run);
    }
}

/// <param name="write">Never given a null.</param>
internal sealed class Leaf<T>(Type graphType, Func<T, object?> forExecutor, Action<AnswerBuffer, T>? write) : Shape<T>
{
    public override Type GraphType { get; } = typeof(NonNullGraphType<>).MakeGenericType(graphType);

    public override object? ForExecutor(T value) => forExecutor(value);

    internal override Write<T> Compile(PlanSelection selection, IGraphType type)
    {
        var leaf = write ?? throw new NoPlanException($"Nothing writes a {typeof(T).Name}.");
        return (value, run) => leaf(run.Answer, value ?? throw PlanBailout.Null);
    }
}

internal sealed class OptionalValue<T>(Shape<T> of) : Shape<T?>
    where T : struct
{
    public override Type GraphType => of.GraphType.GenericTypeArguments[0];

    public override object? ForExecutor(T? value) => value is { } present ? of.ForExecutor(present) : null;

    internal override Write<T?> Compile(PlanSelection selection, IGraphType type)
    {
        var write = of.Compile(selection, type);
        return (value, run) =>
        {
            if (value is { } present)
            {
                write(present, run);
            }
            else
            {
                run.Answer.Null();
            }
        };
    }
}

internal sealed class ListOf<T>(Shape<T> of) : Shape<IReadOnlyList<T>>
{
    public override Type GraphType { get; } = typeof(NonNullGraphType<>).MakeGenericType(typeof(ListGraphType<>).MakeGenericType(of.GraphType));

    public override object? ForExecutor(IReadOnlyList<T> value) => value.Select(of.ForExecutor);

    internal override Write<IReadOnlyList<T>> Compile(PlanSelection selection, IGraphType type)
    {
        var write = of.CompileAt(selection, ((ListGraphType)type.Bare()).ResolvedType!);
        return (values, run) =>
        {
            var (answer, count) = (run.Answer, (values ?? throw PlanBailout.Null).Count);
            answer.Raw("["u8);
            for (var i = 0; i < count; i++)
            {
                if (i > 0)
                {
                    answer.Raw(","u8);
                }

                write(values, i, run);
            }

            answer.Raw("]"u8);
        };
    }
}

/// <summary>An object, interface or union; the schema knows which by the CLR type.</summary>
internal sealed class ObjectOf<T>(bool isOptional) : Shape<T>
{
    public override Type GraphType => isOptional ? typeof(GraphQLClrOutputTypeReference<T>) : typeof(NonNullGraphType<GraphQLClrOutputTypeReference<T>>);

    public override object? ForExecutor(T value) => value;

    internal override WriteAt<T> CompileAt(PlanSelection selection, IGraphType type) =>
        typeof(T).IsAssignableTo(typeof(PublishedEntry)) && type.Bare() is ObjectGraphType<T> entries ? selection.CompileListed(entries) : base.CompileAt(selection, type);

    internal override Write<T> Compile(PlanSelection selection, IGraphType type)
    {
        var write = selection.CompileObject<T>(type.Bare());
        return (value, run) =>
        {
            if (value is not null)
            {
                write(value, run);
            }
            else if (isOptional)
            {
                run.Answer.Null();
            }
            else
            {
                throw PlanBailout.Null;
            }
        };
    }
}

internal sealed class OptionalReference<T>(Shape<T> of) : Shape<T?>
    where T : class
{
    public override Type GraphType => of.GraphType.GenericTypeArguments[0];

    public override object? ForExecutor(T? value) => value is null ? null : of.ForExecutor(value);

    internal override Write<T?> Compile(PlanSelection selection, IGraphType type)
    {
        var write = of.Compile(selection, type);
        return (value, run) =>
        {
            if (value is null)
            {
                run.Answer.Null();
            }
            else
            {
                write(value, run);
            }
        };
    }
}

/// <summary>A global id, to tell it from text.</summary>
public readonly record struct GlobalId(string Value);

/// <summary>The global id of an entry: written as it is asked for, since to keep them all as texts would take a tenth of the snapshot.</summary>
public readonly record struct EntryGlobalId(NodeId Id)
{
    internal void WriteTo(AnswerBuffer answer)
    {
        Span<byte> utf8 = stackalloc byte[NodeId.CharactersMax + 2];
        utf8[0] = (byte)'"';
        var length = Id.Format(utf8[1..]) + 1;
        utf8[length] = (byte)'"';
        answer.Raw(utf8[..(length + 1)]);
    }
}

/// <summary>An entry, or nothing in its place.</summary>
internal sealed class OptionalEntryShape : Shape<Queries.OptionalEntry>
{
    public override Type GraphType => typeof(GraphQLClrOutputTypeReference<Queries.NodeMarker>);

    public override object? ForExecutor(Queries.OptionalEntry value) => value.Entry;

    internal override Write<Queries.OptionalEntry> Compile(PlanSelection selection, IGraphType type)
    {
        var write = selection.CompileObject<PublishedEntry>(type.Bare());
        return (value, run) =>
        {
            if (value.Entry is { } entry)
            {
                write(entry, run);
            }
            else
            {
                run.Answer.Null();
            }
        };
    }
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
        _ when type == typeof(Text) => new Leaf<Text>(Scalars.GraphTypes[type], v => v.ToString(), (answer, v) => answer.Raw(v.Json)),
        _ when type == typeof(DeliveryType) => new Leaf<DeliveryType>(typeof(EntryTypeEnum), v => v, (answer, v) => answer.Text(v.Name)),
        _ when type == typeof(Queries.OptionalEntry) => new OptionalEntryShape(),
        _ when type == typeof(GlobalId) => new Leaf<GlobalId>(typeof(IdGraphType), v => v.Value, (answer, v) => answer.Text(v.Value)),
        _ when type == typeof(EntryGlobalId) => new Leaf<EntryGlobalId>(typeof(IdGraphType), v => v.Id.ToString(), (answer, v) => v.WriteTo(answer)),
        _ when type == typeof(Guid) => new Leaf<Guid>(Scalars.GraphTypes[type], v => v.ToString(), (answer, v) => answer.Plain(v)),
        _ when Scalars.GraphTypes.TryGetValue(type, out var graphType) => New(typeof(Leaf<>), type, graphType, Boxing(type), LeafWriters.Of(type)),
        { IsEnum: true } => New(typeof(Leaf<>), type, typeof(EnumType<>).MakeGenericType(type), Boxing(type), LeafWriters.OfEnum(type)),
        _ when Nullable.GetUnderlyingType(type) is { } of => New(typeof(OptionalValue<>), of, Of(of)),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) =>
            New(typeof(ListOf<>), type.GenericTypeArguments[0], Of(type.GenericTypeArguments[0])),
        _ => New(typeof(ObjectOf<>), type, false),
    };

    private static object Boxing(Type type) => typeof(Shape).GetMethod(nameof(Box), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
        .MakeGenericMethod(type).CreateDelegate(typeof(Func<,>).MakeGenericType(type, typeof(object)));

    private static object? Box<T>(T value) => value;

    private static object New(Type open, Type of, params object?[] arguments) => Activator.CreateInstance(open.MakeGenericType(of), arguments)!;
}

/// <summary>How plans write the scalars and enums, as the graph types of the same values do.</summary>
internal static class LeafWriters
{
    private static readonly Dictionary<Type, object> Scalars = new()
    {
        [typeof(string)] = new Action<AnswerBuffer, string>((answer, v) => answer.Text(v)),
        [typeof(int)] = new Action<AnswerBuffer, int>((answer, v) => answer.Number(v)),
        [typeof(double)] = new Action<AnswerBuffer, double>((answer, v) => answer.Number(double.IsFinite(v) ? v : throw PlanBailout.Null)),
        [typeof(bool)] = new Action<AnswerBuffer, bool>((answer, v) => answer.Flag(v)),
        [typeof(DateTimeOffset)] = new Action<AnswerBuffer, DateTimeOffset>((answer, v) => answer.Moment(v)),
        [typeof(DateOnly)] = new Action<AnswerBuffer, DateOnly>((answer, v) => answer.Plain(v, DateScalar.Pattern)),
        [typeof(Uri)] = new Action<AnswerBuffer, Uri>((answer, v) => answer.Text(v.OriginalString)),
        [typeof(CountryCode)] = new Action<AnswerBuffer, CountryCode>((answer, v) => answer.Text(v.Value ?? throw PlanBailout.Null)),
    };

    /// <returns>Null for what readers never get.</returns>
    public static object? Of(Type scalar) => Scalars.GetValueOrDefault(scalar);

    public static object OfEnum(Type type) => typeof(LeafWriters).GetMethod(nameof(Enum), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
        .MakeGenericMethod(type).Invoke(null, null)!;

    private static Action<AnswerBuffer, T> Enum<T>()
        where T : struct, Enum
    {
        var names = System.Enum.GetValues<T>().ToDictionary(v => v, v => Encoding.UTF8.GetBytes($"\"{EnumNames.Of(v)}\""));
        return (answer, value) => answer.Raw(names[value]);
    }
}
