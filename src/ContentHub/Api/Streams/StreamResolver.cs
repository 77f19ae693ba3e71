using GraphQL;
using GraphQL.Resolvers;

namespace ContentHub.Api.Streams;

/// <summary>
/// Where a subscription field gets its events. They are pulled: the next is asked for only when the client has taken the
/// one before, so nothing piles up for a slow reader.
/// </summary>
/// <param name="open">
/// Runs once for each subscription, before anything is sent; what it throws is the answer. The context is gone afterwards: read the
/// arguments from it at once. The sequence ends when its enumeration is cancelled.
/// </param>
public sealed class StreamResolver<T>(Func<IResolveFieldContext, ValueTask<IAsyncEnumerable<T>>> open) : ISourceStreamResolver
    where T : class
{
    public async ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context) => new PulledEvents(await open(context));
}

/// <summary>Events on their way through an interface of GraphQL.NET that would push them.</summary>
internal sealed class PulledEvents(IAsyncEnumerable<object?> events) : IObservable<object?>
{
    public IAsyncEnumerable<object?> Events => events;

    public IDisposable Subscribe(IObserver<object?> observer) => throw new NotSupportedException("Events are pulled.");
}
