using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace ContentHub.Tests.Api.Http;

/// <summary>The JavaScript programs in <c>clients/</c>, with the packages that they need.</summary>
static class NodeClients
{
    static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "clients");

    /// <summary>Runs a script to its end and gives the lines that it printed.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string script, params string[] arguments)
    {
        await RequireAsync("node", "--version");
        await RequireAsync("npm", "--version");
        await InstallOnceAsync();

        var (exitCode, output, error) = await StartAsync("node", [script, .. arguments]);

        Assert.True(exitCode == 0, $"{script} ended with {exitCode}: {error}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    static async Task RequireAsync(string program, string argument)
    {
        try
        {
            await StartAsync(program, [argument]);
        }
        catch (Win32Exception)
        {
            var message = $"{program} is missing; install it with: apt-get install nodejs npm";
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CONTENTHUB_REQUIRE_ALL") != "1", message);
            Assert.Fail(message);
        }
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

    static async Task<(int ExitCode, string Output, string Error)> StartAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
