using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace ContentHub.Syndication.Export;

/// <summary>Checks an export against the site's key: that all of it is there, as it was signed, and nothing besides. Needs no database.</summary>
internal static class ExportVerification
{
    private const int SignatureBytes = 64;

    /// <param name="Manifest">Null where it is not to be trusted.</param>
    /// <param name="Faults">What is wrong, in plain words; empty when all is as it was signed.</param>
    internal sealed record Result(ExportManifest? Manifest, IReadOnlyList<string> Faults);

    /// <param name="folder">With the unpacked export.</param>
    public static Result Run(string folder, SitePublicKey key)
    {
        var (manifestPath, signaturePath) = (Path.Combine(folder, ExportManifest.FileName), Path.Combine(folder, ExportManifest.SignatureName));
        if (new[] { manifestPath, signaturePath }.Where(path => !File.Exists(path)).Select(path => $"{Path.GetFileName(path)} is missing: without it nothing can be checked.").ToList() is { Count: > 0 } missing)
        {
            return new(null, missing);
        }

        var (bytes, signature) = (File.ReadAllBytes(manifestPath), File.ReadAllBytes(signaturePath));
        if (signature.Length != SignatureBytes || !key.Verifies(bytes, signature))
        {
            return new(null, [$"The signature does not fit: {ExportManifest.FileName} or {ExportManifest.SignatureName} was changed, or this is not the key that signed them ({key.X}). Trust none of the files."]);
        }

        ExportManifest manifest;
        try
        {
            manifest = ExportManifest.Read(bytes);
        }
        catch (JsonException)
        {
            return new(null, [$"{ExportManifest.FileName} is signed, but is no manifest of an export."]);
        }

        return manifest.Format == ExportManifest.FormatNow
            ? new(manifest, [.. manifest.Files.Select(f => FaultOf(f, folder, manifest.Files)).OfType<string>(), .. Added(folder, manifest)])
            : new(null, [$"The export has the form {manifest.Format}, and this version of the program knows {ExportManifest.FormatNow}."]);
    }

    private static string? FaultOf(ExportedFile file, string folder, IReadOnlyList<ExportedFile> all)
    {
        var path = Path.Combine(folder, file.Name);
        if (Path.GetFileName(file.Name) != file.Name || !File.Exists(path))
        {
            return $"{file.Name} is missing.";
        }

        using var content = File.OpenRead(path);
        var sum = Convert.ToHexStringLower(SHA256.HashData(content));
        return sum == file.Sha256 ? null
            : all.FirstOrDefault(other => other.Sha256 == sum) is { } other ? $"{file.Name} holds what belongs into {other.Name}: the files were swapped."
            : string.Create(CultureInfo.InvariantCulture, $"{file.Name} was changed: it has {content.Length} bytes and not what was signed ({file.Bytes} bytes, SHA-256 {file.Sha256}).");
    }

    private static IEnumerable<string> Added(string folder, ExportManifest manifest)
    {
        var known = manifest.Files.Select(f => f.Name).Append(ExportManifest.FileName).Append(ExportManifest.SignatureName).ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Where(name => !known.Contains(name))
            .Order(StringComparer.Ordinal).Select(name => $"{name} was added: it is not part of the export.");
    }
}
