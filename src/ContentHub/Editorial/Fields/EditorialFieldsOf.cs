using ContentHub.Api.Errors;
using ContentHub.Api.Limits;
using ContentHub.Api.Paging;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Queries;
using GraphQL;
using GraphQL.Types;

namespace ContentHub.Editorial.Fields;

/// <summary>How editorial types declare their fields: like readers' fields, but resolved by GraphQL.NET alone, and free to load.</summary>
internal static class EditorialFieldsOf
{
    /// <summary>A statement serves a whole level of the answer; this is one value's share of it.</summary>
    private const int LoadedCost = 10;

    extension<TSource>(ObjectGraphType<TSource> type)
    {
        public void Value<T>(string name, string description, Func<TSource, T> get)
        {
            var shape = Shape.Of<T>();
            type.Add(name, description, shape.GraphType, context => shape.ForExecutor(get(context.Source)));
        }

        public void OptionalValue<T>(string name, string description, Func<TSource, T?> get)
            where T : class
        {
            var shape = Shape.OptionalOf<T>();
            type.Add(name, description, shape.GraphType, context => shape.ForExecutor(get(context.Source)));
        }

        /// <summary>A value that is looked up; the result may be a loader's.</summary>
        public void Loaded<T>(string name, string description, Func<IResolveFieldContext<TSource>, object?> load) =>
            type.AddLoaded(name, description, Shape.Of<T>().GraphType, load);

        public void LoadedOptional<T>(string name, string description, Func<IResolveFieldContext<TSource>, object?> load)
            where T : class => type.AddLoaded(name, description, Shape.OptionalOf<T>().GraphType, load);

        public void LoadedPage<T>(string name, string description, Func<IResolveFieldContext<TSource>, object?> load, params QueryArgument[] more) =>
            type.AddLoaded(name, description, Shape.Of<Connection<T>>().GraphType, load, [.. PagingArguments.Forward, .. more]);

        private void AddLoaded(string name, string description, Type graphType, Func<IResolveFieldContext<TSource>, object?> load, QueryArgument[]? arguments = null)
        {
            type.Add(name, description, graphType, load, arguments);
            type.Costs(LoadedCost, name);
        }

        private void Add(string name, string description, Type graphType, Func<IResolveFieldContext<TSource>, object?> resolve, QueryArgument[]? arguments = null) =>
            type.AddField(new FieldType
            {
                Name = name,
                Description = description,
                Type = graphType,
                Arguments = new QueryArguments(arguments ?? []),
                Resolver = new GraphQL.Resolvers.FuncFieldResolver<TSource, object?>(resolve),
            });
    }

    public static PageArguments Page(this IResolveFieldContext context) => context.GetArgument<int?>("first") is { } first and (< 0 or > PageArguments.SizeMax)
        ? throw new RequestError("PAGE_TOO_LARGE", $"`first` is 0 to {PageArguments.SizeMax}; this is {first}.")
        : new(context.GetArgument<int?>("first"), context.GetArgument<string?>("after"), null, null);

    public static Connection<T> Page<T>(this IResolveFieldContext context, IReadOnlyList<T> all, Func<T, string> idOf) => ListPages.Of(all, context.Page(), idOf);
}
