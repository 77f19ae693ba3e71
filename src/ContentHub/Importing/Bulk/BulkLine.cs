using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ContentHub.Importing.Bulk;

/// <summary>What is wrong with a file of an export.</summary>
/// <param name="line">From 1.</param>
/// <param name="reason">A sentence.</param>
internal sealed class BulkFaultException(long line, string reason, Exception? cause = null) : Exception($"Line {line.ToString(CultureInfo.InvariantCulture)}: {reason}", cause);

/// <summary>A line of an export: <c>{"line":7,"kind":"Entry","sum":"…","row":{…}}</c>. The sum is the SHA-256 of the row's UTF-8 bytes as they stand there, as 64 hexadecimal digits.</summary>
internal readonly record struct BulkLine(long Number, string Kind, ReadOnlyMemory<byte> Row)
{
    /// <summary>Far above what any row comes to: a line of more is no line of ours.</summary>
    public const int BytesMax = 64 * 1024 * 1024;

    public static void Write(ArrayBufferWriter<byte> output, long number, string kind, ReadOnlySpan<byte> row)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $$"""{"line":{{number}},"kind":"{{kind}}","sum":"{{Convert.ToHexStringLower(SHA256.HashData(row))}}","row":""");
        Encoding.UTF8.GetBytes(head, output);
        output.Write(row);
        output.Write("}\n"u8);
    }

    /// <param name="line">Without its end.</param>
    /// <param name="number">Which line of the file it is.</param>
    /// <exception cref="BulkFaultException">It is not as it was written.</exception>
    public static BulkLine Read(ReadOnlyMemory<byte> line, long number)
    {
        using var json = Parse(line, number);
        if (json.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("line", out var said) || said.ValueKind != JsonValueKind.Number || !said.TryGetInt64(out var saidNumber)
            || !root.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String
            || !root.TryGetProperty("sum", out var sum) || sum.ValueKind != JsonValueKind.String
            || !root.TryGetProperty("row", out var row) || row.ValueKind != JsonValueKind.Object)
        {
            throw new BulkFaultException(number, "This is no line of an export.");
        }

        if (saidNumber != number)
        {
            throw new BulkFaultException(number, string.Create(CultureInfo.InvariantCulture, $"It says that it is line {saidNumber}: lines are missing, doubled or in another order."));
        }

        var bytes = JsonMarshal.GetRawUtf8Value(row).ToArray();
        if (sum.GetString() != Convert.ToHexStringLower(SHA256.HashData(bytes)))
        {
            throw new BulkFaultException(number, "It was changed or damaged: its sum does not fit what it says.");
        }

        var read = new BulkLine(number, kind.GetString()!, bytes);
        read.CheckForm(line.Span);
        return read;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> line, long number)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException fault)
        {
            throw new BulkFaultException(number, number == 1 ? "This is no file of an export." : "It was damaged: it cannot be read.", fault);
        }
    }

    /// <summary>The same said in other words is not the same file: spaces, the order of fields, a field too many.</summary>
    private void CheckForm(ReadOnlySpan<byte> line)
    {
        var again = new ArrayBufferWriter<byte>(line.Length + 1);
        Write(again, Number, Kind, Row.Span);
        if (!again.WrittenSpan[..^1].SequenceEqual(line))
        {
            throw new BulkFaultException(Number, "It was changed: it is not as `export everything` writes it.");
        }
    }
}
