using System.ComponentModel.DataAnnotations;
using System.Net;
using ContentHub.Api.FrontDoor;

namespace ContentHub.Syndication.Webhooks;

/// <summary>How events are sent to partners. Section <c>ContentHub:Webhooks</c>.</summary>
public sealed record WebhookOptions
{
    public const string Section = "ContentHub:Webhooks";

    /// <summary>Host names, addresses and networks that may be sent to although they are not on the public internet, and by plain http too.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>For a whole exchange, from the name's look-up to the end of the answer; 100 ms to 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one event is tried before it is given up; 1 h to 14 d.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "14.00:00:00")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long it is kept what was delivered; 1 d to 10 years. What was not delivered, and retractions, are kept for ever.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Endpoints that one node sends to at once, 1 to 1000; as many more of those that are failing.</summary>
    [Range(1, 1000)]
    public int Concurrency { get; init; } = 64;

    /// <summary>How often a node looks for what is due, beside what wakes it; 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without a sign of a node another goes on with its endpoints; 45 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:45", "00:10:00")]
    public TimeSpan LeaseFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What of <see cref="Allowed"/> is neither a host name nor a network; null when all is.</summary>
    internal string? AllowedFault => Allowed.FirstOrDefault(text => NetworkList.Fault("", text) is not null && Uri.CheckHostName(text) is not UriHostNameType.Dns);

    internal WebhookAllowances Allowances => new(
        NetworkList.From(Allowed.Where(text => NetworkList.Fault("", text) is null)),
        Allowed.Where(text => NetworkList.Fault("", text) is not null).ToHashSet(StringComparer.OrdinalIgnoreCase));
}

/// <summary>What may be sent to although it is not public.</summary>
internal sealed record WebhookAllowances(NetworkList Networks, IReadOnlySet<string> Hosts)
{
    /// <summary>Named, or an address of a network that is.</summary>
    public bool Has(string host) => Hosts.Contains(host) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && Networks.Contains(address));
}
