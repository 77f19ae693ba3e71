using System.Diagnostics;
using System.Text.Json;

namespace ContentHub.Benchmarks.Load;

/// <summary>Readers, as many as it takes.</summary>
internal sealed class Crowd(HttpClient http, Reader reader, Tally tally)
{
    /// <summary>More waiting at once than this, and the server is not keeping up: that is an error, and no more are sent meanwhile.</summary>
    private const int WaitingMax = 5_000;

    private int _waiting;

    /// <summary>Each asks again as soon as it is answered.</summary>
    /// <returns>Answers a second.</returns>
    public async Task<double> AskAsFastAsCanBeAsync(int readers, TimeSpan duration)
    {
        var before = tally.Answers;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, readers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < duration)
            {
                await AskAsync(Stopwatch.GetTimestamp());
            }
        })));
        return (tally.Answers - before) / clock.Elapsed.TotalSeconds;
    }

    /// <summary>
    /// Questions come at a fixed rate, whether or not those before were answered, and an answer's time counts from when its
    /// question was due: a server that stands still for a second is seen to.
    /// </summary>
    public async Task AskSteadilyAsync(double perSecond, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var sent = 0L;
        while (!cancellation.IsCancellationRequested)
        {
            for (var due = (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond); sent < due; sent++)
            {
                var dueAt = start + (long)(sent / perSecond * Stopwatch.Frequency);
                if (Volatile.Read(ref _waiting) < WaitingMax)
                {
                    _ = Task.Run(() => AskAsync(dueAt), CancellationToken.None);
                }
                else
                {
                    tally.Failed("reader", "not sent, because too many wait already", "");
                }
            }

            await Task.Delay(1, CancellationToken.None);
        }

        while (Volatile.Read(ref _waiting) > 0)
        {
            await Task.Delay(10, CancellationToken.None);
        }
    }

    private async Task AskAsync(long dueAt)
    {
        Interlocked.Increment(ref _waiting);
        var question = reader.Next();
        try
        {
            using var request = question.Request;
            using var response = await http.SendAsync(request);
            var answer = await response.Content.ReadAsByteArrayAsync();
            tally.Answered(question.Kind, Stopwatch.GetElapsedTime(dueAt));
            Check(question, (int)response.StatusCode, answer);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or JsonException)
        {
            tally.Failed(question.Kind, fault.GetType().Name, fault.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void Check(Question question, int status, byte[] answer)
    {
        using var json = JsonDocument.Parse(answer);
        if (json.RootElement.TryGetProperty("errors", out var errors) != question.IsRefused || status >= 500)
        {
            tally.Failed(question.Kind, $"status {status}", System.Text.Encoding.UTF8.GetString(answer));
        }
        else if (question.IsRefused && errors.EnumerateArray().Any(error => error.GetProperty("extensions").GetProperty("code").GetString() is null or "INTERNAL"))
        {
            tally.Failed(question.Kind, "no code", System.Text.Encoding.UTF8.GetString(answer));
        }
    }
}
