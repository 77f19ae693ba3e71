using System.CommandLine;
using ContentHub.Delivery;
using ContentHub.Importing.Bulk;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace ContentHub.Tests.Importing.Bulk;

/// <summary>Somebody at the command line: the real commands and the real server, not started, in this process.</summary>
internal static class Operator
{
    public static async Task<ProcessResult> RunAsync(TestDatabase database, params string[] arguments)
    {
        var build = () => Build(database);
        var root = new RootCommand
        {
            new Command("import") { ImportEverythingCommand.Create(build) }, new Command("export") { ExportCommand.Create(build) },
            BackupCommand.Create(build), RestoreCommand.Create(build),
        };
        using var output = new StringWriter();
        using var error = new StringWriter();
        try
        {
            var code = await root.Parse(arguments).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
            return new(code, output.ToString(), error.ToString());
        }
        catch (Exception fault) when (Verbs.Explain(fault) is { } line)
        {
            return new(1, output.ToString(), line);
        }
    }

    private static WebApplication Build(TestDatabase database, string? seed = "none") => Server.Build(["--environment=Development", "--urls=http://127.0.0.1:0"], builder =>
    {
        builder.Configuration.AddInMemoryCollection(database.Settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ContentHub:Seed"] = seed });
        builder.Logging.ClearProviders();
    });

    /// <summary>The whole contents of a database, as a file says them.</summary>
    public static async Task<string> ExportAsync(TestDatabase database)
    {
        using var output = new MemoryStream();
        await new ExportEverything(database.Factory, Options.Create(new SiteOptions())).RunAsync(output);
        return System.Text.Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>What a start of the server, as it is without any settings, says; null when it starts.</summary>
    public static async Task<string?> StartAsync(TestDatabase database)
    {
        await using var app = Build(database, seed: null);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            await app.StopAsync(TestContext.Current.CancellationToken);
            return null;
        }
        catch (Exception fault) when (Verbs.Explain(fault) is { } line)
        {
            return line;
        }
    }

    public static bool IsItsOwnersAlone(string path) => OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>Told of every step at once, in the thread of the work.</summary>
    public sealed class Watching(Action<BulkProgress> told) : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value) => told(value);
    }
}
