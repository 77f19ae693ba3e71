using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ContentHub.Benchmarks.Load;

/// <summary>The server as a process of its own, with the seed, on a free port of the loopback address and on data that is thrown away.</summary>
internal sealed partial class LoadedServer : IDisposable
{
    private const int FaultsMax = 20;

    private readonly string _data = Directory.CreateTempSubdirectory("contenthub-load-").FullName;
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _faults = [];

    public LoadedServer()
    {
        _process = Start("--urls=http://127.0.0.1:0");
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Once it listens.</summary>
    public Task<Uri> Address => _address.Task.WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>Lines of its log that tell of a fault, the first of them.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_faults)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>Resident memory, in MB.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024.0 * 1024.0);
        }
    }

    /// <summary>A development token, by the server's own verb.</summary>
    public async Task<string> TokenAsync(string role, string name)
    {
        using var verb = Start("token", "--role", role, "--name", name);
        var token = await verb.StandardOutput.ReadToEndAsync();
        await verb.WaitForExitAsync();
        return verb.ExitCode == 0 ? token.Trim() : throw new InvalidOperationException(await verb.StandardError.ReadToEndAsync());
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } dotnet && Path.GetFileNameWithoutExtension(dotnet) == "dotnet" ? dotnet : "dotnet", [Path.Combine(AppContext.BaseDirectory, "ContentHub.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // In Development one address may ask as often as it likes, and there are tokens to be had.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ContentHub__Data"] = _data;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        return Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException("The server ended before it listened."));
        }
        else if (Listening().Match(line) is { Success: true } found)
        {
            _address.TrySetResult(new Uri(found.Groups[1].Value));
        }
        else if (line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal))
        {
            lock (_faults)
            {
                if (_faults.Count < FaultsMax)
                {
                    _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:T} {line}"));
                }
            }
        }
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}
