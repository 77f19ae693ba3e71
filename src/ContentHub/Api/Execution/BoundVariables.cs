using GraphQL.Validation;

namespace ContentHub.Api.Execution;

/// <summary>The variables of one request, converted, each at its place.</summary>
internal sealed class BoundVariables(object?[] values, Variables? engine)
{
    /// <summary>Stands for a variable that was not sent and has no default.</summary>
    public static readonly object Absent = new();

    public static readonly BoundVariables None = new([], Variables.None);

    /// <summary>The same as the engine holds them; null where nothing asks for them so.</summary>
    public Variables? Engine => engine;

    public object? this[int slot] => values[slot];
}
