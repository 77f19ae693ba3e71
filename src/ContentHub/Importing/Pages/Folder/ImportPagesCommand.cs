using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace ContentHub.Importing.Pages.Folder;

/// <summary>The verb <c>import pages</c>.</summary>
internal static class ImportPagesCommand
{
    /// <param name="start">Starts the server without listening to anybody, for as long as the import runs.</param>
    public static Command Create(Func<CancellationToken, Task<WebApplication>> start)
    {
        var folder = new Argument<string>("folder") { Description = "Where the pages are: *.html, *.htm, *.md and *.txt, in it and below." };
        var locale = new Option<string?>("--locale") { Description = "Their language, one of the site's; its default when absent." };
        var name = new Option<string>("--name") { Description = "Who imports; nobody approves what they imported.", DefaultValueFactory = _ => Environment.UserName };
        var report = new Option<string?>("--report") { Description = "Where the report goes; beside the folder when absent, as FOLDER-import.md." };
        var command = new Command("pages", "Makes drafts of pages; what was imported already is not made twice, so a run that was cut off just starts again.") { folder, locale, name, report };
        command.SetAction(async (parsed, cancellation) =>
        {
            var root = Path.GetFullPath(parsed.GetRequiredValue(folder)).TrimEnd(Path.DirectorySeparatorChar);
            var files = ImportFolder.FilesOf(root);
            await using var app = await start(cancellation);
            var written = new ImportReport();
            try
            {
                var pages = app.Services.GetRequiredService<ImportFolder>().RunAsync(root, files, parsed.GetValue(locale), parsed.GetRequiredValue(name), cancellation);
                await (Console.IsOutputRedirected ? InLinesAsync(pages, files.Count, written) : WithBarAsync(pages, files.Count, written));
            }
            catch (ArgumentException fault) when (fault.ParamName == "locale")
            {
                await Console.Error.WriteLineAsync(fault.Message.Split(" (Parameter")[0]);
                return 1;
            }

            var path = parsed.GetValue(report) ?? $"{root}-import.md";
            await written.WriteAsync(path, root, cancellation);
            await app.StopAsync(cancellation);
            Console.Out.WriteLine($"{written.Summary} Report: {path}");
            return written.Refused == 0 ? 0 : 1;
        });
        return command;
    }

    private static async Task InLinesAsync(IAsyncEnumerable<ImportedFile> pages, int count, ImportReport report)
    {
        var done = 0;
        await foreach (var page in pages)
        {
            report.Add(page);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{++done}/{count} {page.File}: {ImportReport.LineOf(page)}"));
        }
    }

    private static Task WithBarAsync(IAsyncEnumerable<ImportedFile> pages, int count, ImportReport report) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            var bar = context.AddTask("Importing", maxValue: Math.Max(1, count));
            await foreach (var page in pages)
            {
                report.Add(page);
                bar.Description = Markup.Escape(page.File);
                bar.Increment(1);
            }
        });
}
