using ContentHub.Delivery.Plans;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Delivery.Fields;

/// <summary>Where the arguments of one field are read from.</summary>
public interface IArguments
{
    /// <summary>The value, its default, or null where it was left out.</summary>
    T Get<T>(string name);
}

/// <summary>One or more arguments, declared and read together.</summary>
public sealed record Arguments<T>(Func<IArguments, T> Read, params QueryArgument[] Declared);

/// <summary>No arguments.</summary>
public readonly record struct None;

/// <summary>One delivery field: a selector and the shape of its value. Readers' fields are declared through this and through nothing else.</summary>
internal sealed class DeliveryField<TSource, TArguments, T>(
    Arguments<TArguments> arguments, Func<TSource, TArguments, Request, T> get, Shape<T> shape, Lasting<TSource> lasting) : IFieldResolver, IPlannedField<TSource>
{
    public ValueTask<object?> ResolveAsync(IResolveFieldContext context) =>
        new(shape.ForExecutor(get((TSource)context.Source!, arguments.Read(new ExecutorArguments(context)), Request.Of(context))));

    public Write<TSource> Compile(PlanSelection selection, FieldType field, GraphQLField node)
    {
        var write = shape.Compile(selection, field.ResolvedType!);
        selection.Scope.Count(lasting.Kind);
        if (lasting.IsOfOrigin)
        {
            return (source, run) =>
            {
                run.RestsOnOrigin();
                write(get(source, default!, run.Request), run);
            };
        }
        else if (lasting.RestsOn is { } restsOn)
        {
            return (source, run) =>
            {
                run.RestsOn(restsOn(source));
                write(get(source, default!, run.Request), run);
            };
        }

        if (arguments.Declared.Length == 0)
        {
            return (source, run) => write(get(source, default!, run.Request), run);
        }

        var read = PlanArguments.Compile(arguments, selection, field, node);
        return (source, run) => write(get(source, read(run), run.Request), run);
    }
}

/// <summary>A root field whose value may have to be fetched first: what readers saw in the past, or the log.</summary>
/// <param name="isAtHand">Whether its value with these arguments is at hand, so that a plan can write it; null: never.</param>
internal sealed class AsyncDeliveryField<TArguments, T>(Arguments<TArguments> arguments, Func<TArguments, Request, ValueTask<T>> get, Shape<T> shape, Func<TArguments, bool>? isAtHand = null)
    : IFieldResolver, IPlannedField<object>
{
    public async ValueTask<object?> ResolveAsync(IResolveFieldContext context) =>
        shape.ForExecutor(await get(arguments.Read(new ExecutorArguments(context)), Request.Of(context)));

    public Write<object> Compile(PlanSelection selection, FieldType field, GraphQLField node)
    {
        var atHand = isAtHand ?? throw new NoPlanException($"{field.Name} is fetched.");
        selection.Scope.Count(Lasts.Once);
        var write = shape.Compile(selection, field.ResolvedType!);
        var read = PlanArguments.Compile(arguments, selection, field, node);
        return (_, run) =>
        {
            var given = read(run);
            write(Ready(atHand(given) ? get(given, run.Request) : throw new PlanBailout("It has to be fetched.")), run);
        };
    }

    private static T Ready(ValueTask<T> value) => value.IsCompletedSuccessfully ? value.Result : throw new PlanBailout("It is not at hand.");
}

internal readonly struct ExecutorArguments(IResolveFieldContext context) : IArguments
{
    public TArgument Get<TArgument>(string name) =>
        context.Arguments is { } all && all.TryGetValue(name, out var argument) && argument.Value is TArgument value ? value : context.GetArgument<TArgument>(name);
}

/// <summary>How types declare their delivery fields.</summary>
public static class DeliveryFields
{
    private static readonly Arguments<None> NoArguments = new(_ => default);

    extension<TSource>(ComplexGraphType<TSource> type)
    {
        public void Field<T>(string name, string description, Func<TSource, T> get) =>
            type.Add(name, description, NoArguments, (source, _, _) => get(source), Shape.Of<T>(), Lasting<TSource>.Always);

        /// <param name="fixedWhile">The entries to which the value links, where it is the same for every request that sees all of them; null: it differs from request to request.</param>
        public void Field<T>(string name, string description, Func<TSource, Request, T> get, Func<TSource, IReadOnlyList<Guid>?>? fixedWhile = null) =>
            type.Add(name, description, NoArguments, (source, _, request) => get(source, request), Shape.Of<T>(), fixedWhile is null ? Lasting<TSource>.Once : Lasting<TSource>.WhileSeen(fixedWhile));

        /// <summary>An address of the site's pages: it follows from its source and the request's origin.</summary>
        public void Address<T>(string name, string description, Func<TSource, Request, T> get) =>
            type.Add(name, description, NoArguments, (source, _, request) => get(source, request), Shape.Of<T>(), Lasting<TSource>.OfOrigin);

        /// <summary>What relations lead to: the same for everybody who reads the same view.</summary>
        public void Relations<T>(string name, string description, Func<TSource, Relations, IReadOnlyList<T>> get)
            where T : class => type.Add(name, description, NoArguments, (source, _, request) => get(source, request.Relations), Shape.Of<IReadOnlyList<T>>(), Lasting<TSource>.WithView);

        /// <summary>What a relation leads to: the same for everybody who reads the same view.</summary>
        public void Relation<T>(string name, string description, Func<TSource, Relations, T?> get)
            where T : class => type.Add(name, description, NoArguments, (source, _, request) => get(source, request.Relations), Shape.OptionalOf<T>(), Lasting<TSource>.WithView);

        public void Field<TArguments, T>(string name, string description, Arguments<TArguments> arguments, Func<TSource, TArguments, Request, T> get) =>
            type.Add(name, description, arguments, get, Shape.Of<T>(), Lasting<TSource>.Once);

        public void Optional<T>(string name, string description, Func<TSource, T?> get)
            where T : class => type.Add(name, description, NoArguments, (source, _, _) => get(source), Shape.OptionalOf<T>(), Lasting<TSource>.Always);

        public void Optional<T>(string name, string description, Func<TSource, Request, T?> get)
            where T : class => type.Add(name, description, NoArguments, (source, _, request) => get(source, request), Shape.OptionalOf<T>(), Lasting<TSource>.Once);

        public void Optional<TArguments, T>(string name, string description, Arguments<TArguments> arguments, Func<TSource, TArguments, Request, T?> get)
            where T : class => type.Add(name, description, arguments, get, Shape.OptionalOf<T>(), Lasting<TSource>.Once);

        /// <param name="isAtHand">For which arguments nothing has to be fetched, so that the answer is written by a plan; null: always fetched.</param>
        public void OptionalAsync<TArguments, T>(
            string name, string description, Arguments<TArguments> arguments, Func<TArguments, Request, ValueTask<T?>> get, Func<TArguments, bool>? isAtHand = null)
            where T : class
        {
            var shape = Shape.OptionalOf<T>();
            type.AddField(Declare(name, description, shape.GraphType, arguments.Declared, new AsyncDeliveryField<TArguments, T?>(arguments, get, shape, isAtHand)));
        }

        public void FieldAsync<TArguments, T>(string name, string description, Arguments<TArguments> arguments, Func<TArguments, Request, ValueTask<T>> get)
        {
            var shape = Shape.Of<T>();
            type.AddField(Declare(name, description, shape.GraphType, arguments.Declared, new AsyncDeliveryField<TArguments, T>(arguments, get, shape)));
        }

        private void Add<TArguments, T>(
            string name, string description, Arguments<TArguments> arguments, Func<TSource, TArguments, Request, T> get, Shape<T> shape, Lasting<TSource> lasting)
        {
            var resolver = type is IInterfaceGraphType ? null : new DeliveryField<TSource, TArguments, T>(arguments, get, shape, lasting);
            type.AddField(Declare(name, description, shape.GraphType, arguments.Declared, resolver));
        }
    }

    private static FieldType Declare(string name, string description, Type graphType, QueryArgument[] arguments, IFieldResolver? resolver) => new()
    {
        Name = name,
        Description = description,
        Type = graphType,
        // A schema writes into its arguments; declarations are shared by all schemas of the process.
        Arguments = [.. arguments.Select(Fresh)],
        Resolver = resolver,
    };

    /// <summary>One that names its type; one that holds its type is of its schema already.</summary>
    private static QueryArgument Fresh(QueryArgument argument)
    {
        if (argument.Type is not { } type)
        {
            return argument;
        }

        var fresh = new QueryArgument(type) { Name = argument.Name, Description = argument.Description, DefaultValue = argument.DefaultValue };
        argument.CopyMetadataTo(fresh);
        return fresh;
    }
}
