using ContentHub.Api.Documents;
using ContentHub.Api.Limits;
using ContentHub.Api.Telemetry;
using GraphQL;
using GraphQL.Transport;
using GraphQL.Types;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.Execution;

/// <summary>
/// Answers operations by their plans, where they have one and nothing about a request is irregular. Everything else, every error among it, is the
/// executor's: nothing that goes wrong is told in two places.
/// </summary>
/// <param name="compiler">Null where nothing compiles plans.</param>
internal sealed class PlannedAnswers(
    ISchema schema, DocumentCache cache, DocumentResolution documents, IOptions<LimitOptions> limits, IOptions<PlanOptions> options, TimeProvider time, ApiMetrics metrics, IPlanCompiler? compiler = null)
{
    readonly long[] _counts = new long[Enum.GetValues<PlanOutcome>().Length];

    /// <summary>How often something came of it since the start.</summary>
    public long CountOf(PlanOutcome outcome) => Interlocked.Read(ref _counts[(int)outcome]);

    /// <param name="userContext">As it was prepared for the request.</param>
    /// <returns>Null when the executor has to answer; whoever gets an answer disposes of it.</returns>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public PlannedAnswer? TryAnswer(GraphQLRequest request, IDictionary<string, object?> userContext, CancellationToken client)
    {
        var patience = new PlanPatience(limits.Value.RequestTimeout, time, client);
        var (outcome, answer) = Try(request, userContext, patience);
        Interlocked.Increment(ref _counts[(int)outcome]);
        metrics.Planned(outcome);
        if (answer is not null)
        {
            metrics.Ran("query", answer.Refusal is null ? "ok" : "refused", patience.Elapsed);
            if (answer.Refusal is { } late)
            {
                metrics.Refused(late.Code);
            }
        }

        return answer;
    }

    (PlanOutcome, PlannedAnswer?) Try(GraphQLRequest request, IDictionary<string, object?> userContext, PlanPatience patience)
    {
        if (compiler is null || !options.Value.CompiledPlans)
        {
            return (PlanOutcome.Off, null);
        }

        if (documents.TextOf(request, CallerContext.Of(userContext)) is not { } text || cache.Find(schema, text) is not { } kept)
        {
            return (PlanOutcome.Unknown, null);
        }

        if (kept.Operation(request.OperationName, compiler, cache) is not { } operation)
        {
            return (PlanOutcome.NoPlan, null);
        }

        var variables = request.Variables ?? Inputs.Empty;
        var (outcome, plan, bound) = operation.Prepare(variables);
        if (plan is null || bound is null)
        {
            return (outcome, null);
        }

        if (operation.CostOf(variables) is not { } cost || cost.Used > limits.Value.CostMax)
        {
            return (PlanOutcome.Limits, null);
        }

        return Write(operation, plan, bound, cost, userContext, patience);
    }

    (PlanOutcome, PlannedAnswer?) Write(
        PlannedOperation operation, IAnswerPlan plan, BoundVariables variables, CostReport cost, IDictionary<string, object?> userContext, PlanPatience patience)
    {
        using var span = OperationSpans.OfPlan(operation.Operation);
        var answer = AnswerBuffer.Take();
        try
        {
            answer.Raw("{\"data\":"u8);
            plan.Write(answer, userContext, variables, patience);
            answer.Raw(",\"extensions\":"u8);
            cost.WriteTo(answer, limits.Value.CostMax);
            answer.Raw("}"u8);
            return (PlanOutcome.Answered, new PlannedAnswer(answer));
        }
        catch (PlanTimedOutException)
        {
            answer.Dispose();
            userContext[CostReport.Key] = cost;
            return (PlanOutcome.Answered, new PlannedAnswer(RequestTimeout.TimedOut()));
        }
        catch (OperationCanceledException) when (patience.ClientHasGone)
        {
            answer.Dispose();
            throw;
        }
        catch (Exception)
        {
            answer.Dispose();
            OperationSpans.Drop(span);
            return (PlanOutcome.Irregular, null);
        }
    }
}

/// <summary>What a plan answers: the whole body, or that it took too long.</summary>
internal sealed class PlannedAnswer : IDisposable
{
    readonly AnswerBuffer? _body;

    public PlannedAnswer(AnswerBuffer body) => _body = body;

    public PlannedAnswer(RequestRefusedException refusal) => Refusal = refusal;

    public RequestRefusedException? Refusal { get; }

    public ReadOnlyMemory<byte> Body => _body?.Written ?? default;

    public void Dispose() => _body?.Dispose();
}

/// <summary>Whether plans answer; section <c>ContentHub:Api</c>.</summary>
public sealed record PlanOptions
{
    public const string Section = "ContentHub:Api";

    /// <summary>Whether operations of readers are compiled. Their answers are the same without; it is for finding out whether a fault is one of the plans'.</summary>
    public bool CompiledPlans { get; init; } = true;
}
