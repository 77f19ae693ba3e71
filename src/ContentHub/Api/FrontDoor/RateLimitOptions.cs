using System.ComponentModel.DataAnnotations;

namespace ContentHub.Api.FrontDoor;

/// <summary>
/// Section <c>ContentHub:RateLimits</c>: how much one client may take. An address is an IPv4 address or an IPv6 network of
/// 64 bits, which is what one subscriber gets. Null: none in Development, so that tests and load runs from one machine get through;
/// the default that is named here elsewhere. 0: no limit.
/// </summary>
public sealed record RateLimitOptions
{
    public const string Section = "ContentHub:RateLimits";

    /// <summary>
    /// Requests a minute of an address, all of them at once if it likes; 1,200 outside of Development. A page takes a
    /// handful of queries, so this leaves room for an office or a school behind one address, and is 2 % of what one core answers.
    /// </summary>
    [Range(0, 1_000_000)]
    public int? AddressPerMinute { get; init; }

    /// <summary>
    /// Operations a minute of a signed-in person, from all addresses together; 600 outside of Development: ten a second is
    /// more than an editing app sends while somebody types.
    /// </summary>
    [Range(0, 1_000_000)]
    public int? EditorPerMinute { get; init; }

    /// <summary>Connections of an address at once; 500 outside of Development. More are closed unanswered.</summary>
    [Range(0, 1_000_000)]
    public int? AddressConnectionsMax { get; init; }

    /// <summary>Requests of an address being answered at once; 64 outside of Development: a quarter of what the server takes in all.</summary>
    [Range(0, 1_000_000)]
    public int? AddressRequestsMax { get; init; }

    /// <summary>Streams of an address at once; 100 outside of Development.</summary>
    [Range(0, 1_000_000)]
    public int? AddressStreamsMax { get; init; }

    /// <summary>Addresses and networks (CIDR) that none of the limits per address counts: a frontend that renders on its own server.</summary>
    public IReadOnlyList<string> Exempt { get; init; } = [];

    /// <summary>With what the environment says where nothing is set.</summary>
    internal RateLimitOptions In(IHostEnvironment environment)
    {
        int Default(int limit) => environment.IsDevelopment() ? 0 : limit;
        return this with
        {
            AddressPerMinute = AddressPerMinute ?? Default(1_200),
            EditorPerMinute = EditorPerMinute ?? Default(600),
            AddressConnectionsMax = AddressConnectionsMax ?? Default(500),
            AddressRequestsMax = AddressRequestsMax ?? Default(64),
            AddressStreamsMax = AddressStreamsMax ?? Default(100),
        };
    }
}
