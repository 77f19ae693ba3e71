using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.Health;

/// <summary>
/// <c>/health/live</c>: the process answers; restart it when this fails. <c>/health/ready</c>: it has what it needs to serve
/// readers; send it nothing while this fails. Both are open to everybody and say nothing that is not for everybody.
/// </summary>
public static class HealthModule
{
    /// <summary>Exempt from sign-in and from limits: probes come often, and must be answered when the server is busiest.</summary>
    public const string Path = "/health";

    /// <summary>On checks that decide whether the server takes requests. What such a check describes is shown to everybody.</summary>
    public const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddOptions<HealthOptions>().BindConfiguration("ContentHub:Health").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<HostOptions>().Configure<IOptions<HealthOptions>>((host, health) => host.ShutdownTimeout += health.Value.DrainFor);
        services.AddSingleton<Draining>();
        services.AddHostedService(provider => provider.GetRequiredService<Draining>());
        services.AddHealthChecks().AddCheck<Draining>("server", tags: [Ready]);
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks($"{Path}/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = (http, _) => WriteAsync(http, new { status = "live" }) })
            .DisableHttpMetrics();
        endpoints.MapHealthChecks($"{Path}/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteReadyAsync })
            .DisableHttpMetrics();
    }

    private static Task WriteReadyAsync(HttpContext http, HealthReport report) => WriteAsync(http, new
    {
        status = report.Status switch
        {
            HealthStatus.Healthy => "ready",
            HealthStatus.Degraded => "degraded",
            _ => "notReady",
        },
        checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Exception is null ? entry.Value.Description : "failed"),
    });

    private static Task WriteAsync<T>(HttpContext http, T answer)
    {
        http.Response.ContentType = MediaTypeNames.Application.Json;
        return JsonSerializer.SerializeAsync(http.Response.Body, answer, JsonSerializerOptions.Web, http.RequestAborted);
    }
}
