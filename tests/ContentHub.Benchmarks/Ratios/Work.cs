using System.Text;
using System.Text.Json;

namespace ContentHub.Benchmarks.Ratios;

/// <summary>One kind of question, in many forms.</summary>
internal sealed record Work(string Name, IReadOnlyList<byte[]> Requests)
{
    private const string Article = """
        query Article($slug: String!) { article(slug: $slug) {
          id slug title summary keyPoints publishedAt canonicalUrl
          sections { key anchor heading blocks { __typename key ... on Paragraph { text { markdown } } } }
          topics { slug title } authors { title } faqs { question shortAnswer }
        } }
        """;

    private const string List = """
        query List($after: String) { articles(first: 20, after: $after) {
          nodes { id slug title summary publishedAt canonicalUrl topics { slug title } authors { title } }
          pageInfo { hasNextPage endCursor }
        } }
        """;

    private const string Filtered = """
        query Filtered($topic: String!) { articles(first: 20, where: { topic: { slug: { eq: $topic } }, audience: { eq: PATIENT } }) {
          totalCount nodes { id slug title summary publishedAt canonicalUrl topics { slug title } authors { title } }
        } }
        """;

    private const string Search = """
        query Search($text: String!) { search(text: $text, first: 20) {
          totalCount facets { field value label count }
          edges { highlights { html path } node { __typename ... on Article { slug title } ... on FaqEntry { slug title } } }
        } }
        """;

    private const int Searches = 200;
    private static readonly Words MadeUp = new();

    /// <param name="cursors">After which pages begin.</param>
    /// <param name="slugs">Which articles are asked for, by number.</param>
    public static IReadOnlyList<Work> All(IReadOnlyList<int> slugs, IReadOnlyList<string?> cursors) =>
    [
        Post("article by slug", Article, slugs.Select(n => (object)new { slug = $"article-{n}" })),
        Post("list of 20", List, cursors.Select(c => (object)new { after = c })),
        Post("filtered list with total", Filtered, Enumerable.Range(0, ManyArticles.TopicCount).Select(n => (object)new { topic = $"topic-{n}" })),
        Post("search, two words", Search, Enumerable.Range(0, Searches).Select(n => (object)new { text = MadeUp.Pair(n, 50, 2000) })),
        Get("article by slug, by GET", Article, slugs.Select(n => (object)new { slug = $"article-{n}" })),
        Get("list of 20, by GET", List, cursors.Select(c => (object)new { after = c })),
        Get("filtered list with total, by GET", Filtered, Enumerable.Range(0, ManyArticles.TopicCount).Select(n => (object)new { topic = $"topic-{n}" })),
    ];

    /// <summary>The same, asked by whoever has the answer already.</summary>
    /// <param name="tags">Of the answers, in the same order.</param>
    public Work With(IEnumerable<string> tags) => new($"{Name}: 304", [.. Requests.Zip(tags, (request, tag) => Insert(request, $"If-None-Match: {tag}\r\n"))]);

    /// <summary>As many bytes that never change.</summary>
    /// <param name="size">Of the answer; 0 for 304.</param>
    public Work Constant(int size) => new(Name, [.. Requests.Select(request => To($"{BenchmarkedServer.ConstantPath}?{size}", request))]);

    public static byte[] Post(string query, object? variables)
    {
        var body = JsonSerializer.Serialize(new { query, variables });
        return Encoding.UTF8.GetBytes($"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }

    private static Work Post(string name, string query, IEnumerable<object> variables) => new(name, [.. variables.Select(v => Post(query, v))]);

    private static Work Get(string name, string query, IEnumerable<object> variables) => new(name, [.. variables.Select(v => Encoding.UTF8.GetBytes(
        $"GET /graphql?query={Uri.EscapeDataString(query)}&variables={Uri.EscapeDataString(JsonSerializer.Serialize(v))} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n"))]);

    private static byte[] Insert(byte[] request, string header)
    {
        var line = request.AsSpan().IndexOf("\r\n"u8) + 2;
        return [.. request.AsSpan(0, line), .. Encoding.ASCII.GetBytes(header), .. request.AsSpan(line)];
    }

    /// <summary>The same but for the address.</summary>
    private static byte[] To(string path, byte[] request)
    {
        var text = request.AsSpan();
        var method = text[..(text.IndexOf((byte)' ') + 1)];
        return [.. method, .. Encoding.ASCII.GetBytes(path), .. text[text.IndexOf(" HTTP/1.1"u8)..]];
    }
}
