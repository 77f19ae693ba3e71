using System.Text;
using System.Text.Json;
using Xunit;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>What is wrong with the JSON around a document.</summary>
[Collection(AttackCollection.Name)]
public sealed class JsonAttackTests(AttackedServer server)
{
    private const string Filtered = "query($w: ArticleFilter) { articles(where: $w) { totalCount } }";
    private const int Levels = 100_000;

    private static readonly Dictionary<string, (Func<string> Body, string Code)> Attacks = new()
    {
        ["100,000 lists"] = (() => Lists(Levels), "JSON_TOO_DEEP"),
        ["100,000 lists, never closed"] = (() => new string('[', Levels), "JSON_TOO_DEEP"),
        ["100,000 objects"] = (() => Objects(Levels), "JSON_TOO_DEEP"),
        ["100,000 objects, never closed"] = (() => Repeat(Levels, "{\"a\":"), "JSON_TOO_DEEP"),
        ["100,000 lists as the query"] = (() => "{\"query\":" + Lists(Levels) + "}", "JSON_TOO_DEEP"),
        ["100,000 lists in the variables"] = (() => Where(Lists(Levels)), "JSON_TOO_DEEP"),
        ["100,000 objects in the variables"] = (() => Where(Objects(Levels)), "JSON_TOO_DEEP"),
        ["100,000 lists in the extensions"] = (() => """{"query":"{ __typename }","extensions":{"a":""" + Lists(Levels) + "}}", "JSON_TOO_DEEP"),
        ["100,000 lists in a member that nobody knows"] = (() => """{"query":"{ __typename }","else":""" + Lists(Levels) + "}", "JSON_TOO_DEEP"),
        ["a condition of 2,000 nots in the variables"] = (() => Where(Repeat(2_000, "{\"not\":") + "{}" + new string('}', 2_000)), "JSON_TOO_DEEP"),
        ["a batch of 1,000"] = (() => $"[{string.Join(',', Enumerable.Repeat("""{"query":"{ __typename }"}""", 1_000))}]", "BAD_REQUEST"),
        ["a batch of one"] = (() => """[{"query":"{ __typename }"}]""", "BAD_REQUEST"),
        ["an empty batch"] = (() => "[]", "BAD_REQUEST"),
        ["two requests, one after the other"] = (() => """{"query":"{ __typename }"}{"query":"{ __typename }"}""", "BAD_REQUEST"),
        ["two queries"] = (() => """{"query":"{ __typename }","query":"{ articles { totalCount } }"}""", "BAD_REQUEST"),
        ["two queries, one of them escaped"] = (() => """{"query":"{ __typename }","\u0071uery":"{ articles { totalCount } }"}""", "BAD_REQUEST"),
        ["two members of one name in the variables"] = (() => Where("""{"and":[]},"w":null"""), "BAD_REQUEST"),
        ["two members of one name, deep in the variables"] = (() => Where("""{"not":{"and":[],"and":null}}"""), "BAD_REQUEST"),
        ["half a surrogate pair in the query"] = (() => """{"query":"{ article(slug: \"\ud800\") { title } }"}""", "BAD_REQUEST"),
        ["half a surrogate pair in the variables"] = (() => With("query($s: String!) { article(slug: $s) { title } }", "s", "\"\\udc00\""), "BAD_REQUEST"),
        ["half a surrogate pair in a variable's name"] = (() => """{"query":"{ __typename }","variables":{"\ud83d":1}}""", "BAD_REQUEST"),
        ["half a surrogate pair in the operation's name"] = (() => """{"query":"query a { __typename }","operationName":"\ud83d"}""", "BAD_REQUEST"),
        ["half a surrogate pair in the extensions"] = (() => """{"query":"{ __typename }","extensions":{"a":"\ud83d x"}}""", "BAD_REQUEST"),
        ["half a surrogate pair in a member's name"] = (() => """{"query":"{ __typename }","\ud83d":1}""", "BAD_REQUEST"),
        ["a null byte before the body"] = (() => "\0{\"query\":\"{ __typename }\"}", "BAD_REQUEST"),
        ["a null byte behind the body"] = (() => "{\"query\":\"{ __typename }\"}\0", "BAD_REQUEST"),
        ["a null byte in a string"] = (() => "{\"query\":\"{ \0 __typename }\"}", "BAD_REQUEST"),
        ["a null byte, escaped, in the query"] = (() => """{"query":"{ \u0000 __typename }"}""", "SYNTAX_ERROR"),
        ["a null byte, escaped, in the operation's name"] = (() => """{"query":"query a { __typename }","operationName":"a\u0000"}""", "INVALID_OPERATION_NAME"),
        ["a number of 900,000 digits in the variables"] = (() => First(new string('9', 900_000)), "BAD_REQUEST"),
        ["a list of 100,000 conditions in the variables"] = (() => Where("{\"or\":[" + Repeat(99_999, "{},") + "{}]}"), "JSON_TOO_LARGE"),
        ["a list of 300,000 numbers for one"] = (() => First("[" + Repeat(299_999, "1,") + "1]"), "JSON_TOO_LARGE"),
        ["a list of 100,000 values that an enum does not have"] = (() => With("query($t: [EntryType!]) { topics { nodes { usedBy(types: $t) { totalCount } } } }", "t", "[" + Repeat(99_999, "\"X\",") + "\"X\"]"), "JSON_TOO_LARGE"),
        ["80,000 members that an input does not have"] = (() => Where("{" + string.Join(',', Enumerable.Range(0, 80_000).Select(n => $"\"m{n}\":1")) + "}"), "JSON_TOO_LARGE"),
        ["a string of 900,000 letters for a number"] = (() => First(Letters(900_000)), "INVALID_VALUE"),
        ["an operation's name of 900,000 letters"] = (() => "{\"query\":\"query a { __typename }\",\"operationName\":" + Letters(900_000) + "}", "INVALID_OPERATION_NAME"),
        ["nothing"] = (() => "", "BAD_REQUEST"),
        ["a million spaces"] = (() => new string(' ', 1_000_000), "BAD_REQUEST"),
        ["null"] = (() => "null", "BAD_REQUEST"),
        ["a text"] = (() => "\"{ __typename }\"", "BAD_REQUEST"),
        ["half an object"] = (() => """{"query":"{ __typename""", "BAD_REQUEST"),
        ["a comment"] = (() => """{/* */"query":"{ __typename }"}""", "BAD_REQUEST"),
        ["a comma too many"] = (() => """{"query":"{ __typename }",}""", "BAD_REQUEST"),
    };

    /// <summary>Nothing is wrong with these as requests: an answer says what was found, or why it could not be.</summary>
    private static readonly Dictionary<string, Func<string>> Answered = new()
    {
        ["half a surrogate pair, by the document's escape"] = () => """{"query":"{ article(slug: \"\\ud800\") { title } }"}""",
        ["an exponent of 9 digits in the variables"] = () => With("query($n: Float!) { locations(where: { near: { latitude: $n, longitude: 0, withinKm: 1 } }) { totalCount } }", "n", "1e999999999"),
        ["a text of 900,000 letters to look for"] = () => Where("{\"title\":{\"contains\":" + Letters(900_000) + "}}"),
        ["a cursor of 900,000 letters"] = () => With("query($c: String) { articles(after: $c) { totalCount } }", "c", Letters(900_000)),
        ["an id of 900,000 letters"] = () => With("query($i: ID!) { node(id: $i) { id } }", "i", Letters(900_000)),
    };

    public static TheoryData<string> NamesOfAnswered => [.. Answered.Keys];

    public static TheoryData<string> Names => [.. Attacks.Keys];

    internal static IEnumerable<byte[]> Requests => Attacks.Values.Select(attack => Sending.PostBody(attack.Body()));

    [Theory, MemberData(nameof(Names))]
    public async Task A_body_that_is_no_request_is_refused(string attack)
    {
        var (body, code) = Attacks[attack];

        var refusal = await server.AttackAsync(Sending.PostBody(body()));

        Assert.Equal(code, refusal.Code);
    }

    [Theory, MemberData(nameof(NamesOfAnswered))]
    public async Task A_strange_value_is_answered_as_shortly_as_any(string attack)
    {
        var request = Sending.PostBody(Answered[attack]());

        var (answer, took) = await server.EndureAsync(() => Sending.SendAsync(server.Url, Attackers.Next(), request));

        Assert.True(took < AttackedServer.AnswerMost, $"Answered after {took.TotalSeconds:f2} s.");
        Assert.Equal(200, answer.Status);
        Assert.InRange(answer.Body.Length, 2, 4095);
        Assert.DoesNotContain("INTERNAL", answer.Text);
        Assert.DoesNotMatch(Sending.Insides(), answer.Text);
    }

    private static string Where(string condition) => With(Filtered, "w", condition);

    private static string First(string number) => With("query($n: Int) { articles(first: $n) { totalCount } }", "n", number);

    private static string With(string query, string variable, string value) =>
        "{\"query\":" + JsonSerializer.Serialize(query) + ",\"variables\":{\"" + variable + "\":" + value + "}}";

    private static string Letters(int count) => $"\"{new string('a', count)}\"";

    private static string Repeat(int count, string part) => new StringBuilder(part.Length * count).Insert(0, part, count).ToString();

    private static string Lists(int levels) => new string('[', levels) + new string(']', levels);

    private static string Objects(int levels) => Repeat(levels, "{\"a\":") + "1" + new string('}', levels);
}
