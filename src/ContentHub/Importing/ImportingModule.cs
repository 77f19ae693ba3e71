using ContentHub.Api;
using ContentHub.Importing.Bulk;
using ContentHub.Importing.Pages;
using ContentHub.Importing.Pages.Folder;
using ContentHub.Importing.Seeding;
using Microsoft.Extensions.Options;

namespace ContentHub.Importing;

/// <summary>The content that a new installation starts with.</summary>
public sealed class SeedOptions
{
    /// <summary>Folder of the seed; <c>none</c> to start empty. When absent: <c>seed</c> beside the program.</summary>
    public string? Seed { get; set; }

    internal string? Folder => Seed switch
    {
        "none" => null,
        null or "" => Path.Combine(AppContext.BaseDirectory, "seed"),
        _ => Path.GetFullPath(Seed),
    };
}

/// <summary>What importing brings to the server.</summary>
public static class ImportingModule
{
    public static IServiceCollection AddImporting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SeedOptions>().Bind(configuration.GetSection("ContentHub")).ValidateOnStart()
            .Validate(o => o.Folder is null || Directory.Exists(o.Folder), "ContentHub:Seed must name a folder that exists, or none.");
        services.AddSingleton<SeedLoader>();
        services.AddHostedService<SeedAtFirstStart>();
        services.AddSingleton<ExportEverything>().AddSingleton<ImportEverything>();
        services.AddSingleton<ImportDocument>().AddSingleton<ImportFolder>();
        services.AddSingleton<ISchemaExtension, ImportSchema>();
        return services;
    }

    /// <summary>Loads the seed before the first request is taken, as long as nobody else has acted here.</summary>
    private sealed class SeedAtFirstStart(SeedLoader loader, IOptions<SeedOptions> options, Delivery.SnapshotFollower follower, ILogger<SeedLoader> logger) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            if (options.Value.Folder is not { } folder || !await loader.MayLoadAsync(cancellationToken))
            {
                // Every later start listens while the snapshot is loading: until then the server says that it is not ready.
                return;
            }

            await follower.Loaded.WaitAsync(cancellationToken);
            if (await loader.LoadAsync(folder, cancellationToken) is > 0 and var changes)
            {
                logger.LogInformation("The seed was loaded: {Changes} changes.", changes);
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
