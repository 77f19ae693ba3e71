using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>Somebody who only wants to read, all the time that others attack.</summary>
internal sealed class Bystander : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Somebody who comes anew every time: those who hold a connection may be served while nobody else gets one.</summary>
    private static readonly HttpClient Newcomer = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _failures = [];
    private Task _asking = Task.CompletedTask;

    public int Served { get; private set; }

    public TimeSpan Slowest { get; private set; }

    public IReadOnlyList<string> Failures => _failures;

    public static Bystander Start(HttpClient http)
    {
        var bystander = new Bystander();
        bystander._asking = Task.Run(() => bystander.KeepAskingAsync(http));
        return bystander;
    }

    /// <summary>Asks one more time before it ends: what an attack leaves behind may hurt afterwards.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        Dispose();
    }

    public void Dispose() => _stop.Dispose();

    /// <exception cref="InvalidOperationException">The answer is not the page that was asked for.</exception>
    public static async Task AskAsync(HttpClient http, Uri server, CancellationToken cancellation)
    {
        using var response = await http.PostAsJsonAsync(new Uri(server, "/graphql"), new { query = "{ articles(first: 5) { nodes { title slug topics { title } } } }" }, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        using var answer = JsonDocument.Parse(text);
        if (!answer.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object || data.GetProperty("articles").GetProperty("nodes").GetArrayLength() != 5)
        {
            throw new InvalidOperationException($"{(int)response.StatusCode} {text}");
        }
    }

    private async Task KeepAskingAsync(HttpClient http)
    {
        bool goesOn;
        do
        {
            goesOn = !_stop.IsCancellationRequested;
            var clock = Stopwatch.StartNew();
            try
            {
                await AskAsync(Served % 2 == 0 ? http : Newcomer, http.BaseAddress!, CancellationToken.None);
                Served++;
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or JsonException or InvalidOperationException)
            {
                _failures.Add(fault.Message);
            }

            Slowest = clock.Elapsed > Slowest ? clock.Elapsed : Slowest;
            await Task.Delay(Pause);
        }
        while (goesOn);
    }
}
