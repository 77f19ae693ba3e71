using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>The memory of another .NET process, told from outside. On Linux.</summary>
internal static class ProcessMemory
{
    /// <summary>Resident memory in MB.</summary>
    public static double Resident(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>What the process holds, in MB, once it has collected its garbage and given back what it no longer needs.</summary>
    public static async Task<double> SettledAsync(int processId, CancellationToken cancellation)
    {
        await CollectGarbageAsync(processId, cancellation);
        // The collector gives memory back bit by bit: wait until there is no less any more.
        var least = Resident(processId);
        for (var unchanged = 0; unchanged < 4;)
        {
            await Task.Delay(50, cancellation);
            var now = Resident(processId);
            unchanged = now > least - 1 ? unchanged + 1 : 0;
            least = Math.Min(least, now);
        }

        return least;
    }

    /// <summary>
    /// The runtime makes a full collection when a listener for the keyword GCHeapCollect arrives at its diagnostic port (the
    /// command CollectTracing of the .NET diagnostics IPC protocol).
    /// </summary>
    private static async Task CollectGarbageAsync(int processId, CancellationToken cancellation)
    {
        var path = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{processId}-*-socket").Single();
        using var port = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await port.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        await port.SendAsync(CollectTracing(), cancellation);
        // The answer, twenty bytes of header and one session id, comes once the session has begun; closing the socket ends it.
        await port.ReceiveAsync(new byte[28], cancellation);
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
        writer.Write(1);
        writer.Write(GCHeapCollect);
        writer.Write(Informational);
        WriteText("Microsoft-Windows-DotNETRuntime");
        writer.Write(0);

        var length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)(20 + payload.Length));
        return [.. "DOTNET_IPC_V1\0"u8, .. length, 2, 2, 0, 0, .. payload.ToArray()];

        void WriteText(string text)
        {
            writer.Write(text.Length + 1);
            writer.Write(Encoding.Unicode.GetBytes(text + '\0'));
        }
    }
}
