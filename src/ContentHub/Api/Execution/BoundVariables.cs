using GraphQL;
using GraphQL.Validation;

namespace ContentHub.Api.Execution;

/// <summary>The variables of one request, converted, each at its place.</summary>
internal sealed class BoundVariables
{
    /// <summary>Stands for a variable that was not sent and has no default.</summary>
    public static readonly object Absent = new();

    public static readonly BoundVariables None = new([], Variables.None);

    readonly object?[] _values;
    readonly OperationVariables? _declared;
    readonly Inputs? _sent;
    Variables? _engine;

    public BoundVariables(object?[] values, Variables engine) => (_values, _engine) = (values, engine);

    /// <summary>Of plain ones, which the engine converts when it is asked to.</summary>
    public BoundVariables(object?[] values, OperationVariables declared, Inputs sent) => (_values, _declared, _sent) = (values, declared, sent);

    /// <summary>The same as the engine holds them.</summary>
    /// <exception cref="InvalidOperationException">It takes one of them for wrong.</exception>
    public Variables Engine => _engine ??= _declared!.BindByEngine(_sent!)?._engine ?? throw new InvalidOperationException("A variable is irregular.");

    public object? this[int slot] => _values[slot];
}
