using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ContentHub.Tests.Api.Attacks.Fuzzing;

/// <summary>Sends inputs as fast as the server answers: many on each connection, one behind the other, without waiting.</summary>
internal sealed class Fuzzer(Uri server, RequestGenerator requests, int seed)
{
    private const int Connections = 4;
    private const int OnOneConnection = 32;
    private const int FailuresMax = 12;

    /// <summary>Whoever has no answer by then has been left hanging; long, because the machine may have other work.</summary>
    private static readonly TimeSpan AnswerMost = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, string> _failures = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();

    /// <summary>One of each sort, with all that it takes to repeat it.</summary>
    public IReadOnlyCollection<string> Failures => [.. _failures.Values];

    /// <summary>How many inputs of each kind got answers of each status.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <param name="first">The number of the first input; each depends on its number and the seed only.</param>
    public async Task RunAsync(int first, int count)
    {
        var batches = new ConcurrentQueue<int[]>(Enumerable.Range(first, count).Chunk(OnOneConnection));
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            while (_failures.Count < FailuresMax && batches.TryDequeue(out var numbers))
            {
                await RunBatchAsync([.. numbers.Select(number => new Numbered(number, requests.Next(HashOf(number))))]);
            }
        })));
    }

    // Unlike HashCode, the same in every process.
    private int HashOf(int number) => unchecked((seed * 397) ^ (number * -1640531527));

    private async Task RunBatchAsync(List<Numbered> batch)
    {
        foreach (var garbage in batch.Where(item => !item.Input.IsFramed))
        {
            await SendGarbageAsync(garbage);
        }

        var waiting = new Queue<Numbered>(batch.Where(item => item.Input.IsFramed));
        while (waiting.Count > 0)
        {
            var before = waiting.Count;
            await SendAsync(waiting, waiting.Count);
            if (waiting.Count == before && await SendAsync(waiting, 1) is { } fault)
            {
                Report(waiting.Dequeue(), fault, null);
            }
        }
    }

    /// <summary>Takes from the queue what was answered.</summary>
    /// <param name="count">How many to send, from the queue's head.</param>
    /// <returns>Why not all were answered; null when they were.</returns>
    private async Task<string?> SendAsync(Queue<Numbered> waiting, int count)
    {
        using var timeout = new CancellationTokenSource(AnswerMost);
        try
        {
            using var connection = await RawConnection.OpenAsync(server, null, timeout.Token);
            var sending = Sending.IgnoreResetAsync(connection.SendAsync(Joined(waiting.Take(count)), timeout.Token));
            for (var left = count; left > 0; left--)
            {
                var asked = waiting.Peek();
                if (await connection.ReadAnswerAsync(timeout.Token, asked.Input.IsHead) is not { } answer)
                {
                    return "the connection was closed without an answer";
                }

                waiting.Dequeue();
                Check(asked, answer);
                if (answer.IsLast)
                {
                    break;
                }
            }

            connection.Dispose();
            await sending;
            return null;
        }
        catch (OperationCanceledException)
        {
            return "no answer, and the connection was left hanging";
        }
        catch (FormatException fault)
        {
            return $"the answer is not HTTP: {fault.Message}";
        }
    }

    /// <summary>Nobody can tell how many answers there will be; but the connection must come to an end.</summary>
    private async Task SendGarbageAsync(Numbered garbage)
    {
        using var timeout = new CancellationTokenSource(AnswerMost);
        try
        {
            using var connection = await RawConnection.OpenAsync(server, null, timeout.Token);
            await Sending.IgnoreResetAsync(connection.SendAsync(garbage.Input.Bytes, timeout.Token));
            connection.EndSending();
            foreach (var answer in await connection.ReadAnswersAsync(timeout.Token))
            {
                Check(garbage with { Input = garbage.Input with { IsGraphQL = false } }, answer);
            }
        }
        catch (OperationCanceledException)
        {
            Report(garbage, "the connection was left hanging", null);
        }
        catch (Exception cutOff) when (cutOff is SocketException or FormatException)
        {
            // Hung up on while still speaking: what was said to it is lost on the way.
            Count(garbage, "cut off");
        }
    }

    private void Check(Numbered asked, RawAnswer answer)
    {
        Count(asked, answer.Status.ToString(CultureInfo.InvariantCulture));
        if (answer.Status == 200 && answer.Body.AsSpan().StartsWith("{\"data\":{"u8))
        {
            Count(asked, "data");
        }

        if (AnswerRules.Fault(asked.Input, answer) is { } fault)
        {
            Report(asked, fault, answer);
        }
    }

    private void Count(Numbered asked, string what) => _counts.AddOrUpdate($"{asked.Input.Kind} {what}", 1, (_, count) => count + 1);

    private void Report(Numbered asked, string fault, RawAnswer? answer) => _failures.TryAdd(
        $"{asked.Input.Kind}: {fault}",
        $"""
        {fault}, by input {asked.Number} ({asked.Input.Kind}) of seed {seed}:
        {Shown(asked.Input.Bytes)}
        answered by: {answer?.Status} {(answer is null ? "" : Shown(answer.Body))}

        """);

    private static byte[] Joined(IEnumerable<Numbered> items)
    {
        using var bytes = new MemoryStream();
        foreach (var item in items)
        {
            bytes.Write(item.Input.Bytes);
        }

        return bytes.ToArray();
    }

    private static string Shown(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes.Take(3_000))
        {
            _ = b is >= 0x20 and < 0x7F or (byte)'\n' ? text.Append((char)b) : text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        }

        return bytes.Length > 3_000 ? $"{text}… ({bytes.Length} bytes)" : text.ToString();
    }

    private sealed record Numbered(int Number, FuzzInput Input);
}
