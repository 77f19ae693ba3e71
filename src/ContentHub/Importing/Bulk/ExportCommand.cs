using System.CommandLine;
using System.Globalization;
using ContentHub.Storage;

namespace ContentHub.Importing.Bulk;

/// <summary>The verb <c>export everything</c>.</summary>
internal static class ExportCommand
{
    /// <param name="build">Makes the server, which is not started.</param>
    public static Command Create(Func<WebApplication> build)
    {
        var file = new Argument<string>("file") { Description = "Where it goes, as NDJSON; - for standard output." };
        var force = new Option<bool>("--force") { Description = "Writes over a file that is there." };
        var command = new Command("everything", "Writes all content and its whole history, drafts and people's names too, while servers run; from either database into either.") { file, force };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var app = build();
            var export = app.Services.GetRequiredService<ExportEverything>();
            var name = parsed.GetRequiredValue(file);
            var result = await BulkBar.RunAsync(progress => name == "-"
                ? ToOutputAsync(export, progress, cancellation)
                : ToFileAsync(export, Path.GetFullPath(name), parsed.GetValue(force), progress, cancellation));
            await parsed.InvocationConfiguration.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.Rows} rows were exported. {HeadText.Sentence(result.Head)}"));
            await parsed.InvocationConfiguration.Error.WriteLineAsync("They hold drafts and people's names and addresses: keep them safe.");
            return 0;
        });
        return command;
    }

    private static async Task<BulkResult> ToOutputAsync(ExportEverything export, IProgress<BulkProgress>? progress, CancellationToken cancellation)
    {
        await using var output = Console.OpenStandardOutput();
        return await export.RunAsync(output, progress, cancellation);
    }

    private static async Task<BulkResult> ToFileAsync(ExportEverything export, string path, bool replaces, IProgress<BulkProgress>? progress, CancellationToken cancellation)
    {
        WholeFile.Refuse(path, replaces);
        var part = WholeFile.Begin(path);
        try
        {
            BulkResult result;
            await using (var output = new FileStream(part, FileMode.Open, FileAccess.Write))
            {
                result = await export.RunAsync(output, progress, cancellation);
            }

            WholeFile.Finish(part, path, replaces);
            return result;
        }
        finally
        {
            WholeFile.Discard(part);
        }
    }
}
