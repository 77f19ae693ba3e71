using System.Text.RegularExpressions;
using ContentHub.Api.Limits;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;

namespace ContentHub.Api.Execution;

/// <summary>
/// How every top-level error looks: a message and a code. GraphQL.NET would also show the names of our exception
/// types as codes, and those of CLR types in what it says about values that do not convert.
/// </summary>
internal sealed partial class ErrorForm : IErrorInfoProvider
{
    /// <summary>For errors that resolvers raise without a code of their own.</summary>
    public const string CodeOtherwise = "BAD_REQUEST";

    public ErrorInfo GetInfo(ExecutionError executionError) => executionError switch
    {
        DocumentError { InnerException: { } cause } error => Form(WithoutTypes(error.Message, cause), error),
        // Whatever still carries an exception did not pass through UnexpectedErrors and was not meant to be read.
        { InnerException: not null } => Form(UnexpectedErrors.Message, UnexpectedErrors.Code, null),
        _ => Form(executionError.Message, executionError),
    };

    static ErrorInfo Form(string message, ExecutionError error) =>
        Form(message, error.Code ?? CodeOtherwise, error.Extensions);

    static ErrorInfo Form(string message, string code, Dictionary<string, object?>? more)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (name, value) in more ?? [])
        {
            extensions[name] = value;
        }

        return new ErrorInfo { Message = ErrorsShown.Short(ClrName().Replace(message, "…")), Extensions = extensions };
    }

    /// <summary>Keeps the reason when it speaks of the value, drops it when it speaks of our code.</summary>
    static string WithoutTypes(string message, Exception cause)
    {
        var isAboutTheValue = cause is FormatException or OverflowException or ExecutionError or GraphQLParser.Exceptions.GraphQLParserException
            || cause is InvalidOperationException && cause.Message.StartsWith("Unable to convert", StringComparison.Ordinal);
        if (!isAboutTheValue && cause.Message.Length > 0)
        {
            message = message.Replace(cause.Message, "", StringComparison.Ordinal).TrimEnd();
        }

        return OfType().Replace(message, "");
    }

    [GeneratedRegex(@" (?:value )?of type '[^']*'")]
    private static partial Regex OfType();

    [GeneratedRegex(@"\b(?:System|Microsoft|GraphQL|GraphQLParser|ContentHub)(?:\.[A-Z]\w*)+(?:`\d+)?(?:\[[^'""]*\])?")]
    private static partial Regex ClrName();
}
