using System.Buffers;
using System.Net.Mime;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using ContentHub.Api.Documents;
using ContentHub.Api.Execution;
using ContentHub.Api.FrontDoor;
using ContentHub.Api.Limits;
using ContentHub.Api.Uploads;
using GraphQL;
using GraphQL.Transport;
using GraphQL.Types;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.Http;

/// <summary>Reads one GraphQL request from an HTTP request; what is wrong with it is thrown as <see cref="RequestRefusedException"/>.</summary>
internal sealed class RequestReading(IGraphQLTextSerializer serializer, ISchema schema, DocumentCache documents, IOptions<FrontDoorOptions> frontDoor, IOptions<LimitOptions> limits)
{
    /// <summary>1 MiB: the largest mutations carry one whole article.</summary>
    public const int BodyMaxBytes = 1024 * 1024;

    /// <summary>Of variables in an address that are read in place.</summary>
    const int UsualMaxCharacters = 300;

    const string Unreadable = "The request's body could not be read.";

    // Of two members with one name, one would silently win.
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public GraphQLRequest FromUrl(IQueryCollection parameters)
    {
        var request = new GraphQLRequest
        {
            Query = Single(parameters, "query"),
            DocumentId = Single(parameters, "documentId"),
            OperationName = Single(parameters, "operationName"),
            Variables = VariablesOf(parameters),
            Extensions = MapOfParameter(parameters, "extensions"),
        };
        return NamesDocument(request) ? request : throw Malformed("The URL parameter `query` is missing, and so is `documentId`.");
    }

    /// <summary>Waits until a request's body is here, compressed or not, and leaves it to be read: whoever is served then keeps nobody waiting.</summary>
    public async ValueTask ArriveAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return;
        }

        await ReadAsync(request, Leave, cancellation);
    }

    static bool Leave(RequestReading reading, HttpRequest request, ReadOnlySequence<byte> all)
    {
        request.BodyReader.AdvanceTo(all.Start, all.End);
        return true;
    }

    /// <remarks>A compressed body was made to decompress as it is read; its limit counts what comes out.</remarks>
    public async ValueTask<GraphQLRequest> FromBodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentType?.StartsWith("multipart", StringComparison.OrdinalIgnoreCase) == true && MultipartForm.BoundaryOf(request) is { } boundary && !StringValues.IsNullOrEmpty(request.Headers[MultipartForm.Header]))
        {
            return await FromFormAsync(request, boundary, cancellation);
        }

        RequireJson(request.ContentType);
        RequirePlain(request.Headers.ContentEncoding);
        return await ReadAsync(request, static (reading, from, all) => reading.FromBody(from, all), cancellation);
    }

    async Task<GraphQLRequest> FromFormAsync(HttpRequest request, string boundary, CancellationToken cancellation)
    {
        RequirePlain(request.Headers.ContentEncoding);
        var body = await ReadAsync(request, static (_, from, all) =>
        {
            var bytes = all.ToArray();
            from.BodyReader.AdvanceTo(all.End);
            return bytes;
        }, cancellation);
        var form = await MultipartForm.ReadAsync(body, boundary);
        using var operations = Parse(form.Operations, "`operations`");
        using var map = Parse(form.Map, "`map`");
        if (operations.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw Malformed("`operations` must be a JSON object; batches are not supported.");
        }

        var read = FromObject(operations.RootElement);
        read.Variables = UploadMap.Fill(read.Variables, map.RootElement, form.Files);
        return read;
    }

    async ValueTask<T> ReadAsync<T>(HttpRequest request, Func<RequestReading, HttpRequest, ReadOnlySequence<byte>, T> take, CancellationToken cancellation)
    {
        if (request.ContentLength > BodyMaxBytes)
        {
            throw TooLarge();
        }

        CancellationTokenSource? tooLong = null;
        try
        {
            // Most are here as a whole already, and need no clock.
            if (IsHere(request, out var body))
            {
                return take(this, request, body);
            }

            tooLong = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            tooLong.CancelAfter(frontDoor.Value.BodyReadMost);
            return take(this, request, await ReadAsync(request, tooLong.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw TooSlow();
        }
        catch (BadHttpRequestException fault)
        {
            throw fault.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => TooLarge(),
                StatusCodes.Status408RequestTimeout => TooSlow(),
                var status => new RequestRefusedException(status, "BAD_REQUEST", Unreadable),
            };
        }
        catch (IOException) when (!cancellation.IsCancellationRequested)
        {
            // How Kestrel says that a chunk's size is larger than any number.
            throw Malformed(Unreadable);
        }
        catch (Exception fault) when (fault is InvalidDataException || IsOfBrotli(fault))
        {
            throw Malformed("The body is not compressed in the way that Content-Encoding says.");
        }
        finally
        {
            tooLong?.Dispose();
        }
    }

    static bool IsHere(HttpRequest request, out ReadOnlySequence<byte> body)
    {
        body = default;
        if (!request.BodyReader.TryRead(out var read))
        {
            return false;
        }

        if (read.IsCompleted && read.Buffer.Length <= BodyMaxBytes)
        {
            body = read.Buffer;
            return true;
        }

        request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        return false;
    }

    /// <summary>Where gzip and deflate throw <see cref="InvalidDataException"/>, Brotli throws something that many faults of ours would be as well.</summary>
    static bool IsOfBrotli(Exception fault) => fault is InvalidOperationException { Source: "System.IO.Compression.Brotli" };

    static async Task<ReadOnlySequence<byte>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            if (read.Buffer.Length > BodyMaxBytes)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                throw TooLarge();
            }

            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    GraphQLRequest FromBody(HttpRequest request, ReadOnlySequence<byte> buffer)
    {
        try
        {
            var body = buffer.IsSingleSegment ? buffer.First : buffer.ToArray();
            return Utf8.IsValid(body.Span) ? FromUsual(body.Span) ?? FromJson(body) : throw Malformed("The body is not UTF-8.");
        }
        finally
        {
            // Without this Kestrel closes the connection after every answer.
            request.BodyReader.AdvanceTo(buffer.End);
        }
    }

    /// <returns>Null for a request that is not as most are, or that names a document by a text which is not known.</returns>
    GraphQLRequest? FromUsual(ReadOnlySpan<byte> body)
    {
        var usual = new UsualRequest(body);
        if (!usual.TryRead() || usual.VariablesBytes > limits.Value.VariablesMaxBytes)
        {
            return null;
        }

        var text = usual.Query.IsEmpty ? null : documents.TextOf(usual.Query);
        return text is null && (usual.DocumentId is null || !usual.Query.IsEmpty) ? null : new()
        {
            Query = text,
            DocumentId = usual.DocumentId,
            OperationName = usual.OperationName,
            Variables = usual.Variables,
        };
    }

    GraphQLRequest FromJson(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body, "The body");
        var root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Malformed("The body must be a JSON object; batches are not supported.");
        }

        return FromObject(root);
    }

    /// <summary>From JSON that has been parsed already.</summary>
    /// <param name="root">An object.</param>
    public GraphQLRequest FromObject(JsonElement root)
    {
        var request = new GraphQLRequest
        {
            Query = QueryOf(root),
            DocumentId = Text(root, "documentId"),
            OperationName = Text(root, "operationName") is { Length: > 0 } name ? name : null,
            Variables = MapOfMember(root, "variables"),
            Extensions = MapOfMember(root, "extensions"),
        };
        return NamesDocument(request) ? request : throw Malformed("`query` is missing, and so is `documentId`.");
    }

    /// <summary>The text of a document that is kept stands in memory already, so that it need not be made again of the request's bytes.</summary>
    string? QueryOf(JsonElement root)
    {
        if (!root.TryGetProperty("query", out var member) || member.ValueKind != JsonValueKind.String)
        {
            return Text(root, "query");
        }

        var json = JsonMarshal.GetRawUtf8Value(member);
        if (documents.TextOf(json) is { } known)
        {
            return known;
        }

        var text = Unescaped(member.GetString, "query");
        documents.Remember(schema, json, text);
        return text;
    }

    /// <summary>By its text, its hash, or Apollo's extension with the hash.</summary>
    static bool NamesDocument(GraphQLRequest request) =>
        request.Query is not null || request.DocumentId is not null || request.Extensions?.GetValueOrDefault(PersistedQueryExtension.Name) is not null;

    static void RequireJson(string? contentType)
    {
        if (contentType is MediaTypeNames.Application.Json or "application/json; charset=utf-8")
        {
            return;
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new RequestRefusedException(
                StatusCodes.Status415UnsupportedMediaType,
                "UNSUPPORTED_MEDIA_TYPE",
                type?.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true
                    ? $"Multipart requests are for files only, as multipart/form-data and with the header {MultipartForm.Header}; send all others as application/json in UTF-8."
                    : "Send the request as application/json in UTF-8.");
        }
    }

    /// <summary>What can be decompressed is, and then says so no more.</summary>
    static void RequirePlain(StringValues contentEncoding)
    {
        if (contentEncoding.Count > 0 && contentEncoding.Any(encoding => !string.IsNullOrWhiteSpace(encoding) && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            throw new RequestRefusedException(
                StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_CONTENT_ENCODING", "A body may be compressed once, as gzip, deflate or br.")
            {
                Headers = new Dictionary<string, string> { [HeaderNames.AcceptEncoding] = "gzip, deflate, br" },
            };
        }
    }

    static string? Single(IQueryCollection parameters, string name) => parameters[name] switch
    {
        { Count: 0 } or [null or ""] => null,
        [var value] => value,
        _ => throw Malformed($"The URL parameter `{name}` is given more than once."),
    };

    Inputs? VariablesOf(IQueryCollection parameters)
    {
        if (parameters["variables"] is [{ Length: > 0 and < UsualMaxCharacters } text])
        {
            Span<byte> json = stackalloc byte[3 * UsualMaxCharacters];
            var usual = new UsualRequest(json[..System.Text.Encoding.UTF8.GetBytes(text, json)]);
            if (usual.TryReadVariables())
            {
                return usual.Variables;
            }
        }

        return MapOfParameter(parameters, "variables");
    }

    Inputs? MapOfParameter(IQueryCollection parameters, string name)
    {
        if (Single(parameters, name) is not { } text)
        {
            return null;
        }

        using var json = Parse(System.Text.Encoding.UTF8.GetBytes(text), $"The URL parameter `{name}`");
        return Map(json.RootElement, name);
    }

    public JsonDocument Parse(ReadOnlyMemory<byte> text, string what)
    {
        JsonShape.Check(text.Span, limits.Value, what);
        try
        {
            return JsonDocument.Parse(text, Strict);
        }
        catch (JsonException fault)
        {
            var place = fault is { LineNumber: { } line, BytePositionInLine: { } position } ? $" (line {line + 1}, byte {position + 1})" : "";
            throw Malformed($"{what} is not valid JSON{place}.");
        }
        catch (InvalidOperationException)
        {
            // To see whether two members have one name, it reads the names.
            throw Malformed($"{what} has a name that is not valid Unicode.");
        }
    }

    public static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return member.ValueKind == JsonValueKind.String
            ? Unescaped(() => member.GetString(), name)
            : throw Malformed($"`{name}` must be a string.");
    }

    Inputs? MapOfMember(JsonElement root, string name) => root.TryGetProperty(name, out var member) ? Map(member, name) : null;

    Inputs? Map(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        _ when JsonMarshal.GetRawUtf8Value(value).Length > limits.Value.VariablesMaxBytes => throw new RequestRefusedException(
            StatusCodes.Status413PayloadTooLarge, "REQUEST_TOO_LARGE", $"`{name}` has at most {limits.Value.VariablesMaxBytes} bytes."),
        JsonValueKind.Object => Unescaped(() => serializer.ReadNode<Inputs>(value), name),
        _ => throw Malformed($"`{name}` must be an object."),
    };

    /// <summary>JSON can escape half a surrogate pair, which is no text; the reader tells only when the string is read.</summary>
    static T Unescaped<T>(Func<T> read, string name)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is FormatException or OverflowException || fault is JsonException { InnerException: FormatException or OverflowException })
        {
            throw Malformed($"`{name}` holds a number that is too large.");
        }
        catch (Exception fault) when (fault is InvalidOperationException || fault is JsonException { InnerException: InvalidOperationException })
        {
            throw Malformed($"`{name}` holds text that is not valid Unicode.");
        }
    }

    public static RequestRefusedException Malformed(string message) => new(StatusCodes.Status400BadRequest, "BAD_REQUEST", message);

    RequestRefusedException TooSlow() =>
        new(StatusCodes.Status408RequestTimeout, "REQUEST_TIMEOUT", $"The body came too slowly: it has {frontDoor.Value.BodyReadMost.TotalSeconds:0} s, at 240 bytes a second or more.")
        {
            // Whatever comes of it still is not waited for.
            Headers = new Dictionary<string, string> { [HeaderNames.Connection] = "close" },
        };

    static RequestRefusedException TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, "REQUEST_TOO_LARGE", $"A request has at most {BodyMaxBytes} bytes.");
}
