using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ContentHub.Tests.Api.Attacks.Fuzzing;

/// <param name="Operation">Null: not named.</param>
internal sealed record FuzzDocument(string Text, JsonObject Variables, string? Operation);

/// <summary>Documents that follow the schema, and what becomes of them when tokens go astray.</summary>
internal sealed partial class DocumentGenerator(SchemaModel schema, ValueGenerator values, Dice dice)
{
    private static readonly string[] Tokens =
    [
        "{", "}", "(", ")", "[", "]", ":", "!", "$", "@", "=", "...", "|", "&", "on", "query", "mutation", "fragment", "null", "true", "false", "0", "-1", "1.5e3", "\"\"", "\"x\"", "\"\"\"y\"\"\"", "$v0", "@include", "@skip",
        "@deprecated", "__typename", "__schema", "__type", "# c\n", ",", "\"\\u0000\"", "\"\\ud800\"", "9999999999999999999999", "first", "after", "where", "nodes", "edges", "input", "if", "schema", "extend", "type", "%", "\u0000", "\u00e9", "'",
    ];

    private readonly StringBuilder _fragments = new();
    private readonly Dictionary<string, (TypeUse Type, JsonNode? Value)> _variables = [];
    private int _fragmentCount;

    /// <summary>A valid operation, as far as the schema tells.</summary>
    public FuzzDocument Document()
    {
        _fragments.Clear();
        _variables.Clear();
        _fragmentCount = 0;
        var kind = dice.Weighted((85, "query"), (15, "mutation"));
        var selection = Selection(kind == "query" ? "Query" : "Mutation", depth: 1 + dice.Roll(4), most: 1 + dice.Roll(2));
        var name = dice.Percent(30) ? $" op{dice.Roll(3)}" : "";
        var variables = _variables.Count == 0 ? "" : $"({string.Join(", ", _variables.Select(v => $"${v.Key}: {v.Value.Type}"))})";
        var operation = kind == "query" && name.Length == 0 && variables.Length == 0 && dice.Percent(50) ? selection : $"{kind}{name}{variables} {selection}";
        return new(operation + _fragments, new JsonObject(_variables.Select(v => KeyValuePair.Create(v.Key, v.Value.Value))), name.Length > 0 && dice.Percent(50) ? name.Trim() : null);
    }

    /// <summary>With some of its tokens left out, doubled, exchanged or replaced.</summary>
    public string Mutate(string document)
    {
        var tokens = Token().Matches(document).Select(match => match.Value).ToList();
        for (var change = dice.Weighted((60, 1), (25, 2), (15, 8)); change > 0 && tokens.Count > 0; change--)
        {
            var place = dice.Roll(tokens.Count);
            switch (dice.Roll(7))
            {
                case 0:
                    tokens.RemoveAt(place);
                    break;
                case 1:
                    tokens.Insert(place, tokens[dice.Roll(tokens.Count)]);
                    break;
                case 2:
                    var other = dice.Roll(tokens.Count);
                    (tokens[place], tokens[other]) = (tokens[other], tokens[place]);
                    break;
                case 3:
                    tokens[place] = dice.Percent(50) ? dice.Pick(Tokens) : dice.Pick(schema.Words);
                    break;
                case 4:
                    tokens.Insert(place, dice.Percent(50) ? dice.Pick(Tokens) : dice.Pick(schema.Words));
                    break;
                case 5:
                    tokens.InsertRange(place, tokens.GetRange(place, Math.Min(dice.Roll(30), tokens.Count - place)));
                    break;
                default:
                    tokens.RemoveRange(place, Math.Min(dice.Roll(10), tokens.Count - place));
                    break;
            }
        }

        return string.Join(' ', tokens);
    }

    /// <summary>Words and signs in no order at all.</summary>
    public string Noise() => string.Join(' ', Enumerable.Range(0, 1 + dice.Roll(30)).Select(_ => dice.Percent(70) ? dice.Pick(Tokens) : dice.Pick(schema.Words)));

    private string Selection(string type, int depth, int most)
    {
        var fields = schema.FieldsOf(type).Where(field => depth > 0 || !schema.HasSelection(NameOf(field.Type))).ToList();
        var parts = Enumerable.Range(0, fields.Count == 0 ? 0 : most).Select(_ => Field(dice.Pick(fields), depth)).ToList();
        if (schema.PossibleTypesOf(type) is { } possible && depth > 0 && dice.Percent(70))
        {
            parts.Add(Fragment(dice.Pick(possible), depth - 1));
        }

        if (parts.Count == 0 || dice.Percent(10))
        {
            parts.Add("__typename");
        }

        return $"{{ {string.Join(' ', parts)} }}";
    }

    private string Field(SchemaField field, int depth)
    {
        var alias = dice.Percent(40) ? $"a{dice.Roll(1000)}: " : "";
        var given = field.Arguments.Where(argument => argument.MustBeGiven || dice.Percent(20)).Select(argument => $"{argument.Name}: {Argument(argument)}").ToList();
        var arguments = given.Count == 0 ? "" : $"({string.Join(", ", given)})";
        var inner = schema.HasSelection(NameOf(field.Type)) ? " " + Selection(NameOf(field.Type), depth - 1, 1 + dice.Roll(4)) : "";
        return $"{alias}{field.Name}{arguments}{Directive()}{inner}";
    }

    private string Argument(SchemaInput argument)
    {
        var value = values.Value(argument.Type, 3);
        if (dice.Percent(60))
        {
            return values.Literal(value, argument.Type);
        }

        var name = $"v{_variables.Count}";
        _variables[name] = (argument.Type, value);
        return "$" + name;
    }

    private string Fragment(string type, int depth)
    {
        if (dice.Percent(60))
        {
            return $"... on {type}{Directive()} {Selection(type, depth, 1 + dice.Roll(3))}";
        }

        var name = $"f{_fragmentCount++}";
        var selection = Selection(type, depth, 1 + dice.Roll(3));
        _fragments.Append(" fragment ").Append(name).Append(" on ").Append(type).Append(' ').Append(selection);
        return $"...{name}";
    }

    private string Directive() => dice.Percent(4) ? $" @{dice.Pick(["include", "skip"])}(if: {dice.Pick(["true", "false"])})" : "";

    private static string NameOf(TypeUse type) => type.Item is { } item ? NameOf(item) : type.Name;

    [GeneratedRegex("\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\])*\"|\\.\\.\\.|[A-Za-z_]\\w*|-?\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?|\\S", RegexOptions.Singleline)]
    private static partial Regex Token();
}
