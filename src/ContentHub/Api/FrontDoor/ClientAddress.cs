using System.Buffers.Binary;
using System.Net;

namespace ContentHub.Api.FrontDoor;

/// <summary>
/// Whom a limit per address counts: an IPv4 address, or the first 64 bits of an IPv6 address, below which one subscriber has
/// 2^64 addresses to choose from. Anything without an address, such as a Unix socket, counts as one.
/// </summary>
internal readonly record struct ClientAddress(ulong Prefix, bool IsV6)
{
    public static ClientAddress Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is not null && plain.TryWriteBytes(bytes, out var count)
            ? count == 4 ? new(BinaryPrimitives.ReadUInt32BigEndian(bytes), false) : new(BinaryPrimitives.ReadUInt64BigEndian(bytes), true)
            : default;
    }

    /// <summary>Differs from process to process, so that nobody can choose addresses that share a place in a table with somebody else's.</summary>
    public override int GetHashCode() => HashCode.Combine(Prefix, IsV6);
}
