using ContentHub.Api.Execution;
using ContentHub.Api.Streams;
using ContentHub.Api.Telemetry;
using GraphQL;
using GraphQL.Transport;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.Http;

/// <summary>GraphQL over HTTP (the specification of the GraphQL Foundation's working group), requests by POST and GET.</summary>
internal sealed class GraphQLHttp(
    OperationRunner operations, PlannedAnswers plans, IGraphQLTextSerializer serializer, RequestReading reading, UnexpectedErrors unexpected, StreamSockets sockets, EventStream events, OpenStreams open, ApiMetrics metrics)
{
    public const string Path = "/graphql";

    public async Task HandleAsync(HttpContext http)
    {
        var mediaType = AnswerMediaType.Json;
        Answer answer;
        PlannedAnswer? planned = null;
        try
        {
            if (http.WebSockets.IsWebSocketRequest)
            {
                await sockets.HandleAsync(http);
                return;
            }

            mediaType = AnswerMediaType.Negotiate(http.Request.Headers.Accept) ?? throw new RequestRefusedException(
                StatusCodes.Status406NotAcceptable,
                "NOT_ACCEPTABLE",
                $"Answers come as {AnswerMediaType.GraphQLResponse}, {AnswerMediaType.Json} or {AnswerMediaType.EventStream}.");
            if (mediaType == AnswerMediaType.EventStream)
            {
                // What is refused before the stream begins is a plain answer.
                mediaType = AnswerMediaType.Json;
                await StreamAsync(http);
                return;
            }

            (answer, planned) = await ExecuteAsync(http, mediaType);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (RequestRefusedException refusal)
        {
            metrics.Refused(refusal.Code);
            answer = await AnswerToAsync(refusal, refusal.Status);
        }
        catch (Exception exception)
        {
            answer = await AnswerToAsync(unexpected.Mask(exception), StatusCodes.Status500InternalServerError);
        }

        using (planned)
        {
            await WriteAsync(http.Response, mediaType, answer, http.RequestAborted);
        }
    }

    /// <summary>Answers a request that is turned away before it gets here.</summary>
    public async Task RefuseAsync(HttpContext http, RequestRefusedException refusal)
    {
        metrics.Refused(refusal.Code);
        var mediaType = AnswerMediaType.Negotiate(http.Request.Headers.Accept) is AnswerMediaType.GraphQLResponse ? AnswerMediaType.GraphQLResponse : AnswerMediaType.Json;
        await WriteAsync(http.Response, mediaType, await AnswerToAsync(refusal, refusal.Status), http.RequestAborted);
    }

    /// <returns>With a planned answer its body is that one's, until it is disposed of.</returns>
    async Task<(Answer, PlannedAnswer?)> ExecuteAsync(HttpContext http, string mediaType)
    {
        var (userContext, request) = await ReadAsync(http);
        if (plans.TryAnswer(request, userContext, http.RequestAborted) is { } planned)
        {
            return planned.Refusal is { } late
                ? (await AnswerOfAsync(operations.Finish(new ExecutionResult(late), userContext), userContext, mediaType), null)
                : (new Answer(StatusCodes.Status200OK, planned.Body) { CacheControl = Privacy.CacheControl(userContext) }, planned);
        }

        var result = await operations.RunAsync(http, request, userContext, IsGet(http) ? TransportRule.Get : TransportRule.Post, http.RequestAborted);
        return (await AnswerOfAsync(result, userContext, mediaType), null);
    }

    async Task<Answer> AnswerOfAsync(ExecutionResult result, Dictionary<string, object?> userContext, string mediaType) => new(StatusOf(result, mediaType), await SerializeAsync(result))
    {
        Headers = result.Errors?.OfType<RequestRefusedException>().FirstOrDefault()?.Headers,
        CacheControl = Privacy.CacheControl(userContext, result),
    };

    async Task StreamAsync(HttpContext http)
    {
        using var place = open.Enter();
        var (userContext, request) = await ReadAsync(http);
        var result = await operations.RunAsync(http, request, userContext, IsGet(http) ? TransportRule.GetStream : TransportRule.Stream, http.RequestAborted);

        // A document with faults is answered in the stream, where an EventSource can read it; a status would be all that it shows.
        if (!result.Executed && result.Errors?.OfType<RequestRefusedException>().FirstOrDefault(refusal => refusal.Status != StatusCodes.Status400BadRequest) is { } refusal)
        {
            throw refusal;
        }

        await events.WriteAsync(http, CallerContext.Of(userContext), result);
    }

    async Task<(Dictionary<string, object?> UserContext, GraphQLRequest Request)> ReadAsync(HttpContext http)
    {
        if (!IsGet(http) && !HttpMethods.IsPost(http.Request.Method))
        {
            throw new RequestRefusedException(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "Use POST, or GET for queries.")
            {
                Headers = new Dictionary<string, string> { [HeaderNames.Allow] = "GET, POST" },
            };
        }

        var userContext = await operations.PrepareAsync(http);
        return (userContext, IsGet(http) ? reading.FromUrl(http.Request.Query) : await reading.FromBodyAsync(http.Request, http.RequestAborted));
    }

    static bool IsGet(HttpContext http) => HttpMethods.IsGet(http.Request.Method);

    static int StatusOf(ExecutionResult result, string mediaType)
    {
        if (result.Executed)
        {
            return StatusCodes.Status200OK;
        }

        if (result.Errors?.OfType<RequestRefusedException>().FirstOrDefault() is { } refusal)
        {
            return refusal.Status;
        }

        if (result.Errors?.Any(error => error is MaskedError) == true)
        {
            return StatusCodes.Status500InternalServerError;
        }

        return mediaType == AnswerMediaType.Json ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
    }

    async Task<Answer> AnswerToAsync(ExecutionError error, int status) => new(status, await SerializeAsync(operations.Refusal(error)))
    {
        Headers = (error as RequestRefusedException)?.Headers,
        CacheControl = "no-store",
    };

    /// <summary>To memory first: a value that cannot be written must not leave half an answer behind a status of 200.</summary>
    async Task<ReadOnlyMemory<byte>> SerializeAsync(ExecutionResult result)
    {
        using var stream = new MemoryStream();
        await serializer.WriteAsync(stream, result);
        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }

    static async Task WriteAsync(HttpResponse response, string mediaType, Answer answer, CancellationToken cancellation)
    {
        response.StatusCode = answer.Status;
        response.ContentType = mediaType + "; charset=utf-8";
        response.ContentLength = answer.Body.Length;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (answer.CacheControl is { } cacheControl)
        {
            response.Headers.CacheControl = cacheControl;
        }

        foreach (var (name, value) in answer.Headers ?? new Dictionary<string, string>())
        {
            response.Headers[name] = value;
        }

        await response.Body.WriteAsync(answer.Body, cancellation);
    }

    sealed record Answer(int Status, ReadOnlyMemory<byte> Body)
    {
        public IReadOnlyDictionary<string, string>? Headers { get; init; }
        public string? CacheControl { get; init; }
    }
}
