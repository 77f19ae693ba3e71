using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ContentHub.Storage;

public static class StorageModule
{
    /// <summary>Registers the database of section <c>ContentHub</c> (<see cref="DatabaseOptions"/>), its log and what reads it. Opens nothing: <see cref="DatabaseMigration"/> comes first.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>()
            .Bind(configuration.GetSection("ContentHub"))
            .Validate(o => !string.IsNullOrWhiteSpace(o.Data), "ContentHub:Data must name a folder.")
            .Validate(
                o => o.HasReadableDatabase(),
                "ContentHub:Database must be a PostgreSQL connection string such as \"Host=…;Database=…\", or empty for SQLite.")
            .ValidateOnStart();
        services.AddSingleton<IDbContextFactory<ContentHubDb>>(provider => new ContentHubDbFactory(
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
            provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ChangeLog>();
        services.AddSingleton<People>();
        services.AddSingleton<ScheduleLeases>();
        services.AddSingleton<PartnerUses>();
        services.AddSingleton<RetractionTellings>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<WebhookRows>();
        services.AddSingleton<PublishedReader>();
        return services;
    }
}
