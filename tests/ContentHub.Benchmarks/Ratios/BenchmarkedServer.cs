using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ContentHub.Delivery;
using ContentHub.Delivery.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContentHub.Benchmarks.Ratios;

/// <summary>
/// What is measured against what, each as a process of its own: our server, which also answers bytes that never change behind all of its middleware
/// at <see cref="ConstantPath"/>, and Kestrel by itself with the same bytes.
/// </summary>
internal static class BenchmarkedServer
{
    public const string ConstantPath = "/constant";

    /// <summary>Answers how many bytes the process has allocated so far.</summary>
    public const string AllocatedPath = "/allocated";

    /// <param name="args">What to serve; then for our server its data folder.</param>
    public static async Task<int> ServeAsync(string[] args)
    {
        await using var app = args[0] == "kestrel" ? Kestrel() : ContentHubServer(args[1]);
        await app.StartAsync();
        if (args[0] != "kestrel")
        {
            await app.Services.GetRequiredService<SnapshotFollower>().Loaded;

            // What is still being indexed would be counted as work for readers.
            await app.Services.GetRequiredService<SearchFollower>().Ready;
        }

        Console.WriteLine($"Serving at {app.Urls.First()}");

        // Until whoever started it ends, however that happens.
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static WebApplication Kestrel()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(AnswerAsync);
        return app;
    }

    private static WebApplication ContentHubServer(string data)
    {
        // As it is on the internet; only that one address may ask as often as it likes.
        var app = Server.Build(["--environment=Production", "--urls=http://127.0.0.1:0"], builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ContentHub:Data"] = data,
            ["ContentHub:Seed"] = "none",
            ["ContentHub:Site:Url"] = "https://example.org",
            ["ContentHub:SignIn:Authority"] = "https://sign-in.example.org",
            ["ContentHub:SignIn:Audience"] = "contenthub",
            ["ContentHub:RateLimits:Exempt:0"] = "127.0.0.1",
        }));
        app.Map(ConstantPath, AnswerAsync);
        app.Map(AllocatedPath, () => Results.Text(GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture)));
        return app;
    }

    /// <summary>Reads what is asked to its end, as whoever answers a question must, and answers as many bytes as the address says.</summary>
    private static async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.ContentLength > 0)
        {
            var reader = http.Request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync();
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }
        }

        var size = int.Parse(http.Request.QueryString.Value!.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
        var response = http.Response;
        if (size == 0)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = size;
        response.BodyWriter.Write(Constant.AsSpan(0, size));
        await response.BodyWriter.FlushAsync();
    }

    private static readonly byte[] Constant = [.. Enumerable.Repeat((byte)'x', 1 << 20)];
}

/// <summary>A server that runs beside this process, on a core of its own where the machine lets us choose.</summary>
internal sealed partial class ServerBeside : IDisposable
{
    private readonly Process _process;

    private ServerBeside(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Processor time so far, of all its threads.</summary>
    public TimeSpan Worked
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public double Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024.0 * 1024.0);
        }
    }

    public static async Task<ServerBeside> StartAsync(params string[] what)
    {
        string[] self = [Environment.ProcessPath!, .. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(ServerBeside).Assembly.Location] : Array.Empty<string>(), "serve", .. what];
        string[] line = Cores.CanChoose ? ["taskset", "-c", "0", .. self] : self;
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        // What runs often is compiled for good at once, and not when nothing new has come for a while: the figures are those of a server that has run for long.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "0";
        var process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } said)
        {
            if (Serving().Match(said) is { Success: true } found)
            {
                return new(process, new Uri(found.Groups[1].Value));
            }
        }

        throw new InvalidOperationException("The server ended before it served.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex(@"Serving at (\S+)")]
    private static partial Regex Serving();
}

/// <summary>Server and client each on a core of their own, so that neither takes the other's time.</summary>
internal static class Cores
{
    public static bool CanChoose { get; } = OperatingSystem.IsLinux() && Environment.ProcessorCount > 1 && File.Exists("/usr/bin/taskset");

    /// <summary>This process, from now on.</summary>
    public static void TakeSecond()
    {
        if (CanChoose && OperatingSystem.IsLinux())
        {
            Process.GetCurrentProcess().ProcessorAffinity = 2;
        }
    }
}
