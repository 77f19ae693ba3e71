using System.Text.Json;
using ContentHub.Api.Execution;
using ContentHub.Api.Http;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Previews;

/// <summary>
/// Lays one draft over what is public, for requests that carry a preview token: the same queries run unchanged, and
/// nothing else that is unpublished can be reached. What is retracted is shown as readers see it. Events of a subscription are always of
/// what is public.
/// </summary>
public sealed class PreviewStart(IDbContextFactory<ContentHubDb> databases, PublishedReader reader, ContentTypes types, SiteClock clock) : IRequestStart
{
    public const string Header = Privacy.PreviewHeader;

    public async ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        if (http.Request.Headers[Header].ToString() is not { Length: > 0 } token)
        {
            return;
        }

        http.Response.Headers.CacheControl = "private, no-store";
        var request = Request.Of(userContext);
        (request with { View = await LaidOverAsync(request.View, token, http.RequestAborted) }).AddTo(userContext);
    }

    private async Task<Published> LaidOverAsync(Published view, string token, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var hash = CreatePreview.HashOf(token);
        var now = clock.Now;
        var found = await (
            from preview in db.Previews.AsNoTracking()
            where preview.TokenHash == hash && preview.ExpiresAt > now
            join variant in db.Variants.AsNoTracking() on preview.VariantId equals variant.Id
            where variant.DiscardedAt == null
            join revision in db.Revisions.AsNoTracking() on variant.Id equals revision.VariantId
            where revision.Version == (preview.Version ?? variant.HeadVersion)
            select new { variant, revision }).SingleOrDefaultAsync(cancellation);
        if (found is null || PreviewRules.WhyEnded(found.variant, found.revision) is not null)
        {
            throw new RequestRefusedException(StatusCodes.Status403Forbidden, "PREVIEW_EXPIRED", "This preview is unknown or has ended: ask for a new one.");
        }

        return PreviewRules.IsWhatReadersSee(found.variant, found.revision) ? view : view.With(await ReadAsync(db, found.variant, found.revision, cancellation));
    }

    private async Task<PublishedEntry> ReadAsync(ContentHubDb db, Variant variant, Revision revision, CancellationToken cancellation)
    {
        var row = await reader.LoadVersionAsync(variant.Id, revision.Version, cancellation) ?? throw new InvalidOperationException("A revision is gone.");
        var type = types[variant.Type];
        var names = revision.Names ?? await Publish.NamesAsync(db, RevisionContent.Read(type, revision.Document), variant.Locale, cancellation);

        // Where readers knew it before is public only while it is.
        var slugs = variant.PublishedVersion is null ? [] : row.FormerSlugs;
        return type.Read(row with { FormerSlugs = slugs, Names = names is null ? [] : JsonSerializer.Deserialize<Dictionary<Guid, string>>(names) ?? [] });
    }
}
