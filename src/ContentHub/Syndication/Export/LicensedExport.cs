using System.Security.Cryptography;
using System.Text;
using ContentHub.Api.Records;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Licences;
using ContentHub.Storage;

namespace ContentHub.Syndication.Export;

/// <summary>An export, whole.</summary>
/// <param name="Files">By name; the manifest and its signature last.</param>
internal sealed record SignedExport(ExportManifest Manifest, IReadOnlyList<(string Name, byte[] Content)> Files, SitePublicKey Key);

/// <summary>Everything that a partner's licence covers, as of one moment, signed: what the partner reads by its key, and nothing else.</summary>
internal sealed class LicensedExport(ExportedEntries exported, SiteSignature signature, DeliveryTypes types, TimeProvider time) : IDisposable
{
    // Each holds all of the content in memory.
    private readonly SemaphoreSlim _one = new(1);

    public void Dispose() => _one.Dispose();

    /// <param name="request">With the partner's view.</param>
    public async Task<SignedExport> RunAsync(Request request, LicensedPartner partner, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var files = new List<(string Name, byte[] Content)>();
            var listed = new List<ExportedFile>();
            foreach (var type in types.All.OrderBy(t => t.Kebab, StringComparer.Ordinal))
            {
                var entries = request.View.Locales.All.SelectMany(l => request.View.List(type.Name, l.Tag, LocaleFallback.None)).ToList();
                if (entries.Count > 0)
                {
                    var (name, content) = ($"{type.Kebab}.ndjson", await LinesAsync(entries, request, cancellation));
                    files.Add((name, content));
                    listed.Add(new(name, entries.Count, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
                }
            }

            var manifest = ManifestOf(request, partner, listed, await signature.PublicKeyAsync(cancellation));
            var bytes = manifest.ToBytes();
            var (signed, key) = await signature.SignAsync(bytes, cancellation);
            return new(manifest, [.. files, (ExportManifest.FileName, bytes), (ExportManifest.SignatureName, signed)], key);
        }
        finally
        {
            _one.Release();
        }
    }

    private ExportManifest ManifestOf(Request request, LicensedPartner partner, IReadOnlyList<ExportedFile> files, SitePublicKey key)
    {
        var view = request.View;
        return new(
            ExportManifest.FormatNow, request.Site.Name, partner.Id.ToString(), partner.Name, view.Licence ?? throw new InvalidOperationException("A view has no licence."),
            view.LogId.ToString(), view.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture), new ChangeCursor(view.LogId, view.Sequence).ToString(), view.Hash.ToString(),
            DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()), files.Sum(f => f.Entries), files, key.Id);
    }

    private async Task<byte[]> LinesAsync(IReadOnlyList<PublishedEntry> entries, Request request, CancellationToken cancellation)
    {
        using var lines = new MemoryStream();
        foreach (var some in entries.Chunk(ExportedEntries.AtOnce))
        {
            foreach (var entry in await exported.ReadAsync(some, request, cancellation))
            {
                lines.Write(Encoding.UTF8.GetBytes(entry.ToJsonString(RecordJson.Options)));
                lines.WriteByte((byte)'\n');
            }
        }

        return lines.ToArray();
    }
}
