using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>The memory of another .NET process, told from outside. On Linux.</summary>
internal static class ProcessMemory
{
    private static readonly TimeSpan PatienceMost = TimeSpan.FromSeconds(60);

    private const byte StopTracingCommand = 1;
    private const byte CollectTracing2Command = 3;

    /// <summary>Resident memory in MB.</summary>
    public static double Resident(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>What the process holds, in MB, once it has collected its garbage and given back what it no longer needs.</summary>
    /// <remarks>The collector gives memory back bit by bit, with each collection some: it is asked until there is no less any more.</remarks>
    /// <param name="enough">MB at which it need not be asked, or not again: garbage included it is no more than that.</param>
    /// <param name="tooMuch">MB above which it is asked for longer: the collector and the web server let go of regions and buffers only after they were idle for a while.</param>
    public static async Task<double> SettledAsync(int processId, double enough, double tooMuch, CancellationToken cancellation)
    {
        var least = Resident(processId);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var unchanged = 0; least > enough && (unchanged < 8 || (least > tooMuch && clock.Elapsed < PatienceMost));)
        {
            await CollectGarbageAsync(processId, cancellation);
            await Task.Delay(150, cancellation);
            var now = Resident(processId);
            unchanged = now > least - 1 ? unchanged + 1 : 0;
            least = Math.Min(least, now);
        }

        return least;
    }

    /// <summary>
    /// The runtime makes a full collection when a listener for the keyword GCHeapCollect arrives at its diagnostic port (the
    /// commands CollectTracing2 and StopTracing of the .NET diagnostics IPC protocol).
    /// </summary>
    private static async Task CollectGarbageAsync(int processId, CancellationToken cancellation)
    {
        var path = DiagnosticPort(processId);
        using var tracing = await SendAsync(path, CollectTracing(), cancellation);
        using var events = new NetworkStream(tracing);
        var answer = new byte[28];
        await events.ReadExactlyAsync(answer, cancellation);

        // A session that nobody stops keeps a thread and its buffers for as long as the process lives, and would be measured too.
        using var stopping = await SendAsync(path, Message(StopTracingCommand, answer.AsSpan(20)), cancellation);
        await events.CopyToAsync(Stream.Null, cancellation);
    }

    /// <summary>
    /// Where the process listens. Its name has the process's number and when it started (proc(5), the 22nd field of stat): a process
    /// that was killed leaves its port behind, and its number is given to another.
    /// </summary>
    private static string DiagnosticPort(int processId)
    {
        const int StartFieldAfterName = 22 - 3;
        var state = File.ReadAllText($"/proc/{processId}/stat");
        var started = state[(state.LastIndexOf(')') + 2)..].Split(' ')[StartFieldAfterName];
        return Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{processId}-{started}-socket");
    }

    private static async Task<Socket> SendAsync(string path, byte[] message, CancellationToken cancellation)
    {
        var port = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await port.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        await port.SendAsync(message, cancellation);
        return port;
    }

    private static byte[] CollectTracing()
    {
        const int BufferMegabytes = 1;
        const int NetTrace = 1;
        const int Informational = 4;
        const long GCHeapCollect = 0x800000;
        using var payload = new MemoryStream();
        using var writer = new BinaryWriter(payload);
        writer.Write(BufferMegabytes);
        writer.Write(NetTrace);

        // Else it would tell of every method that it has compiled, each time.
        writer.Write(false);
        writer.Write(1);
        writer.Write(GCHeapCollect);
        writer.Write(Informational);
        WriteText("Microsoft-Windows-DotNETRuntime");
        writer.Write(0);

        return Message(CollectTracing2Command, payload.ToArray());

        void WriteText(string text)
        {
            writer.Write(text.Length + 1);
            writer.Write(Encoding.Unicode.GetBytes(text + '\0'));
        }
    }

    private static byte[] Message(byte command, ReadOnlySpan<byte> payload)
    {
        const byte EventPipe = 2;
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)(20 + payload.Length));
        return [.. "DOTNET_IPC_V1\0"u8, .. length, EventPipe, command, 0, 0, .. payload];
    }
}
