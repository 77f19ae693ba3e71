using ContentHub.Api.Limits;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Api.Execution;

/// <summary>
/// Compiles operations into plans that write an answer as JSON, past the executor. Delivery has one: the API does not know what the fields of
/// the schema are made from.
/// </summary>
internal interface IPlanCompiler
{
    /// <param name="operation">Of a document that was found valid.</param>
    /// <param name="conditions">Values of the variables of <c>@include</c> and <c>@skip</c>, for which alone the plan holds.</param>
    /// <param name="slots">By name, where a variable stands in <see cref="BoundVariables"/>.</param>
    /// <returns>Null for what only the executor can answer.</returns>
    IAnswerPlan? Compile(
        ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, IReadOnlyDictionary<string, bool> conditions, IReadOnlyDictionary<string, int> slots);
}

/// <summary>A compiled operation. Holds nothing of any request; used by many at once.</summary>
internal interface IAnswerPlan
{
    /// <summary>How large it is.</summary>
    int Fields { get; }

    /// <summary>Writes the value of <c>data</c>. Whatever it throws means that the executor has to answer, but for <see cref="PlanTimedOutException"/> and the client's own cancellation.</summary>
    void Write(AnswerBuffer answer, IDictionary<string, object?> userContext, BoundVariables variables, PlanPatience patience);
}

/// <summary>How long a plan may run, see <see cref="LimitOptions.RequestTimeout"/>.</summary>
internal readonly struct PlanPatience(TimeSpan most, TimeProvider time, CancellationToken client)
{
    readonly long _started = time.GetTimestamp();

    public bool ClientHasGone => client.IsCancellationRequested;

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <exception cref="PlanTimedOutException">The time is up.</exception>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public void Check()
    {
        client.ThrowIfCancellationRequested();
        if (Elapsed > most)
        {
            throw new PlanTimedOutException();
        }
    }
}

/// <summary>An answer took longer than an operation may.</summary>
internal sealed class PlanTimedOutException : Exception;
