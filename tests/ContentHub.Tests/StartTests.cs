using System.Net;
using System.Net.Sockets;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests;

/// <summary>A setting that is wrong stops the start with one line that says what to do, and nothing else.</summary>
public sealed class StartTests(PostgreSqlServer server)
{
    [Theory]
    [InlineData("ContentHub:Site:TimeZone", "Mars/Olympus", "ContentHub:Site:TimeZone is not a time zone that this machine knows; give an IANA name, e.g. America/Los_Angeles.")]
    [InlineData("ContentHub:Site:DefaultLocale", "fr-FR", "ContentHub:Site:DefaultLocale: `fr-FR` is not one of the locales (en-US, es-US).")]
    [InlineData("ContentHub:Site:Locales:0:Tag", "en_US", "ContentHub:Site:Locales: `en_US` is not a BCP 47 tag such as `en-US`.", "ContentHub:Site:DefaultLocale", "en_US")]
    [InlineData("ContentHub:Site:Url", "http://example.org", "ContentHub:Site:Url must be an absolute https address (http only on loopback).")]
    [InlineData("ContentHub:Database", "nonsense", "ContentHub:Database must be a PostgreSQL connection string such as \"Host=…;Database=…\", or empty for SQLite.")]
    [InlineData("ContentHub:Database", "Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=5", "The database cannot be used: ")]
    [InlineData("ContentHub:Data", "/dev/null/data", "/dev/null")]
    [InlineData("ContentHub:Seed", "/nowhere", "ContentHub:Seed must name a folder that exists, or none.")]
    [InlineData("ContentHub:Documents:Folder", "/nowhere", "ContentHub:Documents:Folder must name a folder that exists, or be empty.")]
    [InlineData("ContentHub:Documents:TrustedOnly", "Readers", "ContentHub:Documents:TrustedOnly refuses everything as long as ContentHub:Documents:Folder does not name the trusted documents.")]
    [InlineData("ContentHub:Documents:TrustedOnly", "7", "ContentHub:Documents:TrustedOnly must be Nobody, Readers or Everyone.")]
    [InlineData("ContentHub:Health:DrainFor", "00:02:00", "ContentHub:Health:DrainFor is 00:00:00 to 00:01:00.")]
    [InlineData("ContentHub:Health:BehindMost", "00:00:00", "ContentHub:Health:BehindMost is 00:00:01 to 1.00:00:00.")]
    [InlineData("ContentHub:Logging:Format", "Xml", "ContentHub:Logging:Format")]
    [InlineData("ContentHub:SignIn:Development", "maybe", "ContentHub:SignIn:Development")]
    [InlineData("AzureAd:ClientId", "11111111-1111-4111-8111-111111111111", "AzureAd:ClientId is set but the tenant is not: ")]
    [InlineData("ContentHub:SignIn:Authority", "http://id.example.org", "ContentHub:SignIn:Authority must be an absolute https address", "ContentHub:SignIn:Audience", "contenthub")]
    [InlineData("ContentHub:SignIn:Development", "true", "ContentHub:SignIn:Development is for the Development environment only: remove it and ", "ASPNETCORE_ENVIRONMENT", "Production", "ContentHub:Site:Url", "https://example.org")]
    [InlineData("ASPNETCORE_ENVIRONMENT", "Production", "ContentHub:Site:Url is required in Production: the https address of the public site, e.g. https://example.org.")]
    public async Task A_wrong_setting_stops_the_start_with_one_line(string name, string value, string line, params string[] more)
    {
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        var settings = new Dictionary<string, string?>(data.Settings) { ["ContentHub:Seed"] = "none", [name] = value };
        for (var i = 0; i < more.Length; i += 2)
        {
            settings[more[i]] = more[i + 1];
        }

        var result = await ServerProcess.RunAsync(settings, "--urls=http://127.0.0.1:0");

        Assert.Equal(1, result.ExitCode);
        var said = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(line, said);
        Assert.DoesNotContain("   at ", result.Output);
        Assert.DoesNotContain("Now listening", result.Output);
    }

    [Fact]
    public async Task Several_wrong_settings_are_said_together()
    {
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        var settings = new Dictionary<string, string?>(data.Settings) { ["ContentHub:Seed"] = "/nowhere", ["ContentHub:Site:TimeZone"] = "Mars/Olympus", ["ContentHub:Site:DefaultLocale"] = "fr-FR" };

        var result = await ServerProcess.RunAsync(settings, "--urls=http://127.0.0.1:0");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(3, result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("ContentHub:Seed", result.Error);
        Assert.Contains("ContentHub:Site:TimeZone", result.Error);
        Assert.Contains("ContentHub:Site:DefaultLocale", result.Error);
    }

    [Fact]
    public async Task A_trusted_document_that_the_schema_does_not_know_stops_the_start_with_one_line()
    {
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        var folder = Directory.CreateDirectory(Path.Combine(data.Options.Data, "documents")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "site.graphql"), "{ site { nme } }");

        var result = await ServerProcess.RunAsync(
            new Dictionary<string, string?>(data.Settings) { ["ContentHub:Seed"] = "none", ["ContentHub:Documents:Folder"] = folder }, "--urls=http://127.0.0.1:0");

        Assert.Equal(1, result.ExitCode);
        var said = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("ContentHub:Documents:Folder: site.graphql: line 1, column 10: Cannot query field 'nme' on type 'Site'.", said);
        Assert.DoesNotContain("Now listening", result.Output);
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_the_start_with_one_line()
    {
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var result = await ServerProcess.RunAsync(new Dictionary<string, string?>(data.Settings) { ["ContentHub:Seed"] = "none" }, $"--urls={address}");

        Assert.Equal((1, $"Failed to bind to address {address}: address already in use.{Environment.NewLine}"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task In_production_it_starts_once_it_knows_the_site_and_says_that_nobody_can_sign_in()
    {
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        var settings = new Dictionary<string, string?>(data.Settings)
        {
            ["ContentHub:Seed"] = "none",
            ["ContentHub:Site:Url"] = "https://example.org",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        };
        var token = await ServerProcess.RunAsync(settings, "token", "--role", "Admin");

        var (process, http) = await ServerProcess.StartAsync(settings);

        await using (process)
        using (http)
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", token.Output.TrimEnd());
            using var refused = await http.GetAsync("/graphql?query={site{name}}", TestContext.Current.CancellationToken);
            http.DefaultRequestHeaders.Authorization = null;
            var answer = await http.GetStringAsync("/graphql?query={site{url}}", TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Contains("https://example.org", answer);
            Assert.Contains("Nobody can sign in", process.Output);
        }
    }
}
