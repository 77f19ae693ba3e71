using System.Net;
using System.Net.Sockets;

namespace ContentHub.Syndication.Webhooks;

/// <summary>
/// Which network addresses are on the public internet. Pure. What is refused follows IANA's registries of special-purpose addresses (RFC 6890 and its
/// successors) and adds what clouds answer secrets on.
/// </summary>
internal static class AddressRules
{
    private static readonly IPNetwork[] Refused4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",

        // Azure's platform address: public by its number, and not by what answers there.
        "168.63.129.16/32");

    /// <summary>All that is handed out for the internet so far; loopback, link-local, unique-local, multicast and the old site-local stand outside.</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Refused6 = Networks("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static bool IsPublic(IPAddress address) => Plain(address) switch
    {
        { AddressFamily: AddressFamily.InterNetwork } plain => !Refused4.Any(n => n.Contains(plain)),
        { AddressFamily: AddressFamily.InterNetworkV6 } plain => plain.ScopeId == 0 && Global6.Contains(plain) && !Refused6.Any(n => n.Contains(plain)),
        _ => false,
    };

    /// <summary>The IPv4 address that a packet ends up at, where an IPv6 address only wraps one.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : Nat64.Contains(address) ? new IPAddress(bytes.AsSpan(12, 4))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : address;
    }

    private static IPNetwork[] Networks(params string[] texts) => [.. texts.Select(IPNetwork.Parse)];
}
