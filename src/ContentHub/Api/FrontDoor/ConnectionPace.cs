using System.Diagnostics;
using Microsoft.AspNetCore.Connections.Features;

namespace ContentHub.Api.FrontDoor;

/// <summary>
/// Whether requests on a connection come one by one or had all been sent before. Whoever waits for an answer before asking again takes
/// longer than the web server takes to begin with what it has already.
/// </summary>
internal sealed class ConnectionPace
{
    /// <summary>Less than any network, the loopback one included, needs to bring an answer and the next request.</summary>
    static readonly TimeSpan AtOnce = TimeSpan.FromMicroseconds(20);

    long _answeredAt;

    /// <summary>Whether the next request began as soon as the one before it was answered.</summary>
    public bool IsInOneGo => _answeredAt != 0 && Stopwatch.GetElapsedTime(_answeredAt) < AtOnce;

    public static ConnectionPace Of(HttpContext http)
    {
        if (http.Features.Get<IConnectionItemsFeature>()?.Items is not { } items)
        {
            return new();
        }

        if (items.TryGetValue(typeof(ConnectionPace), out var known) && known is ConnectionPace pace)
        {
            return pace;
        }

        pace = new();
        items[typeof(ConnectionPace)] = pace;
        return pace;
    }

    public void Answered() => _answeredAt = Stopwatch.GetTimestamp();
}
