using System.Globalization;
using System.Net;
using ContentHub.Api.Execution;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.FrontDoor;

/// <summary>
/// How often a client may come. Every counted answer tells its quotas in <c>RateLimit-Policy</c> and <c>RateLimit</c>
/// (draft-ietf-httpapi-ratelimit-headers-10): of the two ways in use it is the only one that can name two quotas, of the address and of
/// the person, in one answer.
/// </summary>
internal sealed class RateLimits
{
    public const string Code = "RATE_LIMITED";
    public const string PolicyHeader = "RateLimit-Policy";
    public const string QuotaHeader = "RateLimit";

    readonly QuotaTable? _addresses;
    readonly QuotaTable? _editors;
    readonly NetworkList _exempt;

    public RateLimits(IOptions<RateLimitOptions> options, IHostEnvironment environment, TimeProvider time)
    {
        var limits = options.Value.In(environment);
        _addresses = limits.AddressPerMinute is > 0 and var addresses ? new QuotaTable(addresses, 1 << 18, time) : null;
        _editors = limits.EditorPerMinute is > 0 and var editors ? new QuotaTable(editors, 1 << 16, time) : null;
        _exempt = NetworkList.From(limits.Exempt);
    }

    public bool IsExempt(IPAddress? address) => _exempt.Contains(address);

    /// <summary>Takes one of the address's quota.</summary>
    /// <returns>Null when there was one left.</returns>
    public RequestRefusedException? TakeForAddress(HttpContext http) =>
        _addresses is null || IsExempt(http.Connection.RemoteIpAddress)
            ? null
            : Take(http, _addresses, ClientAddress.Of(http.Connection.RemoteIpAddress).GetHashCode(), "address", "your address");

    /// <summary>Takes one of the person's quota.</summary>
    /// <returns>Null when there was one left.</returns>
    public RequestRefusedException? TakeForEditor(HttpContext http, Guid actorId) =>
        _editors is null ? null : Take(http, _editors, actorId.GetHashCode(), "editor", "you");

    static RequestRefusedException? Take(HttpContext http, QuotaTable table, int client, string policy, string whom)
    {
        var quota = table.Take(client);
        Tell(http, policy, table.PerMinute, TimeSpan.FromMinutes(1), quota.Remaining, quota.FullIn);

        return quota.IsGranted ? null : Refusal(
            $"Too many requests from {whom}: there are {table.PerMinute} a minute. Wait for {Seconds(quota.RetryAfter)} s.", Seconds(quota.RetryAfter));
    }

    /// <summary>Says in the answer what a quota is and what is left of it.</summary>
    /// <param name="policy">Its name.</param>
    /// <param name="fullIn">When all of it is there again.</param>
    public static void Tell(HttpContext http, string policy, long most, TimeSpan window, long remaining, TimeSpan fullIn)
    {
        // An open socket has no headers any more.
        if (!http.Response.HasStarted)
        {
            var headers = http.Response.Headers;
            headers.Append(PolicyHeader, string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";q={most};w={(long)window.TotalSeconds}"));
            headers.Append(QuotaHeader, string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";r={remaining};t={Seconds(fullIn)}"));
        }
    }

    /// <param name="retryAfter">Seconds.</param>
    public static RequestRefusedException Refusal(string message, long retryAfter) => new(StatusCodes.Status429TooManyRequests, Code, message)
    {
        Headers = new Dictionary<string, string> { [HeaderNames.RetryAfter] = retryAfter.ToString(CultureInfo.InvariantCulture) },
    };

    /// <summary>As the headers count: rounded up, at least 1.</summary>
    public static long Seconds(TimeSpan span) => Math.Max(1, (long)Math.Ceiling(span.TotalSeconds));
}
