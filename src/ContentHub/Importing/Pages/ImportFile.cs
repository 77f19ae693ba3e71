using ContentHub.Api.Errors;
using ContentHub.Api.Uploads;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages;

/// <summary>The page that is to be imported, as text or as a file. Pure.</summary>
internal static class ImportFile
{
    /// <returns>The text, or what is wrong.</returns>
    public static (string Text, ValidationError? Fault) TextOf(ImportDocumentInput input) => input switch
    {
        { Text: not null, File: not null } => ("", new("Send the text or a file, not both.", ErrorCode.Invalid, ["input", "file"])),
        { File: { } file } => TextOf(file, input.Format),
        _ when string.IsNullOrWhiteSpace(input.Text) => ("", new("The text is empty: send the page's HTML, Markdown or text, or a file.", ErrorCode.Required, ["input", "text"])),
        _ => (input.Text, null),
    };

    /// <returns>Null for a file that is no page.</returns>
    public static DocumentFormat? FormatOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".html" or ".htm" => DocumentFormat.Html,
        ".md" => DocumentFormat.Markdown,
        ".txt" => DocumentFormat.Plain,
        _ => null,
    };

    private static (string Text, ValidationError? Fault) TextOf(UploadedFile file, DocumentFormat format)
    {
        if (FormatOf(file.Name) is not { } kind)
        {
            return Refused($"“{file.Name}” is no page: send *.html, *.htm, *.md or *.txt. Save a Word document or a PDF as one of these first.");
        }

        if (kind != format)
        {
            return Refused($"“{file.Name}” is {Api.EnumNames.Of(kind)} by its name, and `format` says {Api.EnumNames.Of(format)}: change one of them.");
        }

        var text = TextRepair.Decode(file.Bytes);
        return string.IsNullOrWhiteSpace(text) ? Refused($"“{file.Name}” is empty.")
            : text.Contains('\0') ? Refused($"“{file.Name}” is no text, whatever its name says: save it as UTF-8.")
            : (text, null);
    }

    private static (string Text, ValidationError? Fault) Refused(string message) => ("", new(message, ErrorCode.FileRefused, ["input", "file"]));
}
