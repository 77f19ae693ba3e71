using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ContentHub.PartnerProgram;

/// <summary>Takes webhooks as the Standard Webhooks specification has it: nothing counts that is not signed with the secret, or is older than five minutes.</summary>
internal sealed class Receiver(CopyFile copy, News news, string secretFile)
{
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(5);

    public async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var webhook = JsonNode.Parse(body)!;
        var type = (string)webhook["type"]!;
        if (type == "webhook.challenge")
        {
            // The secret is known only when the endpoint stands, which is after this.
            return Results.Json(new { challenge = (string?)webhook["data"]!["challenge"] });
        }

        var (id, timestamp) = (request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString());
        if (!File.Exists(secretFile) || !IsSigned($"{id}.{timestamp}.{body}", request.Headers["webhook-signature"].ToString()) || !IsFresh(timestamp))
        {
            return Results.Unauthorized();
        }

        copy.Delivered(id, type, (string?)webhook["data"]?["cursor"]);
        news.Tell();
        return Results.NoContent();
    }

    private bool IsSigned(string signed, string signatures)
    {
        var key = Convert.FromBase64String(File.ReadAllText(secretFile).Trim()["whsec_".Length..]);
        var own = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)));
        return signatures.Split(' ').Contains($"v1,{own}");
    }

    private static bool IsFresh(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && (DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() < AgeMax;
}
