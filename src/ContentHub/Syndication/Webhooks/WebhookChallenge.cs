using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContentHub.Api.Errors;
using ContentHub.Storage;

namespace ContentHub.Syndication.Webhooks;

/// <summary>
/// Asks an endpoint whether it wants our events: a signed event with a random value, which it must send back. Nobody can make us send to a stranger's
/// server, since a stranger's server does not answer so.
/// </summary>
internal sealed class WebhookChallenge(WebhookClient client, WebhookRows rows, WebhookWorker worker, TimeProvider time)
{
    private const int ValueBytes = 24;
    private const string Field = "challenge";

    /// <returns>Why it stays as it is; null when it is on now.</returns>
    public async Task<ValidationError?> RunAsync(Webhook webhook, IReadOnlyList<string> path, CancellationToken cancellation)
    {
        var value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(ValueBytes));
        using var signer = WebhookSecrets.SignerOf(webhook, time.GetUtcNow());
        var exchange = await client.SendAsync(webhook.Url, WebhookMessages.Challenge(value, time.GetUtcNow()), signer, cancellation);
        if (exchange.Fault is null && IsAnswer(exchange.Body, value))
        {
            await rows.TurnOnAsync(webhook.Id, time.GetUtcNow(), CancellationToken.None);
            worker.Wake();
            return null;
        }

        var instead = exchange.Fault ?? "Its answer does not hold the value.";
        return new($"The endpoint did not answer its challenge. {instead} It must answer a `webhook.challenge` with status 2xx and the text of `data.challenge`, alone or as {{\"challenge\": …}}; then call testWebhook.", ErrorCode.ChallengeFailed, path);
    }

    /// <summary>The value alone, or as a field of that name.</summary>
    internal static bool IsAnswer(byte[] body, string value)
    {
        if (Encoding.UTF8.GetString(body).Trim() == value)
        {
            return true;
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is JsonValueKind.Object && json.RootElement.TryGetProperty(Field, out var field) && field.ValueKind is JsonValueKind.String && field.ValueEquals(value);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
