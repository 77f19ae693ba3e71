using System.Text;
using Xunit;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>Documents that are small to send and dear to answer.</summary>
[Collection(AttackCollection.Name)]
public sealed class DocumentAttackTests(AttackedServer server)
{
    private const string Relation = "{ articles(first: 1) { nodes { ";

    /// <summary>As much of one thing as a document may hold, so that not its length is what saves us.</summary>
    private const int Long = 60_000;

    /// <summary>The same for a name, a number or a line of text.</summary>
    private const int Word = 7_900;

    private static readonly Dictionary<string, (Func<string> Document, string Code)> Attacks = new()
    {
        ["10,000 aliases"] = (() => $"{{ {Many(10_000, n => $"a{n}: __typename")} }}", "DOCUMENT_TOO_LARGE"),
        ["10,000 aliases of a list"] = (() => $"{{ {Many(10_000, n => $"a{n}: articles {{ totalCount }}")} }}", "DOCUMENT_TOO_LARGE"),
        ["as many aliases as fit"] = (() => $"{{ {Many(3_500, n => $"a{n}:__typename")} }}", "DOCUMENT_TOO_LARGE"),
        ["one field 10,000 times"] = (() => $"{{ {Many(10_000, _ => "node")} }}", "DOCUMENT_TOO_LARGE"),
        ["one field with a selection as often as fits"] = (() => $"{{ {Many(2_300, _ => "articles { totalCount }")} }}", "DOCUMENT_TOO_LARGE"),
        ["500 levels"] = (() => $"{Relation}{Nested(498, "topics { ", "title")} }} }} }}", "DOCUMENT_TOO_DEEP"),
        ["500 levels through fragments"] = (
            () => $"{Relation}...f0 }} }} }} fragment f0 on Article {{ topics {{ ...f1 }} }} {Many(498, n => $"fragment f{n + 1} on Topic {{ topics {{ ...f{n + 2} }} }}")} fragment f499 on Topic {{ title }}",
            "DOCUMENT_TOO_LARGE"),
        ["90 levels through fragments"] = (
            () => $"{Relation}...f0 }} }} }} fragment f0 on Article {{ topics {{ ...f1 }} }} {Many(88, n => $"fragment f{n + 1} on Topic {{ topics {{ ...f{n + 2} }} }}")} fragment f89 on Topic {{ title }}",
            "DOCUMENT_TOO_DEEP"),
        ["100,000 levels"] = (() => Nested(100_000, "{a", ""), "DOCUMENT_TOO_LARGE"),
        ["3,900 levels"] = (() => Nested(3_900, "{ a", "", " }"), "DOCUMENT_TOO_DEEP"),
        ["3,900 levels, never closed"] = (() => Repeat(3_900, "{a"), "DOCUMENT_TOO_DEEP"),
        ["8,000 nested inline fragments"] = (() => Nested(8_000, "{ ...", "{__typename}", " }"), "DOCUMENT_TOO_DEEP"),
        ["2^14 fragment doublings"] = (() => Doubling(14), "DOCUMENT_TOO_LARGE"),
        ["2^60 fragment doublings"] = (() => Doubling(60), "DOCUMENT_TOO_LARGE"),
        ["2^60 fragment doublings that lead to nothing"] = (() => $"{{ ...f0 }} {Many(60, n => $"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}")}", "DOCUMENT_TOO_LARGE"),
        ["a fragment in itself"] = (() => "{ ...a } fragment a on Query { ...a }", "NO_FRAGMENT_CYCLES"),
        ["circular fragments"] = (() => "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }", "NO_FRAGMENT_CYCLES"),
        ["a circle of 100 fragments"] = (() => $"{{ ...f0 }} {Many(100, n => $"fragment f{n} on Query {{ ...f{(n + 1) % 100} }}")}", "NO_FRAGMENT_CYCLES"),
        ["a circle of 400 fragments"] = (() => $"{{ ...f0 }} {Many(400, n => $"fragment f{n} on Query {{ ...f{(n + 1) % 400} }}")}", "DOCUMENT_TOO_LARGE"),
        ["every fragment in every other"] = (() => $"{{ ...f0 }} {Many(60, n => $"fragment f{n} on Query {{ {Many(60, m => $"...f{m}")} }}")}", "NO_FRAGMENT_CYCLES"),
        ["few fragments in one another"] = (() => $"{{ ...f0 }} {Many(12, n => $"fragment f{n} on Query {{ {Many(12, m => $"...f{m}")} }}")}", "NO_FRAGMENT_CYCLES"),
        ["as many fragments as fit"] = (() => $"{{ __typename }} {Many(1_200, n => $"fragment f{n} on Query {{ __typename }}")}", "DOCUMENT_TOO_LARGE"),
        ["10,000 directives on a field"] = (() => $"{{ __typename {Many(10_000, _ => "@include(if: true)")} }}", "DOCUMENT_TOO_LARGE"),
        ["10,000 unknown directives on a field"] = (() => $"{{ __typename {Many(10_000, _ => "@d")} }}", "DOCUMENT_TOO_LARGE"),
        ["10,000 directives on an operation"] = (() => $"query {Many(10_000, _ => "@d")} {{ __typename }}", "DOCUMENT_TOO_LARGE"),
        ["10,000 directives on a variable"] = (() => $"query($v: Int {Many(10_000, _ => "@d")}) {{ articles(first: $v) {{ totalCount }} }}", "DOCUMENT_TOO_LARGE"),
        ["10,000 directives on a fragment"] = (() => $"{{ ...f }} fragment f on Query {Many(10_000, _ => "@d")} {{ __typename }}", "DOCUMENT_TOO_LARGE"),
        ["10,000 operations"] = (() => Many(10_000, n => $"query q{n} {{ __typename }}"), "DOCUMENT_TOO_LARGE"),
        ["as many operations as fit"] = (() => Many(2_400, n => $"query q{n} {{ __typename }}"), "NO_OPERATION_NAME"),
        ["100,000 variables"] = (() => $"query({Many(100_000, n => $"$v{n:x}:I")}) {{ __typename }}", "DOCUMENT_TOO_LARGE"),
        ["as many variables as fit"] = (() => $"query({Many(5_500, n => $"$v{n:x}:Int")}) {{ __typename }}", "DOCUMENT_TOO_LARGE"),
        ["one argument as often as fits"] = (() => $"{{ articles({Many(7_500, _ => "first:1")}) {{ totalCount }} }}", "DOCUMENT_TOO_LARGE"),
        ["as many unknown arguments as fit"] = (() => $"{{ articles({Many(7_000, n => $"a{n}:1")}) {{ totalCount }} }}", "DOCUMENT_TOO_LARGE"),
        ["1,900 unknown fields"] = (() => $"{{ {Many(1_900, n => $"articel{n}")} }}", "FIELDS_ON_CORRECT_TYPE"),
        ["900 unknown types"] = (() => $"query({Many(900, n => $"$v{n}: Articel{n}")}) {{ __typename }}", "VARIABLES_ARE_INPUT_TYPES"),
        ["900 unknown arguments"] = (() => $"{{ articles({Many(900, n => $"firts{n}: 1")}) {{ totalCount }} }}", "KNOWN_ARGUMENT_NAMES"),
        ["an unknown field with a name of 500,000 letters"] = (() => $"{{ {new string('a', 500_000)} }}", "DOCUMENT_TOO_LARGE"),
        ["an unknown field with as long a name as fits"] = (() => $"{{ {new string('a', Word)} }}", "FIELDS_ON_CORRECT_TYPE"),
        ["an unknown type with as long a name as fits"] = (() => $"{{ ... on {new string('A', Word)} {{ __typename }} }}", "KNOWN_TYPE_NAMES"),
        ["introspection, nested"] = (() => $"{{ __schema {{ types {{ {Nested(100, "fields { type { ", "name", 2)} }} }} }}", "DOCUMENT_TOO_DEEP"),
        ["introspection, a list in a list in a list"] = (() => "{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }", "INTROSPECTION_NOT_ALLOWED"),
        ["introspection through aliases"] = (() => $"{{ {Many(250, n => $"a{n}: __schema {{ types {{ fields {{ args {{ type {{ name }} }} }} }} }}")} }}", "INTROSPECTION_NOT_ALLOWED"),
        ["pages of 100, five deep"] = (() => $"{{ topics(first: 100) {{ nodes {{ {Nested(4, "usedBy(first: 100) { nodes { ... on Topic { ", "title", 3)} }} }} }}", "COST_TOO_HIGH"),
        ["pages of 100, five times five deep"] = (() => $"{{ {Many(5, n => $"a{n}: topics(first: 100) {{ nodes {{ {Nested(4, "usedBy(first: 100) { nodes { ... on Topic { ", "title", 3)} }} }}")} }}", "COST_TOO_HIGH"),
        ["an argument that is 3,900 lists deep"] = (() => $"{{ articles(where: {{ and: {Repeat(3_900, "[")}{Repeat(3_900, "]")} }}) {{ totalCount }} }}", "DOCUMENT_TOO_DEEP"),
        ["an argument that is 6,000 objects deep"] = (() => $"{{ articles(where: {Nested(6_000, "{ not: ", "{}")}) {{ totalCount }} }}", "DOCUMENT_TOO_DEEP"),
        ["a default that is 3,900 lists deep"] = (() => $"query($v: ArticleFilter = {Repeat(3_900, "[")}{Repeat(3_900, "]")}) {{ articles(where: $v) {{ totalCount }} }}", "DOCUMENT_TOO_DEEP"),
        ["a variable's type that is 3,900 lists deep"] = (() => $"query($v: {Repeat(3_900, "[")}Int{Repeat(3_900, "]")}) {{ __typename }}", "DOCUMENT_TOO_DEEP"),
        ["a condition of 2,000 nots"] = (() => $"{{ articles(where: {Nested(2_000, "{ not: ", "{}")}) {{ totalCount }} }}", "DOCUMENT_TOO_DEEP"),
        ["a condition of 1,000 ors and ands"] = (() => $"{{ articles(where: {Nested(1_000, "{ or: [{ and: ", "{}", "}] }")}) {{ totalCount }} }}", "DOCUMENT_TOO_DEEP"),
        ["a list of 100,000 conditions"] = (() => $"{{ articles(where: {{ or: [{Repeat(100_000, "{},")}] }}) {{ totalCount }} }}", "DOCUMENT_TOO_LARGE"),
        ["a text of as many letters as fit, to look for in every relation"] = (() => $"{{ articles(where: {{ or: [{Many(100, _ => $"{{title:{{contains:\"{new string('a', 500)}\"}}}}")}] }}) {{ nothing }} }}", "FIELDS_ON_CORRECT_TYPE"),
        ["an integer of 900,000 digits"] = (() => $"{{ articles(first: {new string('9', 900_000)}) {{ totalCount }} }}", "DOCUMENT_TOO_LARGE"),
        ["an integer of as many digits as fit"] = (() => $"{{ articles(first: {new string('9', Word)}) {{ totalCount }} }}", "ARGUMENTS_OF_CORRECT_TYPE"),
        ["a fraction of as many digits as fit"] = (() => $"{{ articles(first: 1.{new string('3', Word)}) {{ totalCount }} }}", "ARGUMENTS_OF_CORRECT_TYPE"),
        ["a place on earth of as many digits as fit"] = (() => $"{{ locations(where: {{ near: {{ latitude: {new string('9', Word)}, longitude: 0, withinKm: 1 }} }}) {{ totalCount }} }}", "ARGUMENTS_OF_CORRECT_TYPE"),
        ["an exponent of 9 digits"] = (() => "{ articles(first: 1e999999999) { totalCount } }", "ARGUMENTS_OF_CORRECT_TYPE"),
        ["an exponent of 9 digits for a place on earth"] = (() => "{ locations(where: { near: { latitude: 1e999999999, longitude: 0, withinKm: 1 } }) { totalCount } }", "ARGUMENTS_OF_CORRECT_TYPE"),
        ["a string of as many letters as fit, for a number"] = (() => $"{{ articles(first: \"{new string('x', Word)}\") {{ totalCount }} }}", "ARGUMENTS_OF_CORRECT_TYPE"),
        ["a string of as many letters as fit, for a value of an enum"] = (() => $"{{ articles(orderBy: {new string('x', Word)}) {{ totalCount }} }}", "ARGUMENTS_OF_CORRECT_TYPE"),
        ["a block string of 15,000 lines for a number"] = (() => $"{{ articles(first: \"\"\"{Repeat(15_000, "\n  x")}\"\"\") {{ totalCount }} }}", "ARGUMENTS_OF_CORRECT_TYPE"),
        ["a string that never ends"] = (() => $"{{ article(slug: \"{new string('x', Word)}", "SYNTAX_ERROR"),
        ["900,000 letters of a string that never ends"] = (() => $"{{ article(slug: \"{new string('x', 900_000)}", "DOCUMENT_TOO_LARGE"),
        ["60,000 letters of a string that never ends"] = (() => $"{{ article(slug: \"{new string('x', Long)}", "DOCUMENT_TOO_LARGE"),
        ["60,000 letters of a block string that never ends"] = (() => $"{{ article(slug: \"\"\"{new string('x', Long)}", "DOCUMENT_TOO_LARGE"),
        ["a name of 60,000 letters"] = (() => $"{{ {new string('a', Long)} }}", "DOCUMENT_TOO_LARGE"),
        ["a number of 60,000 digits, and then nothing"] = (() => $"{{ articles(first: {new string('9', Long)}", "DOCUMENT_TOO_LARGE"),
        ["a comment of 60,000 letters, and then nothing"] = (() => $"{{ #{new string('x', Long)}", "DOCUMENT_TOO_LARGE"),
        ["a fault at the end of a line of 60,000 letters"] = (() => $"{{ {Repeat(Long / 2, "a ")} (", "SYNTAX_ERROR"),
        ["a block string that never ends"] = (() => $"{{ article(slug: \"\"\"{Repeat(3_900, "\\\"")}", "SYNTAX_ERROR"),
        ["a string of 900 escapes that never ends"] = (() => $"{{ article(slug: \"{Repeat(900, "\\u0041\\n")}", "SYNTAX_ERROR"),
        ["nothing but commas before something wrong"] = (() => $"{{ {new string(',', Long)} nothing }}", "FIELDS_ON_CORRECT_TYPE"),
        ["nothing but line ends before something wrong"] = (() => $"{{ {Repeat(Long, "\n")} (", "SYNTAX_ERROR"),
        ["a comment of as many letters as fit"] = (() => $"#{new string('x', Word)}\n{{ nothing }}", "FIELDS_ON_CORRECT_TYPE"),
        ["20,000 comments"] = (() => $"{Repeat(20_000, "#x\n")}{{ nothing }}", "FIELDS_ON_CORRECT_TYPE"),
        ["nothing but byte order marks"] = (() => new string('\uFEFF', Long), "DOCUMENT_TOO_LARGE"),
        ["a null byte"] = (() => "{ article(slug: \0) { title } }", "SYNTAX_ERROR"),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    internal static IEnumerable<byte[]> Requests => Attacks.Values.Select(attack => Sending.Post(attack.Document()));

    [Theory, MemberData(nameof(Names))]
    public async Task A_costly_document_is_refused(string attack)
    {
        var (document, code) = Attacks[attack];

        var refusal = await server.AttackAsync(Sending.Post(document()));

        Assert.Equal(code, refusal.Code);
    }

    private static string Many(int count, Func<int, string> part) => string.Join(' ', Enumerable.Range(0, count).Select(part));

    private static string Repeat(int count, string part) => new StringBuilder(part.Length * count).Insert(0, part, count).ToString();

    /// <param name="braces">How many braces a level opens.</param>
    private static string Nested(int levels, string open, string inside, int braces = 1) => Nested(levels, open, inside, Repeat(braces, "}"));

    private static string Nested(int levels, string open, string inside, string close) => Repeat(levels, open) + inside + Repeat(levels, close);

    private static string Doubling(int steps) =>
        $"{{ ...f0 }} {Many(steps, n => $"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}")} fragment f{steps} on Query {{ __typename }}";
}
