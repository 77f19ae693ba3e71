using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Api.Health;
using ContentHub.Api.Http;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Search;
using ContentHub.Delivery.Snapshot;
using ContentHub.Storage;
using Microsoft.Extensions.Options;

namespace ContentHub.Delivery;

/// <summary>What delivery brings to the server.</summary>
public static class DeliveryModule
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SiteOptions>().Bind(configuration.GetSection("ContentHub:Site")).ValidateDataAnnotations().ValidateOnStart()
            .Validate(o => TimeZoneInfo.TryFindSystemTimeZoneById(o.TimeZone, out _), "ContentHub:Site:TimeZone is not a time zone that this machine knows; give an IANA name, e.g. America/Los_Angeles.");
        services.AddSingleton<IValidateOptions<SiteOptions>, SiteOptionsCheck>();
        services.AddSingleton(provider => new SiteLocales(provider.GetRequiredService<IOptions<SiteOptions>>().Value));
        services.AddSingleton<PastViews>();
        services.AddSingleton<MinSequence>();
        services.AddSingleton<SnapshotFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<SnapshotFollower>());
        services.AddHostedService<SnapshotMetrics>();
        services.AddHealthChecks().AddCheck<SnapshotHealth>("snapshot", tags: [HealthModule.Ready]);
        services.AddSingleton<IRequestStart, DeliveryStart>();
        services.AddSingleton<IPlanCompiler, Plans.PlanCompiler>();
        services.AddSingleton<SearchFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<SearchFollower>());
        services.AddHostedService<SearchMetrics>();
        services.AddSingleton<SearchEntries>();
        services.AddSingleton<ISchemaExtension, SearchSchema>();
        services.AddSingleton<Accounts.IPartnerKeys, Licences.PartnerKeys>();
        return services;
    }

    private sealed class SiteOptionsCheck(IHostEnvironment environment) : IValidateOptions<SiteOptions>
    {
        public ValidateOptionsResult Validate(string? name, SiteOptions options)
        {
            var faults = SiteLocales.Check(options).ToList();
            if (environment.IsProduction() && options.Url is null)
            {
                faults.Add("ContentHub:Site:Url is required in Production: the https address of the public site, e.g. https://example.org.");
            }

            if (options.Url is { } url && !Api.Scalars.UrlScalar.IsAllowed(url))
            {
                faults.Add("ContentHub:Site:Url must be an absolute https address (http only on loopback).");
            }

            if (options.ServerUrl is { } server && !Api.Scalars.UrlScalar.IsAllowed(server))
            {
                faults.Add("ContentHub:Site:ServerUrl must be an absolute https address (http only on loopback).");
            }

            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}

/// <summary>Gives every request one view of what is public, for as long as it runs.</summary>
internal sealed class DeliveryStart(SnapshotFollower follower, IOptions<SiteOptions> site, TimeProvider time, PastViews past, MinSequence freshness) : IRequestStart
{
    private Origin? _lastOrigin;
    private CalendarOf? _lastCalendar;

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(site.Value.TimeZone);

    public async ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        // An empty view would answer that there is nothing, which is not true.
        if (!follower.Loaded.IsCompletedSuccessfully)
        {
            throw NotReady();
        }

        await freshness.WaitAsync(http);
        var asked = OriginOf(http.Request);
        var caller = CallerContext.Of(userContext);
        var (view, calendar) = (ViewOf(caller, follower.Current), Calendar());
        new Request(view, site.Value.Url ?? asked, site.Value, calendar, caller, past)
        {
            ServerOrigin = site.Value.ServerUrl ?? site.Value.Url ?? asked,
            Response = http.Response,
        }.AddTo(userContext);
        if (!caller.IsKnown && HttpMethods.IsGet(http.Request.Method))
        {
            new AnswerState(view.LogId, view.Sequence, calendar.Today).AddTo(userContext);
        }
    }

    public void Renew(IDictionary<string, object?> userContext)
    {
        var request = Request.Of(userContext);
        (request with { View = ViewOf(request.Caller, follower.Current), Calendar = Calendar() }).AddTo(userContext);
    }

    /// <param name="what">Is still being loaded.</param>
    public static RequestRefusedException NotReady(string what = "what is public") => new(StatusCodes.Status503ServiceUnavailable, "NOT_READY", $"This server is still loading {what}; try again in a second.")
    {
        Headers = new Dictionary<string, string> { ["Retry-After"] = "1" },
    };

    /// <summary>Scheme and host that the request came to; the last one is kept, since nearly all are the same.</summary>
    private Uri OriginOf(HttpRequest request)
    {
        var (last, host) = (_lastOrigin, request.Host.Value ?? "");
        if (last is null || last.Scheme != request.Scheme || last.Host != host)
        {
            _lastOrigin = last = new(request.Scheme, host, new Uri($"{request.Scheme}://{request.Host}"));
        }

        return last.Uri;
    }

    /// <summary>Days begin with a minute in every time zone, so within one the calendar is the same.</summary>
    private SiteCalendar Calendar()
    {
        var now = time.GetUtcNow();
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        if (_lastCalendar is not { } last || last.Minute != minute)
        {
            _lastCalendar = last = new(minute, SiteCalendar.At(now, _zone));
        }

        return last.Calendar;
    }

    private sealed record CalendarOf(long Minute, SiteCalendar Calendar);

    private sealed record Origin(string Scheme, string Host, Uri Uri);

    /// <summary>Everything, or what the caller's licence leaves of it.</summary>
    private static Published ViewOf(Caller caller, Published view) => caller.PartnerId is { } id ? view.For(view.Partners.Find(id)) : view;
}
