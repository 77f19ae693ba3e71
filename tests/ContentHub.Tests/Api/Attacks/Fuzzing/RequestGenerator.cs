using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContentHub.Tests.Api.Attacks.Fuzzing;

/// <param name="IsFramed">One whole request of HTTP/1.1, so that exactly one answer belongs to it, whatever is in it.</param>
/// <param name="IsGraphQL">Whether the answer is, too: not so at other paths, and by other methods.</param>
/// <param name="IsHead">The answer is its headers alone.</param>
internal sealed record FuzzInput(string Kind, byte[] Bytes, bool IsFramed = true, bool IsGraphQL = true, bool IsHead = false);

/// <summary>Requests of every kind of wrongness, and right ones.</summary>
/// <param name="token">Of a signed-in editor; null where there is none.</param>
internal sealed class RequestGenerator(SchemaModel schema, IReadOnlyList<string> known, string? token)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] MediaTypes =
    [
        "application/json", "application/json; charset=utf-8", "application/json;charset=\"UTF-8\"", "application/json; charset=utf-16", "application/json; charset=", "application/json; charset=x; charset=y", "APPLICATION/JSON",
        "application/graphql", "application/graphql-response+json", "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "application/octet-stream", "", ";", "/", "*/*", "json",
        "application/json,application/json", "application/json; boundary=\"", "application/json; =;=;", "image/png",
    ];

    private static readonly string[] Accepts =
    [
        "application/json", "application/graphql-response+json", "*/*", "application/*", "text/html", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/event-stream", "application/json;q=0", "application/json;q=2", "application/json;q=x",
        "*/*;q=0.001", "", ",", ";q", "a/b,c/d,e/f", "multipart/mixed;deferSpec=20220824, application/json", "application/graphql-response+json; charset=utf-8, application/json; charset=latin1",
    ];

    private static readonly string[] OtherHeaders =
    [
        "Content-Encoding: gzip", "Content-Encoding: br", "Content-Encoding: identity", "Content-Encoding: x", "Accept-Encoding: gzip, br", "Accept-Encoding: *;q=0", "Origin: https://evil.example", "Origin: null", "Cookie: a=b; session=1",
        "Authorization: Basic YTpi", "Authorization: Bearer", "Authorization: Bearer x", "Authorization: Bearer a.b.c", "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.", "Authorization: bearer \u00e9", "Expect: 100-continue", "Expect: x",
        "GraphQL-Require-Preflight: 1", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: x, y, ,", "X-Forwarded-Proto: gopher", "Forwarded: for=\"[::1]\"", "If-None-Match: *", "If-None-Match: \"x\"", "If-Modified-Since: x", "Range: bytes=0-0", "Connection: keep-alive",
        "ContentHub-Preview: x", "ContentHub-Preview: ../../x", "ContentHub-After: 99999999999999999999", "ContentHub-After: -1", "ContentHub-After: x", "Upgrade: h2c", "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "traceparent: x",
        "tracestate: =,=,=", "baggage: a=b;c", "Accept-Language: xx", "Accept-Charset: x", "X-HTTP-Method-Override: DELETE", "Sec-Fetch-Site: cross-site", "Prefer: x", "Host: elsewhere.example", "Date: x", "TE: trailers",
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "post", "Get", "FOO", "QUERY", "PROPFIND", "M-SEARCH", "CONNECT"];

    private static readonly string[] Paths = ["/graphql/", "/GraphQL", "/graphql/x", "/graphql//", "//graphql", "/", "/graphql/../graphql", "/graphql%2f", "/%67raphql", "/graphql;x=y", "/health/live", "/health/ready", "/health", "/favicon.ico", "/.env", "/graphql/explorer/..%2f..%2fappsettings.json", "/appsettings.json"];

    private static readonly string[] Extensions =
    [
        """{"persistedQuery":{"version":1,"sha256Hash":"ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38"}}""", """{"persistedQuery":{"version":2,"sha256Hash":""}}""", """{"persistedQuery":{"version":1}}""", """{"persistedQuery":null}""",
        """{"persistedQuery":[]}""", """{"persistedQuery":{"version":"1","sha256Hash":1}}""", """{"persistedQuery":{"version":1e400,"sha256Hash":"x"}}""", """{"persistedQuery":"x"}""", """{"a":{"b":[1,2,{"c":null}]}}""", "[]", "null", "1", "\"\"", """{"tracing":true}""",
    ];

    /// <summary>The same for the same seed.</summary>
    public FuzzInput Next(int seed)
    {
        var dice = new Dice(seed);
        var values = new ValueGenerator(schema, known, dice);
        var documents = new DocumentGenerator(schema, values, dice);
        return dice.Weighted<Func<FuzzInput>>(
            (30, () => new("document", Post(dice, Envelope(dice, documents.Document())))),
            (26, () => new("tokens", Post(dice, Envelope(dice, Astray(documents))))),
            (6, () => new("noise", Post(dice, Envelope(dice, new(documents.Noise(), [], null))))),
            (12, () => new("bytes", Post(dice, Damage(dice, Envelope(dice, documents.Document()))))),
            (9, () => new("envelope", Post(dice, Encoding.UTF8.GetBytes(Odd(dice, values, documents.Document()))))),
            (7, () => new("url", Get(dice, documents.Document()))),
            (7, () => Headers(dice, documents.Document())),
            (2, () => Elsewhere(dice, documents.Document())),
            (1, () => new("garbage", Garbage(dice, Post(dice, Envelope(dice, documents.Document()))), IsFramed: false)))();
    }

    private static FuzzDocument Astray(DocumentGenerator documents)
    {
        var document = documents.Document();
        return document with { Text = documents.Mutate(document.Text) };
    }

    private static byte[] Envelope(Dice dice, FuzzDocument document)
    {
        var envelope = new JsonObject { ["query"] = document.Text };
        if (document.Variables.Count > 0 || dice.Percent(20))
        {
            envelope["variables"] = document.Variables.DeepClone();
        }

        if (document.Operation is not null || dice.Percent(3))
        {
            envelope["operationName"] = document.Operation ?? "op1";
        }

        return JsonSerializer.SerializeToUtf8Bytes(envelope, Relaxed);
    }

    /// <summary>Bits turned over, pieces lost, doubled or exchanged for noise.</summary>
    private static byte[] Damage(Dice dice, byte[] body)
    {
        var bytes = body.ToList();
        for (var change = dice.Weighted((50, 1), (30, 3), (20, 10)); change > 0 && bytes.Count > 0; change--)
        {
            var place = dice.Roll(bytes.Count);
            var some = Math.Min(1 + dice.Roll(20), bytes.Count - place);
            switch (dice.Roll(6))
            {
                case 0:
                    bytes[place] ^= (byte)(1 << dice.Roll(8));
                    break;
                case 1:
                    bytes.RemoveRange(place, some);
                    break;
                case 2:
                    bytes.InsertRange(place, bytes.GetRange(place, some));
                    break;
                case 3:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
                case 4:
                    bytes.InsertRange(place, dice.Bytes(some));
                    break;
                default:
                    bytes[place] = dice.Pick<byte>([0, (byte)'"', (byte)'\\', (byte)'{', (byte)'}', (byte)'[', (byte)']', (byte)':', (byte)',', 0x80, 0xC0, 0xED, 0xFF, (byte)'u', (byte)'0', (byte)'-', (byte)'.', (byte)'e']);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>JSON whose members are missing, doubled, of other types or not what anybody expects.</summary>
    private static string Odd(Dice dice, ValueGenerator values, FuzzDocument document)
    {
        var query = JsonSerializer.Serialize(document.Text);
        string Any() => values.Anything(3)?.ToJsonString() ?? "null";
        List<string> members =
        [
            dice.Percent(80) ? $"\"query\":{query}" : $"\"query\":{Any()}",
            dice.Percent(50) ? $"\"variables\":{document.Variables.ToJsonString()}" : $"\"variables\":{Any()}",
            $"\"operationName\":{(dice.Percent(50) ? "null" : Any())}",
            $"\"extensions\":{(dice.Percent(60) ? dice.Pick(Extensions) : Any())}",
            $"\"documentId\":{(dice.Percent(50) ? $"\"sha256:{Convert.ToHexStringLower(dice.Bytes(32))}\"" : Any())}",
            $"\"id\":{Any()}",
            $"{JsonSerializer.Serialize(values.Text())}:{Any()}",
            $"\"query\":{query}",
        ];
        var given = members.Where(_ => dice.Percent(45)).ToList();
        return dice.Roll(12) switch
        {
            0 => $"[{{{string.Join(',', given)}}}]",
            1 => Any(),
            2 => $"{{{string.Join(',', given)}}}{{}}",
            3 => new string('[', 1 + dice.Roll(200)) + string.Join(',', given),
            _ => $"{{{string.Join(',', given)}}}",
        };
    }

    private byte[] Post(Dice dice, byte[] body)
    {
        var accept = dice.Percent(50) ? "application/graphql-response+json" : "application/json";
        var head = $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nContent-Type: application/json\r\n{Authorization(dice)}";
        if (!dice.Percent(10))
        {
            return [.. Encoding.Latin1.GetBytes($"{head}Content-Length: {body.Length}\r\n\r\n"), .. body];
        }

        var piece = 1 + dice.Roll(200);
        return
        [
            .. Encoding.Latin1.GetBytes($"{head}Transfer-Encoding: chunked\r\n\r\n"),
            .. body.Chunk(piece).SelectMany(chunk => (byte[])[.. Encoding.Latin1.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]),
            .. "0\r\n\r\n"u8,
        ];
    }

    private string Authorization(Dice dice)
    {
        if (token is null || !dice.Percent(25))
        {
            return "";
        }

        var place = dice.Roll(token.Length);
        return dice.Percent(92)
            ? $"Authorization: Bearer {token}\r\n"
            : $"Authorization: Bearer {token[..place]}{dice.Pick(["", "A", ".", "=", "%", "\u00ff"])}{token[Math.Min(token.Length, place + 1)..]}\r\n";
    }

    private static byte[] Get(Dice dice, FuzzDocument document)
    {
        var parameters = new List<string> { $"query={Uri.EscapeDataString(document.Text)}" };
        if (document.Variables.Count > 0)
        {
            parameters.Add($"variables={Uri.EscapeDataString(document.Variables.ToJsonString())}");
        }

        for (var more = dice.Roll(3); more > 0; more--)
        {
            parameters.Add(dice.Pick(
            [
                "query=", "query", "=", "&", "variables=%7B%7D", "variables=[]", "variables=%7B%22a%22%3A", "variables=null", "variables=1", "operationName=op1", "operationName=%00", "operationName=%ff%fe", "%ff=%ff", "%zz=%", "extensions=%7B%7D",
                $"extensions={Uri.EscapeDataString(dice.Pick(Extensions))}", "query=%7B__typename%7D", "documentId=sha256:" + new string('a', 64), "a[b][c]=d", "query[]=x", "+=+", "variables=%22%5Cud800%22",
            ]));
        }

        if (dice.Percent(30))
        {
            var place = dice.Roll(parameters[0].Length);
            parameters[0] = parameters[0][..place] + dice.Pick(["%", "%ff", "%00", "+", "&", "=", "#", "%u0041", "%C0%AF", "%ED%A0%80"]) + parameters[0][place..];
        }

        return Encoding.Latin1.GetBytes($"GET /graphql?{string.Join('&', parameters)} HTTP/1.1\r\nHost: localhost\r\nAccept: {dice.Pick(["application/json", "application/graphql-response+json", "*/*"])}\r\n\r\n");
    }

    private static FuzzInput Headers(Dice dice, FuzzDocument document)
    {
        var body = Envelope(dice, document);
        var accept = dice.Pick(Accepts);
        List<string> headers = [$"Content-Type: {dice.Pick(MediaTypes)}", $"Accept: {accept}", .. Enumerable.Range(0, dice.Roll(4)).Select(_ => dice.Pick(OtherHeaders))];
        if (dice.Percent(10))
        {
            headers.AddRange(headers);
        }

        // A request that expects to be told to go on sends nothing if it is not; this one sends all the same, and then nobody can tell where it ends.
        return new("headers", [.. Encoding.Latin1.GetBytes($"POST /graphql HTTP/1.1\r\nHost: localhost\r\n{string.Join("\r\n", headers)}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body], IsFramed: !headers.Exists(h => h.StartsWith("Expect", StringComparison.Ordinal)));
    }

    private static FuzzInput Elsewhere(Dice dice, FuzzDocument document)
    {
        var body = Envelope(dice, document);
        var (method, isHead, path) = dice.Percent(50) ? (dice.Pick(Methods), false, "/graphql") : dice.Percent(10) ? ("HEAD", true, "/graphql") : (dice.Pick(["GET", "POST"]), false, dice.Pick(Paths));
        return new("elsewhere", [.. Encoding.Latin1.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body], IsFramed: method != "CONNECT", IsGraphQL: path == "/graphql" && method is "GET" or "POST", IsHead: isHead);
    }

    /// <summary>A request with its framing damaged, or no request at all.</summary>
    private static byte[] Garbage(Dice dice, byte[] request) => dice.Roll(4) switch
    {
        0 => dice.Bytes(1 + dice.Roll(400)),
        1 => request[..dice.Roll(request.Length)],
        _ => Damage(dice, request),
    };
}
