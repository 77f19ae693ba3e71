using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using ContentHub.Api.Errors;
using ContentHub.Api.Execution;
using ContentHub.Api.Telemetry;
using GraphQL;
using Microsoft.AspNetCore.WebUtilities;

namespace ContentHub.Api.Http;

/// <summary>What went wrong with a request without GraphQL, as <c>application/problem+json</c> (RFC 9457) with the code that GraphQL has for it. Our own faults are a number to quote.</summary>
internal sealed class ProblemAnswers(UnexpectedErrors unexpected, ApiMetrics metrics)
{
    private const string MediaType = "application/problem+json";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="fault">One for the caller, or any other: that is logged and masked.</param>
    public Task WriteAsync(HttpContext http, Exception fault)
    {
        switch (fault)
        {
            case RequestRefusedException refusal:
                metrics.Refused(refusal.Code!);
                foreach (var (name, value) in refusal.Headers)
                {
                    http.Response.Headers[name] = value;
                }

                return WriteAsync(http, refusal.Status, refusal);
            case RequestError wrong:
                metrics.Refused(wrong.Code!);
                return WriteAsync(http, StatusCodes.Status400BadRequest, wrong);
            case MaskedError masked:
                return WriteAsync(http, StatusCodes.Status500InternalServerError, masked);
            default:
                return WriteAsync(http, StatusCodes.Status500InternalServerError, unexpected.Mask(fault));
        }
    }

    private static async Task WriteAsync(HttpContext http, int status, ExecutionError error)
    {
        var problem = new JsonObject
        {
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = error.Message,
            ["code"] = error.Code,
        };
        foreach (var (name, value) in error.Extensions ?? new Dictionary<string, object?>())
        {
            problem[name] = value?.ToString();
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(problem, Readable);
        http.Response.StatusCode = status;
        http.Response.ContentType = MediaType;
        http.Response.ContentLength = body.Length;
        http.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
        }
    }
}
