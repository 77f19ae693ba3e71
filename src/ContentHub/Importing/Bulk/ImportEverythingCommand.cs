using System.CommandLine;
using System.Globalization;
using ContentHub.Storage;

namespace ContentHub.Importing.Bulk;

/// <summary>The verb <c>import everything</c>.</summary>
internal static class ImportEverythingCommand
{
    /// <param name="build">Makes the server, which is not started.</param>
    public static Command Create(Func<WebApplication> build)
    {
        var file = new Argument<string>("file") { Description = "What `export everything` wrote, from either database." };
        var command = new Command("everything", "Brings an export into an empty database, all of it as it was; a run that was cut off just starts again. No server may run on it.") { file };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            if (!File.Exists(path))
            {
                throw new BulkRefusedException($"There is no file {path}.");
            }

            await using var app = build();
            var import = app.Services.GetRequiredService<ImportEverything>();
            var result = await BulkBar.RunAsync(progress => import.RunAsync(path, progress, cancellation));
            await parsed.InvocationConfiguration.Output.WriteLineAsync(result.Written == 0
                ? $"All of it was there. {HeadText.Sentence(result.Head)}"
                : string.Create(CultureInfo.InvariantCulture, $"{result.Written} rows were imported{(result.Written == result.Rows ? "" : $", {result.Rows - result.Written} were there already")}, and the change log is as it was written. {HeadText.Sentence(result.Head)}"));
            return 0;
        });
        return command;
    }
}
