using Microsoft.Extensions.FileProviders;

namespace ContentHub.Api.Explorer;

/// <summary>What browsers see at <c>/graphql</c>.</summary>
internal static class ExplorerModule
{
    public static IServiceCollection AddExplorer(this IServiceCollection services)
    {
        services.AddOptions<ExplorerOptions>().BindConfiguration(ExplorerOptions.Section).ValidateOnStart();
        services.AddSingleton<ExplorerPage>();
        return services;
    }

    public static void UseExplorer(this WebApplication app)
    {
        var page = app.Services.GetRequiredService<ExplorerPage>();
        app.Use(page.InvokeAsync);
        if (page.IsServed)
        {
            app.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(ExplorerPage.Folder),
                RequestPath = ExplorerPage.FilesPath,
                OnPrepareResponse = file => ExplorerPolicy.OfFile(file.Context),
            });
        }
    }
}
