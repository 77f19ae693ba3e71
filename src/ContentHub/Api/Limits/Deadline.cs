using ContentHub.Api.Execution;
using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.Limits;

/// <summary>
/// How long an operation may run. Its end cancels what is under way, down to the statement in the database, unless that has been
/// done meanwhile: an act that is on the disk is answered as done, however late.
/// </summary>
internal sealed class Deadline : IDisposable
{
    const string Key = "deadline";

    readonly CancellationTokenSource _timer;
    readonly CancellationTokenSource _operation;
    readonly CancellationTokenSource _act;
    readonly CancellationTokenRegistration _end;
    readonly Lock _ending = new();
    bool _isLeftToActs;

    public Deadline(TimeSpan most, TimeProvider time, CancellationToken client)
    {
        _timer = new CancellationTokenSource(most, time);
        _operation = CancellationTokenSource.CreateLinkedTokenSource(client);
        _act = CancellationTokenSource.CreateLinkedTokenSource(client, _timer.Token);
        _end = _timer.Token.Register(End);
    }

    /// <summary>For the operation as a whole.</summary>
    public CancellationToken Operation => _operation.Token;

    /// <summary>For one act within it.</summary>
    public CancellationToken Act => _act.Token;

    public static Deadline? Of(IProvideUserContext context) => context.UserContext.TryGetValue(Key, out var value) ? value as Deadline : null;

    public void Accompany(IDictionary<string, object?> userContext) => userContext[Key] = this;

    /// <summary>From here on only single acts end in time, not the operation: what they have done has to be told.</summary>
    public void LeaveToActs()
    {
        lock (_ending)
        {
            _isLeftToActs = true;
        }
    }

    public void Dispose()
    {
        _end.Dispose();
        _timer.Dispose();
        _operation.Dispose();
        _act.Dispose();
    }

    void End()
    {
        lock (_ending)
        {
            if (!_isLeftToActs)
            {
                _operation.Cancel();
            }
        }
    }
}

/// <summary>Gives each operation its <see cref="Deadline"/>.</summary>
internal sealed class RequestTimeout(IOptions<LimitOptions> options, TimeProvider time) : IConfigureExecution
{
    public const string Code = "TIMED_OUT";

    /// <summary>Around parsing, validation and execution alike.</summary>
    public float SortOrder => 100;

    public static RequestRefusedException TimedOut() =>
        new(StatusCodes.Status504GatewayTimeout, Code, "This took too long and was given up; nothing was changed. Ask for less, or try again later.");

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions execution, ExecutionDelegate next)
    {
        var client = execution.CancellationToken;
        var deadline = new Deadline(options.Value.RequestTimeout, time, client);
        deadline.Accompany(execution.UserContext);
        execution.CancellationToken = deadline.Operation;
        var runsOn = false;
        try
        {
            var result = await next(execution);
            runsOn = result.Streams is not null;
            return result.Errors?.Any(IsTimeout) == true && HasDoneNothing(result) ? new ExecutionResult(TimedOut()) : result;
        }
        catch (OperationCanceledException) when (!client.IsCancellationRequested && deadline.Operation.IsCancellationRequested)
        {
            return new ExecutionResult(TimedOut());
        }
        finally
        {
            execution.CancellationToken = client;
            if (runsOn)
            {
                // Its token goes on telling when the client leaves.
                deadline.LeaveToActs();
            }
            else
            {
                deadline.Dispose();
            }
        }
    }

    static bool IsTimeout(ExecutionError error) => error.Code == Code;

    static bool HasDoneNothing(ExecutionResult result) =>
        result.Data is not ObjectExecutionNode { SubFields: { } fields } || Array.TrueForAll(fields, field => field.Result is null);
}
