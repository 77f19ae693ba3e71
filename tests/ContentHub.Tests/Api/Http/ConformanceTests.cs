using System.Text.Json;
using ContentHub.Tests.Clients;
using Xunit;

namespace ContentHub.Tests.Api.Http;

public sealed class ConformanceTests
{
    [Fact]
    public async Task Server_passes_every_audit_of_the_GraphQL_over_HTTP_working_group()
    {
        await using var server = await ApiServer.StartAsync(environment: "Development");

        var lines = await NodeClients.RunAsync("audit", new Dictionary<string, string> { ["CONTENTHUB_URL"] = server.Url.ToString() });

        var audits = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(audits, audit => Assert.True(audit.GetProperty("status").GetString() == "ok", audit.ToString()));
        Assert.Equal(61, audits.Count);
    }
}
