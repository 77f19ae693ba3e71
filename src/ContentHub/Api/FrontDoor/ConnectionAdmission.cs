using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.FrontDoor;

/// <summary>Closes what an address opens beyond its share, before a byte is read: one client alone cannot take every connection there is.</summary>
internal sealed class ConnectionAdmission
{
    readonly AddressCounts _open;
    readonly NetworkList _exempt;
    readonly NetworkList _proxies;

    public ConnectionAdmission(IOptions<FrontDoorOptions> frontDoor, IOptions<RateLimitOptions> rateLimits, IHostEnvironment environment)
    {
        var limits = rateLimits.Value.In(environment);
        _open = new(limits.AddressConnectionsMax ?? 0);
        _exempt = NetworkList.From(limits.Exempt);
        // Through a proxy everybody comes from its address.
        _proxies = NetworkList.From(frontDoor.Value.TrustedProxies);
    }

    public async Task OnConnectionAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var remote = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (_open.Max == 0 || _exempt.Contains(remote) || _proxies.Contains(remote))
        {
            await next(connection);
            return;
        }

        var address = ClientAddress.Of(remote);
        if (!_open.TryEnter(address))
        {
            connection.Abort();
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            _open.Leave(address);
        }
    }
}
