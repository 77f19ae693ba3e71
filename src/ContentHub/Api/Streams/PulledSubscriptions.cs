using System.Runtime.CompilerServices;
using ContentHub.Api.Execution;
using GraphQL;
using GraphQL.Execution;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace ContentHub.Api.Streams;

/// <summary>
/// Executes subscriptions event by event, at the pace of whoever reads the results. GraphQL.NET's own way pushes: what a
/// client does not take would wait in a queue without an end.
/// </summary>
internal sealed class PulledSubscriptions(IEnumerable<IRequestStart> starts, UnexpectedErrors unexpected) : SubscriptionExecutionStrategy
{
    protected override async Task<IObservable<ExecutionResult>?> ResolveResponseStreamAsync(ExecutionContext context, ExecutionNode node)
    {
        try
        {
            var resolver = node.FieldDefinition.StreamResolver ?? throw new InvalidOperationException($"{node.Field.Name} has no stream.");
            return await resolver.ResolveAsync(new ReadonlyResolveFieldContext(node, context)) is PulledEvents { Events: var events }
                ? new PulledResults(Results(base.CloneExecutionContext(context, default), node, events))
                : throw new InvalidOperationException($"{node.Field.Name} must use {typeof(StreamResolver<>).Name}.");
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault)
        {
            context.Errors.Add(await ErrorAsync(context, node, fault));
            return null;
        }
    }

    /// <summary>For one event: what is only true for a moment is found anew.</summary>
    protected override ExecutionContext CloneExecutionContext(ExecutionContext context, CancellationToken token)
    {
        var clone = base.CloneExecutionContext(context, token);
        clone.UserContext = new Dictionary<string, object?>(context.UserContext);
        foreach (var start in starts)
        {
            start.Renew(clone.UserContext);
        }

        return clone;
    }

    async IAsyncEnumerable<ExecutionResult> Results(
        ExecutionContext kept, ExecutionNode node, IAsyncEnumerable<object?> events, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var enumerator = events.GetAsyncEnumerator(cancellation);
        while (true)
        {
            ExecutionResult? failure = null;
            try
            {
                if (!await enumerator.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                failure = new ExecutionResult(await ErrorAsync(kept, node, fault));
            }

            if (failure is not null)
            {
                unexpected.MaskIn(failure);
                yield return failure;
                yield break;
            }

            // Held until the client has taken the result and the next one is asked for.
            using var turn = AnswerTurns.Of(kept.UserContext) is { } turns ? await turns.TakeAsync(cancellation) : null;
            using var context = CloneExecutionContext(kept, cancellation);
            var result = await ProcessDataAsync(context, node, enumerator.Current);
            cancellation.ThrowIfCancellationRequested();
            unexpected.MaskIn(result);
            yield return result;
        }
    }

    async Task<ExecutionError> ErrorAsync(ExecutionContext context, ExecutionNode node, Exception fault)
    {
        var error = fault as ExecutionError ?? await HandleExceptionAsync(context, node, fault, UnexpectedErrors.Message);
        error.Path = node.ResponsePath;
        error.AddLocation(node.Field, context.Document);
        return error;
    }
}

/// <summary>Results on their way through an interface of GraphQL.NET that would push them.</summary>
internal sealed class PulledResults(IAsyncEnumerable<ExecutionResult> results) : IObservable<ExecutionResult>
{
    /// <summary>The results of a subscription that has begun; null for any other answer.</summary>
    public static IAsyncEnumerable<ExecutionResult>? Of(ExecutionResult result) =>
        result.Streams?.Values.OfType<PulledResults>().SingleOrDefault()?.Results;

    public IAsyncEnumerable<ExecutionResult> Results => results;

    /// <summary>The same, with something done to the first.</summary>
    public PulledResults WithFirst(Action<ExecutionResult> change) => new(ChangedAsync(results, change));

    public IDisposable Subscribe(IObserver<ExecutionResult> observer) => throw new NotSupportedException("Results are pulled.");

    static async IAsyncEnumerable<ExecutionResult> ChangedAsync(
        IAsyncEnumerable<ExecutionResult> results, Action<ExecutionResult> change, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var isFirst = true;
        await foreach (var result in results.WithCancellation(cancellation))
        {
            if (isFirst)
            {
                isFirst = false;
                change(result);
            }

            yield return result;
        }
    }
}
