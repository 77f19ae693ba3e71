namespace ContentHub.Api.Paging;

/// <summary>What a list field was asked for. At most one of <paramref name="First"/> and <paramref name="Last"/>; 20 when both are absent.</summary>
public sealed record PageArguments(int? First, string? After, int? Last, string? Before)
{
    /// <summary>Used when neither <c>first</c> nor <c>last</c> is given.</summary>
    public const int SizeDefault = 20;

    /// <summary>More is an error, never a silent cut.</summary>
    public const int SizeMax = 100;

    public bool IsBackward => Last is not null;

    public int Size => Last ?? First ?? SizeDefault;
}

/// <summary>A page of a list (Relay Cursor Connections).</summary>
/// <param name="cursorOf">By the place on the page.</param>
/// <param name="totalCount">How many there are on all pages.</param>
public sealed class Connection<T>(IReadOnlyList<T> nodes, Func<int, string> cursorOf, PageInfo pageInfo, int totalCount)
{
    public Connection(IReadOnlyList<Edge<T>> edges, PageInfo pageInfo, int totalCount)
        : this([.. edges.Select(e => e.Node)], at => edges[at].Cursor, pageInfo, totalCount)
    {
    }

    public IReadOnlyList<T> Nodes => nodes;

    /// <summary>Made when they are asked for: most readers need no cursor but the last.</summary>
    public IReadOnlyList<Edge<T>> Edges => field ??= [.. nodes.Select((node, at) => new Edge<T>(cursorOf(at), node))];

    public PageInfo PageInfo => pageInfo;

    public int TotalCount => totalCount;
}

/// <summary>One item and its place.</summary>
public sealed record Edge<T>(string Cursor, T Node);

/// <summary>Relay's page information. The cursors of an empty page are the ones that were given.</summary>
public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

/// <summary>A cursor that this server did not make, or that belongs to another list.</summary>
public sealed class InvalidCursorException(string argument)
    : Exception($"`{argument}` is not a cursor of this list. Take it from `pageInfo` or `edges` of the same field with the same order.")
{
    public string Argument { get; } = argument;
}
