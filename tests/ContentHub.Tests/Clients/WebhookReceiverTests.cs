using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Syndication.Partners;
using ContentHub.Tests.Syndication.Webhooks;
using Xunit;

namespace ContentHub.Tests.Clients;

/// <summary>The receiver that the README shows, with the npm package `standardwebhooks`, against this server.</summary>
public sealed class WebhookReceiverTests(PostgreSqlServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_receiver_of_the_README_takes_what_we_send()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, settings: WebhookDesk.Settings);
        var admin = app.Token("Ada", Role.Admin);
        var partner = await app.MakeAsync(admin, new { });
        var port = FreePort();
        var made = await app.WebhookAsync("createWebhook", new { url = $"http://127.0.0.1:{port}/" }, partner.Key);
        Assert.Equal("UNVERIFIED", (string?)made["webhook"]!["state"]);
        await WriteReceiverAsync(port);

        var receiver = NodeClients.RunAsync("webhooks-readme", new Dictionary<string, string> { ["WEBHOOK_SECRET"] = (string)made["secret"]! });
        for (var state = ""; state != "ACTIVE"; await Task.Delay(100, Cancellation))
        {
            Assert.False(receiver.IsFaulted, receiver.Exception?.Message);
            state = (string)(await app.WebhookAsync("testWebhook", new { webhookId = (string)made["webhook"]!["id"]! }, partner.Key))["webhook"]!["state"]!;
        }

        var editor = app.Token("Edith", Role.Editor);
        var draft = (await app.DoneAsync("createTopic", new { content = new { title = "Sleep", kind = "CONDITION", summary = "About sleep." } }, editor))["draft"]!;
        await app.PublishAsync((string)draft["id"]!, 1, isClinical: false);
        await app.DoneAsync("retract", new { id = (string)draft["id"]!, version = 1, reason = "It was wrong." }, app.Token("Paul", Role.Publisher));

        Assert.Equal(["PUBLISHED sleep", "RETRACTED sleep"], await receiver.WaitAsync(TimeSpan.FromMinutes(2), Cancellation));
    }

    /// <summary>As it stands there, but on another port, and only until the retraction.</summary>
    private static async Task WriteReceiverAsync(int port)
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(NodeClients.Folder(), "../../../README.md"), Cancellation);
        var code = Regex.Match(readme, "```js\n(import \\{ createServer \\} .*?)```", RegexOptions.Singleline).Groups[1].Value;
        Assert.True(code.Split('\n').Length <= 13 && code.Contains("listen(3000)", StringComparison.Ordinal), "The README shows a receiver.");
        var path = Path.Combine(NodeClients.Folder(), "readme", "webhooks.mjs");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(
            path,
            code.Replace("listen(3000)", $"listen({port})", StringComparison.Ordinal)
            + "const say = console.log; console.log = (...words) => { say(...words); if (words[0] === 'RETRACTED') setTimeout(() => process.exit(0), 300); };\n",
            Cancellation);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
