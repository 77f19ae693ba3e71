using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ContentHub.Benchmarks.Load;

/// <summary>One question of the mix, and what its answer must be.</summary>
/// <param name="Kind">Under which it is counted.</param>
/// <param name="IsRefused">The answer must be a refusal with a code; else it must have no error.</param>
internal sealed record Question(string Kind, HttpRequestMessage Request, bool IsRefused);

/// <summary>What readers and scripts ask, by chance but in fixed shares.</summary>
internal sealed class Reader
{
    private const string Page = """
        query Page($slug: String!) { article(slug: $slug) {
          id title summary canonicalUrl jsonLd publishedAt
          topics { title slug } authors { title } symptomLists { title symptoms { name severity action } } faqs { question shortAnswer } programs { title levelOfCare }
          crisis { title } review { reviewerName status } references { key }
        } }
        """;

    private const string List = """
        query List($first: Int, $after: String, $where: ArticleFilter, $orderBy: EntryOrder! = PUBLISHED_AT_DESC) {
          articles(first: $first, after: $after, where: $where, orderBy: $orderBy) { totalCount nodes { title slug summary topics { title } } pageInfo { hasNextPage endCursor } }
        }
        """;

    private static readonly string[] Words = ["sleep", "anx", "withdrawal", "alcohol", "opioid", "what", "signs", "zzz"];
    private static readonly string[] Orders = ["PUBLISHED_AT_DESC", "TITLE_ASC"];

    private static readonly (string Query, object? Variables)[] Wrong =
    [
        ("{ articles { nodes { nothing } } }", null),
        ("{ articles(first: 101) { totalCount } }", null),
        ("{ articles(first: ", null),
        ("query($n: Int!) { articles(first: $n) { totalCount } }", new { n = "many" }),
        ("{ ...a } fragment a on Query { ...a }", null),
        ("{ articles(after: \"forged\") { totalCount } }", null),
    ];

    private readonly Uri _endpoint;
    private readonly string[] _slugs;
    private readonly string[] _topics;
    private readonly string[] _ids;
    private readonly string[] _cursors;

    private Reader(Uri endpoint, JsonNode known)
    {
        _endpoint = endpoint;
        _slugs = Texts(known["articles"]!["nodes"]!, "slug");
        _topics = Texts(known["topics"]!["nodes"]!, "slug");
        _ids = [.. Texts(known["articles"]!["nodes"]!, "id"), .. Texts(known["topics"]!["nodes"]!, "id")];
        _cursors = Texts(known["articles"]!["edges"]!, "cursor");
    }

    /// <summary>Looks first at what there is to be read.</summary>
    public static async Task<Reader> ForAsync(HttpClient http, Uri endpoint)
    {
        using var response = await http.PostAsJsonAsync(endpoint, new { query = "{ articles(first: 100) { edges { cursor } nodes { slug id } } topics(first: 100) { nodes { slug id } } }" });
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return new(endpoint, answer["data"] ?? throw new InvalidOperationException(answer.ToJsonString()));
    }

    public Question Next() => Random.Shared.Next(100) switch
    {
        < 35 => Post("article", Page, new { slug = Pick(_slugs) }),
        < 45 => Get("article by GET", "{ article(slug: \"" + Pick(_slugs) + "\") { title summary } }"),
        < 60 => Post("list", List, new { first = 5, after = Random.Shared.Next(2) == 0 ? null : Pick(_cursors) }),
        < 70 => Post("list of a topic", List, new { first = 20, where = new { topic = new { slug = new { eq = Pick(_topics) } } }, orderBy = Pick(Orders) }),
        < 80 => Post("search", List, new { first = 10, where = new { or = new object[] { new { title = new { contains = Pick(Words) } }, new { slug = new { startsWith = Pick(Words) } } } } }),
        < 90 => Post("node", "query Node($id: ID!) { node(id: $id) { id ... on Article { title sections { heading } } ... on Topic { title usedBy(first: 10) { nodes { title } } } } }", new { id = Pick(_ids) }),
        < 93 => Post("introspection", "{ __schema { queryType { name } } __type(name: \"Article\") { fields { name } } }", null),
        _ => Pick(Wrong) is var wrong ? Post("refused", wrong.Query, wrong.Variables) with { IsRefused = true } : throw new InvalidOperationException(),
    };

    private Question Post(string kind, string query, object? variables) =>
        new(kind, new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = JsonContent.Create(new { query, variables }) }, false);

    private Question Get(string kind, string query) => new(kind, new HttpRequestMessage(HttpMethod.Get, $"{_endpoint}?query={Uri.EscapeDataString(query)}"), false);

    private static string[] Texts(JsonNode list, string member) => [.. list.AsArray().Select(item => (string)item![member]!)];

    private static T Pick<T>(T[] from) => from[Random.Shared.Next(from.Length)];
}
