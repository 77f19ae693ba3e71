using System.CommandLine;
using ContentHub.Editorial.Audit;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub;

/// <summary>The verbs <c>audit verify</c> and <c>audit export</c>.</summary>
internal static class AuditVerb
{
    public static Command Create() => new("audit", "The change log.") { Verify(), Export() };

    private static Command Verify()
    {
        var kept = new Option<LogHead?>("--head")
        {
            Description = "A head that somebody kept, as this verb and the server's log print it: \"17 4f0c…\". Without it, rows that were cut off at the end are not missed.",
            CustomParser = result => LogHead.Parse(string.Join(' ', result.Tokens)) is { } head ? head : Refuse(result),
        };
        var verify = new Command("verify", "Walks through the change log and names the first row that is not as it was written.") { kept };
        verify.SetAction(async (parsed, cancellation) =>
        {
            await using var app = Server.Build([]);
            await using var db = await OpenAsync(app, cancellation);
            var result = await AuditVerification.RunAsync(db, parsed.GetValue(kept), cancellation);
            Console.Out.WriteLine(result is { Fault: { } fault }
                ? $"Row {fault.Sequence}: {fault.Reason}"
                : $"{result.Rows} rows are as they were written. Head: {result.Head?.Sequence} {Convert.ToHexStringLower(result.Head?.Hash ?? [])}");
            return result.Fault is null ? 0 : 1;
        });
        return verify;
    }

    private static Command Export()
    {
        var export = new Command("export", "Prints every act as NDJSON, oldest first, with all that its hash covers.");
        export.SetAction(async (_, cancellation) =>
        {
            await using var app = Server.Build([]);
            await using var db = await OpenAsync(app, cancellation);
            await using var output = Console.OpenStandardOutput();
            await AuditExport.WriteAsync(db, output, cancellation);
        });
        return export;
    }

    private static Task<ContentHubDb> OpenAsync(WebApplication app, CancellationToken cancellation) =>
        app.Services.GetRequiredService<IDbContextFactory<ContentHubDb>>().CreateDbContextAsync(cancellation);

    private static LogHead? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError("--head takes a number and a hash of 64 letters and digits, as `audit verify` prints them: --head \"17 4f0c…\".");
        return null;
    }
}
