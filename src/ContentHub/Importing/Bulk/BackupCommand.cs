using System.CommandLine;
using ContentHub.Storage;
using Microsoft.Extensions.Options;

namespace ContentHub.Importing.Bulk;

/// <summary>The verb <c>backup</c>.</summary>
internal static class BackupCommand
{
    /// <param name="build">Makes the server, which is not started.</param>
    public static Command Create(Func<WebApplication> build)
    {
        var file = new Argument<string>("file") { Description = "Where the copy goes; FILE.head beside it gets the end of its log." };
        var force = new Option<bool>("--force") { Description = "Writes over a file that is there." };
        var command = new Command("backup", "Copies the database file (SQLite), while a server runs too, and checks the copy.") { file, force };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var app = build();
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            var backup = new SqliteBackup(app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value);
            var head = await backup.RunAsync(path, parsed.GetValue(force), cancellation);
            await WriteHeadAsync(HeadText.FileBeside(path), head, cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"The backup was made and checked: {path}. {HeadText.Sentence(head)}");
            return 0;
        });
        return command;
    }

    private static async Task WriteHeadAsync(string path, LogHead? head, CancellationToken cancellation)
    {
        var part = WholeFile.Begin(path);
        try
        {
            await File.WriteAllTextAsync(part, head is null ? "" : $"{head.Text}\n", cancellation);
            WholeFile.Finish(part, path, replaces: true);
        }
        finally
        {
            WholeFile.Discard(part);
        }
    }
}
