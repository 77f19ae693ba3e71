using System.ComponentModel.DataAnnotations;

namespace ContentHub.Api.Http;

/// <summary>Whether a content delivery network in front of this server may keep answers; section <c>ContentHub:Cdn</c>.</summary>
public sealed record CdnOptions
{
    public const string Section = "ContentHub:Cdn";

    /// <summary>
    /// How long it may keep what everybody gets by GET without asking again, when nothing purges it (RFC 9213's <c>CDN-Cache-Control</c>); at most a day.
    /// Zero, the default: it asks each time, and answers have no <c>Surrogate-Key</c>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxAge { get; init; }

    public bool IsUsed => MaxAge > TimeSpan.Zero;
}
