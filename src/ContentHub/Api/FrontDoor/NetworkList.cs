using System.Net;

namespace ContentHub.Api.FrontDoor;

/// <summary>Addresses and networks, from settings.</summary>
internal sealed class NetworkList(IPNetwork[] networks)
{
    public IReadOnlyList<IPNetwork> Networks => networks;

    /// <param name="texts">Each <c>192.0.2.1</c>, <c>192.0.2.0/24</c>, <c>2001:db8::1</c> or <c>2001:db8::/32</c>; <see cref="Fault"/> has checked them.</param>
    public static NetworkList From(IEnumerable<string> texts) => new([.. texts.Select(text => Parse(text) ?? throw new FormatException($"`{text}` is not a network."))]);

    public bool Contains(IPAddress? address)
    {
        if (address is null || networks.Length == 0)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>Why a text of a setting names no network; null when it does.</returns>
    public static string? Fault(string setting, string text) => Parse(text) is null
        ? $"{setting}: `{text}` is neither an address nor a network such as 10.0.0.0/8."
        : null;

    static IPNetwork? Parse(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }
}
