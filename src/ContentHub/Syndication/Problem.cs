using System.Text.Json.Nodes;
using ContentHub.Api.Execution;
using Microsoft.AspNetCore.WebUtilities;

namespace ContentHub.Syndication;

/// <summary>A refusal outside of GraphQL: problem details (RFC 9457), with our code for programs.</summary>
internal static class Problem
{
    public static async Task WriteAsync(HttpContext http, RequestRefusedException refusal)
    {
        http.Response.StatusCode = refusal.Status;
        http.Response.ContentType = "application/problem+json";
        http.Response.Headers.CacheControl = "no-store";
        foreach (var (name, value) in refusal.Headers)
        {
            http.Response.Headers[name] = value;
        }

        var problem = new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = ReasonPhrases.GetReasonPhrase(refusal.Status),
            ["status"] = refusal.Status,
            ["detail"] = refusal.Message,
            ["code"] = refusal.Code,
        };
        await http.Response.WriteAsync(problem.ToJsonString(), http.RequestAborted);
    }
}
