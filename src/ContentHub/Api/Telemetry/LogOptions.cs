using System.ComponentModel.DataAnnotations;

namespace ContentHub.Api.Telemetry;

/// <summary>How log lines look on standard output.</summary>
public enum LogFormat
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>A JSON object a line.</summary>
    Json,
}

/// <summary>Which requests get a line of their own.</summary>
public enum LoggedRequests
{
    None,

    /// <summary>Those answered with a status of 400 or above, up to <see cref="RequestLog.FailedMaxPerSecond"/> a second; what goes beyond is counted.</summary>
    Failed,

    All,
}

/// <summary>Section <c>ContentHub:Logging</c>; which levels are written is said in the framework's own section <c>Logging</c>.</summary>
public sealed record LogOptions
{
    /// <summary>Null: text in Development, JSON everywhere else.</summary>
    [EnumDataType(typeof(LogFormat))]
    public LogFormat? Format { get; init; }

    [EnumDataType(typeof(LoggedRequests))]
    public LoggedRequests Requests { get; init; } = LoggedRequests.Failed;
}
