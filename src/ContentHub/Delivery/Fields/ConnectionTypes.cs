using System.Reflection;
using ContentHub.Api.Limits;
using ContentHub.Api.Paging;
using GraphQL.Types;

namespace ContentHub.Delivery.Fields;

/// <summary>A page of one type of entries, e.g. <c>ArticleConnection</c>.</summary>
public sealed class ConnectionType<T> : ObjectGraphType<Connection<T>>
{
    public ConnectionType()
    {
        var itemName = ItemName.Of(typeof(T));
        Name = $"{itemName}Connection";
        Description = $"A page of a list of {itemName}: use `nodes`, or `edges` where each one's cursor is needed.";
        this.Field("nodes", "The page, without cursors.", c => c.Nodes);
        this.Field("edges", "The page, each with its cursor.", c => c.Edges);
        this.Field("pageInfo", "Whether and where to go on.", c => c.PageInfo);
        this.Field("totalCount", "How many match on all pages together.", c => c.TotalCount);
    }
}

/// <summary>One of a page and its place.</summary>
public sealed class EdgeType<T> : ObjectGraphType<Edge<T>>
{
    public EdgeType()
    {
        var itemName = ItemName.Of(typeof(T));
        Name = $"{itemName}Edge";
        Description = $"One {itemName} of a page and its place in the list.";
        this.Field("cursor", "Pass it as `after` or `before`; opaque, holds across restarts.", e => e.Cursor);
        this.Field("node", "What stands at this place.", e => e.Node);
    }
}

/// <summary>Relay's page information.</summary>
public sealed class PageInfoType : ObjectGraphType<PageInfo>
{
    public PageInfoType()
    {
        Name = "PageInfo";
        Description = "Whether there is more on either side (Relay Cursor Connections).";
        this.Field("hasNextPage", "Whether more follow after this page.", p => p.HasNextPage);
        this.Field("hasPreviousPage", "Whether some stand before this page.", p => p.HasPreviousPage);
        this.Optional("startCursor", "Of the first item; of an empty page the `before` that was given.", p => p.StartCursor);
        this.Optional("endCursor", "Of the last item; of an empty page the `after` that was given.", p => p.EndCursor);
    }
}

/// <summary>What a type is called in the names of its pages, where that is not the name of the class.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ItemNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

internal static class ItemName
{
    public static string Of(Type type) => type.GetCustomAttribute<ItemNameAttribute>(inherit: false)?.Name ?? type.Name;
}

/// <summary>Arguments of lists.</summary>
public static class PagingArguments
{
    private static QueryArgument First => PageSize.Limit(
        new QueryArgument<IntGraphType> { Name = "first", Description = "How many from the start, 0 to 100; 20 when neither `first` nor `last` is given. More is an error." }, PageArguments.SizeMax);

    private static QueryArgument After => new QueryArgument<StringGraphType> { Name = "after", Description = "A cursor: start behind it." };

    public static QueryArgument[] Forward => [First, After];

    public static QueryArgument[] Both =>
    [
        First, After,
        PageSize.Limit(new QueryArgument<IntGraphType> { Name = "last", Description = "How many from the end, 0 to 100; not together with `first`." }, PageArguments.SizeMax),
        new QueryArgument<StringGraphType> { Name = "before", Description = "A cursor: end before it." },
    ];

    public static PageArguments ReadForward(IArguments arguments) => new(arguments.Get<int?>("first"), arguments.Get<string?>("after"), null, null);

    public static PageArguments ReadBoth(IArguments arguments) =>
        new(arguments.Get<int?>("first"), arguments.Get<string?>("after"), arguments.Get<int?>("last"), arguments.Get<string?>("before"));
}
