using System.CommandLine;
using System.Data.Common;
using ContentHub.Accounts;
using ContentHub.Delivery;
using ContentHub.Importing.Bulk;
using ContentHub.Importing.Pages.Folder;
using ContentHub.Importing.Seeding;
using ContentHub.Storage;
using ContentHub.Syndication.Export;
using GraphQL;
using GraphQL.Types;
using GraphQL.Utilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ContentHub;

/// <summary>What the program does besides serving. Each is a few lines that call what the server has anyway.</summary>
internal static class Verbs
{
    /// <returns>The command line, if it starts with a verb or asks for help; null to serve.</returns>
    public static ParseResultRunner? Find(string[] args)
    {
        var root = new RootCommand("ContentHub: a CMS for health content. Without a verb it serves.")
        {
            TokenCommand.Create(), Schema(), Migrate(), Seed(), Import(), Export(), BackupCommand.Create(Build), RestoreCommand.Create(Build), AuditVerb.Create(),
        };
        return args is [var first, ..] && (root.Subcommands.Any(c => c.Name == first) || first is "--help" or "-h" or "-?" or "--version") ? new(root) : null;
    }

    /// <returns>One clear line for a fault of the settings or the seed; null for anything else.</returns>
    public static string? Explain(Exception fault) => fault switch
    {
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        SeedFaultException seed => $"The seed was not loaded. {seed.Message}",
        BulkRefusedException refused => refused.Message,
        OperationCanceledException => "It was stopped before it was done.",
        // How configuration says that a value is not of its setting's type; the message names the setting.
        InvalidOperationException { InnerException: FormatException or ArgumentException } setting => setting.Message,
        // How EF Core says that the server cannot be reached.
        InvalidOperationException { InnerException: DbException unreachable } => Explain(unreachable),
        DbException database => $"The database cannot be used: {database.Message.ReplaceLineEndings(" ")}",
        IOException or UnauthorizedAccessException => fault.Message,
        AggregateException { InnerExceptions: var several } => several.Select(Explain).ToList() is var lines && !lines.Contains(null) ? string.Join(Environment.NewLine, lines) : null,
        _ => null,
    };

    private static Command Schema()
    {
        var command = new Command("schema", "Prints schema.graphql.");
        command.SetAction(async (_, _) =>
        {
            await using var app = Server.Build(["--environment=Development"]);
            Console.Out.Write(SchemaText.Of(app.Services.GetRequiredService<ISchema>()));
        });
        return command;
    }

    private static Command Migrate()
    {
        var command = new Command("migrate", "Brings the database to this version's form; the server does so at its start too.");
        command.SetAction(async (_, cancellation) =>
        {
            await using var app = Server.Build([]);
            await DatabaseMigration.RunAsync(app.Services.GetRequiredService<IDbContextFactory<ContentHubDb>>(), cancellation);
            Console.Out.WriteLine("The database is up to date.");
        });
        return command;
    }

    private static Command Seed()
    {
        var folder = new Option<string?>("--folder") { Description = "Where the files are; the seed that comes with the program when absent." };
        var command = new Command("seed", "Loads the seed; what is there already stays as it is.") { folder };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var app = await StartAsync(cancellation);
            var changes = await app.Services.GetRequiredService<SeedLoader>().LoadAsync(parsed.GetValue(folder) ?? Path.Combine(AppContext.BaseDirectory, "seed"), cancellation);
            await app.StopAsync(cancellation);
            Console.Out.WriteLine(changes == 0 ? "All of it was there." : $"The seed was loaded: {changes} changes.");
        });
        return command;
    }

    private static Command Import() => new("import", "Brings content in.") { ImportPagesCommand.Create(StartAsync), ImportEverythingCommand.Create(Build) };

    private static Command Export() => new("export", "Brings content out.") { ExportCommand.Create(Build), ExportLicensedCommand.Licensed(StartAsync), ExportLicensedCommand.Key(Build), ExportLicensedCommand.Verify() };

    private static WebApplication Build() => Server.Build([]);

    /// <summary>The server, ready to act: without listening, the acts wait for the snapshot, which follows the log.</summary>
    private static async Task<WebApplication> StartAsync(CancellationToken cancellation)
    {
        var app = Server.Build(["--ContentHub:Seed=none", "--urls=http://127.0.0.1:0"]);
        await app.StartAsync(cancellation);
        await app.Services.GetRequiredService<SnapshotFollower>().Loaded.WaitAsync(cancellation);
        return app;
    }
}

/// <summary>A parsed verb, ready to run.</summary>
internal sealed class ParseResultRunner(RootCommand root)
{
    public Task<int> InvokeAsync(string[] args) => root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}

/// <summary>The schema as text: what <c>schema.graphql</c> holds.</summary>
public static class SchemaText
{
    public static string Of(ISchema schema)
    {
        schema.Initialize();
        return schema.Print(new PrintOptions { IncludeDescriptions = true, IncludeDeprecationReasons = true, StringComparison = StringComparison.OrdinalIgnoreCase }).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd() + "\n";
    }
}
