using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace ContentHub.Tests;

/// <summary>What a run of the program left behind.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error);

/// <summary>The program as a process of its own: to serve until it is killed, or to do what a verb says.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartMost = TimeSpan.FromMinutes(2);

    /// <summary>
    /// None lives long enough to earn back what measuring its code costs, nor what keeps written code apart from running code
    /// and collects garbage beside the work.
    /// </summary>
    private static readonly Dictionary<string, string> ShortLife = new()
    {
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
    };

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly List<(string Words, TaskCompletionSource Said)> _awaited = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has written so far, to both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts to serve, on a free port, in Development unless the settings say otherwise; returns once it is ready.</summary>
    /// <param name="settings">As in a configuration file, e.g. <c>ContentHub:Data</c>; they are passed by the environment.</param>
    public static async Task<(ServerProcess Server, HttpClient Http)> StartAsync(IReadOnlyDictionary<string, string?> settings)
    {
        var server = new ServerProcess(Start(settings, ["--urls=http://127.0.0.1:0"]));
        try
        {
            var http = new HttpClient { BaseAddress = await server._address.Task.WaitAsync(StartMost, TestContext.Current.CancellationToken) };
            while (!(await http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            return (server, http);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the program to do what a verb says, and does not wait for it.</summary>
    public static ServerProcess Begin(IReadOnlyDictionary<string, string?> settings, params string[] arguments) => new(Start(settings, arguments));

    /// <summary>Returns as soon as a line with these words has been written.</summary>
    public async Task SaidAsync(string words)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            _awaited.Add((words, said));
            Tell();
        }

        await said.Task.WaitAsync(StartMost, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs the program to its end: a verb, or a start that must fail.</summary>
    public static async Task<ProcessResult> RunAsync(IReadOnlyDictionary<string, string?> settings, params string[] arguments)
    {
        using var process = Start(settings, arguments);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(StartMost);
            return new(process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>SIGKILL: the process can neither refuse nor tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static Process Start(IReadOnlyDictionary<string, string?> settings, string[] arguments)
    {
        var start = new ProcessStartInfo(DotNet(), [Path.Combine(AppContext.BaseDirectory, "ContentHub.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var inherited in start.Environment.Keys.Where(IsOfTheServer).ToList())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in ShortLife)
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
    }

    private static bool IsOfTheServer(string variable) =>
        variable is "DOTNET_ENVIRONMENT" or "PORT" || variable.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || variable.StartsWith("ContentHub__", StringComparison.OrdinalIgnoreCase);

    /// <summary>The very program that runs the tests, whatever the path says.</summary>
    public static string DotNet() =>
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    private void Tell()
    {
        var output = _output.ToString();
        _awaited.FindAll(a => output.Contains(a.Words, StringComparison.Ordinal)).ForEach(a => a.Said.TrySetResult());
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"The server ended before it listened:\n{Output}"));
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
            Tell();
        }

        if (Listening().Match(line) is { Success: true } found)
        {
            _address.TrySetResult(new Uri(found.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: ([^\s""]+)")]
    private static partial Regex Listening();
}
