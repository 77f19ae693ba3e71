using ContentHub.Api;

namespace ContentHub.Syndication.Webhooks;

/// <summary>Changes go to partners as they happen.</summary>
internal static class WebhookModule
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations().ValidateOnStart()
            .Validate(o => o.AllowedFault is null, $"{WebhookOptions.Section}:{nameof(WebhookOptions.Allowed)} names hosts, addresses or networks such as hooks.example.org, 192.0.2.1 or 10.0.0.0/8.");
        services.AddSingleton<WebhookClient>().AddSingleton<WebhookFeed>().AddSingleton<WebhookMetrics>().AddSingleton<RetractionsByWebhook>().AddSingleton<WebhookTurn>().AddSingleton<WebhookWorker>().AddSingleton<WebhookLog>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookWorker>());
        services.AddSingleton<WebhookActs>().AddSingleton<WebhookChallenge>();
        services.AddSingleton<CreateWebhook>().AddSingleton<RotateWebhookSecret>().AddSingleton<DeleteWebhook>().AddSingleton<TestWebhook>().AddSingleton<ReplayDeliveries>();
        services.AddSingleton<ISchemaExtension, WebhookSchema>();
    }
}
