using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Delivery;
using ContentHub.Tests.Api.Attacks.Fuzzing;

namespace ContentHub.Tests.Delivery.Plans;

/// <param name="Others">The same operation with other variables.</param>
/// <param name="IsOfDelivery">Whether all of it is what plans are for.</param>
internal sealed record GeneratedOperation(string Text, JsonObject Variables, JsonObject Others, bool IsOfDelivery);

/// <summary>Operations as readers might send them, and stranger ones: from the schema, at random.</summary>
internal sealed class OperationGenerator(SchemaModel schema, KnownValues values, Dice dice, IReadOnlyList<DeliveryType> types)
{
    private static readonly string[] Beyond = ["viewer", "partner", "changes", "editorial"];

    private readonly StringBuilder _fragments = new();
    private readonly Dictionary<string, Variable> _variables = [];
    private readonly List<(string Name, string Type)> _named = [];
    private int _names;
    private bool _isOfDelivery;

    /// <param name="number">Makes its text one that was not sent before.</param>
    public GeneratedOperation Next(int number)
    {
        _fragments.Clear();
        _variables.Clear();
        _named.Clear();
        (_names, _isOfDelivery) = (0, true);
        var roots = schema.FieldsOf("Query").Where(f => !Beyond.Contains(f.Name)).ToList();
        var parts = Enumerable.Range(0, dice.Weighted((70, 1), (20, 2), (10, 3))).Select(_ => Field(dice.Pick(roots), 2 + dice.Roll(4), "Query")).ToList();
        if (dice.Roll(60) == 0)
        {
            _isOfDelivery = false;
            parts.Insert(dice.Roll(parts.Count + 1), dice.Pick(["viewer { name }", "__schema { queryType { name } }", "partner { name }", "changes(first: 1) { nodes { kind } }", "__type(name: \"Article\") { name }"]));
        }

        if (dice.Percent(5))
        {
            parts.Add("__typename");
        }

        var declared = _variables.Count == 0 ? "" : $"({string.Join(", ", _variables.Select(v => $"${v.Key}: {v.Value.Declaration}"))})";
        return new($"query Q{number}{declared} {{ {string.Join(' ', parts)} }}{_fragments}", Sent(), Sent(), _isOfDelivery);
    }

    private JsonObject Sent()
    {
        var sent = new JsonObject();
        foreach (var (name, variable) in _variables)
        {
            if (variable.MayBeLeftOut && dice.Percent(25))
            {
                continue;
            }

            sent[name] = dice.Roll(200) == 0 ? values.Wrong() : variable.Value();
        }

        if (dice.Roll(300) == 0)
        {
            sent["unknown"] = 1;
        }

        return sent;
    }

    private string Selection(string type, int depth)
    {
        var fields = schema.FieldsOf(type).Where(f => depth > 0 || !schema.HasSelection(NameOf(f.Type))).ToList();
        var parts = new List<string>();
        for (var count = fields.Count == 0 ? 0 : 1 + dice.Roll(4); count > 0; count--)
        {
            parts.Add(Field(dice.Pick(fields), depth, type));
        }

        if (schema.PossibleTypesOf(type) is { } possible)
        {
            for (var count = dice.Roll(3); count > 0; count--)
            {
                parts.Add(Fragment(dice.Pick(possible), type, depth - 1));
            }
        }
        else if (dice.Percent(12))
        {
            parts.Add(Fragment(dice.Percent(70) || !IsEntry(type) ? type : "Entry", type, depth - 1));
        }

        if (parts.Count == 0 || dice.Percent(12))
        {
            parts.Insert(dice.Roll(parts.Count + 1), "__typename");
        }

        return $"{{ {string.Join(' ', parts)} }}";
    }

    private string Field(SchemaField field, int depth, string parent)
    {
        var given = field.Arguments.Where(a => a.MustBeGiven || dice.Percent(25))
            .Where(a => a.Name != "asOf" || dice.Roll(20) == 0)
            // A cursor of another list is a fault, and most are.
            .Where(a => a.Name is not ("after" or "before") || dice.Percent(25))
            // Both ends of a list at once is refused; that is worth seeing now and then.
            .Where(a => a.Name != "last" || dice.Percent(60)).ToList();
        if (given.Any(a => a.Name == "first") && given.Any(a => a.Name == "last") && dice.Percent(95))
        {
            given.RemoveAll(a => a.Name == (dice.Percent(50) ? "first" : "last"));
            given.RemoveAll(a => a.Name == "first" && given.Any(o => o.Name == "last"));
        }

        _isOfDelivery &= !given.Any(a => a.Name == "asOf");
        var arguments = given.Count == 0 ? "" : $"({string.Join(", ", given.Select(a => $"{a.Name}: {Argument(a, TypeOf(field, parent))}"))})";
        // Another name where the same one might mean another thing: with arguments, and in types that share an interface.
        var isUnlike = given.Count > 0 || (parent != "Query" && !schema.FieldsOf("Entry").Any(f => f.Name == field.Name) && dice.Percent(93));
        var alias = isUnlike && dice.Percent(99) ? $"{(given.Count > 0 ? $"a{_names++}" : $"{parent}_{field.Name}")}: " : dice.Percent(4) ? $"b{_names++}: " : "";
        var head = $"{alias}{field.Name}{arguments}";
        var inner = NameOf(field.Type);
        if (!schema.HasSelection(inner))
        {
            return $"{head}{Directives()}{(dice.Percent(6) ? $" {head}" : "")}";
        }

        var text = $"{head}{Directives()} {Selection(inner, depth - 1)}";
        return dice.Percent(10) ? $"{text} {head}{Directives()} {Selection(inner, depth - 1)}" : text;
    }

    private string Fragment(string type, string parent, int depth)
    {
        if (_named.Where(f => f.Type == type).ToList() is { Count: > 0 } known && dice.Percent(30))
        {
            return $"...{dice.Pick(known).Name}{Directives()}";
        }

        if (dice.Percent(60))
        {
            return $"...{(type == parent && dice.Percent(50) ? "" : $" on {type}")}{Directives()} {Selection(type, depth)}";
        }

        var selection = Selection(type, depth);
        var name = $"F{_names++}";
        _named.Add((name, type));
        _fragments.Append(System.Globalization.CultureInfo.InvariantCulture, $" fragment {name} on {type} {selection}");
        return $"...{name}{Directives()}";
    }

    private string Argument(SchemaInput argument, string? slugsOf)
    {
        JsonNode? Value() => values.For(argument.Name, argument.Type, slugsOf);
        if (dice.Percent(50))
        {
            return Literal(Value(), argument.Type);
        }

        if (schema.MembersOf(argument.Type.Name) is { Count: > 0 } members && dice.Percent(20))
        {
            // A variable within an object.
            var member = dice.Pick(members);
            var inner = Declare(new(member.Type, member.Type.ToString(), false, () => values.For(member.Name, member.Type, slugsOf, 1)));
            return $"{{ {member.Name}: {inner} }}";
        }

        var optional = argument.Type with { IsRequired = false };
        return Declare(dice.Roll(4) switch
        {
            0 when argument.Type.IsRequired || dice.Percent(50) => new(argument.Type with { IsRequired = true }, $"{argument.Type with { IsRequired = true }}", false, () => values.For(argument.Name, argument.Type with { IsRequired = true }, slugsOf)),
            1 when Value() is { } given => new(optional, $"{optional} = {Literal(given, optional)}", true, Value),
            _ when argument.MustBeGiven => new(argument.Type, $"{argument.Type}", false, Value),
            _ => new(optional, $"{optional}", true, () => values.For(argument.Name, argument.Type.IsRequired && dice.Percent(95) ? argument.Type : optional, slugsOf)),
        });
    }

    private string Declare(Variable variable)
    {
        var name = $"v{_variables.Count}";
        _variables[name] = variable;
        return "$" + name;
    }

    private string Directives()
    {
        if (!dice.Percent(8))
        {
            return "";
        }

        var directive = dice.Pick(["include", "skip"]);
        return dice.Roll(3) == 0 ? $" @{directive}(if: {dice.Pick(["true", "false"])})" : $" @{directive}(if: {Flag()})";
    }

    private string Flag()
    {
        var flags = _variables.Where(v => v.Value.Type.Name == "Boolean").Select(v => v.Key).ToList();
        if (flags.Count > 0 && (flags.Count > 3 || dice.Percent(60)))
        {
            return "$" + dice.Pick(flags);
        }

        var hasDefault = dice.Percent(30);
        return Declare(new(new("Boolean", true, null), hasDefault ? "Boolean! = true" : "Boolean!", hasDefault, () => dice.Percent(60)));
    }

    private string Literal(JsonNode? value, TypeUse type) => value switch
    {
        null => "null",
        JsonArray list => $"[{string.Join(", ", list.Select(item => Literal(item, type.Item ?? type)))}]",
        JsonObject members => $"{{{string.Join(", ", members.Select(m => $"{m.Key}: {Literal(m.Value, schema.MembersOf(type.Name)?.FirstOrDefault(i => i.Name == m.Key)?.Type ?? new("", false, null))}"))}}}",
        _ when value.GetValueKind() == System.Text.Json.JsonValueKind.String && schema.ValuesOf(type.Name)?.Contains((string)value!) == true => (string)value!,
        _ => value.ToJsonString(),
    };

    private bool IsEntry(string type) => types.Any(t => t.GraphName == type);

    private string? TypeOf(SchemaField field, string parent) => parent == "Query" ? types.FirstOrDefault(t => t.Singular == field.Name || t.Plural == field.Name)?.Name : null;

    private static string NameOf(TypeUse type) => type.Item is { } item ? NameOf(item) : type.Name;

    private sealed record Variable(TypeUse Type, string Declaration, bool MayBeLeftOut, Func<JsonNode?> Value);
}
