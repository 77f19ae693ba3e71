using System.Globalization;
using ContentHub.Api.Errors;
using ContentHub.Api.Execution;
using ContentHub.Api.Telemetry;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.Http;

/// <summary>
/// Everything that is answered without GraphQL, through the same door: who asks, their quota and their one view of what is public are
/// found in the same way, refusals are problems (RFC 9457) with the same codes, and validators are over the very bytes of the answer.
/// </summary>
internal sealed class PlainHttp(OperationRunner operations, ProblemAnswers problems, TimeProvider time)
{
    /// <param name="answer">Makes the answer from the user context; what it throws is answered as a problem.</param>
    public async Task AnswerAsync(HttpContext http, Func<IDictionary<string, object?>, ValueTask<PlainAnswer>> answer)
    {
        try
        {
            if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            {
                throw new RequestRefusedException(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "Use GET or HEAD.")
                {
                    Headers = new Dictionary<string, string> { [HeaderNames.Allow] = "GET, HEAD" },
                };
            }

            var userContext = await operations.PrepareAsync(http);
            await WriteAsync(http, await answer(userContext), IsPrivate(http, userContext));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be answered.
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            await problems.WriteAsync(http, fault);
        }
    }

    /// <summary>Whoever shows something to be let in may see something else than everybody.</summary>
    private static bool IsPrivate(HttpContext http, IDictionary<string, object?> userContext) =>
        CallerContext.Of(userContext).IsSignedIn || http.Request.Headers.Authorization.Count > 0 || http.Request.Headers.ContainsKey(Privacy.PreviewHeader);

    private async Task WriteAsync(HttpContext http, PlainAnswer answer, bool isPrivate)
    {
        var (request, response) = (http.Request, http.Response);
        var headers = response.Headers;
        foreach (var (name, value) in answer.Headers)
        {
            headers.Append(name, value);
        }

        if (answer.Policy is { } policy)
        {
            headers.ContentSecurityPolicy = policy;
            headers.Remove(HeaderNames.XFrameOptions);
            headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        }

        headers.Append(HeaderNames.Vary, HeaderNames.Authorization);
        if (answer.Vary is { } vary)
        {
            headers.Append(HeaderNames.Vary, vary);
        }

        if (answer.Language is { } language)
        {
            headers.ContentLanguage = language;
        }

        // To ask again each time costs a 304, and a retraction reaches every copy at the next request.
        headers.CacheControl = isPrivate || answer.IsPersonal ? "private, no-store" : "no-cache";
        response.StatusCode = answer.Status;
        if (answer.Status == StatusCodes.Status200OK && !answer.IsPersonal && IsUnchanged(request, response, answer, isPrivate))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (answer.Body.Length > 0)
        {
            response.ContentType = answer.MediaType;
        }

        response.ContentLength = answer.Body.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(answer.Body, http.RequestAborted);
        }
    }

    /// <summary>RFC 9110, 13.2.2: the tag decides where there is one, else the time.</summary>
    private bool IsUnchanged(HttpRequest request, HttpResponse response, PlainAnswer answer, bool isPrivate)
    {
        var tag = EntityTags.Text(EntityTags.Of(answer.Body.Span), encoding: null);
        response.Headers.ETag = tag;
        var since = isPrivate ? null : SinceWhen(answer);
        if (since is { } known)
        {
            response.GetTypedHeaders().LastModified = known;
        }

        return request.Headers.IfNoneMatch.Count > 0
            ? EntityTags.IsNamed(request, tag)
            : since is { } last && request.GetTypedHeaders().IfModifiedSince is { } had && last <= had;
    }

    /// <summary>Dates have whole seconds: one that is rounded down would hide a second change within the second.</summary>
    /// <returns>Null while the second in which it changed is not over.</returns>
    private DateTimeOffset? SinceWhen(PlainAnswer answer)
    {
        if (answer.UnchangedSince is not { } since)
        {
            return null;
        }

        var seconds = (since.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
        var up = new DateTimeOffset(seconds * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        return up <= time.GetUtcNow() ? up : null;
    }
}
