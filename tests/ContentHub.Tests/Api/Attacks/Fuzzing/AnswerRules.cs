using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContentHub.Tests.Api.Attacks.Fuzzing;

/// <summary>What must hold of every answer, whatever was asked.</summary>
internal static partial class AnswerRules
{
    private const int RefusalMaxBytes = 4 * 1024;

    /// <summary>What the web server answers by itself, without a word, before there is a request; it hangs up then.</summary>
    private static readonly int[] Wordless = [400, 408, 411, 413, 414, 417, 431, 501, 505];

    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Fault(FuzzInput input, RawAnswer answer)
    {
        if (answer.Status >= 500 && !(answer.Status is 501 or 505 && answer.Body.Length == 0))
        {
            return $"status {answer.Status}";
        }

        if (answer.Headers.Any(header => Sending.Insides().IsMatch($"{header.Key}: {header.Value}")))
        {
            return "a header tells of our insides";
        }

        if (!input.IsGraphQL || input.IsHead || answer.Headers.GetValueOrDefault("Content-Type", "").StartsWith("text/event-stream", StringComparison.Ordinal))
        {
            return Sending.Insides().IsMatch(answer.Text) && answer.Status >= 400 ? "the answer tells of our insides" : null;
        }

        if (answer.Body.Length == 0)
        {
            return Wordless.Contains(answer.Status) && answer.IsLast ? null : $"status {answer.Status} and nothing else";
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            return Fault(json.RootElement, answer);
        }
        catch (JsonException)
        {
            return "the answer is not JSON";
        }
    }

    private static string? Fault(JsonElement answer, RawAnswer raw)
    {
        var hasData = answer.TryGetProperty("data", out _);
        if (!answer.TryGetProperty("errors", out var errors))
        {
            return hasData ? null : "neither data nor errors";
        }

        if (!hasData && raw.Body.Length >= RefusalMaxBytes)
        {
            return $"a refusal of {raw.Body.Length} bytes";
        }

        if (errors.GetArrayLength() == 0)
        {
            return "a list of no errors";
        }

        return errors.EnumerateArray().Select(FaultOfError).FirstOrDefault(fault => fault is not null);
    }

    private static string? FaultOfError(JsonElement error)
    {
        if (!error.TryGetProperty("message", out var message) || message.GetString() is not { Length: > 0 })
        {
            return "an error without a message";
        }

        if (!error.TryGetProperty("extensions", out var extensions) || !extensions.TryGetProperty("code", out var code) || !Code().IsMatch(code.GetString() ?? ""))
        {
            return "an error without a code";
        }

        return code.GetString() == "INTERNAL" ? "a fault of ours, masked"
            : Sending.Insides().IsMatch(message.GetString()!) ? "an error tells of our insides"
            : null;
    }

    [GeneratedRegex("^[A-Z][A-Z_]*$")]
    private static partial Regex Code();
}
