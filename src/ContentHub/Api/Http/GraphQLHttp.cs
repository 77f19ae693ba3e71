using ContentHub.Api.Execution;
using ContentHub.Api.Streams;
using ContentHub.Api.Telemetry;
using GraphQL;
using GraphQL.Transport;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.Http;

/// <summary>GraphQL over HTTP (the specification of the GraphQL Foundation's working group), requests by POST and GET.</summary>
internal sealed class GraphQLHttp(
    OperationRunner operations, PlannedAnswers plans, IGraphQLTextSerializer serializer, RequestReading reading, UnexpectedErrors unexpected, EntityTags tags, IOptions<CdnOptions> cdn, StreamSockets sockets, EventStream events, OpenStreams open, ApiMetrics metrics, RequestTraces traces)
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
                using var trace = traces.Begin(http);
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
            using var trace = traces.Begin(http);
            answer = await AnswerToAsync(unexpected.Mask(exception), StatusCodes.Status500InternalServerError);
        }

        using (planned)
        {
            await WriteAsync(http, mediaType, answer);
        }
    }

    /// <summary>Answers a request that is turned away before it gets here.</summary>
    public async Task RefuseAsync(HttpContext http, RequestRefusedException refusal)
    {
        metrics.Refused(refusal.Code);
        var mediaType = AnswerMediaType.Negotiate(http.Request.Headers.Accept) is AnswerMediaType.GraphQLResponse ? AnswerMediaType.GraphQLResponse : AnswerMediaType.Json;
        await WriteAsync(http, mediaType, await AnswerToAsync(refusal, refusal.Status));
    }

    /// <returns>With a planned answer its body is that one's, until it is disposed of.</returns>
    async ValueTask<(Answer, PlannedAnswer?)> ExecuteAsync(HttpContext http, string mediaType)
    {
        var userContext = await PrepareAsync(http);
        // Whoever lays something over what is public has said so by now.
        var state = http.Response.Headers.CacheControl.Count == 0 ? AnswerState.Of(userContext) : null;
        if (state is not null && IsKnownTo(http, mediaType, state) is var (tag, known))
        {
            return (new Answer(StatusCodes.Status304NotModified, default) { Tag = tag, Keys = known }, null);
        }

        var request = await ReadAsync(http);
        var keys = state is not null && cdn.Value.IsUsed ? new AnswerKeys() : null;
        keys?.AddTo(userContext);
        if (plans.TryAnswer(request, userContext, http.RequestAborted) is { } planned)
        {
            return planned.Refusal is { } late
                ? (await AnswerOfAsync(operations.Finish(new ExecutionResult(late), userContext), userContext, mediaType), null)
                : (new Answer(StatusCodes.Status200OK, planned.Body) { CacheControl = Privacy.CacheControl(userContext), State = state, Keys = keys?.ToString() }, planned);
        }

        using var trace = traces.Begin(http);
        var result = await operations.RunAsync(http, request, userContext, IsGet(http) ? TransportRule.Get : TransportRule.Post, http.RequestAborted);
        var answer = await AnswerOfAsync(result, userContext, mediaType);

        // What the executor reads is not followed.
        return (answer.Status == StatusCodes.Status200OK && answer.CacheControl is null ? answer with { State = state, Keys = keys is null ? null : AnswerKeys.Any } : answer, null);
    }

    /// <returns>The tag that the client has named, if its copy is still what it would get; null when the answer has to be made.</returns>
    (string Tag, string? Keys)? IsKnownTo(HttpContext http, string mediaType, AnswerState state) =>
        http.Request.Headers.IfNoneMatch.Count > 0
        && tags.Find(AskedByUrl.Of(http, mediaType), state) is var (tag, keys)
        && NamedTag(http.Request, tag) is { } named ? (named, keys) : null;

    /// <summary>As it is, or as this client gets it: which of the two depends on the answer's length.</summary>
    static string? NamedTag(HttpRequest request, string tag)
    {
        if (AnswerEncoding.Negotiate(request.Headers.AcceptEncoding) is { } encoding && EntityTags.Text(tag, encoding) is var encoded && EntityTags.IsNamed(request, encoded))
        {
            return encoded;
        }

        var plain = EntityTags.Text(tag, null);
        return EntityTags.IsNamed(request, plain) ? plain : null;
    }

    async ValueTask<Answer> AnswerOfAsync(ExecutionResult result, Dictionary<string, object?> userContext, string mediaType) => new(StatusOf(result, mediaType), await SerializeAsync(result))
    {
        Headers = result.Errors?.OfType<RequestRefusedException>().FirstOrDefault()?.Headers,
        CacheControl = Privacy.CacheControl(userContext, result),
    };

    async Task StreamAsync(HttpContext http)
    {
        using var trace = traces.Begin(http);
        using var place = open.Enter();
        var userContext = await PrepareAsync(http);
        var request = await ReadAsync(http);
        var result = await operations.RunAsync(http, request, userContext, IsGet(http) ? TransportRule.GetStream : TransportRule.Stream, http.RequestAborted);

        // A document with faults is answered in the stream, where an EventSource can read it; a status would be all that it shows.
        if (!result.Executed && result.Errors?.OfType<RequestRefusedException>().FirstOrDefault(refusal => refusal.Status != StatusCodes.Status400BadRequest) is { } refusal)
        {
            throw refusal;
        }

        await events.WriteAsync(http, CallerContext.Of(userContext), result);
    }

    ValueTask<Dictionary<string, object?>> PrepareAsync(HttpContext http)
    {
        if (!IsGet(http) && !HttpMethods.IsPost(http.Request.Method))
        {
            throw new RequestRefusedException(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "Use POST, or GET for queries.")
            {
                Headers = new Dictionary<string, string> { [HeaderNames.Allow] = "GET, POST" },
            };
        }

        return operations.PrepareAsync(http);
    }

    ValueTask<GraphQLRequest> ReadAsync(HttpContext http) => IsGet(http) ? new(reading.FromUrl(http.Request.Query)) : reading.FromBodyAsync(http.Request, http.RequestAborted);

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

    async Task WriteAsync(HttpContext http, string mediaType, Answer answer)
    {
        var (request, response) = (http.Request, http.Response);
        var isPublic = answer.CacheControl is null && response.Headers.CacheControl.Count == 0;
        var encoding = isPublic && answer.Body.Length >= AnswerEncoding.BytesMin ? AnswerEncoding.Negotiate(request.Headers.AcceptEncoding) : null;
        response.Headers.Vary = response.Headers.Vary is { Count: > 0 } others ? StringValues.Concat(others, Varies) : Varies;
        if (answer.CacheControl is { } cacheControl)
        {
            response.Headers.CacheControl = cacheControl;
        }

        if (answer.Headers is { } more)
        {
            foreach (var (name, value) in more)
            {
                response.Headers[name] = value;
            }
        }

        var tag = answer.Tag;
        if (answer.State is { } state)
        {
            var asked = AskedByUrl.Of(http, mediaType);
            var known = tags.Find(asked, state) is { } same && same.Keys == answer.Keys ? same : tags.Remember(asked, state, answer.Body.Span, answer.Keys);
            tag = EntityTags.Text(known.Tag, encoding);
        }

        if (tag is not null)
        {
            response.Headers.ETag = tag;
            // To ask again each time costs a 304, and a retraction reaches every copy at the next request.
            response.Headers.CacheControl = "no-cache";
        }

        if (answer.Keys is { } keys)
        {
            // Also of a 304: what the network holds may have been made of something else, with the same words.
            response.Headers[SurrogateKey] = keys;
            response.Headers[CdnCacheControl] = $"public, max-age={(long)cdn.Value.MaxAge.TotalSeconds}";
        }

        response.StatusCode = tag is not null && EntityTags.IsNamed(request, tag) ? StatusCodes.Status304NotModified : answer.Status;
        if (response.StatusCode != StatusCodes.Status304NotModified)
        {
            response.ContentType = ContentTypeOf(mediaType);
            await WriteBodyAsync(response, answer.Body, encoding, http.RequestAborted);
        }
    }

    static async Task WriteBodyAsync(HttpResponse response, ReadOnlyMemory<byte> body, string? encoding, CancellationToken cancellation)
    {
        if (encoding is null)
        {
            response.ContentLength = body.Length;
            await response.BodyWriter.WriteAsync(body, cancellation);
            return;
        }

        using var compressed = AnswerEncoding.Compress(encoding, body, out var length);
        response.Headers.ContentEncoding = encoding;
        response.ContentLength = length;
        await response.Body.WriteAsync(compressed.Memory[..length], cancellation);
    }

    static string ContentTypeOf(string mediaType) => mediaType switch
    {
        AnswerMediaType.Json => AnswerMediaType.Json + "; charset=utf-8",
        AnswerMediaType.GraphQLResponse => AnswerMediaType.GraphQLResponse + "; charset=utf-8",
        _ => mediaType + "; charset=utf-8",
    };

    /// <summary>Other values of these headers would have brought another answer, or none.</summary>
    static readonly StringValues Varies = $"Accept, Accept-Encoding, Authorization, {Privacy.PreviewHeader}";

    const string SurrogateKey = "Surrogate-Key";
    const string CdnCacheControl = "CDN-Cache-Control";

    readonly record struct Answer(int Status, ReadOnlyMemory<byte> Body)
    {
        public IReadOnlyDictionary<string, string>? Headers { get; init; }

        public string? CacheControl { get; init; }

        /// <summary>Of an answer that everybody gets who asks by this address: what it depends on.</summary>
        public AnswerState? State { get; init; }

        /// <summary>Of an answer that was not made, because the client has it.</summary>
        public string? Tag { get; init; }

        /// <summary>What an answer for everybody was made of; null where no network may keep it.</summary>
        public string? Keys { get; init; }
    }
}
