using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ContentHub.Api.Execution;

/// <summary>
/// Where an answer is put together as JSON in UTF-8 before any of it goes out. Pooled: one that is disposed of is used again,
/// so that a steady load allocates none.
/// </summary>
/// <remarks>Every value is written byte for byte as GraphQL.NET's serializer writes it with the relaxed encoder.</remarks>
internal sealed class AnswerBuffer : IBufferWriter<byte>, IDisposable
{
    const int BytesAtFirst = 16 * 1024;

    /// <summary>A larger one is not kept: one huge answer would hold its memory for ever.</summary>
    const int KeptMaxBytes = 256 * 1024;

    const int KeptMax = 64;

    /// <summary>Of a number.</summary>
    const int NumberMaxBytes = 32;

    static readonly System.Collections.Concurrent.ConcurrentQueue<AnswerBuffer> Kept = new();
    static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Append('"').Append('\\').Append(0x7F).Select(c => (byte)c)]);

    byte[] _bytes = new byte[BytesAtFirst];
    int _length;
    Utf8JsonWriter? _json;

    AnswerBuffer()
    {
    }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <returns>An empty one; whoever takes it disposes of it.</returns>
    public static AnswerBuffer Take() => Kept.TryDequeue(out var kept) ? kept : new();

    public void Dispose()
    {
        _length = 0;
        if (_bytes.Length <= KeptMaxBytes && Kept.Count < KeptMax)
        {
            Kept.Enqueue(this);
        }
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    public void Null() => Raw("null"u8);

    public void Flag(bool value) => Raw(value ? "true"u8 : "false"u8);

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(NumberMaxBytes), out var written);
        _length += written;
    }

    /// <param name="value">A finite one: JSON has no word for others.</param>
    public void Number(double value)
    {
        Utf8Formatter.TryFormat(value, Room(NumberMaxBytes), out var written);
        _length += written;
    }

    /// <summary>Text that holds nothing that JSON escapes: names, dates, ids.</summary>
    public void Plain<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        var room = Room(64);
        room[0] = (byte)'"';
        if (!value.TryFormat(room[1..], out var written, format, System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new ArgumentException("It is longer than any name or date.", nameof(value));
        }

        room[written + 1] = (byte)'"';
        _length += written + 2;
    }

    /// <summary>An instant in UTC, as the scalar writes it.</summary>
    public void Moment(DateTimeOffset value)
    {
        if (value.Millisecond != 0)
        {
            Plain(value.UtcDateTime, Scalars.DateTimeScalar.FormatOf(value));
            return;
        }

        // The framework has a fast way for this one form.
        var room = Room(64);
        room[0] = (byte)'"';
        value.UtcDateTime.TryFormat(room[1..], out var written, "s", System.Globalization.CultureInfo.InvariantCulture);
        "Z\""u8.CopyTo(room[(written + 1)..]);
        _length += written + 3;
    }

    public void Text(string value)
    {
        var room = Room(value.Length + 2);
        var text = room.Slice(1, value.Length);
        if (Ascii.FromUtf16(value, text, out _) != OperationStatus.Done || text.ContainsAny(Escaped))
        {
            Escape(value);
            return;
        }

        room[0] = (byte)'"';
        room[value.Length + 1] = (byte)'"';
        _length += value.Length + 2;
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Room(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => Room(Math.Max(sizeHint, 1));

    void Escape(string value)
    {
        if (_json is null)
        {
            _json = new Utf8JsonWriter(this, Relaxed);
        }
        else
        {
            _json.Reset();
        }

        _json.WriteStringValue(value);
        _json.Flush();
    }

    Span<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + size));
        }

        return _bytes.AsSpan(_length);
    }
}
