using System.Text.Json;
using ContentHub.Api.Records;
using ContentHub.Delivery.Licences;

namespace ContentHub.Syndication.Export;

/// <summary>What an export holds, and how to go on from it. Its very bytes are signed.</summary>
/// <param name="Cursor">From where the partner's change feed goes on without a gap.</param>
/// <param name="StateHash">Of what a right copy holds; see the README.</param>
/// <param name="KeyId">Which key signed it (RFC 7638); no proof, only to find it.</param>
internal sealed record ExportManifest(
    string Format, string Site, string PartnerId, string Partner, Licence Licence, string LogId, string Sequence, string Cursor, string StateHash, DateTimeOffset CreatedAt, int Entries, IReadOnlyList<ExportedFile> Files, string KeyId)
{
    public const string FormatNow = "contenthub-export/1";
    public const string FileName = "manifest.json";
    public const string SignatureName = "manifest.json.sig";

    private static readonly JsonSerializerOptions Form = new(RecordJson.Options) { WriteIndented = true, NewLine = "\n" };

    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Form), (byte)'\n'];

    /// <exception cref="JsonException">It is no manifest.</exception>
    public static ExportManifest Read(byte[] bytes) => JsonSerializer.Deserialize<ExportManifest>(bytes, RecordJson.Options) ?? throw new JsonException("A manifest is empty.");
}

/// <param name="Name">Without a folder.</param>
/// <param name="Entries">Lines.</param>
/// <param name="Sha256">In hexadecimal, small letters.</param>
internal sealed record ExportedFile(string Name, int Entries, long Bytes, string Sha256);
