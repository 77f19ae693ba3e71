using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentHub.Storage;
using ContentHub.Tests.Architecture;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Importing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests;

/// <summary>The verbs as an operator runs them: processes with exit codes.</summary>
public sealed class VerbsTests(PostgreSqlServer server)
{
    [Fact]
    public async Task Schema_prints_what_is_committed()
    {
        await using var data = await TestDatabase.CreateEmptyAsync(TestDatabase.Sqlite, server);

        var result = await ServerProcess.RunAsync(data.Settings, "schema");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(await File.ReadAllTextAsync(SchemaTests.Committed, TestContext.Current.CancellationToken), result.Output);
        Assert.Empty(Directory.GetFileSystemEntries(data.Options.Data));
    }

    /// <summary>What the project file puts in front of the arguments; a launch profile would print a line of its own.</summary>
    [Fact]
    public async Task A_token_stands_alone_on_standard_output_under_dotnet_run_too()
    {
        await using var data = await TestDatabase.CreateEmptyAsync(TestDatabase.Sqlite, server);

        var token = await ServerProcess.RunAsync(data.Settings, "--environment=Development", "--urls=http://localhost:5080", "token", "--role", "Editor", "--name", "Sam");

        Assert.Equal((0, ""), (token.ExitCode, token.Error));
        Assert.Matches("^[A-Za-z0-9_.-]+\\s*$", token.Output);
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(SchemaTests.Committed)!, "src", "ContentHub", "Properties")), "A launch profile announces itself on standard output, in front of the token.");
    }

    [Theory, EachDatabase]
    public async Task A_database_is_migrated_seeded_served_and_verified(string database)
    {
        await using var data = await TestDatabase.CreateEmptyAsync(database, server);
        using var seed = new SampleSeed();
        var settings = new Dictionary<string, string?>(data.Settings) { ["ContentHub:Seed"] = "none" };

        var migrated = await ServerProcess.RunAsync(settings, "migrate");
        var seeded = await ServerProcess.RunAsync(settings, "seed", "--folder", seed.Folder);
        var again = await ServerProcess.RunAsync(settings, "seed", "--folder", seed.Folder);
        var token = await ServerProcess.RunAsync(settings, "token", "--role", "Editor", "--role", "Publisher", "--name", "Sam");
        var viewer = await ViewerAsync(settings, token.Output.TrimEnd());
        var verified = await ServerProcess.RunAsync(settings, "audit", "verify");

        Assert.Equal(new ProcessResult(0, $"The database is up to date.{Environment.NewLine}", ""), migrated);
        Assert.Equal((0, ""), (seeded.ExitCode, seeded.Error));
        Assert.Contains($"The seed was loaded: 12 changes.{Environment.NewLine}", seeded.Output);
        Assert.Contains($"All of it was there.{Environment.NewLine}", again.Output);
        Assert.Equal((0, "", 1), (token.ExitCode, token.Error, token.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.StartsWith("""{"data":{"viewer":{"name":"Sam","roles":["EDITOR","PUBLISHER"]}},""", viewer, StringComparison.Ordinal);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        Assert.StartsWith("12 rows are as they were written. Head: 12 ", verified.Output);
    }

    [Theory, EachDatabase]
    public async Task A_log_that_was_tampered_with_fails_the_verification(string database)
    {
        await using var data = await TestDatabase.CreateAsync(database, server);
        using var seed = new SampleSeed();
        await (await ContentHubApp.StartAsync(data, seed: true, settings: new Dictionary<string, string?> { ["ContentHub:Seed"] = seed.Folder })).StopAsync();
        await using (var db = data.Open())
        {
            await db.Database.ExecuteSqlRawAsync("""update "Changes" set "Reason" = 'forged' where "Sequence" = 7""");
        }

        var result = await ServerProcess.RunAsync(data.Settings, "audit", "verify");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"Row 7: Row 7 was changed: its hash does not fit what it says.{Environment.NewLine}", result.Output);
    }

    [Fact]
    public async Task A_faulty_seed_ends_the_verb_with_one_line()
    {
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        using var seed = new SampleSeed();
        seed.Change("topics/sleep.json", (_, content) => content["titel"] = "Sleep");

        var result = await ServerProcess.RunAsync(data.Settings, "seed", "--folder", seed.Folder);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"The seed was not loaded. topics/sleep.json: content.titel: This field is unknown here, or its value has the wrong form.{Environment.NewLine}", result.Error);
    }

    [Theory]
    [InlineData("There is no role 'Boss'", "token", "--role", "Boss")]
    [InlineData("--nonsense", "migrate", "--nonsense")]
    [InlineData("There is no such folder", "seed", "--folder", "/nowhere")]
    public async Task A_verb_that_is_called_wrongly_fails_and_says_why(string said, params string[] arguments)
    {
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);

        var result = await ServerProcess.RunAsync(data.Settings, arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Error);
        Assert.DoesNotContain("   at ", result.Error + result.Output);
    }

    private static async Task<string> ViewerAsync(IReadOnlyDictionary<string, string?> settings, string token)
    {
        var (process, http) = await ServerProcess.StartAsync(settings);
        await using (process)
        using (http)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await http.PostAsJsonAsync("/graphql", new { query = "{ viewer { name roles } }" }, TestContext.Current.CancellationToken);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.ToJsonString();
        }
    }
}
