using ContentHub.Api;
using ContentHub.Editorial;
using ContentHub.Editorial.Workflow;
using ContentHub.Importing.Pages.Reading;
using ContentHub.Importing.Pages.Shaping;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Importing.Pages.Folder;

/// <summary>What came of one file.</summary>
/// <param name="File">Below the folder.</param>
/// <param name="WasThere">It had been imported before, by its content.</param>
internal sealed record ImportedFile(string File, bool WasThere, ImportDocumentPayload Payload)
{
    public bool IsRefused => Payload.Errors.Count > 0;
}

/// <summary>
/// Imports the pages of a folder, each in an act of its own. What is there is known by the content of the file, so that a run that was cut
/// off goes on where it was, and a file that moved or was named anew is not made twice.
/// </summary>
internal sealed class ImportFolder(ImportDocument import, People people, IDbContextFactory<ContentHubDb> databases)
{
    public const long BytesMax = 4 * 1024 * 1024;

    /// <summary>Pages in it and below, in the order of their names.</summary>
    /// <exception cref="IOException">There is no such folder.</exception>
    public static IReadOnlyList<string> FilesOf(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no such folder: {folder}");
        }

        return [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Where(f => ImportFile.FormatOf(f) is not null).Order(StringComparer.Ordinal)];
    }

    /// <param name="locale">One of the site's; null: its default.</param>
    /// <param name="name">Who answers for it: nobody approves what they imported.</param>
    /// <exception cref="ArgumentException">The site has no such locale.</exception>
    public async IAsyncEnumerable<ImportedFile> RunAsync(string folder, IReadOnlyList<string> files, string? locale, string name, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var tag = import.LocaleOf(locale) ?? throw new ArgumentException($"The site has no locale “{locale}”.", nameof(locale));
        var caller = await people.ProgramAsync($"{Selves.ImportSubject["system:".Length..]}{name.Trim()}", name.Trim(), cancellation, Role.Author);
        foreach (var file in files)
        {
            yield return await ImportAsync(folder, file, tag, caller, cancellation);
        }
    }

    private async Task<ImportedFile> ImportAsync(string folder, string file, string locale, Caller caller, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, file);
        if (new FileInfo(path).Length > BytesMax)
        {
            return new(file, false, ImportDocumentPayload.Refused(new Api.Errors.ValidationError("The file is larger than 4 MiB: split it.", Api.Errors.ErrorCode.TooLong, [])));
        }

        var bytes = await File.ReadAllBytesAsync(path, cancellation);
        var id = ImportIds.OfPage(bytes, locale);
        bool wasThere;
        await using (var db = await databases.CreateDbContextAsync(cancellation))
        {
            wasThere = await db.Variants.AnyAsync(v => v.Id == id, cancellation);
        }

        var request = new ImportRequest(new(TextRepair.Decode(bytes), ImportFile.FormatOf(file)!.Value, locale), id, file, DryRun: false, IsByContent: true);
        return new(file, wasThere, await import.RunAsync(request, caller, cancellation));
    }
}
