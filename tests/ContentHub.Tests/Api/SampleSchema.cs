using ContentHub.Api.Execution;
using GraphQL;
using GraphQL.Types;

namespace ContentHub.Tests.Api;

/// <summary>A schema with a field for each thing that can happen to a request.</summary>
[Name("Query")]
public sealed class SampleQuery
{
    public static string Hello(string? name = "you") => $"Hello, {name}";

    public static int Add(int a, int b) => a + b;

    public static string Quote() => "it's <b> & é";

    public static int Count(CountFilter filter) => filter.AtLeast ?? 0;

    public static string Sizes(IEnumerable<int> sizes) => string.Join(' ', sizes);

    public static DateTimeOffset Moment(DateTimeOffset at) => at;

    public static string Slug([Parser(nameof(ParseSlug))] string slug) => slug;

    public static string Filtered(ParsedFilter filter) => filter.Slug ?? "";

    /// <summary>Fails in the way that the value names.</summary>
    internal static object ParseSlug(object value) => value switch
    {
        "format" => throw new FormatException("A slug has small letters only."),
        "cast" => throw new InvalidCastException("Unable to cast object of type 'System.String' to type 'ContentHub.Slug'."),
        "convert" => throw new InvalidOperationException("Unable to convert 'convert' value of type 'System.String' to the scalar type 'Slug'"),
        "null" => throw new InvalidOperationException("Object reference secret"),
        _ => value,
    };

    public static string Viewer(IResolveFieldContext context) =>
        context.Caller() is { IsSignedIn: true } caller ? $"{caller.Name} <{caller.Email}> {string.Join(' ', caller.Roles.Order())}" : "nobody";

    public static string Editorial() => "drafts";

    public static string? Fail() => throw new InvalidOperationException("SELECT secret FROM people -- /srv/contenthub");

    public static string Broken() => throw new InvalidOperationException("SELECT secret FROM people");

    public static string? Refuse() => throw new ExecutionError("Not today.") { Code = "NOT_TODAY" };

    public static string? RefuseWithoutCode() => throw new ExecutionError("Not today.");

    public static string? RefuseWithCause() => throw new ExecutionError("Not today.", new FormatException("secret"));

    [OutputType(typeof(IntGraphType))]
    public static object? NotANumber() => new Uri("https://secret.example");

    [OutputType(typeof(UnwritableGraphType))]
    public static object? Unwritable() => "x";

    /// <summary>Waits until it is told to stop.</summary>
    public static async Task<string?> Wait(IResolveFieldContext context)
    {
        SampleMutation.Tell(context, "started");
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return null;
    }

    public static string? Abort() => throw new OperationCanceledException("secret");
}

public sealed class CountFilter
{
    public int? AtLeast { get; set; }
}

public sealed class ParsedFilter
{
    string? _slug;

    public string? Slug
    {
        get => _slug;
        set => _slug = (string?)SampleQuery.ParseSlug(value!);
    }
}

[Name("Mutation")]
public sealed class SampleMutation
{
    public static string? Rename(string name) => name;

    public static Task<string?> Wait(IResolveFieldContext context) => SampleQuery.Wait(context);

    /// <summary>Goes on until the test lets it end, and cannot be stopped: like what has reached the disk.</summary>
    public static async Task<string?> Finish(IResolveFieldContext context)
    {
        Tell(context, "started");
        await ((TaskCompletionSource)context.UserContext["end"]!).Task;
        return "done";
    }

    /// <summary>Tells the test that got its signal into the request.</summary>
    internal static void Tell(IResolveFieldContext context, string signal)
    {
        if (context.UserContext.TryGetValue(signal, out var value) && value is TaskCompletionSource waiting)
        {
            waiting.TrySetResult();
        }
    }
}

/// <summary>Makes a value that no serialiser can write.</summary>
public sealed class UnwritableGraphType : ScalarGraphType
{
    public UnwritableGraphType() => Name = "Unwritable";

    public override object? ParseValue(object? value) => value;

    public override object? Serialize(object? value) => new Node();

    sealed class Node
    {
        public Node Self => this;
    }
}
