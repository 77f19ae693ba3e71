using ContentHub.Api.Limits;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Api.Execution;

/// <summary>Why an operation went to the executor, or that it did not.</summary>
internal enum PlanOutcome
{
    /// <summary>A plan answered.</summary>
    Answered,

    /// <summary>Plans are switched off.</summary>
    Off,

    /// <summary>The document is not known yet, or may not run as it was sent.</summary>
    Unknown,

    /// <summary>No plan can answer it.</summary>
    NoPlan,

    /// <summary>A variable is not what it should be, or is unusual.</summary>
    Variables,

    /// <summary>It costs too much, or asks for too much at once.</summary>
    Limits,

    /// <summary>Something irregular was met while the plan ran.</summary>
    Irregular,
}

/// <summary>
/// One operation of a kept document: its plans, one for each combination of its conditions that was asked for, and what it costs.
/// </summary>
internal sealed class PlannedOperation
{
    /// <summary>Variables of <c>@include</c> and <c>@skip</c>; each doubles the plans that there may be.</summary>
    const int ConditionsMax = 6;

    /// <summary>Of all plans of an operation together.</summary>
    const int FieldsMax = 20_000;

    readonly ISchema _schema;
    readonly GraphQLDocument _document;
    readonly IPlanCompiler _compiler;
    readonly Action<int> _compiled;
    readonly OperationVariables _variables;
    readonly (string Name, int Slot)[] _conditions;
    readonly Choice?[] _choices;
    readonly OperationCost _cost;
    readonly Lock _compiling = new();
    readonly CostReport? _costAlways;
    CostReport? _costOfTexts;
    int _fields;

    /// <param name="compiled">Told how many fields a new plan has.</param>
    public PlannedOperation(ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, IPlanCompiler compiler, Action<int> compiled)
    {
        (_schema, _document, _compiler, _compiled, Operation) = (schema, document, compiler, compiled, operation);
        _variables = new(schema, document, operation);
        _conditions = [.. ConditionVariables.Of(document).Where(_variables.Slots.ContainsKey).Select(name => (name, _variables.Slots[name]))];
        _choices = _conditions.Length <= ConditionsMax && operation.Operation == OperationType.Query ? new Choice?[1 << _conditions.Length] : [];
        _cost = OperationCost.Of(schema, document, operation);
        _costAlways = _cost.IsFixed && !_cost.Faults(Inputs.Empty, document).Any() ? _cost.Count(Inputs.Empty) : null;
    }

    public GraphQLOperationDefinition Operation { get; }

    public (PlanOutcome Outcome, IAnswerPlan? Plan, BoundVariables? Variables) Prepare(Inputs sent)
    {
        if (_choices.Length == 0)
        {
            return (PlanOutcome.NoPlan, null, null);
        }

        if (_variables.Bind(sent) is not { } bound || ChoiceOf(bound) is not (>= 0 and var choice))
        {
            return (PlanOutcome.Variables, null, null);
        }

        if (PlanOf(choice) is not { } plan)
        {
            return (PlanOutcome.NoPlan, null, null);
        }

        return (PlanOutcome.Answered, plan, bound);
    }

    /// <returns>Null when the request asks for more than it may at once, which the executor tells.</returns>
    public CostReport? CostOf(Inputs sent)
    {
        if (_costAlways is not null)
        {
            return _costAlways;
        }

        // Each text is one value, whatever it says.
        var areTexts = _variables.AreTexts(sent);
        if (areTexts && _costOfTexts is { } known)
        {
            return known;
        }

        var cost = _cost.Faults(sent, _document).Any() ? null : _cost.Count(sent);
        _costOfTexts = areTexts ? cost : _costOfTexts;
        return cost;
    }

    /// <returns>Negative when a condition is no flag.</returns>
    int ChoiceOf(BoundVariables bound)
    {
        var choice = 0;
        for (var i = 0; i < _conditions.Length; i++)
        {
            if (bound[_conditions[i].Slot] is not bool holds)
            {
                return -1;
            }

            choice |= holds ? 1 << i : 0;
        }

        return choice;
    }

    IAnswerPlan? PlanOf(int choice)
    {
        if (Volatile.Read(ref _choices[choice]) is { } known)
        {
            return known.Plan;
        }

        lock (_compiling)
        {
            if (_choices[choice] is { } meanwhile)
            {
                return meanwhile.Plan;
            }

            var conditions = _conditions.Index().ToDictionary(condition => condition.Item.Name, condition => (choice & (1 << condition.Index)) != 0);
            var plan = _fields < FieldsMax ? _compiler.Compile(_schema, _document, Operation, conditions, _variables.Slots) : null;
            _fields += plan?.Fields ?? 0;
            Volatile.Write(ref _choices[choice], new(plan));
            _compiled(plan?.Fields ?? 0);
            return plan;
        }
    }

    sealed record Choice(IAnswerPlan? Plan);
}

/// <summary>The variables on which it depends what of a document is answered.</summary>
internal static class ConditionVariables
{
    public static IReadOnlyCollection<string> Of(GraphQLDocument document)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var definition in document.Definitions)
        {
            Collect(definition, found);
        }

        return found;
    }

    static void Collect(ASTNode node, SortedSet<string> found)
    {
        foreach (var directive in (node as IHasDirectivesNode)?.Directives?.Items ?? [])
        {
            if (directive.Arguments?.ValueFor("if") is GraphQLVariable variable)
            {
                found.Add(variable.Name.StringValue);
            }
        }

        foreach (var selection in (node as IHasSelectionSetNode)?.SelectionSet?.Selections ?? [])
        {
            Collect(selection, found);
        }
    }
}
