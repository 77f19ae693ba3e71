using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ContentHub.Api.Fields;

/// <summary>
/// Text as readers get it: a JSON string in UTF-8, quotes included, encoded once when an entry enters the snapshot.
/// A slice of one buffer per entry, so that a hundred texts are one object for the garbage collector.
/// </summary>
public readonly struct Text : IEquatable<Text>
{
    private readonly TextBuffer? _buffer;
    private readonly int _start;
    private readonly int _length;

    internal Text(TextBuffer buffer, int start, int length) => (_buffer, _start, _length) = (buffer, start, length);

    /// <summary>The JSON string, quotes included.</summary>
    public ReadOnlySpan<byte> Json => _buffer is null ? "\"\""u8 : _buffer.Slice(_start, _length);

    /// <summary>Whether it says nothing.</summary>
    public bool IsEmpty => Json.Length == 2;

    /// <summary>One text in a buffer of its own, for values that are made while answering.</summary>
    public static Text Of(string value) => new TextBuffer().Add(value);

    public bool Equals(Text other) => Json.SequenceEqual(other.Json);

    public override bool Equals(object? obj) => obj is Text other && Equals(other);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The text itself, decoded.</summary>
    public override string ToString()
    {
        var reader = new Utf8JsonReader(Json);
        reader.Read();
        return reader.GetString() ?? "";
    }

    public static bool operator ==(Text left, Text right) => left.Equals(right);

    public static bool operator !=(Text left, Text right) => !left.Equals(right);
}

/// <summary>Where the texts of one entry are put together. Written by one thread, then only read.</summary>
public sealed class TextBuffer
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private ArrayBufferWriter<byte>? _writing;
    private Utf8JsonWriter? _writer;
    private byte[] _bytes = [];

    internal ReadOnlySpan<byte> Slice(int start, int length) =>
        _writing is { } writing ? writing.WrittenSpan.Slice(start, length) : _bytes.AsSpan(start, length);

    public Text Add(string value)
    {
        _writing ??= new ArrayBufferWriter<byte>(Math.Max(64, value.Length + 16));
        _writer ??= new Utf8JsonWriter(_writing, Relaxed);
        var start = _writing.WrittenCount;
        _writer.WriteStringValue(value);
        _writer.Flush();

        // Each text is a value of its own, not the next of a list.
        _writer.Reset();
        return new(this, start, _writing.WrittenCount - start);
    }

    public Text? AddOptional(string? value) => value is null ? null : Add(value);

    public IReadOnlyList<Text> AddAll(IEnumerable<string> values) => [.. values.Select(Add)];

    /// <summary>Cuts the buffer to its size; nothing can be added afterwards without starting over.</summary>
    public void Seal()
    {
        if (_writing is { } writing)
        {
            _bytes = writing.WrittenSpan.ToArray();
            (_writing, _writer) = (null, null);
        }
    }
}
