using System.Text;
using BenchmarkDotNet.Attributes;
using ContentHub.Api.Execution;
using ContentHub.Delivery;
using GraphQL;
using GraphQL.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContentHub.Benchmarks;

/// <summary>
/// One operation on the seed, without the network: by the executor (document parsed and validated before) and by its plan; with all that
/// happens to a request between the web server and its answer; and what it takes to know an operation in the first place.
/// </summary>
[MemoryDiagnoser]
public class PlanBenchmarks
{
    public const string Article = """
        query Article($slug: String!) {
          article(slug: $slug) {
            id title slug locale summary keyPoints publishedAt byline canonicalUrl
            topics { title slug } authors { title slug }
            sections { key anchor heading level blocks { __typename key ... on Paragraph { text { markdown } } ... on BulletList { items { level text { markdown } } } ... on Callout { kind text { markdown } } } }
            faqs { title slug shortAnswer }
          }
        }
        """;

    public const string List = """
        query List($first: Int!) { articles(first: $first) { totalCount pageInfo { hasNextPage endCursor } nodes { id title slug summary publishedAt topics { title slug } authors { title slug } } } }
        """;

    private WebApplication _app = null!;
    private DirectoryInfo _data = null!;
    private OperationRunner _runner = null!;
    private PlannedAnswers _plans = null!;
    private Api.Http.GraphQLHttp _http = null!;
    private IGraphQLTextSerializer _serializer = null!;
    private IPlanCompiler _compiler = null!;
    private GraphQL.Types.ISchema _schema = null!;
    private GraphQLRequest _request = null!;
    private byte[] _body = [];
    private int _number;

    [Params("article", "list")]
    public string Operation { get; set; } = "article";

    [GlobalSetup]
    public async Task StartAsync()
    {
        _data = Directory.CreateTempSubdirectory("contenthub-benchmark-");
        _app = Server.Build(["--environment=Development", "--urls=http://127.0.0.1:0"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ContentHub:Data"] = _data.FullName });
            builder.Logging.ClearProviders();
        });
        await _app.StartAsync();
        var services = _app.Services;
        await services.GetRequiredService<SnapshotFollower>().Loaded;
        (_runner, _plans, _http) = (services.GetRequiredService<OperationRunner>(), services.GetRequiredService<PlannedAnswers>(), services.GetRequiredService<Api.Http.GraphQLHttp>());
        (_serializer, _compiler, _schema) = (services.GetRequiredService<IGraphQLTextSerializer>(), services.GetRequiredService<IPlanCompiler>(), services.GetRequiredService<GraphQL.Types.ISchema>());
        _request = Operation == "article"
            ? new() { Query = Article, Variables = new(new Dictionary<string, object?> { ["slug"] = "signs-of-clonazepam-dependence" }) }
            : new() { Query = List, Variables = new(new Dictionary<string, object?> { ["first"] = 20 }) };
        _body = Encoding.UTF8.GetBytes(_serializer.Serialize(new { query = _request.Query, variables = _request.Variables }));
        await Executor();
        if (!await Plan())
        {
            throw new InvalidOperationException("There is no plan.");
        }
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Benchmark(Baseline = true)]
    public async Task<long> Executor()
    {
        var http = Context();
        var userContext = await _runner.PrepareAsync(http);
        var result = await _runner.RunAsync(http, _request, userContext, TransportRule.Post, CancellationToken.None);
        using var stream = new MemoryStream();
        await _serializer.WriteAsync(stream, result);
        return stream.Length;
    }

    [Benchmark]
    public async Task<bool> Plan()
    {
        var userContext = await _runner.PrepareAsync(Context());
        using var answer = _plans.TryAnswer(_request, userContext, CancellationToken.None);
        return answer is not null;
    }

    /// <summary>The body is read, the answer goes nowhere.</summary>
    [Benchmark]
    public async Task<int> Request()
    {
        var http = Context();
        http.Request.Method = "POST";
        http.Request.ContentType = "application/json";
        http.Request.ContentLength = _body.Length;
        http.Request.Body = new MemoryStream(_body, writable: false);
        await _http.HandleAsync(http);
        return http.Response.StatusCode;
    }

    /// <summary>A text that was never seen: parsed, validated, executed.</summary>
    [Benchmark]
    public async Task<bool> FirstSight()
    {
        var http = Context();
        var fresh = new GraphQLRequest { Query = $"{_request.Query} # {_number++}", Variables = _request.Variables };
        return (await _runner.RunAsync(http, fresh, await _runner.PrepareAsync(http), TransportRule.Post, CancellationToken.None)).Executed;
    }

    [Benchmark]
    public object? Parse() => GraphQLParser.Parser.Parse(_request.Query!);

    /// <summary>Parsed first.</summary>
    [Benchmark]
    public object? Compile()
    {
        var document = GraphQLParser.Parser.Parse(_request.Query!);
        var operation = document.Definitions.OfType<GraphQLParser.AST.GraphQLOperationDefinition>().Single();
        return _compiler.Compile(_schema, document, operation, new Dictionary<string, bool>(), new Dictionary<string, int> { ["slug"] = 0, ["first"] = 0 });
    }

    private DefaultHttpContext Context()
    {
        var http = new DefaultHttpContext { RequestServices = _app.Services };
        http.Request.Scheme = "http";
        http.Request.Host = new("localhost");
        return http;
    }
}
