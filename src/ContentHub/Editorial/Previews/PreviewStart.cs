using System.Text.Json;
using ContentHub.Api.Execution;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Previews;

/// <summary>
/// Lays one draft over what is public, for requests that carry a preview token: the same queries run unchanged, and
/// nothing else that is unpublished can be reached.
/// </summary>
public sealed class PreviewStart(IDbContextFactory<ContentHubDb> databases, ContentTypes types, SiteClock clock) : IRequestStart
{
    public const string Header = "ContentHub-Preview";

    public async ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        if (http.Request.Headers[Header].ToString() is not { Length: > 0 } token)
        {
            return;
        }

        http.Response.Headers.CacheControl = "private, no-store";
        var request = Request.Of(userContext);
        (request with { View = request.View.With(await DraftAsync(token, http.RequestAborted)) }).AddTo(userContext);
    }

    private async Task<PublishedEntry> DraftAsync(string token, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var hash = CreatePreview.HashOf(token);
        var preview = await db.Previews.AsNoTracking().SingleOrDefaultAsync(p => p.TokenHash == hash, cancellation);
        var variant = preview is null || preview.ExpiresAt <= clock.Now
            ? null
            : await db.Variants.AsNoTracking().SingleOrDefaultAsync(v => v.Id == preview.VariantId && v.DiscardedAt == null, cancellation);
        if (preview is null || variant is null)
        {
            throw new RequestRefusedException(StatusCodes.Status403Forbidden, "PREVIEW_EXPIRED", "This preview is unknown or has ended: ask for a new one.");
        }

        var version = preview.Version ?? variant.HeadVersion;
        var revision = await db.Revisions.AsNoTracking().Include(r => r.References).SingleAsync(r => r.VariantId == variant.Id && r.Version == version, cancellation);
        var type = types[variant.Type];
        var names = await Publish.NamesAsync(db, RevisionContent.Read(type, revision.Document), variant.Locale, cancellation);
        return type.Read(new PublishedRow
        {
            VariantId = variant.Id,
            EntryId = variant.EntryId,
            Type = variant.Type,
            Locale = variant.Locale,
            Version = revision.Version,
            IsRetracted = false,
            Document = revision.Document,
            References = [.. revision.References.OrderBy(r => r.Position).Select(r => r.EntryId)],
            FirstPublishedAt = variant.FirstPublishedAt ?? revision.CreatedAt,
            PublishedAt = revision.PublishedAt ?? revision.CreatedAt,
            ContentModifiedAt = revision.CreatedAt,
            SourceVersion = revision.SourceVersion,
            Names = names is null ? [] : JsonSerializer.Deserialize<Dictionary<Guid, string>>(names) ?? [],
        });
    }
}
