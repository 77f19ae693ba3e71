using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace ContentHub.Syndication.Webhooks;

/// <summary>A name led to an address that nothing is sent to.</summary>
internal sealed class AddressRefusedException() : IOException(WebhookUrlRules.NotPublic);

/// <summary>
/// Sends to addresses that others gave us, and to nothing behind our own walls: the address that a name has is checked for the very connection that
/// is then made, so that no second look-up can answer something else. Redirects are not followed: they count as failures.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    /// <summary>Of an answer; no more is read.</summary>
    public const int AnswerMaxBytes = 64 * 1024;

    /// <summary>A name may move; connections do not outlast that for long.</summary>
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(2);

    private readonly WebhookOptions _options;
    private readonly WebhookAllowances _allowances;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;

    public WebhookClient(IOptions<WebhookOptions> options, TimeProvider time)
    {
        (_options, _allowances, _time) = (options.Value, options.Value.Allowances, time);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
            ConnectTimeout = options.Value.Timeout,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = ConnectionLife,
        });
    }

    /// <summary>Why nothing may be sent there, its name looked up; null when something may be, or the name has no address now.</summary>
    public async Task<string?> FaultOfAsync(string url, CancellationToken cancellation)
    {
        if (WebhookUrlRules.FaultOf(url, _allowances) is { } fault)
        {
            return fault;
        }

        try
        {
            await AddressesOfAsync(new Uri(url).IdnHost.Trim('[', ']'), cancellation);
            return null;
        }
        catch (AddressRefusedException refused)
        {
            return refused.Message;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>One attempt. Never throws but for <paramref name="cancellation"/>.</summary>
    public async Task<WebhookExchange> SendAsync(string url, WebhookMessage message, WebhookSigner signer, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(_options.Timeout);
        try
        {
            return WebhookUrlRules.FaultOf(url, _allowances) is { } fault ? Failed(fault) : await ExchangeAsync(url, message, signer, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(string.Create(CultureInfo.InvariantCulture, $"There was no whole answer within {_options.Timeout.TotalSeconds} s."));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException && !cancellation.IsCancellationRequested)
        {
            return Failed(WordsOf(failure));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<WebhookExchange> ExchangeAsync(string url, WebhookMessage message, WebhookSigner signer, CancellationToken cancellation)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(message.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "ContentHub-Webhooks/1");
        request.Headers.TryAddWithoutValidation("webhook-id", message.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", signer.Sign(message.Id, timestamp, message.Body));
        using var answer = await _http.SendAsync(request, cancellation);
        var body = await ReadAsync(answer.Content, cancellation);
        var status = (int)answer.StatusCode;
        return new(status, FaultOf(status), RetryAfterOf(answer.Headers.RetryAfter), body)
        {
            Signed = HeaderOf(answer, "webhook-id") is { } id && HeaderOf(answer, "webhook-timestamp") is { } at && HeaderOf(answer, "webhook-signature") is { } signature ? new(id, at, signature) : null,
        };
    }

    private static string? HeaderOf(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(' ', values) : null;

    /// <summary>What is too long is left where it is, and its connection closed.</summary>
    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength is 0 or > AnswerMaxBytes)
        {
            return [];
        }

        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var body = new MemoryStream();
        var buffer = new byte[4096];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (body.Length + read > AnswerMaxBytes)
            {
                return [];
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await AddressesOfAsync(context.DnsEndPoint.Host, cancellation);
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], context.DnsEndPoint.Port), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i < addresses.Length - 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    /// <exception cref="AddressRefusedException">One of them is not public: a name that leads to both is not to be trusted with either.</exception>
    /// <exception cref="SocketException">It has none.</exception>
    private async Task<IPAddress[]> AddressesOfAsync(string host, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);
        return addresses.Length == 0 ? throw new SocketException((int)SocketError.HostNotFound)
            : Array.TrueForAll(addresses, address => WebhookUrlRules.MayConnect(host, address, _allowances)) ? addresses
            : throw new AddressRefusedException();
    }

    private static WebhookExchange Failed(string fault) => new(null, fault, null, []);

    private static string? FaultOf(int status) => status switch
    {
        >= 200 and <= 299 => null,
        >= 300 and <= 399 => string.Create(CultureInfo.InvariantCulture, $"It answered {status}: redirects are not followed, make the endpoint anew with its new address."),
        _ => string.Create(CultureInfo.InvariantCulture, $"It answered {status}."),
    };

    private TimeSpan? RetryAfterOf(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };

    /// <summary>What may be told: what happened, and nothing of our network.</summary>
    private static string WordsOf(Exception failure) => failure switch
    {
        { InnerException: AddressRefusedException refused } => refused.Message,
        AddressRefusedException refused => refused.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } or { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => "Its name has no address.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "No secure connection: look at its certificate.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } or SocketException => "No connection.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "Its answer has too many headers.",
        _ => "The connection ended without a whole answer.",
    };
}
