using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace ContentHub.Tests.Clients;

/// <summary>The JavaScript programs beside this file, with the packages that they need.</summary>
static class NodeClients
{
    // Debian 12's. Some packages ask for 20; all of them work with 18.
    const int NodeMin = 18;

    public static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    /// <summary>Runs a script of <c>package.json</c> to its end and gives the lines that it printed.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        await RequireAsync();
        await InstallOnceAsync();

        var (exitCode, output, error) = await StartAsync("npm", ["run", "--silent", script], environment);

        Assert.True(exitCode == 0, $"{script} ended with {exitCode}: {error}\n{output}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    static async Task RequireAsync()
    {
        try
        {
            var (_, version, _) = await StartAsync("node", ["--version"]);
            await StartAsync("npm", ["--version"]);
            if (Version.Parse(version.Trim().TrimStart('v')).Major >= NodeMin)
            {
                return;
            }
        }
        catch (Win32Exception)
        {
            // One of them is not there.
        }

        var message = $"Node.js {NodeMin} or newer with npm is missing; install it with: apt-get install nodejs npm";
        Assert.SkipWhen(Environment.GetEnvironmentVariable("CONTENTHUB_REQUIRE_ALL") != "1", message);
        Assert.Fail(message);
    }

    /// <summary>Other test processes may want the same folder: one installs, the others wait for it.</summary>
    static async Task InstallOnceAsync()
    {
        await using var turn = await WaitForTurnAsync(Path.Combine(Folder(), ".installing"));
        var wanted = await File.ReadAllTextAsync(Path.Combine(Folder(), "package-lock.json"));
        var stamp = Path.Combine(Folder(), "node_modules", ".installed");
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return;
        }

        var (exitCode, _, error) = await StartAsync("npm", ["ci", "--no-audit", "--no-fund"]);
        Assert.True(exitCode == 0, $"npm ci ended with {exitCode}: {error}");
        await File.WriteAllTextAsync(stamp, wanted);
    }

    static async Task<FileStream> WaitForTurnAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    static async Task<(int ExitCode, string Output, string Error)> StartAsync(string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await using var ending = TestContext.Current.CancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, await output, await error);
    }
}
