using ContentHub.Api.Http;
using ContentHub.Syndication.Changes;
using ContentHub.Syndication.Codes;
using ContentHub.Syndication.Export;
using ContentHub.Syndication.Feeds;
using ContentHub.Syndication.Pages;

namespace ContentHub.Syndication;

/// <summary>What this server answers besides GraphQL: the change log, feeds, sitemaps, pages, embeds and the look-up of record systems, all by GET and HEAD.</summary>
public static class PlainEndpoints
{
    public static void MapPlainEndpoints(this WebApplication app)
    {
        var services = app.Services;
        var (feeds, pages, embeds, codes) = (
            services.GetRequiredService<FeedEndpoint>(), services.GetRequiredService<PageEndpoint>(), services.GetRequiredService<OEmbed>(), services.GetRequiredService<InfobuttonEndpoint>());
        Map(ChangesHttp.Path, services.GetRequiredService<ChangesHttp>().AnswerAsync);
        Map(ExportHttp.Path, services.GetRequiredService<ExportHttp>().AnswerAsync);
        Map(SiteKeysHttp.Path, services.GetRequiredService<SiteKeysHttp>().AnswerAsync);
        Map(SiteKeysHttp.PemPath, services.GetRequiredService<SiteKeysHttp>().AnswerAsPemAsync);
        Map($"{FeedAddresses.Root}/{{kind}}", feeds.AnswerAsync);
        Map(Sitemap.IndexPath, (_, userContext) => Sitemap.Index(userContext));
        Map(Sitemap.PartPath, Sitemap.Part);
        Map($"{PageAddresses.Root}/{{type}}/{{slug}}.{{format}}", pages.AnswerAsync);
        Map(PageAddresses.OEmbedPath, embeds.AnswerAsync);
        Map(InfobuttonEndpoint.Path, codes.AnswerAsync);
        Map(InfobuttonEndpoint.MedlinePlusPath, codes.AnswerAsync);

        void Map(string path, Func<HttpContext, IDictionary<string, object?>, ValueTask<PlainAnswer>> answer)
        {
            var door = services.GetRequiredService<PlainHttp>();
            app.Map(path, http => door.AnswerAsync(http, userContext => answer(http, userContext)));
        }
    }
}
