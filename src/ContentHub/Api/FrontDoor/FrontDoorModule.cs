using ContentHub.Api.Execution;
using ContentHub.Api.Explorer;
using ContentHub.Api.Http;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.FrontDoor;

/// <summary>Everything between the network and GraphQL: limits, proxies, browsers.</summary>
internal static class FrontDoorModule
{
    public static IServiceCollection AddFrontDoor(this IServiceCollection services)
    {
        services.AddOptions<FrontDoorOptions>().BindConfiguration(FrontDoorOptions.Section).ValidateOnStart();
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateOnStart();
        services.AddOptions<CrossOriginOptions>().BindConfiguration(CrossOriginOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FrontDoorOptions>, FrontDoorCheck>();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, FrontDoorCheck>();
        services.AddSingleton<IValidateOptions<CrossOriginOptions>, FrontDoorCheck>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>();
        services.AddSingleton<ConnectionAdmission>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<Admission>();
        services.AddSingleton<IRequestStart, EditorQuota>();
        services.AddRequestDecompression();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<CrossOriginOptions>, IHostEnvironment>(AllowOrigins);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<FrontDoorOptions>>(TrustProxies);
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        return services.AddExplorer();
    }

    /// <summary>The order matters: whatever is refused further down is still readable for browsers and has its security headers.</summary>
    public static void UseFrontDoor(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<FrontDoorOptions>>().Value.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        app.Use(SecurityHeaders.InvokeAsync);
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        // Middleware that most requests have no use for would ask each of them, and make its things first.
        app.UseWhen(http => http.Request.Headers.Origin.Count > 0, scripts => scripts.UseCors());
        app.Use(app.Services.GetRequiredService<Admission>().InvokeAsync);
        // Tokens are checked once it is known who may come in, by whoever finds out who is asking. Without this the framework puts its own middleware in front of it all.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseExplorer();
        app.UseWhen(http => http.Request.Headers.ContentEncoding.Count > 0, compressed => compressed.UseRequestDecompression());
    }

    static void AllowOrigins(CorsOptions cors, IOptions<CrossOriginOptions> ours, IHostEnvironment environment)
    {
        var origins = ours.Value.Origins;
        var any = origins.Contains(CrossOriginOptions.Any) || (origins.Count == 0 && environment.IsDevelopment());
        cors.AddDefaultPolicy(policy =>
        {
            _ = any ? policy.AllowAnyOrigin() : policy.WithOrigins([.. origins]).SetIsOriginAllowedToAllowWildcardSubdomains();
            // Any header: all that could be dangerous about one is that the browser adds it by itself, and then it needs no leave.
            policy.AllowAnyHeader()
                .WithMethods(HttpMethods.Get, HttpMethods.Post)
                .WithExposedHeaders(HeaderNames.ETag, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate, HeaderNames.Allow, RateLimits.PolicyHeader, RateLimits.QuotaHeader)
                // Chromium keeps no preflight for longer.
                .SetPreflightMaxAge(TimeSpan.FromHours(2));
        });
    }

    static void TrustProxies(ForwardedHeadersOptions forwarded, IOptions<FrontDoorOptions> ours)
    {
        // Not the host: nothing of ours asks a proxy what the site is called.
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var network in NetworkList.From(ours.Value.TrustedProxies).Networks)
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        // Through as many as are trusted; the first that is not is the client.
        forwarded.ForwardLimit = null;
    }
}
