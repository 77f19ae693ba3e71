using GraphQL.Telemetry;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ContentHub.Api.Telemetry;

/// <summary>What an operator sees of the server: logs, and traces and metrics where OpenTelemetry's variables name a collector.</summary>
public static class TelemetryModule
{
    /// <summary>The name under which Npgsql's statements are spans.</summary>
    internal const string PostgreSqlSource = "Npgsql";

    private const string ServiceName = "contenthub";

    private static readonly string[] Endpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ];

    /// <summary>Log lines that no request can forge. Call it before anything else may have changed where logs go.</summary>
    public static WebApplicationBuilder AddLogs(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LogOptions>().BindConfiguration("ContentHub:Logging").ValidateDataAnnotations().ValidateOnStart();
        builder.Logging.AddConsole().AddConsoleFormatter<TextLogFormatter, ConsoleFormatterOptions>();
        builder.Logging.AddJsonConsole(json => (json.TimestampFormat, json.UseUtcTimestamp, json.IncludeScopes) = ("yyyy-MM-ddTHH:mm:ss.fffZ", true, true));
        // The framework's own line for a request has the query string in it; and where it may log, it begins a trace for every request.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Services.AddOptions<ConsoleLoggerOptions>().Configure<IOptions<LogOptions>, IHostEnvironment>((console, log, environment) =>
            console.FormatterName = (log.Value.Format ?? (environment.IsDevelopment() ? LogFormat.Text : LogFormat.Json)) == LogFormat.Json
                ? ConsoleFormatterNames.Json
                : TextLogFormatter.FormatterName);
        return builder;
    }

    /// <summary>Traces, metrics and logs by OTLP, as the variables of the OpenTelemetry specification say; without an endpoint nothing is set up.</summary>
    public static WebApplicationBuilder AddOpenTelemetryExport(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var isDisabled = string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
        if (isDisabled || Endpoints.All(name => string.IsNullOrEmpty(configuration[name])))
        {
            return builder;
        }

        builder.Services.AddOpenTelemetry()
            // Without service.instance.id the numbers of several nodes could not be told apart; OTEL_SERVICE_NAME has the last word.
            .ConfigureResource(resource => resource
                .AddService(ServiceName, serviceVersion: typeof(TelemetryModule).Assembly.GetName().Version?.ToString(3))
                .AddEnvironmentVariableDetector())
            .WithTracing(traces => traces
                .AddSource(GraphQLTelemetryProvider.SourceName, PostgreSqlSource)
                .AddAspNetCoreInstrumentation(http =>
                {
                    http.Filter = context => !context.Request.Path.StartsWithSegments(Health.HealthModule.Path, StringComparison.Ordinal);
                    // Its values are redacted already; its names are the client's as well.
                    http.EnrichWithHttpRequest = (activity, _) => activity.SetTag("url.query", null);
                })
                .AddHttpClientInstrumentation()
                .AddProcessor(new OrphanSpans()))
            .WithMetrics(metrics => metrics.AddMeter($"{ApiMetrics.MeterName}*").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation())
            .WithLogging(configureBuilder: null, log => log.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        return builder;
    }

    /// <summary>A line a request, as the setting says. In front of everything that answers.</summary>
    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app) =>
        app.Use(app.ApplicationServices.GetRequiredService<RequestTraces>().InvokeAsync).UseMiddleware<RequestLog>();
}
