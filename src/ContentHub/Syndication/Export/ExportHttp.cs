using System.IO.Compression;
using ContentHub.Api.Execution;
using ContentHub.Api.Http;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

namespace ContentHub.Syndication.Export;

/// <summary><c>GET /syndication/export</c>: with a partner's key, all that its licence covers, signed, as a ZIP file.</summary>
internal sealed class ExportHttp(LicensedExport export, SnapshotFollower follower)
{
    public const string Path = "/syndication/export";

    public async ValueTask<PlainAnswer> AnswerAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        var request = Request.Of(userContext);
        if (request.Caller.PartnerId is not { } id || follower.Current.Partners.Find(id) is not { } partner)
        {
            throw new RequestRefusedException(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED", "An export takes a partner's key.");
        }

        if (request.View.Licence is null)
        {
            throw new RequestRefusedException(StatusCodes.Status403Forbidden, "FORBIDDEN", "Your licence has ended.");
        }

        var made = await export.RunAsync(request, partner, http.RequestAborted);
        return new(StatusCodes.Status200OK, "application/zip", Zipped(made)) { Headers = [("Content-Disposition", "attachment; filename=\"contenthub-export.zip\"")] };
    }

    private static byte[] Zipped(SignedExport made)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in made.Files)
            {
                var entry = archive.CreateEntry(name);
                entry.LastWriteTime = made.Manifest.CreatedAt;
                using var file = entry.Open();
                file.Write(content);
            }
        }

        return zip.ToArray();
    }
}
