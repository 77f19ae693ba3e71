using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ContentHub.Api.Execution;

/// <summary>
/// The variables that an operation declares. Plain ones (text, ids, numbers, flags and enums that were sent as such) are taken as they are; the rest
/// is converted by GraphQL.NET; and where anything is wrong with one, the executor has to say so.
/// </summary>
internal sealed class OperationVariables
{
    readonly ISchema _schema;
    readonly GraphQLDocument _document;
    readonly GraphQLOperationDefinition _operation;
    readonly DeclaredVariable[] _declared;

    // It remembers where variables are used, which takes longer to find than all else.
    ValidationContext? _engine;

    public OperationVariables(ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation)
    {
        (_schema, _document, _operation) = (schema, document, operation);
        _declared = [.. (operation.Variables?.Items ?? []).Select(variable => DeclaredVariable.Of(variable, schema))];
        Slots = _declared.Index().ToDictionary(variable => variable.Item.Name, variable => variable.Index);
        ArePlain = Array.TrueForAll(_declared, variable => variable.Kind != VariableKind.Other);
    }

    /// <summary>Where each stands, by name.</summary>
    public IReadOnlyDictionary<string, int> Slots { get; }

    /// <summary>Whether none of them needs GraphQL.NET.</summary>
    public bool ArePlain { get; }

    /// <returns>Null when something is wrong with one of them, or unusual.</returns>
    public BoundVariables? Bind(Inputs sent)
    {
        if (_declared.Length == 0)
        {
            return sent.Count == 0 ? BoundVariables.None : null;
        }

        return ArePlain ? BindPlain(sent) : BindByEngine(sent);
    }

    /// <summary>Whether each of them was sent, and is a text.</summary>
    public bool AreTexts(Inputs sent)
    {
        foreach (var variable in _declared)
        {
            if (!sent.TryGetValue(variable.Name, out var raw) || raw is not string)
            {
                return false;
            }
        }

        return true;
    }

    BoundVariables? BindPlain(Inputs sent)
    {
        var values = new object?[_declared.Length];
        var known = 0;
        for (var slot = 0; slot < values.Length; slot++)
        {
            var variable = _declared[slot];
            if (sent.TryGetValue(variable.Name, out var raw))
            {
                known++;
                if (!variable.TryTake(raw, out values[slot]))
                {
                    return null;
                }
            }
            else if (variable.IsRequired)
            {
                return null;
            }
            else
            {
                values[slot] = variable.Default;
            }

            if (values[slot] is null)
            {
                // Whether it may be null depends on where it stands, even where a condition leaves that out.
                return BindByEngine(sent);
            }
        }

        return known == sent.Count ? new(values, this, sent) : null;
    }

    /// <returns>Null when something is wrong with one of them.</returns>
    public BoundVariables? BindByEngine(Inputs sent)
    {
        var engine = Interlocked.Exchange(ref _engine, null) ?? new ValidationContext { Schema = _schema, Document = _document, Operation = _operation };
        engine.Variables = sent;
        // Nothing in it waits: there are no visitors.
        var binding = engine.GetVariablesValuesAsync();
        if (!binding.IsCompletedSuccessfully || binding.Result is not { Errors: null or [], Variables: var bound } || sent.Count > _declared.Length)
        {
            return null;
        }

        engine.Variables = Inputs.Empty;
        _engine = engine;
        var values = new object?[_declared.Length];
        var known = 0;
        for (var slot = 0; slot < values.Length; slot++)
        {
            known += sent.ContainsKey(_declared[slot].Name) ? 1 : 0;
            values[slot] = bound.Find(_declared[slot].Name) is { } variable && (variable.ValueSpecified || variable.IsDefault) ? variable.Value : BoundVariables.Absent;
        }

        return known == sent.Count ? new(values, bound) : null;
    }
}

internal enum VariableKind
{
    Text,
    Number,
    Flag,
    Enum,

    /// <summary>Lists, objects and scalars of ours.</summary>
    Other,
}

/// <param name="Type">Without a non-null around it; null for what is of <see cref="VariableKind.Other"/>.</param>
/// <param name="Default">Converted; <see cref="BoundVariables.Absent"/> where there is none.</param>
internal sealed record DeclaredVariable(string Name, VariableKind Kind, IGraphType? Type, bool IsNonNull, object? Default)
{
    /// <summary>Whether it has to be sent.</summary>
    public bool IsRequired => IsNonNull && Default == BoundVariables.Absent;

    public static DeclaredVariable Of(GraphQLVariableDefinition variable, ISchema schema)
    {
        var name = variable.Variable.Name.StringValue;
        var isNonNull = variable.Type is GraphQLNonNullType;
        var type = (variable.Type is GraphQLNonNullType wrapped ? wrapped.Type : variable.Type) is GraphQLNamedType named ? schema.AllTypes[named.Name] : null;
        var kind = KindOf(type);
        if (kind == VariableKind.Other || variable.DefaultValue is not { } literal)
        {
            return new(name, kind, type, isNonNull, BoundVariables.Absent);
        }

        try
        {
            return new(name, kind, type, isNonNull, ExecutionHelper.CoerceValue(type!, literal).Value);
        }
        catch (Exception)
        {
            // GraphQL.NET says what is wrong with it.
            return new(name, VariableKind.Other, type, isNonNull, BoundVariables.Absent);
        }
    }

    public bool TryTake(object? raw, out object? value)
    {
        value = raw;
        return (Kind, raw) switch
        {
            (_, null) => !IsNonNull,
            (VariableKind.Text, string) => true,
            (VariableKind.Number, int) => true,
            (VariableKind.Flag, bool) => true,
            (VariableKind.Enum, string text) => (value = ((EnumerationGraphType)Type!).Values.FindByName(text)?.Value) is not null,
            _ => false,
        };
    }

    static VariableKind KindOf(IGraphType? type) => type switch
    {
        StringGraphType when type.GetType() == typeof(StringGraphType) => VariableKind.Text,
        Scalars.TextIdGraphType => VariableKind.Text,
        IntGraphType when type.GetType() == typeof(IntGraphType) => VariableKind.Number,
        BooleanGraphType when type.GetType() == typeof(BooleanGraphType) => VariableKind.Flag,
        EnumerationGraphType => VariableKind.Enum,
        _ => VariableKind.Other,
    };
}
