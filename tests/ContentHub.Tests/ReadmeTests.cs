using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests;

/// <summary>What the README shows is what a new installation answers.</summary>
public sealed partial class ReadmeTests(PostgreSqlServer server)
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(RepositoryRoot(), "README.md"));

    [Fact]
    public async Task The_readmes_query_has_the_answer_that_the_readme_shows()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true);
        var query = Block("graphql");
        var shown = JsonNode.Parse(Block("json"))!;

        var answer = await app.SendAsync(query);

        Assert.Equal(shown.ToJsonString(), new JsonObject { ["data"] = answer["data"]!.DeepClone() }.ToJsonString());
        Assert.Null(answer["errors"]);
    }

    [Fact]
    public void Every_role_and_every_verb_stands_in_the_readme()
    {
        var missing = Enum.GetNames<ContentHub.Api.Role>().Select(r => $"| `{r}` |")
            .Concat(["| `token", "| `schema`", "| `migrate`", "| `seed", "| `import pages", "| `export everything", "| `import everything", "| `backup", "| `restore", "| `audit verify`"])
            .Where(line => !Readme.Contains(line, StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void The_table_of_checks_is_the_checks()
    {
        var rows = Readme.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|')[2].Trim() is "ERROR" or "WARNING");

        Assert.Equal(ContentHub.Editorial.Checks.EditorialChecks.All.Select(c => $"| `{c.Rule}` | {c.Severity.ToString().ToUpperInvariant()} | {c.About} |"), rows);
    }

    [Fact]
    public void Every_setting_of_ours_stands_in_the_readme()
    {
        var settings = typeof(ContentHub.Delivery.SiteOptions).GetProperties().Select(p => $"`ContentHub:Site:{p.Name}")
            .Concat(typeof(ContentHub.Storage.DatabaseOptions).GetProperties().Where(p => p.SetMethod is not null && p.GetMethod!.IsPublic).Select(p => $"`ContentHub:{p.Name}"))
            .Concat(typeof(ContentHub.Accounts.SignInOptions).GetProperties().Select(p => $"`ContentHub:SignIn:{p.Name}"))
            .Concat(typeof(ContentHub.Api.Documents.DocumentOptions).GetProperties().Select(p => $"`ContentHub:Documents:{p.Name}"))
            .Concat(typeof(ContentHub.Api.Health.HealthOptions).GetProperties().Select(p => $"`ContentHub:Health:{p.Name}"))
            .Concat(typeof(ContentHub.Api.Telemetry.LogOptions).GetProperties().Select(p => $"`ContentHub:Logging:{p.Name}"))
            .Concat(SettingsOf<ContentHub.Api.FrontDoor.FrontDoorOptions>(ContentHub.Api.FrontDoor.FrontDoorOptions.Section))
            .Concat(SettingsOf<ContentHub.Api.FrontDoor.CrossOriginOptions>(ContentHub.Api.FrontDoor.CrossOriginOptions.Section))
            .Concat(SettingsOf<ContentHub.Api.Explorer.ExplorerOptions>(ContentHub.Api.Explorer.ExplorerOptions.Section))
            .Concat(typeof(ContentHub.Api.Limits.LimitOptions).GetProperties().Select(p => $"`ContentHub:Limits:{p.Name}"))
            .Concat(typeof(ContentHub.Api.Limits.DisclosureOptions).GetProperties().Select(p => $"`ContentHub:Api:{p.Name}"))
            .Concat(typeof(ContentHub.Api.Streams.StreamOptions).GetProperties().Select(p => $"`ContentHub:Streams:{p.Name}"))
            .Concat(typeof(ContentHub.Editorial.Checks.CheckOptions).GetProperties().Select(p => $"`ContentHub:Checks:{p.Name}"))
            .Concat(SettingsOf<ContentHub.Syndication.Webhooks.WebhookOptions>(ContentHub.Syndication.Webhooks.WebhookOptions.Section))
            .Append("`ContentHub:Seed`");

        Assert.All(settings, s => Assert.Contains(s, Readme, StringComparison.Ordinal));
        Assert.All(typeof(ContentHub.Api.FrontDoor.RateLimitOptions).GetProperties(), p => Assert.Contains($":{p.Name}", Readme, StringComparison.Ordinal));
    }

    private static IEnumerable<string> SettingsOf<T>(string section) => typeof(T).GetProperties().Select(p => $"`{section}:{p.Name}");

    private static string Block(string language) => Fence().Matches(Readme).First(m => m.Groups[1].Value == language).Groups[2].Value;

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ContentHub.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex("```(\\w+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
