namespace ContentHub.PartnerProgram;

/// <summary>
/// What a partner would write from the README, and nothing of ours: it keeps a copy in a file of its own, follows the change feed, is told of news
/// by webhooks, and acknowledges retractions. It may be killed at any time and goes on where it was. Settings, from the environment:
/// PARTNER_SERVERS, a file with an address of a server in each line, read again before every request, since servers come and go;
/// PARTNER_FILE, its database; PARTNER_ADDRESS, where it listens for webhooks; PARTNER_SECRET, a file with the secret of its webhook as soon as
/// there is one; PARTNER_KEY, its key.
/// </summary>
internal static class Program
{
    public static async Task Main()
    {
        using var copy = CopyFile.Open(Setting("FILE"));
        var news = new News();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(Setting("ADDRESS"));
        await using var app = builder.Build();
        app.MapPost("/", new Receiver(copy, news, Setting("SECRET")).TakeAsync);
        await app.StartAsync();
        Console.WriteLine("Listening.");
        using var follower = new Follower(copy, news, Setting("SERVERS"), Setting("KEY"));
        await follower.RunAsync(app.Lifetime.ApplicationStopping);
    }

    private static string Setting(string name) => Environment.GetEnvironmentVariable($"PARTNER_{name}") ?? throw new InvalidOperationException($"PARTNER_{name} is not set.");
}
