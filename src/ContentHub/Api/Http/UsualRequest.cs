using System.Text.Json;
using GraphQL;

namespace ContentHub.Api.Http;

/// <summary>
/// Reads a request as nearly all come, in one pass that keeps nothing: an object of members that we know, each variable a single value.
/// Whatever is otherwise, and all that is wrong, is for <see cref="RequestReading"/> to read again or to refuse.
/// </summary>
internal ref struct UsualRequest(ReadOnlySpan<byte> json)
{
    /// <summary>Far below every limit on the values of a request.</summary>
    private const int VariablesMax = 50;

    private readonly ReadOnlySpan<byte> _json = json;

    // One level more than is taken, so that what is nested deeper is seen and not a fault.
    private Utf8JsonReader _reader = new(json, new JsonReaderOptions { MaxDepth = 3 });
    private int _seen;

    /// <summary>The JSON string of the member <c>query</c>, with its quotes; empty where there is none.</summary>
    public ReadOnlySpan<byte> Query { get; private set; }

    public string? DocumentId { get; private set; }

    /// <summary>Null where there is none, or one without a letter.</summary>
    public string? OperationName { get; private set; }

    public Inputs? Variables { get; private set; }

    /// <summary>Of the variables as JSON.</summary>
    public int VariablesBytes { get; private set; }

    /// <returns>False where it is not of this kind.</returns>
    public bool TryRead() => TryRead(static (ref UsualRequest request) => request.TryReadMembers());

    /// <summary>The variables alone, as a parameter of an address has them.</summary>
    /// <returns>False where they are not of this kind.</returns>
    public bool TryReadVariables() => TryRead(static (ref UsualRequest request) => request.TryReadMap());

    private delegate bool Part(ref UsualRequest request);

    private bool TryRead(Part part)
    {
        try
        {
            return _reader.Read() && part(ref this) && !_reader.Read();
        }
        // It is no JSON; it escapes half a surrogate pair.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool TryReadMembers()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!TryReadMember())
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadMember()
    {
        var member = _reader switch
        {
            _ when _reader.ValueTextEquals("query"u8) => 1,
            _ when _reader.ValueTextEquals("variables"u8) => 2,
            _ when _reader.ValueTextEquals("operationName"u8) => 4,
            _ when _reader.ValueTextEquals("documentId"u8) => 8,
            _ => 0,
        };

        // Of two members with one name, one would silently win.
        if (member == 0 || (_seen & member) != 0 || !_reader.Read())
        {
            return false;
        }

        _seen |= member;
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.StartObject when member == 2:
                return TryReadMap();
            case JsonTokenType.String when member == 1:
                Query = _json[(int)_reader.TokenStartIndex..(int)_reader.BytesConsumed];
                return true;
            case JsonTokenType.String when member == 4:
                OperationName = _reader.GetString() is { Length: > 0 } name ? name : null;
                return true;
            case JsonTokenType.String when member == 8:
                DocumentId = _reader.GetString();
                return true;
            default:
                return false;
        }
    }

    private bool TryReadMap()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var start = _reader.TokenStartIndex;
        var read = new Dictionary<string, object?>();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _reader.GetString()!;
            if (!_reader.Read() || !TryReadValue(out var value) || read.Count == VariablesMax || !read.TryAdd(name, value))
            {
                return false;
            }
        }

        (Variables, VariablesBytes) = (new(read), (int)(_reader.BytesConsumed - start));
        return true;
    }

    private readonly bool TryReadValue(out object? value)
    {
        value = null;
        switch (_reader.TokenType)
        {
            case JsonTokenType.String:
                value = _reader.GetString();
                return true;
            case JsonTokenType.Number when _reader.TryGetInt32(out var number):
                value = number;
                return true;
            case JsonTokenType.True or JsonTokenType.False:
                value = _reader.TokenType == JsonTokenType.True;
                return true;
            default:
                return _reader.TokenType == JsonTokenType.Null;
        }
    }
}
