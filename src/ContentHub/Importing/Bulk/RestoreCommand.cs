using System.CommandLine;
using ContentHub.Storage;
using Microsoft.Extensions.Options;

namespace ContentHub.Importing.Bulk;

/// <summary>The verb <c>restore</c>.</summary>
internal static class RestoreCommand
{
    /// <param name="build">Makes the server, which is not started.</param>
    public static Command Create(Func<WebApplication> build)
    {
        var file = new Argument<string>("file") { Description = "What `backup` made; it stays as it is. FILE.head beside it is heeded." };
        var force = new Option<bool>("--force") { Description = "Puts a database that is there aside, as contenthub.db.replaced-TIME." };
        var command = new Command("restore", "Puts a backup in the database's place (SQLite), checked and migrated. No server may run.") { file, force };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var app = build();
            var restore = new SqliteRestore(app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value, app.Services.GetRequiredService<TimeProvider>());
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            var result = await restore.RunAsync(path, await ReadHeadAsync(HeadText.FileBeside(path), cancellation), parsed.GetValue(force), cancellation);
            var output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync($"The backup was restored and checked. {HeadText.Sentence(result.Head)}");
            await output.WriteLineAsync("The log has a new id: cursors from before are refused, and clients fill their copies anew.");
            if (result.Kept is { } kept)
            {
                await output.WriteLineAsync($"What stood there before: {kept}");
            }

            return 0;
        });
        return command;
    }

    /// <returns>Null where there is none, or the log was empty.</returns>
    private static async Task<LogHead?> ReadHeadAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return null;
        }

        return LogHead.Parse(await File.ReadAllTextAsync(path, cancellation)) ?? throw new BulkRefusedException($"{path} does not hold the end of a log, as `backup` writes it: take it away to do without.");
    }
}
