using System.Text;
using System.Text.Unicode;
using ContentHub.Api.Execution;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.Uploads;

/// <summary>The parts of a GraphQL multipart request, by the order that its specification asks for: operations, map, files.</summary>
/// <param name="Files">By the name of their part.</param>
internal sealed record MultipartForm(byte[] Operations, byte[] Map, IReadOnlyDictionary<string, UploadedFile> Files)
{
    /// <summary>Browsers add it to no request by themselves, and ask the site first whether they may.</summary>
    public const string Header = "GraphQL-Require-Preflight";

    public const int FilesMax = 10;
    private const int NameMaxCharacters = 255;

    /// <returns>Null for what is no form.</returns>
    public static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString()
            : null;

    /// <param name="body">All of it: nothing is ever put on a disk.</param>
    /// <exception cref="RequestRefusedException">It is no such form.</exception>
    public static async Task<MultipartForm> ReadAsync(byte[] body, string boundary)
    {
        // RFC 2046, 5.1.1.
        if (boundary.Length is 0 or > 70)
        {
            throw Malformed("The Content-Type of a multipart request names a boundary of 1 to 70 characters.");
        }

        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body, writable: false)) { HeadersCountLimit = 8, HeadersLengthLimit = 4096, BodyLengthLimit = body.Length };
            return await ReadAsync(reader);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            throw Malformed("The multipart body could not be read: a part has too many headers, or the closing boundary is missing.");
        }
    }

    private static async Task<MultipartForm> ReadAsync(MultipartReader reader)
    {
        var operations = await TextAsync(reader, "operations", "first");
        var map = await TextAsync(reader, "map", "second");
        var files = new Dictionary<string, UploadedFile>();
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            var (name, file) = NamesOf(section);
            if (file is null)
            {
                throw Malformed($"The part `{name}` has no file name: after `operations` and `map` come files only.");
            }

            if (files.Count == FilesMax)
            {
                throw Malformed($"A request has at most {FilesMax} files.");
            }

            if (!files.TryAdd(name, new(file, section.ContentType is { Length: <= NameMaxCharacters } media ? media : null, await BytesAsync(section))))
            {
                throw Malformed($"Two parts are called `{name}`.");
            }
        }

        return new(operations, map, files);
    }

    private static async Task<byte[]> TextAsync(MultipartReader reader, string wanted, string place)
    {
        var section = await reader.ReadNextSectionAsync();
        if (section is null || NamesOf(section) is not (var name, null) || name != wanted)
        {
            throw Malformed($"The {place} part of a multipart request is `{wanted}`, which is no file.");
        }

        var text = await BytesAsync(section);
        return Utf8.IsValid(text) ? text : throw Malformed($"`{wanted}` is not UTF-8.");
    }

    private static async Task<byte[]> BytesAsync(MultipartSection section)
    {
        using var copy = new MemoryStream();
        await section.Body.CopyToAsync(copy);
        return copy.ToArray();
    }

    /// <returns>The part's name, and the file's; null when it is no file.</returns>
    private static (string Name, string? File) NamesOf(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || !disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(disposition.Name).ToString() is not { Length: > 0 and <= NameMaxCharacters } name || !name.All(c => c is > ' ' and < '\u007F'))
        {
            throw Malformed("Each part needs the header `Content-Disposition: form-data` with a name of 1 to 255 ASCII characters.");
        }

        var file = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        return (name, file.HasValue ? Shown(HeaderUtilities.UnescapeAsQuotedString(HeaderUtilities.RemoveQuotes(file)).ToString()) : null);
    }

    /// <summary>What follows the last folder, without characters that cannot be shown.</summary>
    private static string Shown(string file)
    {
        var name = new StringBuilder();
        foreach (var rune in file[(file.LastIndexOfAny(['/', '\\']) + 1)..].EnumerateRunes().Where(r => !Rune.IsControl(r) && r != Rune.ReplacementChar))
        {
            name.Append(rune.ToString());
        }

        return name.Length > NameMaxCharacters ? name.ToString(name.Length - NameMaxCharacters, NameMaxCharacters) : name.ToString();
    }

    private static RequestRefusedException Malformed(string message) => new(StatusCodes.Status400BadRequest, "BAD_REQUEST", message);
}
