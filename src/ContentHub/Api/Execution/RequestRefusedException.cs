using GraphQL;

namespace ContentHub.Api.Execution;

/// <summary>
/// The request as a whole is refused: it becomes an HTTP status and one GraphQL error. Its message is for the caller.
/// May be thrown wherever nothing has been executed yet.
/// </summary>
/// <remarks>An <see cref="ExecutionError"/>, so that it keeps its meaning when it passes through GraphQL.NET.</remarks>
public sealed class RequestRefusedException : ExecutionError
{
    /// <param name="status">The HTTP status, 400 to 599; 200 only where a protocol of its own demands it.</param>
    /// <param name="code">For programs, UPPER_SNAKE; never changes its meaning.</param>
    /// <param name="message">One sentence that says what to do differently.</param>
    public RequestRefusedException(int status, string code, string message)
        : base(message)
    {
        Status = status;
        Code = code;
    }

    public int Status { get; }

    /// <summary>Headers that belong to the status, such as <c>Allow</c> or <c>Retry-After</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
