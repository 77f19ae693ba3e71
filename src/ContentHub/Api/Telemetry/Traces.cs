using System.Diagnostics;
using GraphQL;
using GraphQL.Telemetry;
using GraphQLParser.AST;
using OpenTelemetry;

namespace ContentHub.Api.Telemetry;

/// <summary>
/// Spans of operations: type and name, never the document or its variables, which hold what people ask about their health. A name
/// counts only once the document has it, and then is an identifier; what a request gives as its name may be anything.
/// </summary>
internal sealed class OperationSpans() : GraphQLTelemetryProvider(new GraphQLTelemetryOptions { RecordDocument = false, RecordException = false })
{
    private const int NameMaxCharacters = 100;

    /// <summary>The span of an operation that a plan answers; like any other.</summary>
    /// <returns>Null where nobody traces it.</returns>
    public static Activity? OfPlan(GraphQLOperationDefinition operation)
    {
        var activity = ActivitySource.StartActivity("graphql");
        if (activity?.IsAllDataRequested == true)
        {
            Describe(activity, operation);
        }

        return activity;
    }

    /// <summary>For an attempt that came to nothing: the executor's span tells what happened.</summary>
    public static void Drop(Activity? activity)
    {
        if (activity is not null)
        {
            activity.IsAllDataRequested = false;
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    protected override Task SetInitialTagsAsync(Activity activity, ExecutionOptions options) => Task.CompletedTask;

    protected override Task SetOperationTagsAsync(
        Activity activity, ExecutionOptions options, GraphQL.Types.ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation)
    {
        Describe(activity, operation);
        return Task.CompletedTask;
    }

    private static void Describe(Activity activity, GraphQLOperationDefinition operation)
    {
        var type = operation.Operation.ToString().ToLowerInvariant();
        activity.SetTag("graphql.operation.type", type);
        if (operation.Name?.StringValue is { } name)
        {
            activity.SetTag("graphql.operation.name", LogText.Of(name, NameMaxCharacters));
        }

        activity.DisplayName = type;
    }

    protected override Task SetResultTagsAsync(Activity activity, ExecutionOptions executionOptions, ExecutionResult result)
    {
        if (result.Errors?.Any(error => error is Execution.MaskedError) == true)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Leaves out the statements that nobody's request caused: every node asks the log for news once a second.</summary>
internal sealed class OrphanSpans : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == TelemetryModule.PostgreSqlSource && data.ParentSpanId == default)
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
