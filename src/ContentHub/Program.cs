using ContentHub.Accounts;
using ContentHub.Api;
using ContentHub.Api.Http;
using ContentHub.Api.Telemetry;
using ContentHub.Content;
using ContentHub.Content.Articles;
using ContentHub.Content.FaqEntries;
using ContentHub.Content.GlossaryTerms;
using ContentHub.Content.HelpLines;
using ContentHub.Content.Locations;
using ContentHub.Content.People;
using ContentHub.Content.Programs;
using ContentHub.Content.SymptomLists;
using ContentHub.Content.Topics;
using ContentHub.Delivery;
using ContentHub.Editorial;
using ContentHub.Importing;
using ContentHub.Storage;
using ContentHub.Syndication;
using GraphQL.Types;
using Microsoft.Extensions.Options;

namespace ContentHub;

/// <summary>The server: wiring only, a line per module and per content type.</summary>
public static class Server
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            args = WithLaunchDefaults(args);
            if (Verbs.Find(args) is { } verb)
            {
                return await verb.InvokeAsync(args);
            }

            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception fault) when (Verbs.Explain(fault) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }

    /// <summary>
    /// What the project file puts in front of the arguments under <c>dotnet run</c> counts as a default: verbs follow it, and
    /// the environment has the last word.
    /// </summary>
    private static string[] WithLaunchDefaults(string[] args)
    {
        if (args is not ["--environment=Development", "--urls=http://localhost:5080", .. var rest])
        {
            return args;
        }

        foreach (var (variable, value) in new[] { ("ASPNETCORE_ENVIRONMENT", "Development"), ("ASPNETCORE_URLS", "http://localhost:5080") })
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
            {
                Environment.SetEnvironmentVariable(variable, value);
            }
        }

        return rest;
    }

    /// <summary>The whole server, not yet started. Tests build it the same way.</summary>
    /// <param name="configure">Last word on services and settings, for tests.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddLogs();
        configure?.Invoke(builder);
        builder.AddOpenTelemetryExport();

        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddStorage(configuration);
        services.AddHostedService<MigrateAtStart>();
        services.AddApi();
        services.AddAccounts(configuration, builder.Environment);
        services.AddSingleton<IActors, RecordedActors>();
        services.AddDelivery(configuration);
        services.AddEditorial();
        services.AddSingleton(ArticleModule.Type);
        services.AddSingleton(SymptomListModule.Type);
        services.AddSingleton(FaqEntryModule.Type);
        services.AddSingleton(ProgramModule.Type);
        services.AddSingleton(TopicModule.Type);
        services.AddSingleton(PersonModule.Type);
        services.AddSingleton(LocationModule.Type);
        services.AddSingleton(GlossaryTermModule.Type);
        services.AddSingleton(HelpLineModule.Type);
        services.AddContent();
        services.AddImporting(configuration);
        services.AddSyndication();
        // Last, so that all else that starts need not wait for the schema.
        services.AddHostedService(provider => provider.GetRequiredService<SchemaAtStart>());

        var app = builder.Build();
        // All that is wrong with the settings is said at once, before anything is made from them.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        PrepareDatabaseModel(app.Services);
        app.UseRequestLog();
        app.MapApi();
        app.MapPlainEndpoints();
        return app;
    }

    /// <summary>The database's model is much of a start, and all before the database is opened can be done beside it. Opens nothing; whoever needs the model first waits for it.</summary>
    private static void PrepareDatabaseModel(IServiceProvider services) => Task.Run(() =>
    {
        using var db = services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<ContentHubDb>>().CreateDbContext();
        _ = db.Model;
    });

    /// <summary>Before anything reads the database.</summary>
    private sealed class MigrateAtStart(Microsoft.EntityFrameworkCore.IDbContextFactory<ContentHubDb> databases) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => DatabaseMigration.RunAsync(databases, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>People who sign in, as the log knows them.</summary>
    private sealed class RecordedActors(People people) : IActors
    {
        public Task<Guid> EnsureAsync(string subject, string name, string? email, IReadOnlySet<Role> roles, CancellationToken cancellation) =>
            people.EnsureAsync(subject, name, email, PeopleRoles.Text(roles), isSystem: false, cancellation);
    }
}
