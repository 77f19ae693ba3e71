using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ContentHub.Api.Execution;
using GraphQL;
using GraphQL.DI;
using GraphQLParser.AST;

namespace ContentHub.Api.Telemetry;

/// <summary>
/// What this server measures of its requests. Labels have few values and none that clients choose: an operation's name is
/// in its trace.
/// </summary>
public sealed class ApiMetrics
{
    /// <summary>All meters of ours begin with it.</summary>
    public const string MeterName = "ContentHub";

    /// <summary>Codes are ours, some fifty; were one ever made from a request, its values would end here.</summary>
    private const int CodesMax = 200;

    private const string OtherCode = "OTHER";

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _planned;
    private readonly ConcurrentDictionary<string, string> _codes = new();

    public ApiMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(MeterName);
        _duration = Meter.CreateHistogram<double>(
            "contenthub.graphql.operation.duration", "s", "How long operations take, by type and outcome; its count is the number of requests.",
            advice: new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
        _refused = Meter.CreateCounter<long>("contenthub.graphql.refused", "{request}", "Requests that were refused before anything ran, by code.");
        _planned = Meter.CreateCounter<long>("contenthub.graphql.plans", "{request}", "Operations by what answered them, a plan or the executor, and why the executor.");
    }

    /// <summary>For modules that measure something of their own.</summary>
    public Meter Meter { get; }

    /// <summary>A request was refused, by a transport or by something in front of it.</summary>
    /// <param name="code">Its GraphQL error code.</param>
    public void Refused(string? code) => _refused.Add(1, new KeyValuePair<string, object?>("code", Known(code ?? OtherCode)));

    /// <summary>An operation came that a plan may answer.</summary>
    internal void Planned(PlanOutcome outcome) => _planned.Add(1, PlanTags[(int)outcome]);

    private static readonly KeyValuePair<string, object?>[] PlanTags = [.. Enum.GetNames<PlanOutcome>().Select(name => new KeyValuePair<string, object?>("outcome", EnumNames.Convert(name).ToLowerInvariant()))];

    /// <summary>An operation ran.</summary>
    /// <param name="type">As the label has it.</param>
    /// <param name="outcome">As the label has it.</param>
    internal void Ran(string type, string outcome, TimeSpan duration) => _duration.Record(duration.TotalSeconds, new("type", type), new("outcome", outcome));

    internal void Ran(ExecutionResult result, TimeSpan duration)
    {
        var outcome = OutcomeOf(result);
        var type = result.Operation?.Operation switch
        {
            OperationType.Query => "query",
            OperationType.Mutation => "mutation",
            OperationType.Subscription => "subscription",
            _ => "unknown",
        };
        Ran(type, outcome, duration);
        if (outcome == "refused")
        {
            Refused(result.Errors?.FirstOrDefault()?.Code);
        }
    }

    private static string OutcomeOf(ExecutionResult result) => result switch
    {
        { Errors: { } errors } when errors.Any(error => error is MaskedError) => "fault",
        { Executed: false } => "refused",
        { Errors.Count: > 0 } => "errors",
        _ => "ok",
    };

    private string Known(string code) =>
        _codes.TryGetValue(code, out var known) ? known : _codes.Count < CodesMax ? _codes.GetOrAdd(code, code) : OtherCode;
}

/// <summary>Measures each operation, whichever transport it came by.</summary>
internal sealed class OperationMetrics(ApiMetrics metrics, TimeProvider time) : IConfigureExecution
{
    /// <summary>Around everything.</summary>
    public float SortOrder => -1;

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        var started = time.GetTimestamp();
        var result = await next(options);
        metrics.Ran(result, time.GetElapsedTime(started));
        return result;
    }
}
