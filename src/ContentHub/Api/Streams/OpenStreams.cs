using System.Net;
using System.Net.Sockets;
using ContentHub.Api.Execution;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.Streams;

/// <summary>Counts what is held open, in all and for each address, and refuses what is too much.</summary>
internal sealed class OpenStreams(IOptions<StreamOptions> options)
{
    static readonly Dictionary<string, string> Later = new() { [HeaderNames.RetryAfter] = "30" };

    readonly Lock _counting = new();
    readonly Dictionary<UInt128, int> _perAddress = [];
    int _count;

    public int Count
    {
        get
        {
            lock (_counting)
            {
                return _count;
            }
        }
    }

    /// <returns>To be disposed when the stream has ended.</returns>
    /// <exception cref="RequestRefusedException">There are too many.</exception>
    public IDisposable Enter(IPAddress? address)
    {
        var network = NetworkOf(address);
        lock (_counting)
        {
            if (_count >= options.Value.Max)
            {
                throw new RequestRefusedException(StatusCodes.Status503ServiceUnavailable, "TOO_MANY_STREAMS", "Too many streams are open; try again later.") { Headers = Later };
            }

            var own = _perAddress.GetValueOrDefault(network);
            if (own >= options.Value.PerAddressMax)
            {
                throw new RequestRefusedException(
                    StatusCodes.Status429TooManyRequests, "TOO_MANY_STREAMS", $"At most {options.Value.PerAddressMax} streams may be open from one address; close some, or send several operations over one WebSocket.") { Headers = Later };
            }

            _perAddress[network] = own + 1;
            _count++;
        }

        return new Place(this, network);
    }

    void Leave(UInt128 network)
    {
        lock (_counting)
        {
            _count--;
            if (--_perAddress[network] == 0)
            {
                _perAddress.Remove(network);
            }
        }
    }

    /// <summary>One household or office has a whole /64 of IPv6.</summary>
    static UInt128 NetworkOf(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address?.MapToIPv6().TryWriteBytes(bytes, out _);
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            bytes[8..].Clear();
        }

        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    sealed class Place(OpenStreams streams, UInt128 network) : IDisposable
    {
        int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                streams.Leave(network);
            }
        }
    }
}
