using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>Requests as bytes, and what every answer to an attack must look like.</summary>
internal static partial class Sending
{
    /// <summary>The attack comes this many times at once.</summary>
    private const int AtOnce = 3;

    private const int AnswerMaxBytes = 4 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static byte[] Post(string query, object? variables = null) => PostBody(JsonSerializer.Serialize(new { query, variables }));

    public static byte[] PostBody(string body, params string[] headers) => PostBody(Encoding.UTF8.GetBytes(body), headers);

    /// <param name="headers">Each as it goes over the wire, after the usual ones; a Content-Type of one's own replaces the usual one.</param>
    public static byte[] PostBody(byte[] body, params string[] headers)
    {
        var type = headers.Any(h => h.StartsWith("Content-Type", StringComparison.OrdinalIgnoreCase)) ? "" : "Content-Type: application/json\r\n";
        var own = string.Concat(headers.Select(h => h + "\r\n"));
        return
        [
            .. Encoding.Latin1.GetBytes($"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: application/graphql-response+json\r\n{type}{own}Content-Length: {body.Length}\r\n\r\n"),
            .. body,
        ];
    }

    /// <summary>Sends one request several times at once; every one must be refused, clearly and in time.</summary>
    /// <returns>The code and status of the refusal.</returns>
    public static Task<(int Status, string Code)> AttackAsync(this AttackedServer server, byte[] request) => server.EndureAsync(async () =>
    {
        var from = Attackers.Next();
        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => SendAsync(server.Url, from, request))));
        Assert.All(answers, answer => Assert.True(answer.Took < AttackedServer.AnswerMost, $"Answered after {answer.Took.TotalSeconds:f2} s."));
        return Assert.Single(answers.Select(answer => RefusalOf(answer.Answer)).Distinct());
    });

    /// <summary>Sends on a connection of its own and reads while it still sends: a server may answer before it has heard all.</summary>
    public static async Task<(RawAnswer Answer, TimeSpan Took)> SendAsync(Uri server, IPAddress from, byte[] request)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var clock = Stopwatch.StartNew();
        using var connection = await RawConnection.OpenAsync(server, from, timeout.Token);
        var sending = IgnoreResetAsync(connection.SendAsync(request, timeout.Token));
        var answer = await connection.ReadAnswerAsync(timeout.Token);
        var took = clock.Elapsed;
        connection.Dispose();
        await sending;
        return (answer ?? throw new InvalidOperationException("The connection was closed without an answer."), took);
    }

    /// <summary>A refusal has a status, one or more errors with a code, is short, and says nothing of our insides.</summary>
    public static (int Status, string Code) RefusalOf(RawAnswer answer)
    {
        Assert.InRange(answer.Status, 400, 499);
        Assert.InRange(answer.Body.Length, 2, AnswerMaxBytes - 1);
        Assert.DoesNotMatch(Insides(), answer.Text);
        using var json = JsonDocument.Parse(answer.Body);
        var errors = json.RootElement.GetProperty("errors").EnumerateArray().ToList();
        var codes = errors.Select(error => error.GetProperty("extensions").GetProperty("code").GetString()!).ToList();
        Assert.All(errors, error => Assert.NotEmpty(error.GetProperty("message").GetString()!));
        Assert.All(codes, code => Assert.Matches("^[A-Z][A-Z_]*$", code));
        Assert.False(json.RootElement.TryGetProperty("data", out _), answer.Text);
        return (answer.Status, codes[0]);
    }

    /// <summary>CLR names, stacks, SQL and paths.</summary>
    [GeneratedRegex(@"\b(System|Microsoft|GraphQLParser|GraphQL|ContentHub|Npgsql|Kestrel)\.[A-Z]|Exception\b|^ +at |\.cs\b|(?i:sqlite|npgsql|postgres)|\b(SELECT|INSERT INTO|DELETE FROM) |(?<![\w/])/(home|usr|tmp|var|work|app|root)/", RegexOptions.Multiline)]
    public static partial Regex Insides();

    /// <summary>Waits for it; that the server hangs up is none of its faults.</summary>
    public static async Task IgnoreResetAsync(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The server has answered, and does not want to hear the rest.
        }
    }
}
