using GraphQL.Execution;

namespace ContentHub.Api.Execution;

/// <summary>Where the <see cref="Api.Caller"/> of a request stands while it runs.</summary>
public static class CallerContext
{
    /// <summary>Key of the user context.</summary>
    public const string Key = "caller";

    /// <summary>Who is asking; nobody in particular when no <see cref="IRequestStart"/> has said so.</summary>
    /// <param name="context">Resolvers', validation rules' and executions' contexts all are one.</param>
    public static Caller Caller(this IProvideUserContext context) => Of(context.UserContext);

    public static Caller Of(IDictionary<string, object?> userContext) =>
        userContext.TryGetValue(Key, out var value) && value is Caller caller ? caller : Api.Caller.Anonymous;
}
