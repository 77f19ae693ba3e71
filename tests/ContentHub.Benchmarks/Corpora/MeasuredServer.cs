using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace ContentHub.Benchmarks.Corpora;

/// <summary>The server as a process of its own, as it runs in production but for sign-in and limits, timed from the moment that it is started.</summary>
internal sealed partial class MeasuredServer : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ReadyMost = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Stopwatch _running = Stopwatch.StartNew();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TimeSpan> _searchable = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="program">Null: the one that was built with this.</param>
    public MeasuredServer(Corpus corpus, string? program = null, bool isTold = false)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } dotnet && Path.GetFileNameWithoutExtension(dotnet) == "dotnet" ? dotnet : "dotnet", [program ?? Path.Combine(AppContext.BaseDirectory, "ContentHub.dll"), "--urls=http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ContentHub__Data"] = corpus.Options.Data;
        start.Environment["ContentHub__Database"] = corpus.Options.Database;
        start.Environment["ContentHub__Seed"] = "none";
        _process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        _process.OutputDataReceived += (_, line) => Take(line.Data, isTold);
        _process.BeginOutputReadLine();
    }

    /// <summary>Once it listens.</summary>
    public Task<Uri> Address => _address.Task.WaitAsync(ReadyMost);

    /// <summary>Once searches are answered: how long that took.</summary>
    public Task<TimeSpan> Searchable => _searchable.Task.WaitAsync(ReadyMost);

    /// <summary>Resident, in MB.</summary>
    public double Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024.0 * 1024.0);
        }
    }

    /// <summary>The most that was resident so far, in MB.</summary>
    public double MegabytesMost
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / (1024.0 * 1024.0);
        }
    }

    /// <summary>Processor time so far, of all its threads.</summary>
    public TimeSpan Worked
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <returns>How long it took until <c>/health/ready</c> said yes.</returns>
    public async Task<TimeSpan> ReadyAsync()
    {
        using var http = new HttpClient();
        for (var probe = new Uri(await Address, "/health/ready"); _running.Elapsed < ReadyMost; await Task.Delay(LookEvery))
        {
            using var answer = await http.GetAsync(probe);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return _running.Elapsed;
            }
        }

        throw new TimeoutException("The server is not ready.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Take(string? line, bool isTold)
    {
        if (isTold)
        {
            Console.WriteLine($"   {_running.Elapsed.TotalSeconds:f2} s  {line}");
        }

        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException("The server ended before it listened."));
        }
        else if (Listening().Match(line) is { Success: true } found)
        {
            _address.TrySetResult(new Uri(found.Groups[1].Value));
        }
        else if (line.Contains("entries can be searched", StringComparison.Ordinal))
        {
            _searchable.TrySetResult(_running.Elapsed);
        }
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}
